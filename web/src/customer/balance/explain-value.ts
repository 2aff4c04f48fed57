import type { Money, Text } from "../../api/fetch.ts";
import { isLocalDate } from "../../ui/period.ts";

/** What a value of an explanation is, read from its shape alone. */
export type ExplainValue =
  | { readonly kind: "money"; readonly money: Money }
  | { readonly kind: "localised"; readonly text: Text }
  | { readonly kind: "instant"; readonly at: string }
  | { readonly kind: "date"; readonly date: string }
  | { readonly kind: "decimal"; readonly decimal: string }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly unknown[] }
  | { readonly kind: "record"; readonly fields: readonly (readonly [string, unknown])[] };

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;
/** Only with a fraction: a row of digits alone may be an identifier, which must not be grouped. */
const DECIMAL = /^-?\d+\.\d+$/;

export function readValue(value: unknown): ExplainValue {
  if (Array.isArray(value)) return listOf(value);
  if (typeof value === "boolean") return { kind: "boolean", value };
  if (typeof value === "object" && value !== null) return recordOf(value);
  const text = typeof value === "string" || typeof value === "number" ? String(value) : "";
  if (INSTANT.test(text)) return { kind: "instant", at: text };
  if (isLocalDate(text)) return { kind: "date", date: text };
  return DECIMAL.test(text) ? { kind: "decimal", decimal: text } : { kind: "text", text };
}

const AMOUNTS = new Set(["amount", "charged", "transfer", "other", "bonus", "credit"]);

/** An explanation is in one currency, so its amounts come as bare decimals; by their names they are money. */
export function inCurrency(name: string, value: ExplainValue, currency: string): ExplainValue {
  return AMOUNTS.has(name) && value.kind === "decimal"
    ? { kind: "money", money: { amount: value.decimal, currency } }
    : value;
}

/** `effectiveFrom` -> `Effective from`, for fields that have no translation yet. */
export function labelOf(name: string): string {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .replace(/_/g, " ")
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function listOf(items: readonly unknown[]): ExplainValue {
  const scalars = items.every((item) => typeof item !== "object" || item === null);
  return scalars && items.length > 0 ? { kind: "text", text: items.join(", ") } : { kind: "list", items };
}

function recordOf(value: object): ExplainValue {
  if (hasStrings(value, "amount", "currency")) return { kind: "money", money: value };
  if (hasStrings(value, "ru", "en")) return { kind: "localised", text: value };
  const fields = Object.entries(value).filter(([, field]) => field !== null && field !== undefined && field !== "");
  return { kind: "record", fields };
}

function hasStrings<First extends string, Second extends string>(
  value: object,
  first: First,
  second: Second,
): value is Record<First | Second, string> {
  const entries = new Map<string, unknown>(Object.entries(value));
  return entries.size === 2 && typeof entries.get(first) === "string" && typeof entries.get(second) === "string";
}
