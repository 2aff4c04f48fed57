import { refusal } from "../../../core/errors.ts";

const QUOTE = 34;
const NEWLINE = 10;
const RETURN = 13;
const SEMICOLON = 59;
const FNV_PRIME = 16_777_619;
/** A record longer than this is taken for a quote that was never closed. */
const LONGEST_RECORD = 1_048_576;
const DELIMITERS = ",;\t";

export const DelimiterNotRead = refusal(
  "delimiter_not_read",
  422,
  "Разделитель {delimiter} из строки sep= не читается: нужны запятая, точка с запятой или табуляция",
  "The delimiter {delimiter} of the line sep= is not read: comma, semicolon or tab are",
);
export const HeaderTooLong = refusal(
  "header_too_long",
  422,
  "Первая строка длиннее мегабайта: это не заголовок CSV",
  "The first line is longer than a megabyte: it is no header of CSV",
);

/** What spreadsheets write before the header. */
export const SEPARATOR_LINE = /^\ufeff?"?sep=(.)"?[,;\t]*$/i;

/** A record of a CSV file. Its fields become texts only when they are asked for: most of a wide file's never are. */
export interface CsvRow {
  /** Where it begins, counted from 1. */
  readonly line: number;
  /** How many fields it has; none when a quote is not closed or is followed by other text. */
  readonly width: number;
  field(place: number): string;
  /** True when the field is this text: one that is known need not be made a text again. */
  is(place: number, text: string): boolean;
  /** A number that is the same for the same text, to look it up by. */
  hash(place: number): number;
  /** Writes the field as UTF-8, where there must be room for three bytes a character; answers where it ends. */
  write(place: number, into: Buffer, at: number): number;
  /** How many characters the whole record has, quotes and all. */
  readonly length: number;
  /** The whole record as it is written, without its line end. */
  text(): string;
}

/**
 * Splits CSV into records as text comes in (RFC 4180; `,`, `;` or tab by the first line, or as a line `sep=` of
 * spreadsheets says; LF, CRLF or CR). Blank lines are skipped. A broken record costs only its own line: reading goes on with the next. After `push`, `next` moves to one
 * record after the other, and the reader itself is the record it stands on.
 */
export class CsvReader implements CsvRow {
  line = 0;
  width = 0;
  #text = "";
  /** The characters of #text: an array is looked through twice as fast as a text. */
  #characters = new Uint16Array(0);
  #isLast = false;
  #at = 0;
  #begin = 0;
  #nextLine = 1;
  /** Lines that the record spans. */
  #lines = 1;
  #delimiter = 0;
  #starts = new Int32Array(64);
  #ends = new Int32Array(64);
  #doubled = new Uint8Array(64);

