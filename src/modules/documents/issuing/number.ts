import type { Supplier } from "../../parties/index.ts";

/**
 * The number that is printed (DOC-04): numbers begin anew each year and in each series, so the supplier's pattern names the
 * year, and the prefix with the series' mark the series. `VK-26-1`, `VK-К-26-1`.
 */
export function numberText(
  supplier: Pick<Supplier, "documentPrefix" | "documentNumber">,
  mark: string,
  year: number,
  number: number,
): string {
  const parts: Record<string, string> = {
    prefix: supplier.documentPrefix + mark,
    yyyy: String(year),
    yy: String(year).slice(-2),
    number: String(number),
  };
  return supplier.documentNumber.replace(/\{(\w+)\}/g, (whole, part: string) => parts[part] ?? whole);
}
