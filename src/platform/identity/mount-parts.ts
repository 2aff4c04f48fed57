import { type FastifyReply, type FastifyRequest } from "fastify";

import type { SecurityRecorder } from "../security-fact.ts";
import { VisitReadsOnly } from "../http/index.ts";
import type { Caller } from "./door.ts";
import type { Identity } from "./identity.ts";
import { ADDRESS_HEADER, INNER_ORIGIN } from "./library.ts";
import { sha256 } from "./store.ts";

/** What the addresses of sign-in have in common. */

const LONGEST_AGENT = 300;

export interface Doors {
  readonly identity: Identity;
  readonly security: SecurityRecorder;
  readonly isEncrypted: boolean;
}

/** In a visit the pages are the customer's and the cookie is the staff member's own: it would be that one's password (AUD-02). */
export function refuseInVisit(request: FastifyRequest): void {
  if (request.headers["saldo-visit"] !== undefined) throw VisitReadsOnly();
}

/** The same for the same address of mail, and no address: what is recorded names nobody (reliability 64). */
export function mailSubject(email: string): string {
  return `mail:${sha256(email.trim().toLowerCase()).toString("hex").slice(0, 16)}`;
}

/** Each account has a cookie of its own: several people may share a browser. */
const deviceCookie = (email: string) => `saldo.device_${sha256(email).toString("hex").slice(0, 8)}`;
const DEVICE_SECONDS = 400 * 24 * 3600;

export function callerOf(request: FastifyRequest, email: string): Caller {
  const name = deviceCookie(email);
  const device = (request.headers.cookie ?? "")
    .split(";")
    .map((part) => part.trim().split("=", 2))
    .find(([key]) => key === name)?.[1];
  return { address: request.ip, device };
}

/** The cookie by which this device is known to this account. */
export async function deviceFor({ identity, isEncrypted }: Doors, email: string): Promise<string> {
  const value = await identity.door.deviceFor(email);
  const secure = isEncrypted ? "; Secure" : "";
  const life = `Max-Age=${DEVICE_SECONDS}; Path=/api/auth; HttpOnly; SameSite=Lax`;
  return `${deviceCookie(email)}=${value}; ${life}${secure}`;
}

/** What better-auth gets: our own address and origin, the caller's cookie and the address its limits count by. */
export function innerRequest(request: FastifyRequest, path: string, body: unknown): Request {
  const headers = new Headers({ origin: INNER_ORIGIN, [ADDRESS_HEADER]: request.ip });
  const { cookie } = request.headers;
  if (cookie !== undefined) headers.set("cookie", cookie);
  headers.set("user-agent", agentOf(request));
  if (body !== null) headers.set("content-type", "application/json");
  // The address as we know it, never as it was written: an encoded one is the same.
  return new Request(`${INNER_ORIGIN}/api/auth/${path}`, {
    method: body === null ? "GET" : "POST",
    headers,
    ...(body === null ? {} : { body: JSON.stringify(body) }),
  });
}

export async function relay(
  reply: FastifyReply,
  answer: Response,
  cookies: readonly string[] = [],
): Promise<FastifyReply> {
  for (const cookie of [...answer.headers.getSetCookie(), ...cookies]) reply.header("set-cookie", cookie);
  const body: unknown = await answer.json().catch(() => null);
  return reply
    .code(answer.status)
    .header("cache-control", "no-store")
    .type("application/json; charset=utf-8")
    .send(JSON.stringify(withoutTokens(body)));
}

/** `token` stands at the top of a sign-in's answer and in `session` of get-session's. */
function withoutTokens(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, part]) =>
      name === "token" ? [] : [[name, name === "session" ? withoutTokens(part) : part]],
    ),
  );
}

/** What the browser calls itself. */
export function agentOf(request: FastifyRequest): string {
  return (request.headers["user-agent"] ?? "").slice(0, LONGEST_AGENT);
}

export async function errorCode(answer: Response): Promise<string> {
  const body = (await answer.json().catch(() => null)) as { code?: unknown } | null;
  return typeof body?.code === "string" ? body.code : "";
}
