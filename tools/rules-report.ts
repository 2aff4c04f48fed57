/** `npm run rules`: which rules, cases and invariants no test names in its title. It judges nothing: some are still to be built. */
import { anchorsOf, codesWithoutTest } from "../test/arch/codes.ts";
import { readSources } from "../test/arch/sources.ts";

const sources = readSources();
const missing = codesWithoutTest(sources);
for (const [says, wanted] of [
  ["rules", /^[A-Z]/],
  ["reliability", /^reliability-/],
  ["invariants", /^invariant-/],
] as const) {
  const all = anchorsOf(sources).filter((anchor) => wanted.test(anchor));
  const left = missing.filter((anchor) => wanted.test(anchor));
  console.log(`${says}: ${all.length - left.length} of ${all.length} are named by a test; not: ${left.join(" ")}`);
}
