import type { Supplier } from "../../parties/index.ts";
import type { DocumentKind } from "../store.ts";

/** Adjustments are numbered beside UPDs, in a series of their own. */
const SERIES: Readonly<Record<DocumentKind, string>> = { upd: "", adjustment: "-К" };

/**
 * The number that is printed (DOC-04): numbers begin anew each year and for each kind, so the supplier's pattern names the
 * year and the prefix the kind. `VK-26-1`, `VK-К-26-1`.
 */
export function numberText(
  supplier: Pick<Supplier, "documentPrefix" | "documentNumber">,
  kind: DocumentKind,
  year: number,
  number: number,
): string {
  const parts: Record<string, string> = {
    prefix: supplier.documentPrefix + SERIES[kind],
    yyyy: String(year),
    yy: String(year).slice(-2),
    number: String(number),
  };
  return supplier.documentNumber.replace(/\{(\w+)\}/g, (whole, part: string) => parts[part] ?? whole);
}
