import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";

import { type FieldProblem, refusal } from "../../core/errors.ts";
import { type LocalDate } from "../../core/time.ts";
import { type Tx, violatedConstraint } from "../../platform/db.ts";
import { type Region, putRegions } from "../tenancy/index.ts";
import { type ReferenceContent, type ReferenceFile, parseReferenceFile } from "./reference-file.ts";
import { replaceTaxRates, selectSuppliers, upsertSupplier } from "./store.ts";
import { type Supplier, type SupplierSigner, type TaxRate, UnknownSupplier } from "./supplier.ts";

export type { ReferenceFile } from "./reference-file.ts";

export const ReferenceInvalid = refusal(
  "reference_invalid",
  422,
  "Файлы регионов не приняты:\n{lines_ru}",
  "The region files were refused:\n{lines_en}",
);
export const TaxRatesOverlap = refusal(
  "tax_rates_overlap",
  422,
  "Ставки налога одной страны перекрываются по датам",
  "Tax rates of one country overlap in time",
);

const FILES = ["suppliers.yaml", "regions.yaml", "taxes.yaml"];
const MORE = "regions.d";

/** The operator's files: the three of the config folder and every one in its folder regions.d, which need not exist. */
export async function readReferenceFiles(configFolder: string): Promise<ReferenceFile[]> {
  const more = await readdir(join(configFolder, MORE)).catch(() => []);
  const names = [
    ...FILES,
    ...more
      .filter((name) => name.endsWith(".yaml"))
      .sort()
      .map((name) => join(MORE, name)),
  ];
  return Promise.all(
    names.map(async (name) => ({ path: name, text: await readFile(join(configFolder, name), "utf8") })),
  );
}

/**
 * REG-01: puts regions, suppliers and tax rates as the files say, all or nothing; the same files again change nothing.
 * A third region needs a file and no code. Refuses UnknownSupplier, TaxRatesOverlap, SiteTaken, RegionFixed.
 */
export async function loadRegions(
  tx: Tx,
  content: ReferenceContent,
): Promise<{ regions: number; suppliers: number; taxes: number }> {
  for (const supplier of content.suppliers) await upsertSupplier(tx, supplierOfFile(supplier));
  await requireSuppliers(tx, content);
  await putRegions(tx, content.regions.map(regionOfFile));
  await putTaxes(tx, content.taxes.map(taxOfFile));
  return { regions: content.regions.length, suppliers: content.suppliers.length, taxes: content.taxes.length };
}

/** What the files say together. Refuses ReferenceInvalid with each problem, its file and place. */
export function parseReferences(files: readonly ReferenceFile[]): ReferenceContent {
  const whole: ReferenceContent = { regions: [], suppliers: [], taxes: [] };
  const problems: FieldProblem[] = [];
  for (const file of files) {
    const parsed = parseReferenceFile(file);
    if ("problems" in parsed) {
      problems.push(...parsed.problems);
      continue;
    }
    whole.regions.push(...parsed.content.regions);
    whole.suppliers.push(...parsed.content.suppliers);
    whole.taxes.push(...parsed.content.taxes);
  }
  if (problems.length > 0) {
    const lines = (language: "ru" | "en") =>
      problems.map(({ field, texts }) => `  ${field}: ${texts[language]}`).join("\n");
    throw ReferenceInvalid({ problems, values: { lines_ru: lines("ru"), lines_en: lines("en") } });
  }
  return whole;
}

async function requireSuppliers(tx: Tx, { regions }: ReferenceContent): Promise<void> {
  const named = regions.map((region) => region.supplier);
  const known = new Set((await selectSuppliers(tx, named)).map((supplier) => supplier.supplierCode));
  const missing = named.find((supplier) => !known.has(supplier));
  if (missing !== undefined) throw UnknownSupplier({ field: "regions.supplier", values: { supplier: missing } });
}

async function putTaxes(tx: Tx, rates: readonly TaxRate[]): Promise<void> {
  try {
    await replaceTaxRates(tx, rates);
  } catch (error) {
    if (violatedConstraint(error)?.startsWith("tax_rate_")) throw TaxRatesOverlap({ field: "taxes" });
    throw error;
  }
}

function regionOfFile(region: ReferenceContent["regions"][number]): Region {
  return {
    regionCode: region.code,
    name: region.name,
    sites: region.sites,
    currency: region.currency,
    timeZone: region.time_zone,
    supplierCode: region.supplier,
    countryCode: region.country,
    documentAddress: region.document_address,
    paymentMethods: region.payment_methods.map((method) => ({
      code: method.code,
      minimum: method.minimum,
      recommendedFor: method.recommended_for,
      onRequest: method.on_request,
    })),
    edmAvailable: region.edm_available,
    bonusGroup: region.bonus_group,
    signUpBonus: region.sign_up_bonus.map(({ group: bonusGroup, amount, days }) => ({ bonusGroup, amount, days })),
    twoPersonLimits: region.two_person_limits,
  };
}

function supplierOfFile(supplier: ReferenceContent["suppliers"][number]): Supplier {
  return {
    supplierCode: supplier.code,
    name: supplier.name,
    fullName: supplier.full_name,
    countryCode: supplier.country,
    inn: supplier.inn,
    kpp: supplier.kpp,
    ogrn: supplier.ogrn,
    address: supplier.address,
    bank: supplier.bank.map(({ correspondent_account, beneficiary_code, ...bank }) => ({
      ...bank,
      correspondentAccount: correspondent_account,
      beneficiaryCode: beneficiary_code,
    })),
    signers: supplier.signers.map(({ full_name, authority, ...signer }) => ({
      ...signer,
      fullName: full_name,
      // Dates were checked as dates by the file's schema.
      authority: authority as SupplierSigner["authority"],
    })),
    edmId: supplier.edm_id,
    documentPrefix: supplier.document_prefix,
    documentNumber: supplier.document_number,
  };
}

function taxOfFile(tax: ReferenceContent["taxes"][number]): TaxRate {
  return {
    countryCode: tax.country,
    startsOn: tax.from as LocalDate,
    endsOn: tax.to as LocalDate | null,
    ratePercent: tax.rate,
  };
}
