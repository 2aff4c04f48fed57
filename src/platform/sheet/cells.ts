/** A column. Cells of `number` and `money` are decimal texts, written digit for digit; those of `date` are 2026-10-31. */
export interface SheetColumn {
  readonly header: string;
  readonly kind: "text" | "number" | "money" | "date";
  /** In characters, for XLSX. */
  readonly width?: number;
}

/** One cell a column; null is an empty one. */
export type SheetRow = readonly (string | null)[];

/** A table that is read as it is written, batch by batch and row by row, so that its size does not matter. */
export interface Sheet {
  readonly title: string;
  readonly columns: readonly SheetColumn[];
  readonly batches: AsyncIterable<Iterable<SheetRow>>;
}

export const PIECE_BYTES = 32_768;

// What a formula begins with (OWASP), blanks in front of it or not.
export const FORMULA = String.raw`[ \u00a0]{0,9}[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]`;
const LEADS = new RegExp(`^${FORMULA}`);

/** A text that no spreadsheet takes for a formula when it stands in a cell of its own. */
export function neutral(text: string): string {
  return LEADS.test(text) ? `'${text}` : text;
}
