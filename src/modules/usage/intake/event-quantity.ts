import { formatDecimal, parseDecimal } from "../../../core/decimal.ts";
import type { ProblemCode } from "./event-problem.ts";

const MOST_DIGITS = 40;
const MOST_CHARACTERS = 200;
const ZERO = 48;
const NINE = 57;
const POINT = 46;

/** The normal spelling of a reported quantity: a decimal text, or a JSON number by its shortest decimal form. */
export function readQuantity(value: unknown): string | { readonly problem: ProblemCode } {
  if (typeof value === "string") return isNormal(value) ? value : normalise(value);
  if (typeof value !== "number") return { problem: value === undefined ? "missing" : "not_decimal" };
  if (!Number.isFinite(value)) return { problem: "not_decimal" };
  const text = String(value);
  return isNormal(text) ? text : normalise(text);
}

/** True for digits, or digits, a point and digits, without a needless zero at either end: nearly every event. */
function isNormal(text: string): boolean {
  const length = text.length;
  if (length === 0 || length > MOST_DIGITS) return false;
  let point = -1;
  for (let index = 0; index < length; index += 1) {
    const character = text.charCodeAt(index);
    if (character >= ZERO && character <= NINE) continue;
    if (character !== POINT || point >= 0) return false;
    point = index;
  }
  const startsWithZero = text.charCodeAt(0) === ZERO;
  if (point < 0) return length === 1 || !startsWithZero;
  if (point === 0 || point === length - 1) return false;
  return text.charCodeAt(length - 1) !== ZERO && (!startsWithZero || point === 1);
}

function normalise(text: string): string | { readonly problem: ProblemCode } {
  if (text.length > MOST_CHARACTERS) return { problem: "too_many_digits" };
  const parsed = parseDecimal(text);
  if (!parsed)
    return {
      problem: /^[+-]?[\d.]{41,}([eE][+-]?\d+)?$|^[\d.]+[eE][+-]?\d+$/.test(text) ? "too_many_digits" : "not_decimal",
    };
  if (parsed.units < 0n) return { problem: "negative" };
  const normal = formatDecimal(parsed);
  return normal.length > MOST_DIGITS + 1 || digitsIn(normal) > MOST_DIGITS ? { problem: "too_many_digits" } : normal;
}

function digitsIn(normal: string): number {
  return normal.includes(".") ? normal.length - 1 : normal.length;
}

/** Compares two quantities in their normal spelling, without making numbers of them: -1, 0 or 1. */
export function compareQuantities(a: string, b: string): number {
  const wholeA = wholeDigits(a);
  const wholeB = wholeDigits(b);
  if (wholeA !== wholeB) return wholeA < wholeB ? -1 : 1;
  // Of equally many whole digits, the text order is the order of the numbers: "1" < "1.5" < "2".
  return a === b ? 0 : a < b ? -1 : 1;
}

function wholeDigits(text: string): number {
  const point = text.indexOf(".");
  return point < 0 ? text.length : point;
}
