/** The front door of the HTTP platform: what a module's http.ts and the composition root need. */
export {
  ANSWERING_STAFF,
  InvalidPid,
  ProofNeeded,
  STAFF_ROLES,
  VisitOver,
  VisitReadsOnly,
  isStaff,
  userOf,
} from "./access.ts";
export type {
  Access,
  Authority,
  Credentials,
  Lookup,
  PaperResolver,
  Principal,
  Question,
  Resolver,
  StaffRole,
  Verdict,
  Visit,
} from "./access.ts";
export { shortAgent } from "./actor.ts";
export { type MoveClock, clockRoutes } from "./clock.ts";
export { type Figure, shownCondition } from "./condition.ts";
export { tenantRead } from "./context.ts";
export { openApiDocument } from "./openapi.ts";
export { refuseForeignOrigin } from "./origin.ts";
export { MalformedBody, TooManyRequests, fieldProblems, parsePart } from "./problem.ts";
export { fileResponse, noProof, rawBody, route, streamedBody } from "./route.ts";
export type { FileReply, RequestContext, Route } from "./route.ts";
export { ExportTooLarge, ExportsBusy } from "./spool.ts";
export { createServer } from "./server.ts";
export type { ServerParts } from "./parts.ts";
export {
  amountInput,
  amountSchema,
  cursorQuery,
  MOST_DAYS,
  dateInput,
  dateRange,
  dateSchema,
  decodeCursor,
  encodeCursor,
  idInCursor,
  idInput,
  idSchema,
  instantInput,
  instantOrNull,
  instantSchema,
  limitQuery,
  money,
  moneySchema,
  monthInput,
  nextCursorSchema,
  openDateRange,
  pageOf,
  pidParams,
  pidSchema,
  projectsQuery,
  searchQuery,
  soughtBy,
  textsSchema,
} from "./wire.ts";
