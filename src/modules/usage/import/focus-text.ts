import { hash } from "node:crypto";

import { type Decimal, parseDecimal, ZERO } from "../../../core/decimal.ts";
import { type Instant, parseInstant } from "../../../core/time.ts";

const SPACED = /^(\d{4}-\d{2}-\d{2})(?:[Tt ](\d{2}:\d{2})(:\d{2})?(\.\d{1,9})?)?\s*(Z|z|UTC|[+-]\d{2}(?::?\d{2})?)?$/;
const AMERICAN = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?:\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*(AM|PM)?)?$/i;

/**
 * A FOCUS date/time. The specification wants RFC 3339; files have blanks for T, no seconds, no offset (which then is UTC,
 * as FOCUS says) or the American order. Null when it is none of these.
 */
export function readFocusTime(text: string): Instant | null {
  const [, date, time = "00:00", seconds = ":00", fraction = "", zone = "Z"] = SPACED.exec(text) ?? [];
  if (date) return parseInstant(`${date}T${time}${seconds}${fraction}${offsetOf(zone)}`);
  const american = AMERICAN.exec(text);
  if (!american) return null;
  const [, month = "", day = "", year = "", hour = "0", minute = "00", second = "00", half = ""] = american;
  const hours = half === "" ? Number(hour) : (Number(hour) % 12) + (half.toUpperCase() === "PM" ? 12 : 0);
  const two = (value: string | number) => String(value).padStart(2, "0");
  return parseInstant(`${year}-${two(month)}-${two(day)}T${two(hours)}:${minute}:${second}Z`);
}

function offsetOf(zone: string): string {
  if (/^(z|utc)$/i.test(zone)) return "Z";
  const digits = zone.slice(1).replace(":", "").padEnd(4, "0");
  return `${zone[0]}${digits.slice(0, 2)}:${digits.slice(2)}`;
}

const LONGEST_RESOURCE = 512;

export function resourceOf(text: string): string {
  return nameOf(text, LONGEST_RESOURCE);
}

/** A name that cannot be kept as it is keeps its beginning and a hash of all of it, so that two never become one. */
export function nameOf(text: string, most: number): string {
  if (text.length <= most && isPlain(text)) return text;
  const name = replaceControls(text);
  if (name.length <= most && name === text) return name;
  return `${name.slice(0, most - 72).toWellFormed()}#${hash("sha256", text, "hex")}`;
}

/**
 * The text was spoilt before it came here: its letters were replaced, so that others may look the same now. A question mark
 * is believed only where people write one: a single one at the end of a word, or before a parameter (`a?id=1`).
 */
export function isSpoilt(text: string): boolean {
  return /[\ufffd?]/.test(text.replace(HONEST_QUESTION, "$1"));
}

const HONEST_QUESTION = /^([^?]*[\p{L}\p{N}])\?(?=$|[\w.-]+=)/u;

const MOST_TAGS = 100;
const LONGEST_KEY = 500;
const LONGEST_VALUE = 1_000;
const LONGEST_TAGS = 12_000;

/**
 * Tags as labels in their one normal spelling (event.ts), null when there are none: JSON of any kind of values, else the
 * text itself under `tags`. What is beyond the limits of labels is cut.
 */
export function readTags(text: string): string | null {
  const labels = new Map<string, string>();
  let length = 0;
  for (const [key, value] of tagEntries(text).slice(0, MOST_TAGS)) {
    const name = JSON.stringify(clean(key, LONGEST_KEY));
    const content = JSON.stringify(value === "" ? "" : clean(value, LONGEST_VALUE));
    length += name.length + content.length + 2;
    if (length > LONGEST_TAGS) break;
    labels.set(name, content);
  }
  const names = [...labels.keys()].sort((a, b) => (JSON.parse(a) < JSON.parse(b) ? -1 : 1));
  return names.length === 0 ? null : `{${names.map((name) => `${name}:${labels.get(name)}`).join(",")}}`;
}

function tagEntries(text: string): [string, string][] {
  try {
    const tags: unknown = JSON.parse(text);
    if (typeof tags === "object" && tags !== null && !Array.isArray(tags)) {
      return Object.entries(tags).map(([key, value]) => [
        key,
        typeof value === "string" ? value : JSON.stringify(value),
      ]);
    }
  } catch {
    // Not JSON: kept as it is.
  }
  return [["tags", text]];
}

/** A text of 1 to `most` characters that the database and the event rules accept. */
export function clean(text: string, most: number): string {
  if (text.length > 0 && text.length <= most && isPlain(text)) return text;
  const tidy = replaceControls(text).slice(0, most).toWellFormed();
  return tidy === "" ? "-" : tidy;
}

function isPlain(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charCodeAt(at);
    if (character < 32 || character === 127 || character > 0xd7ff) return false;
  }
  return true;
}

export function replaceControls(text: string): string {
  return isPlain(text) ? text : text.replaceAll(/[\u0000-\u001f\u007f]/g, " ").toWellFormed();
}

/** Small Latin letters, digits and dashes: what a code may hold of a text. */
export function slug(text: string, most: number): string {
  const code = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, most)
    .replaceAll(/^-+|-+$/g, "");
  return code === "" ? "x" : code;
}

const ZERO_DIGIT = 48;
const NINE = 57;
/** So many digits are exact in a number. */
const MOST_FAST = 15;

/** Undefined for a text that is no decimal. Nearly all are short and plain, and read without a pattern. */
export function readDecimal(text: string): Decimal | undefined {
  return shortDecimal(text) ?? longDecimal(text);
}

function shortDecimal(text: string): Decimal | undefined {
  const point = text.indexOf(".");
  let end = text.length;
  // Bills pad with zeros.
  if (point > 0 && point < end - 1) while (text.charCodeAt(end - 1) === ZERO_DIGIT) end -= 1;
  if (end === 0 || end > MOST_FAST) return undefined;
  let units = 0;
  for (let at = 0; at < end; at += 1) {
    const character = text.charCodeAt(at);
    if (character >= ZERO_DIGIT && character <= NINE) units = units * 10 + character - ZERO_DIGIT;
    else if (at !== point || at === 0 || text.length === point + 1) return undefined;
  }
  return units === 0 ? ZERO : { units: BigInt(units), scale: point < 0 ? 0 : Math.max(0, end - point - 1) };
}

/** Bills pad with zeros, which cost the most to read. */
function longDecimal(text: string): Decimal | undefined {
  let end = text.length;
  while (text.charCodeAt(end - 1) === ZERO_DIGIT) end -= 1;
  const isPadded = end < text.length && end > 1 && text.includes(".") && !/e/i.test(text);
  if (!isPadded) return parseDecimal(text) ?? undefined;
  // The only point goes with its zeros; behind a second one (`0.0.0`) it is no number.
  return parseDecimal(text.slice(0, text.indexOf(".") === end - 1 ? end - 1 : end)) ?? undefined;
}
