import { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { z } from "zod";

import { Refusal, Unauthenticated } from "../../core/errors.ts";
import { requireStrongPassword } from "../../core/password.ts";
import { PasskeyNeeded } from "./ceremony.ts";
import { TooManySignIns } from "./door.ts";
import { type Attempt, CodeNeeded, type Identity, SignInRefused, UserBlocked, WrongPassword } from "./identity.ts";
import {
  type Doors,
  agentOf,
  callerOf,
  deviceFor,
  errorCode,
  innerRequest,
  mailSubject,
  refuseInVisit,
  relay,
} from "./mount-parts.ts";
import { mountPasskeys } from "./mount-passkeys.ts";
import { mountSso } from "./mount-sso.ts";
import { CodeRefused } from "./second-factor.ts";
import { SsoNeeded } from "./sso.ts";
import { DatabaseUnavailable } from "../db.ts";
import type { SecurityKind } from "../../core/security-kind.ts";
import type { SecurityRecorder } from "../security-fact.ts";
import { parsePart, refuseForeignOrigin } from "../http/index.ts";

const LARGEST_BODY = 16_384;

const signInBody = z.strictObject({
  email: z.string().max(320),
  password: z.string().max(128),
  rememberMe: z.boolean().optional(),
  code: z.string().min(1).max(40).optional(),
});
const proofBody = z.strictObject({
  password: z.string().max(128).optional(),
  code: z.string().min(1).max(40).optional(),
});
const unlockQuery = z.strictObject({ link: z.string().max(600) });
const passwordBody = z.strictObject({ currentPassword: z.string().max(128), newPassword: z.string().max(128) });

/**
 * Mounts the few addresses of better-auth that we use; all others do not exist. Its session tokens never reach the
 * page's scripts: they live in the httpOnly cookie only.
 */
export function mountIdentity(
  identity: Identity,
  publicUrl: string,
  security: SecurityRecorder,
): (server: FastifyInstance) => void {
  const doors = { identity, security, isEncrypted: publicUrl.startsWith("https:") };
  return (server) => {
    const options = {
      bodyLimit: LARGEST_BODY,
      onRequest: (request: FastifyRequest, _reply: FastifyReply, done: () => void) => {
        refuseForeignOrigin(request, publicUrl);
        done();
      },
    };
    const acts = {
      ...options,
      onRequest: (request: FastifyRequest, reply: FastifyReply, done: () => void) => {
        refuseInVisit(request);
        options.onRequest(request, reply, done);
      },
    };
    server.post("/api/auth/sign-in/email", options, (request, reply) => signIn(doors, request, reply));
    server.post("/api/auth/change-password", acts, (request, reply) => changePassword(doors, request, reply));
    server.post("/api/auth/prove", acts, (request, reply) => prove(doors, request, reply));
    server.post("/api/auth/sign-out", options, (request, reply) => signOut(identity, request, reply));
    mountPasskeys(server, doors, { door: options, act: acts });
    mountSso(server, doors, { door: options, act: acts }, publicUrl);
    server.get("/api/auth/unlock", options, (request, reply) => unlock(doors, request, reply));
    server.get("/api/auth/get-session", options, (request, reply) => getSession(identity, request, reply));
  };
}

async function signIn(doors: Doors, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { identity, security } = doors;
  const { code, ...body } = parsePart(signInBody, request.body) as z.infer<typeof signInBody>;
  const email = body.email.trim().toLowerCase();
  const mail = mailSubject(email);
  const tell = (kind: SecurityKind, actor = "anonymous") =>
    security.record({ kind, actor, address: request.ip, subject: mail });
  const caller = callerOf(request, email);
  const { paces, isKnown } = await identity.door.knock(email, caller).catch((error: unknown) => {
    if (error instanceof Refusal && error.kind === TooManySignIns.kind) tell("sign_in_slowed");
    throw error;
  });
  const known = isKnown ? `device ${caller.device}` : null;
  const attempt: Attempt = { code, caller: { known, address: request.ip } };
  const answer = await identity.handle(innerRequest(request, "sign-in/email", { ...body, email }), attempt);
  if (answer.ok) {
    await identity.door.passed(paces);
    const device = await deviceFor(doors, email);
    const { user, token } = (await answer.clone().json()) as { user: { id: string }; token: string };
    tell("signed_in", `user:${user.id}`);
    const isProved = attempt.isProved ?? false;
    const from = { address: request.ip, agent: agentOf(request) };
    await identity.began({ userId: user.id, token, isKnown, isProved, passkeyId: null, ssoLinkId: null, ...from });
    return relay(reply, answer, [device]);
  }
  const failure = await errorCode(answer);
  if (failure === "FAILED_TO_CREATE_SESSION") return refuseSession(attempt, () => identity.door.passed(paces), tell);
  if (answer.status >= 500) throw DatabaseUnavailable();
  tell("sign_in_refused");
  throw SignInRefused();
}

/** The password was right, and still no session began: the user is blocked, or a second factor is missing or wrong. */
async function refuseSession(
  { refused }: Attempt,
  passed: () => Promise<void>,
  tell: (kind: SecurityKind) => void,
): Promise<never> {
  const kind = refused instanceof Refusal ? refused.kind : null;
  const isAsked = kind === CodeNeeded.kind || kind === PasskeyNeeded.kind || kind === SsoNeeded.kind;
  if (isAsked || kind === CodeRefused.kind || kind === TooManySignIns.kind) {
    await passed();
    if (!isAsked) tell(kind === CodeRefused.kind ? "code_refused" : "sign_in_slowed");
  } else {
    tell("sign_in_refused");
  }
  throw refused instanceof Error ? refused : UserBlocked();
}

/** Somebody signed in shows anew who it is, before an act on money, rights or tokens. */
async function prove(
  { identity, security }: Doors,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const given = parsePart(proofBody, request.body) as z.infer<typeof proofBody>;
  const session = await identity.sessionOf(request.headers.cookie ?? "");
  if (!session) throw Unauthenticated();
  const fact = { actor: `user:${session.userId}`, address: request.ip, subject: "POST /api/auth/prove" };
  await identity.prove(session, given, request.ip).catch((error: unknown) => {
    const kind = error instanceof Refusal ? error.kind : null;
    if (kind === WrongPassword.kind) security.record({ ...fact, kind: "password_refused" });
    if (kind === CodeRefused.kind) security.record({ ...fact, kind: "code_refused" });
    throw error;
  });
  security.record({ ...fact, kind: "proved" });
  return reply.code(204).header("cache-control", "no-store").send();
}

/** A new password ends every other session: whoever stole one is out (reliability 42). Wrong current ones count. */
async function changePassword(doors: Doors, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { identity, security } = doors;
  const body = parsePart(passwordBody, request.body) as z.infer<typeof passwordBody>;
  const cookie = request.headers.cookie ?? "";
  const session = await identity.sessionOf(cookie);
  const person = session && (await identity.personOf(cookie));
  if (!session || !person) throw Unauthenticated();
  requireStrongPassword(body.newPassword, person.email, person.name);
  const fact = { actor: `user:${person.id}`, address: request.ip, subject: mailSubject(person.email) };
  const from = { address: request.ip, agent: agentOf(request) };
  await identity.changePassword(session, body, from).catch((error: unknown) => {
    const isWrong = error instanceof Refusal && error.kind === WrongPassword.kind;
    if (isWrong) security.record({ ...fact, kind: "password_refused" });
    throw error;
  });
  security.record({ ...fact, kind: "password_changed" });
  // This browser's session gets another name: of the old one a thief may know the cookie.
  const inner = innerRequest(request, "sign-in/email", { email: person.email, password: body.newPassword });
  const answer = await identity.handle(inner, { caller: { known: null, address: request.ip }, renews: true });
  if (!answer.ok) return reply.code(204).header("cache-control", "no-store").send();
  const { token } = (await answer.clone().json()) as { token: string };
  await identity.renewed(token, session);
  for (const set of answer.headers.getSetCookie()) reply.header("set-cookie", set);
  return reply.code(204).header("cache-control", "no-store").send();
}

/** The link of the letter to somebody whose account is under attack: this device becomes a known one, and may sign in. */
async function unlock(doors: Doors, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { link } = parsePart(unlockQuery, request.query) as z.infer<typeof unlockQuery>;
  const email = await doors.identity.door.openByLink(link);
  if (email !== null) {
    reply.header("set-cookie", await deviceFor(doors, email));
    const fact = { actor: "anonymous", address: request.ip, subject: mailSubject(email) };
    doors.security.record({ ...fact, kind: "sign_in_unlocked" });
  }
  return reply.header("cache-control", "no-store").header("referrer-policy", "no-referrer").redirect("/", 303);
}

async function signOut(identity: Identity, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const answer = await identity.handle(innerRequest(request, "sign-out", {}));
  identity.forget(request.headers.cookie ?? "");
  if (answer.status >= 500) throw DatabaseUnavailable();
  return relay(reply, answer);
}

async function getSession(identity: Identity, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  // What has ended by our rules is none, whatever the library knows of it.
  const isLive = (await identity.sessionOf(request.headers.cookie ?? "")) !== null;
  if (!isLive) return relay(reply, Response.json(null));
  const answer = await identity.handle(innerRequest(request, "get-session", null));
  if (answer.status >= 500) throw DatabaseUnavailable();
  return relay(reply, answer);
}
