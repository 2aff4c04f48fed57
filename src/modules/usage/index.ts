import type { Tx } from "../../platform/db.ts";
import type { Instant, LocalDate, LocalMonth } from "../../core/time.ts";
import * as consumptionStore from "./charging/consumption-store.ts";

export { accrueAll, accrueDue, wakeSwitched } from "./charging/accrue.ts";
export { type PriceEffect, rateAll, rateBatches, reprice } from "./rating/rate-batches.ts";
export { type ConsumptionRow, selectConsumption as consumption } from "./charging/consumption-store.ts";

/** Until when projects, days and batches of a region wait to be charged through a day; null, before a month is closed: none. */
export function behind(
  tx: Pick<Tx, "query">,
  regionCode: string,
  lastDay: LocalDate,
  receivedBy: Instant,
): Promise<Instant | null> {
  return consumptionStore.selectBehind(tx, regionCode, lastDay, receivedBy);
}

/**
 * How much is to be rated or charged at an instant. Several workers share the work and pass over what another one holds, so
 * that one of them has found nothing more to take does not mean that all is done: this does.
 */
export function waiting(tx: Pick<Tx, "query">, now: Instant): Promise<number> {
  return consumptionStore.countWaiting(tx, now);
}

/** How many projects of a region cannot be charged: the reasons are in the alarms. */
export function notCharged(tx: Pick<Tx, "query">, regionCode: string): Promise<number> {
  return consumptionStore.countFailed(tx, regionCode);
}

/** How many (project, day, SKU) of a region's month have usage without a price. */
export function unpriced(tx: Pick<Tx, "query">, regionCode: string, month: LocalMonth): Promise<number> {
  return consumptionStore.countUnpriced(tx, regionCode, month);
}
export { type UsageAlarm, selectAlarms as usageAlarms } from "./charging/consumption-store.ts";
export { BalanceReader, type BalanceView } from "./balance-view.ts";
export { type Explanation, NothingToExplain, dayCharges, documentedCharges, explainCharge } from "./explain.ts";
export { parseChargeReference } from "./reference.ts";
export { type ExportOrder, countCharges, usageSheet } from "./export.ts";
export { usageRoutes } from "./http.ts";
export { selectRunning as runningGauges } from "./charging/consumption-store.ts";
export { intakeRoutes } from "./intake/http.ts";
export { UsageIntake } from "./intake/ingest.ts";
export { type ImportException, type ImportFormat } from "./import/events.ts";
export { type FileImport, type FileImportReport, fileSize, importUsageFile } from "./import/file.ts";
export { releaseQuarantine } from "./intake/quarantine.ts";
