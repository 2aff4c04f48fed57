import { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { z } from "zod";

import { Unauthenticated } from "../../core/errors.ts";
import { ADDRESS_HEADER, INNER_ORIGIN, type Identity, SignInRefused, TooManySignIns, UserBlocked } from "./identity.ts";
import { requireStrongPassword } from "./password.ts";
import { DatabaseUnavailable } from "../db.ts";
import { MalformedBody, parsePart, refuseForeignOrigin } from "../http/index.ts";

const LARGEST_BODY = 16_384;

const signInBody = z.strictObject({
  email: z.string().max(320),
  password: z.string().max(128),
  rememberMe: z.boolean().optional(),
});
const passwordBody = z.strictObject({ currentPassword: z.string().max(128), newPassword: z.string().max(128) });

/**
 * Mounts the few addresses of better-auth that we use; all others do not exist. Its session tokens never reach the
 * page's scripts: they live in the httpOnly cookie only.
 */
export function mountIdentity(identity: Identity, publicUrl: string): (server: FastifyInstance) => void {
  return (server) => {
    const options = {
      bodyLimit: LARGEST_BODY,
      onRequest: (request: FastifyRequest, _reply: FastifyReply, done: () => void) => {
        refuseForeignOrigin(request, publicUrl);
        done();
      },
    };
    server.post("/api/auth/sign-in/email", options, (request, reply) => signIn(identity, request, reply));
    server.post("/api/auth/change-password", options, (request, reply) => changePassword(identity, request, reply));
    server.post("/api/auth/sign-out", options, (request, reply) => signOut(identity, request, reply));
    server.get("/api/auth/get-session", options, (request, reply) => getSession(identity, request, reply));
  };
}

async function signIn(identity: Identity, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const body = parsePart(signInBody, request.body) as z.infer<typeof signInBody>;
  const email = body.email.trim().toLowerCase();
  await identity.beginSignIn(email);
  const answer = await identity.handle(innerRequest(request, { ...body, email }));
  if (answer.ok) {
    await identity.signedIn(email);
    return relay(reply, answer);
  }
  const code = await errorCode(answer);
  if (code === "FAILED_TO_CREATE_SESSION") throw UserBlocked();
  if (answer.status === 429) throw tooMany(answer);
  if (answer.status >= 500) throw DatabaseUnavailable();
  throw SignInRefused();
}

/** A new password ends every other session: whoever stole one is out (reliability 42). */
async function changePassword(identity: Identity, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const body = parsePart(passwordBody, request.body) as z.infer<typeof passwordBody>;
  requireStrongPassword(body.newPassword, "");
  const answer = await identity.handle(innerRequest(request, { ...body, revokeOtherSessions: true }));
  if (answer.ok) {
    identity.forget(request.headers.cookie ?? "");
    return relay(reply, answer);
  }
  const code = await errorCode(answer);
  if (answer.status === 429) throw tooMany(answer);
  if (answer.status >= 500) throw DatabaseUnavailable();
  if (code === "INVALID_PASSWORD") throw SignInRefused({ field: "currentPassword" });
  throw answer.status === 401 ? Unauthenticated() : MalformedBody();
}

async function signOut(identity: Identity, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const answer = await identity.handle(innerRequest(request, {}));
  identity.forget(request.headers.cookie ?? "");
  if (answer.status >= 500) throw DatabaseUnavailable();
  return relay(reply, answer);
}

async function getSession(identity: Identity, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const answer = await identity.handle(innerRequest(request, null));
  if (answer.status >= 500) throw DatabaseUnavailable();
  return relay(reply, answer);
}

/** What better-auth gets: our own address and origin, the caller's cookie and the address its limits count by. */
function innerRequest(request: FastifyRequest, body: unknown): Request {
  const headers = new Headers({ origin: INNER_ORIGIN, [ADDRESS_HEADER]: request.ip });
  const { cookie, "user-agent": agent } = request.headers;
  if (cookie !== undefined) headers.set("cookie", cookie);
  if (agent !== undefined) headers.set("user-agent", agent.slice(0, 300));
  if (body !== null) headers.set("content-type", "application/json");
  const path = request.url.split("?", 1)[0] ?? "";
  return new Request(`${INNER_ORIGIN}${path}`, {
    method: request.method,
    headers,
    ...(body === null ? {} : { body: JSON.stringify(body) }),
  });
}

async function relay(reply: FastifyReply, answer: Response): Promise<FastifyReply> {
  for (const cookie of answer.headers.getSetCookie()) reply.header("set-cookie", cookie);
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

async function errorCode(answer: Response): Promise<string> {
  const body = (await answer.json().catch(() => null)) as { code?: unknown } | null;
  return typeof body?.code === "string" ? body.code : "";
}

function tooMany(answer: Response) {
  const seconds = Number(answer.headers.get("x-retry-after") ?? "60");
  const minutes = String(Math.max(1, Math.ceil(seconds / 60)));
  return TooManySignIns({ values: { minutes, retryAfter: String(seconds) } });
}
