import { type FastifyInstance, type FastifyReply, type FastifyRequest, type RouteShorthandOptions } from "fastify";
import { z } from "zod";

import { Refusal, type RefusalKind, Unauthenticated } from "../../core/errors.ts";
import type { SecurityKind } from "../../core/security-kind.ts";
import { DatabaseUnavailable } from "../db.ts";
import { ProofNeeded, parsePart } from "../http/index.ts";
import {
  type Ceremony,
  NoPasskeysHere,
  PasskeyExpired,
  PasskeyNotAdded,
  PasskeyRefused,
  PasskeyUnknown,
  type Site,
} from "./ceremony.ts";
import { TooManySignIns } from "./door.ts";
import { type Attempt, type LiveSession, UserBlocked } from "./identity.ts";
import {
  type Doors,
  agentOf,
  callerOf,
  deviceFor,
  errorCode,
  innerRequest,
  mailSubject,
  relay,
} from "./mount-parts.ts";

/** Of WebAuthn's binary parts, in base64url. */
const binary = (longest: number) =>
  z
    .string()
    .max(longest)
    .regex(/^[A-Za-z0-9_-]+$/);
const credential = { id: binary(1_400), rawId: binary(1_400), type: z.literal("public-key") };
const shownBody = z.strictObject({
  response: z.strictObject({
    ...credential,
    response: z.strictObject({
      clientDataJSON: binary(4_000),
      authenticatorData: binary(4_000),
      signature: binary(2_000),
      userHandle: binary(200).optional(),
    }),
  }),
});
const madeBody = z.strictObject({
  response: z.strictObject({
    ...credential,
    response: z.strictObject({
      clientDataJSON: binary(4_000),
      attestationObject: binary(8_000),
      transports: z
        .array(z.enum(["ble", "cable", "hybrid", "internal", "nfc", "smart-card", "usb"]))
        .max(7)
        .optional(),
    }),
  }),
});
const nothing = z.strictObject({});

const ASK = "passkey/generate-authenticate-options";
const ASK_NEW = "passkey/generate-register-options";
const SHOW = "passkey/verify-authentication";
const MAKE = "passkey/verify-registration";

/** REG-02: passkeys at the sign-in, before an act that asks who is there, and new ones. Each is asked for, then shown. */
export function mountPasskeys(
  server: FastifyInstance,
  doors: Doors,
  { door, act }: { readonly door: RouteShorthandOptions; readonly act: RouteShorthandOptions },
): void {
  const mount = (path: string, options: RouteShorthandOptions, work: Work) =>
    server.post(`/api/auth/passkey/${path}`, options, async (request, reply) => {
      // Nobody is told a domain that is not ours: a browser would bind to it whatever it was told here.
      const site = await doors.identity.siteOf(request.headers.host ?? "", request.socket.localPort);
      if (site === null) throw NoPasskeysHere();
      return work({ ...doors, site }, request, reply);
    });
  mount("sign-in/options", door, (at, request, reply) =>
    ask(at, ASK, { purpose: "sign_in", userId: null, request, reply }),
  );
  mount("sign-in", door, signIn);
  mount("prove/options", act, async (at, request, reply) => {
    const { userId } = await sessionOf(at, request);
    return ask(at, ASK, { purpose: "prove", userId, request, reply });
  });
  mount("prove", act, prove);
  mount("add/options", act, async (at, request, reply) => {
    const { userId } = await provedSessionOf(at, request);
    return ask(at, ASK_NEW, { purpose: "add", userId, request, reply });
  });
  mount("add", act, add);
}

