import type { Texts } from "../../../core/errors.ts";
import type { Instant } from "../../../core/time.ts";
import type { DocumentContract, Supplier } from "../../parties/index.ts";
import { payerProblems } from "./readiness.ts";

/** Why a payer's papers cannot be made yet: the code of what comes first, and all that is to be mended in words. */
export interface NotReady {
  readonly code: string;
  readonly texts: Texts | null;
}

/**
 * PYR-10: what is missing before a payer can get papers of a supplier that are dated at an instant; null when nothing is that
 * can be seen beforehand. Each payer by itself: who is not ready waits alone.
 */
export function notReady(supplier: Supplier, payer: DocumentContract, issuedAt: Instant): NotReady | null {
  if (payer.registeredAt === null || payer.registeredAt > issuedAt)
    return { code: "details_not_confirmed", texts: null };
  if (payer.kind === "individual") throw new Error("an individual gets no documents (DOC-08)");
  const problems = payerProblems({ ...payer, kind: payer.kind }, supplier);
  const [first] = problems;
  if (!first) return null;
  const all = (language: keyof Texts) => problems.map(({ texts }) => texts[language]).join("; ");
  return { code: first.code, texts: { ru: all("ru"), en: all("en") } };
}
