/** Forms of companies: a provider is called with one or without. */
const FORMS = new Set(
  "inc incorporated llc ltd limited corp corporation co company gmbh ag sa plc bv ооо ао пао зао тоо llp".split(" "),
);

/** Names that vendors of bills go by, of those that are one provider. */
const ALSO_CALLED: Readonly<Record<string, string>> = {
  amazonwebservices: "aws",
  amazonaws: "aws",
  microsoftazure: "microsoft",
  azure: "microsoft",
  googlecloudplatform: "googlecloud",
  gcp: "googlecloud",
  oraclecloudinfrastructure: "oraclecloud",
  oci: "oraclecloud",
};

const known = new Map<string, string>();
const MOST_KNOWN = 1_000;

/** A provider's name without what its spellings differ in: case, signs, the company's form, and what else it is called. Pure. */
export function providerOf(name: string): string {
  let provider = known.get(name);
  if (provider === undefined) {
    const words =
      name
        .normalize("NFKC")
        .toLowerCase()
        .match(/[\p{L}\p{N}]+/gu) ?? [];
    const own = words.filter((word) => !FORMS.has(word)).join("") || words.join("");
    provider = ALSO_CALLED[own] ?? own;
    if (known.size < MOST_KNOWN) known.set(name, provider);
  }
  return provider;
}
