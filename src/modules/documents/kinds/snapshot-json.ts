/** Snapshots as JSON for storage: amounts become decimal strings, because JSON has no exact integers of that size. */
import { type Minor, formatMinor, parseMinor } from "../../../core/money.ts";
import type { DocumentSnapshot } from "./definition.ts";

const AMOUNTS = new Set(["net", "vat", "gross", "amount"]);

/** Any snapshot of this module as JSON text; the same snapshot always gives the same text. */
export function serialiseSnapshot(snapshot: object): string {
  return JSON.stringify(snapshot, (_, value: unknown) => (typeof value === "bigint" ? formatMinor(value) : value));
}

/** Reads what serialiseSnapshot wrote, also after the database has reordered its keys. Throws when it is not such JSON. */
export function parseSnapshot<T extends { readonly kind: string } = DocumentSnapshot>(
  kind: T["kind"],
  json: string,
): T {
  const snapshot: T = JSON.parse(json, (key, value: unknown) =>
    AMOUNTS.has(key) && typeof value === "string" ? exactMinor(value) : value,
  );
  if (snapshot.kind !== kind) throw new TypeError(`not a snapshot of ${kind}`);
  return snapshot;
}

function exactMinor(text: string): Minor {
  const minor = parseMinor(text);
  if (minor === null) throw new TypeError(`not an amount: ${text.slice(0, 40)}`);
  return minor;
}
