import { type Decimal, formatDecimal, multiply } from "../../../core/decimal.ts";
import type { ProjectId } from "../../../core/ids.ts";
import type { Database } from "../../../platform/db.ts";
import { formatUuid, uuidWords } from "../intake/index.ts";
import type { FocusFilled } from "./focus-filled.ts";
import { type FocusUsage, skuPrefixesOf } from "./focus-row.ts";
import { alikeBefore, alikeHeld, eventsKnown, type FocusLost } from "./focus-store.ts";
import type { FocusPayer } from "./focus-world.ts";

/**
 * Rows that are new by what they say, and lack cells that rows of the payer had before: one of those may have lost them. What is
 * not there cannot be compared, so such a row is neither charged again nor taken for known where one of before says the same as
 * far as it does, charged or in quarantine: it waits for a person. Answers them.
 */
export async function lostCells(
  database: Database,
  of: { readonly payer: FocusPayer; readonly source: string; readonly rate: Decimal; readonly filled: FocusFilled },
  rows: readonly FocusUsage[],
): Promise<Set<FocusUsage>> {
  const doubtful = rows.filter((row) => of.filled.mayHaveLost(row) || row.lacksCategory);
  if (doubtful.length === 0) return new Set();
  const known = await eventsKnown(
    database,
    of.source,
    doubtful.map(({ id }) => id),
  );
  const asked = doubtful.filter(({ id }) => !known.has(id));
  if (asked.length === 0) return new Set();
  const { payer, region } = of.payer;
  const { batchId, quarantineId } = of.filled.before;
  const said = asked.map((row) => saidOf(row, of.rate, of.filled));
  const places = { payerId: payer.payerId, zone: region.timeZone, lastBatchId: batchId };
  const charged = await alikeBefore(database, of.source, places, said);
  const held = await alikeHeld(database, of.source, quarantineId, said);
  return new Set(asked.filter((_, place) => charged.has(place) || held.has(place)));
}

function saidOf(row: FocusUsage, rate: Decimal, filled: FocusFilled): FocusLost {
  const { account, resource, sku, start, identity } = row;
  const { subAccount, provider, sku: skuCell, resource: resourceCell } = identity.cells;
  const projectId = BigInt(account.pid.slice(3)) as ProjectId;
  return {
    projectId: subAccount === "" ? null : projectId,
    resource: resourceCell === "" ? null : resource,
    resourceId: resourceCell === "" || subAccount === "" ? null : formatUuid(uuidWords(account.pid, resource)),
    skuPrefixes: provider === "" || skuCell === "" ? null : skuPrefixesOf(sku, filled.spellingsOf(provider)),
    start,
    cost: costOf(row, rate),
    lacksCategory: row.lacksCategory,
  };
}

/** What a row costs in the payer's currency, in its normal spelling. */
export function costOf({ cost }: Pick<FocusUsage, "cost">, rate: Decimal): string {
  return formatDecimal(multiply(cost, rate));
}
