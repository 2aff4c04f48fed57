import type { Route } from "../../platform/http/index.ts";
import { customerRoutes } from "./http.ts";
import { deskRoutes } from "./http-desk.ts";
import { officeRoutes } from "./http-office.ts";
import type { RequestPorts } from "./ports.ts";

export { requestsPersonal } from "./personal-store.ts";
export { replyToRequest } from "./act-on-request.ts";
export { requestActs } from "./acts.ts";
export { transferRequest } from "./desk.ts";
export { mailRetention, requestJobs } from "./jobs.ts";
export { kindOf as requestKind } from "./kinds/index.ts";
export { replyAddress } from "./mail-address.ts";
export type { InboundMail } from "./mail-reading.ts";
export { requestMembership } from "./membership.ts";
export { openRequest } from "./open-request.ts";
export { type Facts, type FactsReader, type RequestPorts } from "./ports.ts";
export { MemberUnknown, type Request, RequestUnknown, RequestWithoutProject } from "./request.ts";
export {
  selectByNumber as casesByNumber,
  selectOfProject as casesOfProject,
  selectOverall as queueOf,
  selectRequest as requestById,
} from "./store.ts";
export { threadOf as caseThread } from "./thread.ts";
export { type MailRoom, TooMuchMail, senderOf, takeMail, takesMailFor } from "./take-mail.ts";
export { selectMessage as messageById } from "./thread-store.ts";
export { type Notice, requestNotice, requestOverdue } from "./topics.ts";

export function requestRoutes(ports: RequestPorts): Route[] {
  return [...customerRoutes(ports), ...officeRoutes(ports), ...deskRoutes()];
}
