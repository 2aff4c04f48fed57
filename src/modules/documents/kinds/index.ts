import { adjustment } from "./adjustment/index.ts";
import type { DocumentKindDefinition } from "./definition.ts";
import { upd } from "./upd/index.ts";

export { parseSnapshot, serialiseSnapshot } from "./snapshot-json.ts";
export { residenceOf, taxTreatment } from "./tax-treatment.ts";
export type { DocumentCharge, DocumentKindDefinition, DocumentSnapshot, ExchangeFile } from "./definition.ts";

/** Every kind of document, in the order in which a payer's month is issued: a correction comes after what it may correct. */
export const documentKinds: readonly DocumentKindDefinition[] = [upd, adjustment];

/** A kind by its stored name. An unknown one is a defect: the database holds documents to `document_kind`. */
export function documentKind(kind: string): DocumentKindDefinition {
  const known = documentKinds.find((one) => one.kind === kind);
  if (!known) throw new TypeError(`no kind of document ${kind}`);
  return known;
}
