import createClient, { type ClientOptions } from "openapi-fetch";
import type { components, paths } from "./openapi.d.ts";
import { Refusal, readProblem } from "./problem.ts";

export type Money = components["schemas"]["Money"];
export type Text = components["schemas"]["Texts"];

type Success<Operation> = Operation extends { responses: infer Responses }
  ? Responses[Extract<keyof Responses, 200 | 201>] extends { content: { "application/json": infer Body } }
    ? Body
    : never
  : never;

export type Me = Success<paths["/v1/me"]["get"]>;
export type Project = Me["projects"][number];
export type Balance = Success<paths["/v1/projects/{pid}/balance"]["get"]>;
export type Movements = Success<paths["/v1/movements"]["get"]>;
export type Movement = Movements["items"][number];
export type Expenses = Success<paths["/v1/expenses"]["get"]>;
export type Explanation = Success<paths["/v1/explain/{reference}"]["get"]>;
export type PaymentInvoice = Success<paths["/v1/projects/{pid}/payment-invoices"]["get"]>["items"][number];
export type IssuedPaymentInvoice = Success<paths["/v1/projects/{pid}/payment-invoices"]["post"]>;
export type SuspenseLine = Success<paths["/v1/office/suspense"]["get"]>["items"][number];
export type QuarantinedEvent = Success<paths["/v1/office/quarantine"]["get"]>["items"][number];
export type ClosingDocument = Success<paths["/v1/documents"]["get"]>["items"][number];
export type DocumentKind = Success<paths["/v1/documents"]["get"]>["kinds"][number];

const options: ClientOptions = { baseUrl: "", credentials: "same-origin" };

/** The typed client of the public API. Refusals come back in `error`; `taken` turns them into a thrown Refusal. */
export const api = createClient<paths>(options);

interface Answered<Body> {
  data?: Body;
  error?: unknown;
  response: Response;
}

/** The body of a successful answer; throws Refusal for a problem+json answer, an empty one and a lost connection. */
export async function taken<Body>(call: Promise<Answered<Body>>): Promise<Body> {
  const answer = await call.catch((cause: unknown) => {
    throw connectionLost(cause);
  });
  if (answer.data === undefined) throw new Refusal(readProblem(answer.error, answer.response.status));
  return answer.data;
}

/** Sends JSON to the identity routes, which are outside the OpenAPI document; throws Refusal as `taken` does. */
export async function postIdentity(path: string, body: Record<string, string>): Promise<void> {
  const response = await fetch(path, {
    method: "POST",
    credentials: "same-origin",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  }).catch((cause: unknown) => {
    throw connectionLost(cause);
  });
  if (!response.ok) throw new Refusal(readProblem(await bodyOf(response), response.status));
}

export interface Download {
  readonly blob: Blob;
  readonly name: string;
}

/**
 * Fetches a file, its texts in `language`; its name is the server's Content-Disposition, or `fallbackName`. Throws Refusal
 * as `taken` does, also when the connection is cut before the file is whole.
 */
export async function fetchFile(path: string, fallbackName: string, language: string): Promise<Download> {
  const lost = (cause: unknown) => {
    throw connectionLost(cause);
  };
  const response = await fetch(path, { credentials: "same-origin", headers: { "accept-language": language } }).catch(
    lost,
  );
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
