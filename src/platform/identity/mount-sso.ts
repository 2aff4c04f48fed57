import { randomBytes } from "node:crypto";

import { type FastifyInstance, type FastifyReply, type FastifyRequest, type RouteShorthandOptions } from "fastify";
import { z } from "zod";

import { NotFound, Refusal, Unauthenticated } from "../../core/errors.ts";
import { MINUTE, plus } from "../../core/time.ts";
import { DatabaseUnavailable } from "../db.ts";
import { parsePart } from "../http/index.ts";
import { TooManySignIns } from "./door.ts";
import { type Attempt, UserBlocked } from "./identity.ts";
import { ENTRANCE } from "./library.ts";
import { type Doors, agentOf, callerOf, deviceFor, innerRequest, mailSubject, relay } from "./mount-parts.ts";
import { type Checks, RelyingParty, SsoFailed, SsoUnreachable } from "./relying-party.ts";
import { type SsoConnection, SsoExpired, type SsoPorts, SsoUnknown } from "./sso.ts";
import {
  type Arrived,
  type SsoTry,
  deleteArrived,
  insertArrived,
  insertTry,
  selectArrived,
  selectLink,
  selectSecret,
  takeSsoTry,
} from "./sso-store.ts";

/** Of this site: no other, however it is written; as a header may bear it. */
const ownPath = z
  .string()
  .max(500)
  .regex(/^\/(?![/\\])[^\p{C}\\]*$/u)
  .transform((text) => {
    const { pathname, search, hash } = new URL(text, "http://own.invalid");
    return `${pathname}${search}${hash}`;
  })
  .refine((path) => !path.startsWith("//"));
const beginBody = z.strictObject({ email: z.string().max(320), next: ownPath.optional() });
const linkBody = z.strictObject({ password: z.string().max(128), code: z.string().min(1).max(40).optional() });
const nothing = z.strictObject({});
const callbackParams = z.object({ id: z.string().regex(/^\d{1,18}$/) });
const callbackQuery = z.looseObject({
  state: z.string().min(1).max(200),
  code: z.string().max(4_000).optional(),
  iss: z.string().max(400).optional(),
  error: z.string().max(200).optional(),
});

/** How long somebody may stay at the provider, and then take to show that an account is theirs. */
const TRY_LIVES_MS = 10 * MINUTE;
const COOKIE = "saldo.company";

