/** The way in: an event is judged, known or new, stored or kept in quarantine. */
export { BARE_TYPE, type UsageEvent } from "./event.ts";
export { type EventOutcome, QUARANTINE_REASONS, type QuarantineReason } from "./event-problem.ts";
export { AHEAD, EARLIEST } from "./event-time.ts";
export { USAGE_EXAMPLE, intakeRoutes } from "./http.ts";
export { UsageIntake } from "./ingest.ts";
export {
  findQuarantined,
  insertQuarantined,
  listQuarantine,
  type QuarantineRow,
  type Statements,
} from "./ingest-store.ts";
export { hasDoubleKeys } from "./json-keys.ts";
export { ownText } from "./own-text.ts";
export type { AsSent } from "./as-sent.ts";
export { heldAlike } from "./quarantine.ts";
export { dismissByHand, quarantined, releaseByHand, releaseQuarantine, sentBytes } from "./release.ts";
export { formatUuid, resourceIdOf, uuidWords } from "./resource-id.ts";
