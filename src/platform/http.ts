/** The front door of the HTTP platform: what a module's http.ts and the composition root need. */
export { isStaff } from "./http-access.ts";
export type { Access, Authority, Credentials, Principal, StaffRole, Verdict } from "./http-access.ts";
export { tenantRead } from "./http-context.ts";
export { openApiDocument } from "./http-openapi.ts";
export { fieldProblems } from "./http-problem.ts";
export { fileResponse, rawBody, route } from "./http-route.ts";
export type { FileReply, RequestContext, Route } from "./http-route.ts";
export { streamed } from "./http-stream.ts";
export { createServer } from "./http-server.ts";
export type { ServerParts } from "./http-server.ts";
export {
  amountInput,
  amountSchema,
  cursorQuery,
  dateSchema,
  decodeCursor,
  encodeCursor,
  idInput,
  idSchema,
  instantInput,
  instantSchema,
  limitQuery,
  money,
  moneySchema,
  monthSchema,
  nextCursorSchema,
  pidParams,
  pidSchema,
  projectsQuery,
  textsSchema,
} from "./http-wire.ts";