interface At extends Doors {
  readonly site: Site;
}
type Work = (at: At, request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

async function sessionOf({ identity }: At, request: FastifyRequest): Promise<LiveSession> {
  const session = await identity.sessionOf(request.headers.cookie ?? "");
  if (!session) throw Unauthenticated();
  return session;
}

async function provedSessionOf(at: At, request: FastifyRequest): Promise<LiveSession> {
  const session = await sessionOf(at, request);
  if (!(await at.identity.isProved(session.sessionId))) throw ProofNeeded();
  return session;
}

interface Asking extends Pick<Ceremony, "purpose" | "userId"> {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** A challenge, whose name the answer's cookie holds. The library would let a device pass that does not know its person. */
async function ask(at: At, path: string, { purpose, userId, request, reply }: Asking): Promise<FastifyReply> {
  parsePart(nothing, request.body ?? {});
  await at.identity.door.knockChallenge(request.ip);
  const asked = innerRequest(request, path, null);
  // At the sign-in nobody is anybody: what a browser is still signed in as must not choose for it.
  if (purpose === "sign_in") asked.headers.delete("cookie");
  const answer = await at.identity.handle(asked, attemptOf({ purpose, userId }, request), at.site);
  if (!answer.ok) throw DatabaseUnavailable();
  const body = (await answer.json()) as object;
  const options = purpose === "add" ? body : { ...body, userVerification: "required" };
  return relay(reply, Response.json(options), answer.headers.getSetCookie());
}

async function signIn(at: At, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { identity } = at;
  const body = parsePart(shownBody, request.body);
  const tell = teller(at, request, "passkey");
  const paces = await identity.door.knockPasskey(request.ip).catch((error: unknown) => {
    if (isOf(error, TooManySignIns)) tell("sign_in_slowed");
    throw error;
  });
  const ceremony: Ceremony = { purpose: "sign_in", userId: null };
  const attempt = attemptOf(ceremony, request);
  const answer = await identity.handle(innerRequest(request, SHOW, body), attempt, at.site);
  const { shown } = ceremony;
  if (!answer.ok || !shown) {
    tell("sign_in_refused");
    throw await refusalOf(answer, attempt, PasskeyRefused);
  }
  await identity.door.passed(paces);
  const { user, session } = (await answer.clone().json()) as {
    user: { id: string; email: string };
    session: { token: string };
  };
  const { device } = callerOf(request, user.email);
  const isKnown = await identity.door.knows(device, user.email);
  teller(at, request, mailSubject(user.email))("signed_in", `user:${user.id}`);
  const from = { address: request.ip, agent: agentOf(request) };
  const { passkeyId } = shown;
  const by = { isProved: true, passkeyId, ssoLinkId: null };
  await identity.began({ userId: user.id, token: session.token, isKnown, ...by, ...from });
  return relay(reply, answer, [await deviceFor(at, user.email)]);
}

/** As the code of an app does: by a passkey of the one who is signed in. */
async function prove(at: At, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { identity } = at;
  const body = parsePart(shownBody, request.body);
  const session = await sessionOf(at, request);
  const ceremony: Ceremony = { purpose: "prove", userId: session.userId };
  const tell = teller(at, request, "POST /api/auth/passkey/prove");
  const actor = `user:${session.userId}`;
  const paces = await identity.door.knockPasskey(request.ip);
  const attempt = attemptOf(ceremony, request);
  const answer = await identity.handle(innerRequest(request, SHOW, body), attempt, at.site);
  if (!ceremony.shown) {
    tell("passkey_refused", actor);
    throw await refusalOf(answer, attempt, PasskeyRefused);
  }
  await identity.door.passed(paces);
  await identity.provedByPasskey(session);
  tell("proved", actor);
  return reply.code(204).header("cache-control", "no-store").send();
}

async function add(at: At, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { identity, site } = at;
  const body = parsePart(madeBody, request.body);
  const session = await provedSessionOf(at, request);
  const ceremony: Ceremony = { purpose: "add", userId: session.userId };
  const attempt = attemptOf(ceremony, request);
  const answer = await identity.handle(innerRequest(request, MAKE, body), attempt, site);
  if (!ceremony.made) throw await refusalOf(answer, attempt, PasskeyNotAdded);
  await identity.keepPasskey(session, ceremony.made, site, { address: request.ip, agent: agentOf(request) });
  return reply.code(204).header("cache-control", "no-store").send();
}

function attemptOf(ceremony: Ceremony, request: FastifyRequest): Attempt {
  return { ceremony, caller: { known: null, address: request.ip } };
}

function teller({ security }: At, request: FastifyRequest, subject: string) {
  return (kind: SecurityKind, actor = "anonymous") => security.record({ kind, actor, address: request.ip, subject });
}

/** Why it came to nothing: ours, or one of the library's, which answers a wrong attestation like a defect of its own. */
async function refusalOf(
  answer: Response,
  { refused, ceremony }: Attempt,
  other: typeof PasskeyRefused,
): Promise<Error> {
  const ours = refused ?? ceremony?.refused;
  if (ours instanceof Error) return ours;
  const code = await errorCode(answer);
  if (code === "PASSKEY_NOT_FOUND") return PasskeyUnknown();
  if (code === "CHALLENGE_NOT_FOUND") return PasskeyExpired();
  if (code === "UNABLE_TO_CREATE_SESSION") return UserBlocked();
  const isOfBrowser = code === "FAILED_TO_VERIFY_REGISTRATION" || answer.status < 500;
  return isOfBrowser ? other() : DatabaseUnavailable();
}

function isOf(error: unknown, { kind }: { readonly kind: RefusalKind }): boolean {
  return error instanceof Refusal && error.kind === kind;
}
