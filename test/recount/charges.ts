import type { Facts } from "./facts.ts";
import type { Part } from "./rating.ts";

/** A figure that the product holds and the recount does not get, or the other way round. Amounts in minor units. */
export interface Difference {
  readonly what: string;
  readonly product: bigint | string;
  readonly recount: bigint | string;
}

export interface Counted {
  readonly compared: number;
  readonly differences: readonly Difference[];
}

/** Every whole day's charges, by project, day, resource, SKU and contract, over all months they were booked in. */
export function recountCharges(facts: Facts, parts: readonly Part[]): Counted {
  const open = new Map(facts.projects.map((project) => [project.projectId, project.openDay]));
  const key = (one: { projectId: string; day: string; resourceId: string; skuId: string; contractId: string }) =>
    `${one.projectId} ${one.day} ${one.resourceId} sku ${one.skuId} contract ${one.contractId}`;
  const held = new Map<string, bigint>();
  for (const charge of facts.charges) {
    if (charge.day >= (open.get(charge.projectId) ?? "")) continue;
    held.set(key(charge), (held.get(key(charge)) ?? 0n) + charge.amount);
  }
  const due = new Map<string, bigint>();
  for (const part of parts) due.set(key(part), (due.get(key(part)) ?? 0n) + part.amount);
  return compare("charge", held, due);
}

/** Holds two tables of sums against each other; what is missing in one is nothing there. */
export function compare(
  what: string,
  product: ReadonlyMap<string, bigint>,
  recount: ReadonlyMap<string, bigint>,
): Counted {
  const keys = new Set([...product.keys(), ...recount.keys()]);
  const differences = [...keys].flatMap((one) => {
    const [held, due] = [product.get(one) ?? 0n, recount.get(one) ?? 0n];
    return held === due ? [] : [{ what: `${what} ${one}`, product: held, recount: due }];
  });
  return { compared: keys.size, differences };
}
