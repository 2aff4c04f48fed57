import createClient, { type ClientOptions } from "openapi-fetch";
import type { components, paths } from "./openapi.d.ts";
import { Refusal, readProblem } from "./problem.ts";
import { fetchHere } from "./visit.ts";

export type Money = components["schemas"]["Money"];
export type Text = components["schemas"]["Texts"];

type Success<Operation> = Operation extends { responses: infer Responses }
  ? Responses[Extract<keyof Responses, 200 | 201>] extends { content: { "application/json": infer Body } }
    ? Body
    : never
  : never;

export type Me = Success<paths["/v1/me"]["get"]>;
export type Project = Me["projects"][number];
export type OwnPasskey = Success<paths["/v1/me/passkeys"]["get"]>["items"][number];
export type SsoConnection = Success<paths["/v1/projects/{pid}/sso"]["get"]>["items"][number];
export type OfficeSso = Success<paths["/v1/office/sso"]["get"]>["items"][number];
export type OwnSession = Success<paths["/v1/me/sessions"]["get"]>["items"][number];
export type MembersList = Success<paths["/v1/projects/{pid}/members"]["get"]>;
export type TokensList = Success<paths["/v1/projects/{pid}/tokens"]["get"]>;
export type Asked = Success<paths["/v1/me/asked"]["get"]>["items"][number];
export type ShownInvitation = Success<paths["/v1/invitations/read"]["post"]>;
export type HelpAnswer = components["schemas"]["HelpAnswer"];
export type NotificationSetting = Success<paths["/v1/projects/{pid}/notification-settings"]["get"]>["items"][number];
export type Notification = components["schemas"]["Notification"];
export type Balance = Success<paths["/v1/projects/{pid}/balance"]["get"]>;
export type Movements = Success<paths["/v1/movements"]["get"]>;
export type Movement = Movements["items"][number];
export type Expenses = Success<paths["/v1/expenses"]["get"]>;
export type DocumentExplanation = Success<paths["/v1/documents/{id}/explanation"]["get"]>;
export type Explanation = Success<paths["/v1/explain/{reference}"]["get"]>;
export type PaymentInvoice = Success<paths["/v1/payment-invoices"]["get"]>["items"][number];
export type IssuedPaymentInvoice = Success<paths["/v1/projects/{pid}/payment-invoices"]["post"]>;
export type SuspenseLine = Success<paths["/v1/office/suspense"]["get"]>["items"][number];
export type Proposal = Success<paths["/v1/office/proposals"]["get"]>["items"][number];
export type ShownProposal = Success<paths["/v1/office/proposals/{id}"]["get"]>;
export type ProposedCredit = Success<paths["/v1/office/proposals/{id}/credits"]["get"]>["items"][number];
export type Halt = Success<paths["/v1/office/halts"]["get"]>["items"][number];
export type BankFile = Success<paths["/v1/office/bank-files"]["get"]>["items"][number];
export type BankImport = Success<paths["/v1/office/bank-statements"]["post"]>;
export type SecurityEvent = Success<paths["/v1/office/security-events"]["get"]>["items"][number];
export type OfficeErasure = Success<paths["/v1/office/erasures"]["get"]>["items"][number];
export type SignIn = Success<paths["/v1/office/sign-ins"]["get"]>;
export type ProjectAct = Success<paths["/v1/projects/{pid}/acts"]["get"]>["items"][number];
export type OfficeProject = Success<paths["/v1/office/projects"]["get"]>["items"][number];
export type OfficeProjectPage = components["schemas"]["OfficeProjectPage"];
export type OfficeAct = Success<paths["/v1/office/acts"]["get"]>["items"][number];
/** What both consoles show of an act. */
export type ActParts = Pick<ProjectAct, "text" | "refusal" | "refusalText" | "times" | "thing" | "changes">;
export type QuarantinedEvent = Success<paths["/v1/office/quarantine"]["get"]>["items"][number];
export type AccrualFailure = Success<paths["/v1/office/accrual-failures"]["get"]>["items"][number];
export type UnpricedUsage = Success<paths["/v1/office/unpriced-usage"]["get"]>["items"][number];
export type Operations = components["schemas"]["Operations"];
export type StaffMember = components["schemas"]["StaffMember"];
export type Configuration = Success<paths["/v1/office/configuration"]["get"]>;
export type OutboxMessage = components["schemas"]["OutboxMessage"];
export type Job = components["schemas"]["Job"];
export type Invariants = Success<paths["/v1/office/invariants"]["get"]>;
export type RaisedAlarm = components["schemas"]["RaisedAlarm"];
export type InvariantRun = components["schemas"]["InvariantRun"];
export type WaitingDocuments = Success<paths["/v1/office/waiting-documents"]["get"]>["items"][number];
export type ListedPayer = Success<paths["/v1/office/payers"]["get"]>["items"][number];
export type ShownPayer = Success<paths["/v1/office/payers/{id}"]["get"]>;
export type ClosingDocument = Success<paths["/v1/documents"]["get"]>["items"][number];
export type DocumentKind = Success<paths["/v1/documents"]["get"]>["kinds"][number];

