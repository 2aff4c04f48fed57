/** The front door of the HTTP platform: what a module's http.ts and the composition root need. */
export { STAFF_ROLES, isStaff, userOf } from "./access.ts";
export type {
  Access,
  Authority,
  Credentials,
  Lookup,
  Principal,
  Question,
  Resolver,
  StaffRole,
  Verdict,
} from "./access.ts";
export { type MoveClock, clockRoutes } from "./clock.ts";
export { tenantRead } from "./context.ts";
export { openApiDocument } from "./openapi.ts";
export { refuseForeignOrigin } from "./origin.ts";
export { MalformedBody, fieldProblems, parsePart } from "./problem.ts";
export { fileResponse, rawBody, route } from "./route.ts";
export type { FileReply, RequestContext, Route } from "./route.ts";
export { streamed } from "./stream.ts";
export { createServer } from "./server.ts";
export type { ServerParts } from "./parts.ts";
export {
  amountInput,
  amountSchema,
  cursorQuery,
  dateSchema,
  decodeCursor,
  encodeCursor,
  idInCursor,
  idInput,
  idSchema,
  instantInput,
  instantSchema,
  limitQuery,
  money,
  moneySchema,
  monthSchema,
  nextCursorSchema,
  pageOf,
  pidParams,
  pidSchema,
  projectsQuery,
  textsSchema,
} from "./wire.ts";