  /** Takes the next piece of text; with null the text is at its end. */
  push(chunk: string | null): void {
    this.#isLast = chunk === null;
    // Joined, not added: a sum of texts stays a tree, of which every slice costs more.
    this.#text = [this.#text.slice(this.#at), chunk ?? ""].join("");
    this.#at = 0;
    if (this.#characters.length < this.#text.length) this.#characters = new Uint16Array(this.#text.length * 2);
    Buffer.from(this.#characters.buffer).write(this.#text, "utf16le");
  }

  /** Moves to the next record; false when the text so far does not hold the whole of it. */
  next(): boolean {
    if (this.#delimiter === 0 && !this.#findDelimiter()) return false;
    while (this.#at < this.#text.length) {
      this.#begin = this.#at;
      this.line = this.#nextLine;
      if (!this.#read()) return false;
      if (this.width !== 1 || this.#starts[0] !== this.#ends[0]) return true;
    }
    return false;
  }

  get length(): number {
    return this.#at - this.#begin;
  }

  text(): string {
    return this.#text.slice(this.#begin, this.#at).replace(/\r?\n?$/, "");
  }

  field(place: number): string {
    const text = this.#text.slice(this.#starts[place], this.#ends[place]);
    return this.#doubled[place] === 1 ? text.replaceAll('""', '"') : text;
  }

  is(place: number, text: string): boolean {
    const characters = this.#characters;
    const isDoubled = this.#doubled[place] === 1;
    const end = this.#ends[place] as number;
    let at = this.#starts[place] as number;
    if (!isDoubled && end - at !== text.length) return false;
    for (let index = 0; index < text.length; index += 1) {
      const character = characters[at];
      if (at >= end || character !== text.charCodeAt(index)) return false;
      at += character === QUOTE && isDoubled ? 2 : 1;
    }
    return at === end;
  }

  hash(place: number): number {
    const characters = this.#characters;
    const end = this.#ends[place] as number;
    let hash = 0;
    for (let at = this.#starts[place] as number; at < end; at += 1)
      hash = Math.imul(hash ^ (characters[at] as number), FNV_PRIME);
    return hash ^ (hash >>> 15);
  }

  write(place: number, into: Buffer, at: number): number {
    const characters = this.#characters;
    const end = this.#ends[place] as number;
    const isDoubled = this.#doubled[place] === 1;
    let to = at;
    for (let from = this.#starts[place] as number; from < end; from += 1) {
      const character = characters[from] as number;
      if (character > 127) return at + into.write(this.field(place), at);
      into[to] = character;
      to += 1;
      if (character === QUOTE && isDoubled) from += 1;
    }
    return to;
  }

  /** False when the first line that is not blank is not whole yet. Refuses DelimiterNotRead and HeaderTooLong. */
  #findDelimiter(): boolean {
    this.#skipBlankLines();
    const rest = this.#text.slice(this.#at, this.#at + LONGEST_RECORD);
    const end = rest.search(/[\r\n]/);
    if (end < 0 && rest.length === LONGEST_RECORD) throw HeaderTooLong();
    if (end < 0 && !this.#isLast) return false;
    const line = end < 0 ? rest : rest.slice(0, end);
    const told = SEPARATOR_LINE.exec(line)?.[1];
    if (told === undefined) {
      const head = line.replaceAll(/"[^"]*"/g, "");
      const counts = [...DELIMITERS].map((delimiter) => head.split(delimiter).length);
      this.#delimiter = DELIMITERS.charCodeAt(counts.indexOf(Math.max(...counts)));
      return true;
    }
    if (!DELIMITERS.includes(told)) throw DelimiterNotRead({ values: { delimiter: told } });
    this.#delimiter = told.charCodeAt(0);
    this.#at += line.length;
    return true;
  }

  #skipBlankLines(): void {
    for (let character = this.#characters[this.#at]; this.#at < this.#text.length; ) {
      if (character !== NEWLINE && character !== RETURN) return;
      // Of CRLF and of LF alike one line; a CR whose LF has not come yet would be two, which costs a wrong line number.
      if (character === NEWLINE || this.#characters[this.#at + 1] !== NEWLINE) this.#nextLine += 1;
      this.#at += 1;
      character = this.#characters[this.#at];
    }
  }

  /** Finds the fields of the record that begins here; false when the text so far does not hold the whole of it. */
  #read(): boolean {
    const characters = this.#characters;
    const length = this.#text.length;
    let width = 0;
    let at = this.#at;
    this.#lines = 1;
    for (;;) {
      if (width === this.#starts.length) this.#widen();
      const isQuoted = characters[at] === QUOTE && at < length;
      const end = isQuoted ? this.#endOfQuoted(width, at + 1) : this.#endOfPlain(width, at);
      if (end < 0) return this.#canWait() ? false : this.#giveUp();
      if (end === length && !this.#isLast) return !isQuoted && !this.#canWait() ? this.#giveUp() : false;
      width += 1;
      const stop = end < length ? characters[end] : NEWLINE;
      if (stop === this.#delimiter) {
        at = end + 1;
        continue;
      }
      if (stop === RETURN && end + 1 === length && !this.#isLast) return false;
      if (stop !== NEWLINE && stop !== RETURN) return this.#giveUp();
      this.#at = stop === RETURN && end + 1 < length && characters[end + 1] === NEWLINE ? end + 2 : end + 1;
      this.#nextLine += this.#lines;
      this.width = width;
      return true;
    }
  }

  /** The end of a field without quotes around it. */
  #endOfPlain(place: number, start: number): number {
    const characters = this.#characters;
    const length = this.#text.length;
    const delimiter = this.#delimiter;
    let at = start;
    for (; at < length; at += 1) {
      const character = characters[at] as number;
      // Most characters are above all of these.
      if (character <= SEMICOLON && (character === delimiter || character === NEWLINE || character === RETURN)) break;
    }
    this.#starts[place] = start;
    this.#ends[place] = at;
    this.#doubled[place] = 0;
    return at;
  }

  /** The place after the quote that closes a field; -1 when there is none yet. */
  #endOfQuoted(place: number, start: number): number {
    const characters = this.#characters;
    const length = this.#text.length;
    let doubled = 0;
    for (let at = start; at < length; at += 1) {
      const character = characters[at];
      if (character === NEWLINE) this.#lines += 1;
      if (character !== QUOTE) continue;
      if (at + 1 === length || characters[at + 1] !== QUOTE) {
        this.#starts[place] = start;
        this.#ends[place] = at;
        this.#doubled[place] = doubled;
        return at + 1;
      }
      doubled = 1;
      at += 1;
    }
    return -1;
  }

  #widen(): void {
    const [starts, ends, doubled] = [this.#starts, this.#ends, this.#doubled];
    this.#starts = new Int32Array(starts.length * 2);
    this.#ends = new Int32Array(starts.length * 2);
    this.#doubled = new Uint8Array(starts.length * 2);
    this.#starts.set(starts);
    this.#ends.set(ends);
    this.#doubled.set(doubled);
  }

  /** True when the rest of the record may still come. */
  #canWait(): boolean {
    return !this.#isLast && this.#text.length - this.#begin < LONGEST_RECORD;
  }

  /** Gives up the line on which the record begins; false when its end is not there yet. */
  #giveUp(): boolean {
    const newline = this.#text.indexOf("\n", this.#begin);
    if (newline < 0 && this.#canWait()) return false;
    this.#at = newline < 0 ? this.#text.length : newline + 1;
    this.#nextLine += 1;
    this.width = 0;
    return true;
  }
}