export type RequestKind = Success<paths["/v1/projects/{pid}/request-kinds"]["get"]>["items"][number];
export type ListedRequest = Success<paths["/v1/projects/{pid}/requests"]["get"]>["items"][number];
export type RequestThread = Success<paths["/v1/requests/{id}"]["get"]>;
export type OfficeRequest = Success<paths["/v1/office/requests"]["get"]>["items"][number];
export type OfficeCase = Success<paths["/v1/office/requests/{id}"]["get"]>;
export type UploadedFile = RequestThread["messages"][number]["files"][number];

const options: ClientOptions = { baseUrl: "", credentials: "same-origin", fetch: fetchHere };

/** The typed client of the public API. Refusals come back in `error`; `taken` turns them into a thrown Refusal. */
export const api = createClient<paths>(options);

interface Answered<Body> {
  data?: Body;
  error?: unknown;
  response: Response;
}

/** Asks the person at the browser to show who it is; false when it would not. The page that can ask says how. */
type AskProof = () => Promise<boolean>;
let askProof: AskProof = async () => false;

export function onProofNeeded(ask: AskProof): void {
  askProof = ask;
}

let asked = 0;
const watchers = new Set<() => void>();

function countAsked(change: 1 | -1): void {
  asked += change;
  for (const watch of watchers) watch();
}

/** Whether somebody is being asked for a proof now, as a store that React can watch. */
export const proofAsked = {
  subscribe(watch: () => void): () => void {
    watchers.add(watch);
    return () => void watchers.delete(watch);
  },
  now: (): boolean => asked > 0,
};

/** Sends once more what was refused for want of a proof, after the person gave one. */
async function proved(first: Response, again: () => Promise<Response>): Promise<Response> {
  if (first.status !== 401) return first;
  const { code } = readProblem(await bodyOf(first.clone()), first.status);
  if (code !== "proof_needed") return first;
  countAsked(1);
  const given = await askProof().finally(() => countAsked(-1));
  return given ? again() : first;
}

const repeats = new Map<string, Request>();
api.use({
  onRequest({ request, id }) {
    if (request.method !== "GET") repeats.set(id, request.clone());
  },
  async onResponse({ response, id }) {
    const repeat = repeats.get(id);
    repeats.delete(id);
    return repeat ? proved(response, () => fetchHere(repeat)) : response;
  },
  onError({ id }) {
    repeats.delete(id);
  },
});

/** The body of a successful answer; throws Refusal for a problem+json answer, an empty one and a lost connection. */
export async function taken<Body>(call: Promise<Answered<Body>>): Promise<Body> {
  const answer = await call.catch((cause: unknown) => {
    throw connectionLost(cause);
  });
  if (answer.data === undefined) throw new Refusal(readProblem(answer.error, answer.response.status));
  return answer.data;
}

/** Waits for an answer without a body; throws Refusal as `taken` does. */
export async function done(call: Promise<Answered<unknown>>): Promise<void> {
  const answer = await call.catch((cause: unknown) => {
    throw connectionLost(cause);
  });
  if (!answer.response.ok) throw new Refusal(readProblem(answer.error, answer.response.status));
}