interface At extends Doors {
  readonly sso: SsoPorts;
  readonly party: RelyingParty;
  readonly publicUrl: string;
}
type Work = (at: At, request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

/** REG-02: sign-in by a company's own provider: the way there, the way back, and what ties an account of before to it. */
export function mountSso(
  server: FastifyInstance,
  doors: Doors,
  { door, act }: { readonly door: RouteShorthandOptions; readonly act: RouteShorthandOptions },
  publicUrl: string,
): void {
  const { sso } = doors.identity;
  if (sso === null) return;
  const at: At = { ...doors, sso, party: new RelyingParty(sso.policy), publicUrl };
  const mounted = (work: Work) => (request: FastifyRequest, reply: FastifyReply) => work(at, request, reply);
  server.post("/api/auth/sso/begin", door, mounted(begin));
  server.post("/api/auth/sso/prove", act, mounted(beginProof));
  server.get("/api/auth/sso/callback/:id", door, mounted(callback));
  server.post("/api/auth/sso/arrived", door, mounted(arrived));
  server.post("/api/auth/sso/link", door, mounted(link));
}

/** Where browsers come back to: each connection has its own, so that no provider can answer for another. */
function redirectUri(origin: string, connectionId: bigint): string {
  return `${origin}/api/auth/sso/callback/${connectionId}`;
}

/** Of the site that is open; what is none of ours is led to the public one. */
async function originOf({ identity, publicUrl }: At, request: FastifyRequest): Promise<string> {
  const site = await identity.siteOf(request.headers.host ?? "", request.socket.localPort);
  if (site !== null) return site.origin;
  const own = new URL(publicUrl);
  if (request.headers.host === own.host) return own.origin;
  throw NotFound({ values: { what: "site" } });
}

async function begin(at: At, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { email, next } = parsePart(beginBody, request.body) as z.infer<typeof beginBody>;
  await at.identity.door.knockChallenge(request.ip);
  const address = email.trim().toLowerCase();
  const connection = await at.sso.connectionFor(address);
  if (connection === null) throw SsoUnknown();
  return leave(at, { connection, sessionId: null, email: address, next: next ?? null }, request, reply);
}

/** Somebody signed in shows anew who it is, where the company knows it. */
async function beginProof(at: At, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  parsePart(nothing, request.body ?? {});
  await at.identity.door.knockChallenge(request.ip);
  const cookie = request.headers.cookie ?? "";
  const session = await at.identity.sessionOf(cookie);
  const person = session && (await at.identity.personOf(cookie));
  if (!session || !person) throw Unauthenticated();
  const connection = await at.sso.connectionFor(person.email);
  if (connection === null) throw SsoUnknown();
  const { sessionId } = session;
  return leave(at, { connection, sessionId, email: person.email, next: null }, request, reply);
}

interface Leaving extends Pick<SsoTry, "sessionId" | "next"> {
  readonly connection: SsoConnection;
  readonly email: string;
}

async function leave(
  at: At,
  { connection, sessionId, email, next }: Leaving,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const origin = await originOf(at, request);
  const [state, browser, nonce, verifier] = [secret(), secret(), secret(), secret()];
  const { connectionId } = connection;
  const checks: Checks = { state, nonce, verifier, anew: sessionId !== null };
  const url = await at.party.begin(await providerOf(at, connection), redirectUri(origin, connectionId), checks, email);
  const expiresAt = plus(at.identity.now(), TRY_LIVES_MS);
  const going = { connectionId, sessionId, origin, nonce, verifier, next };
  await insertTry(at.identity.database, { state, browser }, going, expiresAt);
  return reply.header("set-cookie", browserCookie(at, browser)).header("cache-control", "no-store").send({ url });
}

/** The provider has sent the browser back. Whatever comes of it, the browser goes on to a page of ours. */
async function callback(at: At, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  reply.header("cache-control", "no-store").header("referrer-policy", "no-referrer");
  const { id } = parsePart(callbackParams, request.params) as z.infer<typeof callbackParams>;
  const subject = `sso:${id}`;
  const tell = (kind: "sign_in_refused" | "sign_in_slowed", actor = "anonymous") =>
    at.security.record({ kind, actor, address: request.ip, subject });
  let sessionId: string | null = null;
  try {
    const query = parsePart(callbackQuery, request.query) as z.infer<typeof callbackQuery>;
    const paces = await at.identity.door.knockPasskey(request.ip);
    const browser = cookieOf(at, request);
    const keys = { state: query.state, browser: browser ?? "", connectionId: BigInt(id) };
    const going = browser === null ? null : await takeSsoTry(at.identity.database, keys, at.identity.now());
    if (going === null) throw SsoExpired();
    sessionId = going.sessionId;
    const goes = await comeBack(at, { going, state: query.state, browser: keys.browser }, request, reply);
    await at.identity.door.passed(paces);
    return reply.redirect(goes, 303);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    tell(error.kind === TooManySignIns.kind ? "sign_in_slowed" : "sign_in_refused");
    const page = sessionId === null ? "/sign-in" : "/sign-in/company";
    return reply.redirect(`${page}?company=${error.kind.code}`, 303);
  }
}

interface Back {
  readonly going: SsoTry;
  readonly state: string;
  readonly browser: string;
}

/** Where the browser goes on. Refuses what RelyingParty and SsoPorts refuse. */
async function comeBack(at: At, back: Back, request: FastifyRequest, reply: FastifyReply): Promise<string> {
  const { going, state, browser } = back;
  const { connectionId, sessionId, origin, nonce, verifier, next } = going;
  const connection = await at.sso.connectionOf(connectionId);
  if (connection === null) throw SsoUnknown();
  const { search } = new URL(request.url, origin);
  const url = new URL(`${redirectUri(origin, connectionId)}${search}`);
  const checks = { state, nonce, verifier, anew: sessionId !== null };
  const claims = await at.party.finish(await providerOf(at, connection), url, checks);
  if (sessionId !== null) return proveSession(at, { sessionId, connectionId, subject: claims.subject }, request);
  const machineNow = at.identity.now();
  const from = { address: request.ip, agent: agentOf(request), at: machineNow };
  const language = /^\s*en/i.test(request.headers["accept-language"] ?? "") ? "en" : "ru";
  const entry = await at.sso.arrive({ ...from, connection, claims, language });
  if (entry.kind === "enter") {
    for (const cookie of await enter(at, entry, request)) reply.header("set-cookie", cookie);
    return next ?? "/";
  }
  const { userId, email } = entry;
  const kept: Arrived = { subject: claims.subject, userId, email };
  const expiresAt = plus(machineNow, TRY_LIVES_MS);
  await insertArrived(
    at.identity.database,
    { state, browser },
    { connectionId, origin, next, arrived: kept },
    expiresAt,
  );
  return "/sign-in/company";
}

/** The provider named the very person who is signed in here. Refuses Unauthenticated, SsoFailed. */
async function proveSession(
  { identity, security }: At,
  shown: { readonly sessionId: string; readonly connectionId: bigint; readonly subject: string },
  request: FastifyRequest,
): Promise<string> {
  const session = await identity.sessionOf(request.headers.cookie ?? "");
  if (session?.sessionId !== shown.sessionId) throw Unauthenticated();
  const known = await selectLink(identity.database, shown.connectionId, shown.subject);
  if (known?.userId !== session.userId) throw SsoFailed();
  await identity.provedByCompany(session);
  const fact = { actor: `user:${session.userId}`, address: request.ip, subject: "GET /api/auth/sso/callback" };
  security.record({ ...fact, kind: "proved" });
  return "/sign-in/company?done=proved";
}

/** Who has just arrived and is to show that the account of this address is theirs. Refuses SsoExpired. */
async function arrived(at: At, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const found = await arrivedOf(at, request);
  const connection = await at.sso.connectionOf(found.connectionId);
  if (connection === null) throw SsoExpired();
  return reply.header("cache-control", "no-store").send({ email: found.arrived.email, domain: connection.domain });
}

async function arrivedOf(at: At, request: FastifyRequest) {
  const { identity } = at;
  const browser = cookieOf(at, request);
  const found = browser === null ? null : await selectArrived(identity.database, browser, identity.now());
  if (browser === null || found === null) throw SsoExpired();
  return { ...found, browser };
}

async function link(at: At, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const given = parsePart(linkBody, request.body) as z.infer<typeof linkBody>;
  const { connectionId, arrived: whom, next, browser } = await arrivedOf(at, request);
  const fact = { actor: "anonymous", address: request.ip, subject: mailSubject(whom.email) };
  await at.identity.showOwn(whom.userId, given, request.ip).catch((error: unknown) => {
    if (error instanceof Refusal) at.security.record({ ...fact, kind: "sign_in_refused" });
    throw error;
  });
  const connection = await at.sso.connectionOf(connectionId);
  if (connection === null) throw SsoExpired();
  const from = { address: request.ip, agent: agentOf(request), at: at.identity.now() };
  const linkId = await at.sso.link({ ...from, connection, subject: whom.subject, userId: whom.userId });
  await deleteArrived(at.identity.database, browser);
  const cookies = await enter(at, { userId: whom.userId, linkId }, request);
  return relay(reply, Response.json({ next: next ?? null }), cookies);
}

/** A session of a user whom the provider named; its cookies. Refuses UserBlocked. */
async function enter(
  at: At,
  { userId, linkId }: { readonly userId: string; readonly linkId: string },
  request: FastifyRequest,
): Promise<readonly string[]> {
  const { identity, security } = at;
  const attempt: Attempt = { entering: userId, caller: { known: null, address: request.ip } };
  const answer = await identity.handle(innerRequest(request, ENTRANCE, {}), attempt);
  if (!answer.ok) {
    if (attempt.refused instanceof Error) throw attempt.refused;
    throw answer.status >= 500 ? DatabaseUnavailable() : UserBlocked();
  }
  const { token, email } = (await answer.clone().json()) as { token: string; email: string };
  const isKnown = await identity.door.knows(callerOf(request, email).device, email);
  const from = { address: request.ip, agent: agentOf(request) };
  security.record({ kind: "signed_in", actor: `user:${userId}`, address: from.address, subject: mailSubject(email) });
  // The company's provider stands for both factors (decision 0213).
  const by = { isProved: true, passkeyId: null, ssoLinkId: linkId };
  await identity.began({ userId, token, isKnown, ...by, ...from });
  return [...answer.headers.getSetCookie(), await deviceFor(at, email)];
}

async function providerOf({ identity, sso }: At, { connectionId, issuer, clientId }: SsoConnection) {
  const sealed = await selectSecret(identity.database, connectionId);
  if (sealed === null) throw SsoUnreachable({ values: { why: "no secret" } });
  return { issuer, clientId, clientSecret: sso.safe.open(sealed, ssoSeal(connectionId)) };
}

/** Whose secret it is, as it is sealed. */
export const ssoSeal = (connectionId: bigint) => `sso ${connectionId}`;

const secret = () => randomBytes(32).toString("base64url");

function nameOf(isEncrypted: boolean): string {
  return isEncrypted ? `__Host-${COOKIE}` : COOKIE;
}

/** Sent along when the provider sends the browser back, and with nothing that another site's page asks for by itself. */
function browserCookie({ isEncrypted }: At, value: string): string {
  const secure = isEncrypted ? "; Secure" : "";
  return `${nameOf(isEncrypted)}=${value}; Max-Age=${TRY_LIVES_MS / 500}; Path=/; HttpOnly; SameSite=Lax${secure}`;
}

function cookieOf({ isEncrypted }: At, request: FastifyRequest): string | null {
  for (const part of (request.headers.cookie ?? "").split(";")) {
    const [name, value] = part.trim().split("=", 2);
    if (value && name === nameOf(isEncrypted)) return value;
  }
  return null;
}
