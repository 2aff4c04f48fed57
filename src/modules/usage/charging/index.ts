/** What is used becomes charges: what grains cost, who pays, what is still open. */
export type { OpenGrain, ProjectClaim, Statement } from "./accrual-store.ts";
export { accrueAll, accrueDue, paidByAccount, wakeSwitched } from "./accrue.ts";
export {
  type ChargedGrain,
  type ChargeKey,
  chargedGrains,
  type DocumentedCharge,
  chargesOfDay,
  chargesOfService,
  pricesInForce,
  reportedEvents,
} from "./charge-store.ts";
export {
  chargingBacklog,
  type ConsumptionRow,
  countBacklog,
  countChargingFailures,
  countUnpriced,
  type RunningGauge,
  selectAlarms,
  selectConsumption,
  selectRunning,
  type UsageAlarm,
} from "./consumption-store.ts";
export { burnPerDay, openClaims, openGrains, openPieces } from "./open-charges.ts";