/** Sends a bank's file as it is; `confirm` says that one which looks cut is whole. Throws Refusal as `taken` does. */
export async function sendStatement(file: File, confirm: boolean): Promise<BankImport> {
  const query = new URLSearchParams({ fileName: file.name.slice(0, 255) || "statement", confirm: String(confirm) });
  const send = () =>
    fetchHere(`/v1/office/bank-statements?${query}`, {
      method: "POST",
      credentials: "same-origin",
      headers: { "content-type": "application/octet-stream" },
      body: file,
    });
  const response = await send()
    .then((first) => proved(first, send))
    .catch((cause: unknown) => {
      throw connectionLost(cause);
    });
  const body = await bodyOf(response);
  if (!response.ok) throw new Refusal(readProblem(body, response.status));
  return body as BankImport;
}

/** Brings a file to `path`, as it is. Throws Refusal as `taken` does. */
export async function sendFile(path: string, file: File): Promise<UploadedFile> {
  const response = await fetchHere(`${path}?${new URLSearchParams({ fileName: file.name.slice(-255) || "file" })}`, {
    method: "POST",
    credentials: "same-origin",
    headers: { "content-type": "application/octet-stream" },
    body: file,
  }).catch((cause: unknown) => {
    throw connectionLost(cause);
  });
  const body = await bodyOf(response);
  if (!response.ok) throw new Refusal(readProblem(body, response.status));
  return body as UploadedFile;
}

/** Where a file can be fetched for some minutes; `path` names it to who may see it. Throws Refusal as `taken` does. */
export async function fileAddress(path: string): Promise<{ readonly url: string }> {
  const response = await fetchHere(path, { credentials: "same-origin" }).catch((cause: unknown) => {
    throw connectionLost(cause);
  });
  const body = await bodyOf(response);
  if (!response.ok) throw new Refusal(readProblem(body, response.status));
  return body as { readonly url: string };
}

/** Sends JSON to the identity routes, which are outside the OpenAPI document; throws Refusal as `taken` does. */
export async function postIdentity(path: string, body: object): Promise<void> {
  await askIdentity(path, body);
}

/** The same, for the body that is answered. */
export async function askIdentity(path: string, body: object): Promise<unknown> {
  const send = () =>
    fetchHere(path, {
      method: "POST",
      credentials: "same-origin",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  const response = await send()
    .then((first) => proved(first, send))
    .catch((cause: unknown) => {
      throw connectionLost(cause);
    });
  const answer = await bodyOf(response);
  if (!response.ok) throw new Refusal(readProblem(answer, response.status));
  return answer;
}

/** Whether this browser has a session; where that cannot be asked, as if it had none. */
export async function hasSession(): Promise<boolean> {
  const response = await fetchHere("/api/auth/get-session", { credentials: "same-origin" }).catch(() => null);
  if (!response?.ok) return false;
  const session: unknown = await response.json().catch(() => null);
  return session !== null;
}

export interface Download {
  readonly blob: Blob;
  readonly name: string;
}

/**
 * Fetches a file, its texts in `language`; its name is the server's Content-Disposition, or `fallbackName`. With `POST` it is made
 * for who asks, after a proof where one is needed. Throws Refusal as `taken` does, also when the connection is cut before the
 * file is whole.
 */
export async function fetchFile(
  path: string,
  fallbackName: string,
  language: string,
  method: "GET" | "POST" = "GET",
): Promise<Download> {
  const lost = (cause: unknown) => {
    throw connectionLost(cause);
  };
  const send = () => fetchHere(path, { method, credentials: "same-origin", headers: { "accept-language": language } });
  const response = await send()
    .then((first) => (method === "GET" ? first : proved(first, send)))
    .catch(lost);
  if (!response.ok) throw new Refusal(readProblem(await bodyOf(response), response.status));
  const blob = await response.blob().catch(lost);
  return { blob, name: fileName(response.headers.get("content-disposition")) ?? fallbackName };
}

/** The file name in a Content-Disposition header; the UTF-8 form (RFC 8187) wins over the plain one. */
export function fileName(header: string | null): string | null {
  if (header === null) return null;
  const extended = /filename\*=UTF-8''([^;]+)/i.exec(header)?.[1];
  if (extended !== undefined) {
    try {
      return decodeURIComponent(extended.trim());
    } catch {
      return null;
    }
  }
  return /filename="([^"]+)"/i.exec(header)?.[1] ?? /filename=([^;"\s]+)/i.exec(header)?.[1] ?? null;
}

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text().catch(() => "");
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function connectionLost(cause: unknown): unknown {
  if (cause instanceof Error && cause.name === "AbortError") return cause;
  return new Refusal({ title: "connection lost", status: 0, code: "connection_lost" });
}
