/** The way in: an event is judged, known or new, stored or kept in quarantine. */
export { BARE_TYPE, type UsageEvent } from "./event.ts";
export { QUARANTINE_REASONS, type QuarantineReason } from "./event-problem.ts";
export { AHEAD, EARLIEST } from "./event-time.ts";
export { intakeRoutes } from "./http.ts";
export { type EventOutcome, UsageIntake } from "./ingest.ts";
export { findQuarantined, insertQuarantined, type Statements } from "./ingest-store.ts";
export { ownText } from "./own-text.ts";
export { releaseQuarantine } from "./release.ts";
