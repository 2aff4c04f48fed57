import { hasDoubleKeys } from "../intake/index.ts";

/** One value of a JSON file: parsed, or undefined when that part of the file is no JSON. */
export interface JsonItem {
  readonly line: number;
  readonly value: unknown;
  /** As it is written. */
  readonly text?: string;
  /** An object of it names a member twice: which value is meant is not known. */
  readonly isDouble?: true;
}

const LONGEST_VALUE = 4 * 1_048_576;
const BACKSLASH = 92;
const QUOTE = 34;

/**
 * Splits JSON lines, one JSON object or one JSON array of objects into values as text comes in. Of JSON lines a broken
 * line costs only itself; of an array, an object that never ends costs what follows it.
 */
export class JsonReader {
  #text = "";
  #line = 1;
  #byLine: boolean | null = null;

  /** Takes the next piece of text; answers the values that are complete. With null the text is at its end. */
  push(chunk: string | null): JsonItem[] {
    const isLast = chunk === null;
    this.#text += chunk ?? "";
    this.#byLine ??= this.#seemsByLine(isLast);
    if (this.#byLine === null) return [];
    return this.#byLine ? this.#lines(isLast) : this.#objects(isLast);
  }

  /** JSON lines when the first line is a whole object; null while there is no whole line yet. */
  #seemsByLine(isLast: boolean): boolean | null {
    const text = this.#text.trimStart();
    if (text === "") {
      // White space only so far, of which nothing has to be remembered but its lines.
      this.#pass(this.#text, 0, this.#text.length);
      this.#text = "";
      return isLast ? false : null;
    }
    if (!text.startsWith("{")) return false;
    const end = text.indexOf("\n");
    if (end < 0 && !isLast) return text.length < LONGEST_VALUE ? null : false;
    const first = end < 0 ? text : text.slice(0, end);
    return parse(first) !== undefined || /^\{.*\}\s*$/.test(first);
  }

  #lines(isLast: boolean): JsonItem[] {
    const items: JsonItem[] = [];
    const text = this.#text;
    let at = 0;
    for (;;) {
      let end = text.indexOf("\n", at);
      if (end < 0 && !isLast && text.length - at < LONGEST_VALUE) break;
      if (end < 0) end = text.length;
      const line = text.slice(at, end).trim();
      if (line !== "") items.push(itemOf(this.#line, line));
      this.#line += 1;
      at = end + 1;
      if (at >= text.length) break;
    }
    this.#text = text.slice(at);
    return items;
  }

  #objects(isLast: boolean): JsonItem[] {
    const items: JsonItem[] = [];
    const text = this.#text;
    let at = 0;
    for (;;) {
      const begin = text.indexOf("{", at);
      const between = text.slice(at, begin < 0 ? text.length : begin);
      const isGarbage = /[^\s,[\]]/.test(between);
      const isWhole = begin >= 0 || isLast || between.length > LONGEST_VALUE;
      if (isGarbage && isWhole) items.push({ line: this.#line, value: undefined });
      if (begin < 0) {
        if (isWhole || !isGarbage) at = this.#pass(text, at, text.length);
        break;
      }
      const end = endOfObject(text, begin);
      if (end < 0 && !isLast && text.length - begin < LONGEST_VALUE) {
        at = this.#pass(text, at, begin);
        break;
      }
      at = this.#pass(text, at, begin);
      items.push(end < 0 ? { line: this.#line, value: undefined } : itemOf(this.#line, text.slice(begin, end)));
      at = this.#pass(text, begin, end < 0 ? text.length : end);
    }
    this.#text = text.slice(at);
    return items;
  }

  /** Counts the lines between two places; answers the second. */
  #pass(text: string, from: number, to: number): number {
    for (let at = text.indexOf("\n", from); at >= 0 && at < to; at = text.indexOf("\n", at + 1)) this.#line += 1;
    return to;
  }
}

function itemOf(line: number, text: string): JsonItem {
  const value = parse(text);
  return value !== undefined && hasDoubleKeys(text, value) ? { line, value, isDouble: true } : { line, value, text };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The place after the brace that closes the object which begins here; -1 when there is none yet. */
function endOfObject(text: string, begin: number): number {
  let depth = 0;
  for (let at = begin; at < text.length; at += 1) {
    const character = text.charCodeAt(at);
    if (character === QUOTE) {
      at = endOfString(text, at);
      if (at < 0) return -1;
    } else if (character === 123) depth += 1;
    else if (character === 125) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return -1;
}

/** The place of the quote that closes a string; a quote behind an odd number of backslashes does not. */
function endOfString(text: string, begin: number): number {
  for (let at = text.indexOf('"', begin + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text.charCodeAt(at - 1 - slashes) === BACKSLASH) slashes += 1;
    if (slashes % 2 === 0) return at;
  }
  return -1;
}
