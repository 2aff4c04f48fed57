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

export const PIECE_BYTES = 65_536;

// What a formula begins with (OWASP), blanks in front of it or not.
export const FORMULA = String.raw`[ \u00a0]{0,9}[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]`;
const LEADS = new RegExp(`^${FORMULA}`);

/** A text that no spreadsheet takes for a formula when it stands in a cell of its own. */
export function neutral(text: string): string {
  return LEADS.test(text) ? `'${text}` : text;
}

const MOST_REMEMBERED = 1_000_000;

/** What a function made of texts that come again and again, as names and labels do; of bounded size. */
export class Memo {
  readonly #make: (text: string) => string;
  readonly #made = new Map<string, string>();
  #characters = 0;

  constructor(make: (text: string) => string) {
    this.#make = make;
  }

  of(text: string): string {
    const known = this.#made.get(text);
    if (known !== undefined) return known;
    const made = this.#make(text);
    this.#characters += text.length + made.length;
    if (this.#characters > MOST_REMEMBERED) {
      this.#made.clear();
      this.#characters = 0;
    }
    this.#made.set(text, made);
    return made;
  }
}
