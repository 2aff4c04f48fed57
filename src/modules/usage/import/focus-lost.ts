import { type Decimal, formatDecimal, multiply } from "../../../core/decimal.ts";
import type { ProjectId } from "../../../core/ids.ts";
import type { Database } from "../../../platform/db.ts";
import { formatUuid, uuidWords } from "../intake/index.ts";
import type { FocusFilled } from "./focus-filled.ts";
import { type FocusUsage, skuPrefixOf } from "./focus-row.ts";
import { alikeBefore, eventsKnown, type FocusLost } from "./focus-store.ts";
import type { FocusPayer } from "./focus-world.ts";

/**
 * Rows that are new by what they say, and lack cells that rows of the payer had before: one of those may have lost them. What is
 * not there cannot be compared, so such a row is neither charged again nor taken for known where one of before says the same as
 * far as it does: it waits for a person. Answers them.
 */
export async function lostCells(
  database: Database,
  of: { readonly payer: FocusPayer; readonly source: string; readonly rate: Decimal; readonly filled: FocusFilled },
  rows: readonly FocusUsage[],
): Promise<Set<FocusUsage>> {
  const doubtful = rows.filter((row) => of.filled.mayHaveLost(row));
  if (doubtful.length === 0) return new Set();
  const known = await eventsKnown(
    database,
    of.source,
    doubtful.map(({ id }) => id),
  );
  const asked = doubtful.filter(({ id }) => !known.has(id));
  if (asked.length === 0) return new Set();
  const { payer, region } = of.payer;
  const places = { payerId: payer.payerId, zone: region.timeZone, lastBatchId: of.filled.before.batchId };
  const alike = await alikeBefore(
    database,
    of.source,
    places,
    asked.map((row) => saidOf(row, of.rate)),
  );
  return new Set(asked.filter((_, place) => alike.has(place)));
}

function saidOf({ account, resource, sku, start, cost, identity: { cells } }: FocusUsage, rate: Decimal): FocusLost {
  const projectId = BigInt(account.pid.slice(3)) as ProjectId;
  return {
    projectId: cells.subAccount === "" ? null : projectId,
    resourceId: cells.resource === "" || cells.subAccount === "" ? null : formatUuid(uuidWords(account.pid, resource)),
    skuPrefix: cells.provider === "" || cells.sku === "" ? null : skuPrefixOf(sku),
    start,
    cost: formatDecimal(multiply(cost, rate)),
  };
}
