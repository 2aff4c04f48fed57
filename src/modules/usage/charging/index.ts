/** What is used becomes charges: what grains cost, who pays, what is still open. */
export type { OpenGrain, Statement } from "./accrual-store.ts";
export type { ProjectClaim } from "./charge-day.ts";
export { accrueAll, accrueDue, untilOthersCharged } from "./accrue.ts";
export { paidByAccount } from "./step-projects.ts";
export { wakeCommitted } from "./wake-committed.ts";
export { wakeSwitched } from "./wake-switched.ts";
export {
  type ChargedGrain,
  type ChargeKey,
  chargedGrains,
  type DocumentedCharge,
  type DocumentedKey,
  chargesOfDay,
  chargesOfPart,
  type PriceInForce,
  pricesInForce,
  type RepaidPart,
  repaidParts,
  reportedEvents,
} from "./charge-store.ts";
export {
  chargingBacklog,
  countBacklog,
  countChargingFailures,
  countUnpriced,
  type RunningGauge,
  countStarting,
  selectAlarms,
  selectRunning,
  type UsageAlarm,
} from "./consumption-store.ts";
export { type MonthLotSpend, selectMonthLotSpends } from "./lot-spend-store.ts";
export { dailyCost, openClaims, openGrains, openPieces } from "./open-charges.ts";
export { type OwedMonth, selectChargedOn as chargedOn, selectOwedMonths as owedMonths } from "./burn-store.ts";
export { type AwakeProject, selectAwake as awakeProjects } from "./schedule-store.ts";
export { type BeforeDay, beforeDays, type UsedDay, type UsedPiece, usedPieces } from "./used-store.ts";
export { type ChargingFailure, selectFailures as chargingFailures } from "./failure-store.ts";
export { type UsageWaiting, countUsageWaiting, silentSince, usageWaitingOf } from "./waiting-store.ts";
export { setAside } from "./set-aside.ts";
export { chargingRoutes } from "./http.ts";
