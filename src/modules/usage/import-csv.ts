/** One record of a CSV file, or a piece of it that is none. */
export interface CsvRecord {
  /** Where it begins, counted from 1. */
  readonly line: number;
  /** Null when a quote is not closed or is followed by other text. */
  readonly fields: readonly string[] | null;
}

const QUOTE = 34;
const NEWLINE = 10;
const RETURN = 13;
/** A record longer than this is taken for a quote that was never closed. */
const LONGEST_RECORD = 1_048_576;

/**
 * Splits CSV into records as text comes in (RFC 4180; `,`, `;` or tab by the first line; LF, CRLF or CR). Blank lines are
 * skipped. A broken record costs only its own line: reading goes on with the next.
 */
export class CsvReader {
  #text = "";
  #at = 0;
  #line = 1;
  #delimiter = 0;

  /** Takes the next piece of text and gives the records that are complete. With null the text is at its end. */
  *push(chunk: string | null): Generator<CsvRecord, void, undefined> {
    const isLast = chunk === null;
    // Joined, not added: a sum of texts stays a tree, in which every look at a character costs more.
    this.#text = [this.#text.slice(this.#at), chunk ?? ""].join("");
    this.#at = 0;
    if (this.#delimiter === 0 && !this.#findDelimiter(isLast)) return;
    while (this.#at < this.#text.length) {
      const record = this.#next(isLast);
      if (record === null) break;
      // One at a time: what is read of a row is garbage before the next is read.
      if (record.fields === null || record.fields.length > 1 || record.fields[0] !== "") yield record;
    }
  }

  #findDelimiter(isLast: boolean): boolean {
    const end = this.#text.search(/[\r\n]/);
    if (end < 0 && !isLast) return false;
    const head = (end < 0 ? this.#text : this.#text.slice(0, end)).replaceAll(/"[^"]*"/g, "");
    const counts = [",", ";", "\t"].map((delimiter) => head.split(delimiter).length);
    this.#delimiter = [44, 59, 9][counts.indexOf(Math.max(...counts))] as number;
    return true;
  }

  /** The record that begins at #at; null when the text so far does not hold the whole of it. */
  #next(isLast: boolean): CsvRecord | null {
    const text = this.#text;
    const begin = this.#at;
    const line = this.#line;
    const fields: string[] = [];
    let at = begin;
    let lines = 1;
    for (;;) {
      let end: number;
      if (text.charCodeAt(at) === QUOTE) {
        const close = closingQuote(text, at + 1);
        if (close < 0) {
          if (!isLast && text.length - begin < LONGEST_RECORD) return null;
          return this.#broken(begin, isLast);
        }
        const field = text.slice(at + 1, close);
        lines += countLines(field);
        fields.push(field.includes('"') ? field.replaceAll('""', '"') : field);
        end = close + 1;
        if (end === text.length && !isLast) return null;
      } else {
        end = endOfField(text, at, this.#delimiter);
        if (end === text.length && !isLast)
          return text.length - begin < LONGEST_RECORD ? null : this.#broken(begin, isLast);
        fields.push(text.slice(at, end));
      }
      const stop = text.charCodeAt(end);
      if (stop === this.#delimiter) {
        at = end + 1;
        continue;
      }
      if (stop === RETURN && end + 1 === text.length && !isLast) return null;
      if (end < text.length && stop !== NEWLINE && stop !== RETURN) return this.#broken(begin, isLast);
      this.#at = stop === RETURN && text.charCodeAt(end + 1) === NEWLINE ? end + 2 : end + 1;
      this.#line += lines;
      return { line, fields };
    }
  }

  /** Gives up the line on which the record begins. */
  #broken(begin: number, isLast: boolean): CsvRecord | null {
    const newline = this.#text.indexOf("\n", begin);
    if (newline < 0 && !isLast && this.#text.length - begin < LONGEST_RECORD) return null;
    const line = this.#line;
    this.#at = newline < 0 ? this.#text.length : newline + 1;
    this.#line += 1;
    return { line, fields: null };
  }
}

function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from);
  while (at >= 0 && text.charCodeAt(at + 1) === QUOTE) at = text.indexOf('"', at + 2);
  return at;
}

function endOfField(text: string, from: number, delimiter: number): number {
  let at = from;
  for (; at < text.length; at += 1) {
    const character = text.charCodeAt(at);
    if (character === delimiter || character === NEWLINE || character === RETURN) break;
  }
  return at;
}

function countLines(field: string): number {
  let count = 0;
  for (let at = field.indexOf("\n"); at >= 0; at = field.indexOf("\n", at + 1)) count += 1;
  return count;
}
