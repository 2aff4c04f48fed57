import { randomBytes } from "node:crypto";

import { NotFound, refusal } from "../../core/errors.ts";
import { type ProjectId, formatPid } from "../../core/ids.ts";
import { type Instant, MINUTE } from "../../core/time.ts";
import type { Database, Tx } from "../../platform/db.ts";
import {
  type Provider,
  type RelyingParty,
  type SeedSafe,
  deleteLinks,
  endConnection,
  endOtherSessions,
  keepSecret,
  selectSecret,
  ssoSeal,
  takeTurns,
} from "../../platform/identity/index.ts";
import { enqueue } from "../../platform/outbox/index.ts";
import { recordAct } from "../../platform/record-act.ts";
import { ssoApproved, ssoChanged, ssoClaimed, ssoProved, ssoRefused, ssoRemoved, ssoUnlinked } from "./acts.ts";
import { type Person, actorOf } from "./change-members.ts";
import type { NewcomerRole } from "./permissions.ts";
import { type SsoEvent, personNotice } from "./person-notice.ts";
import { onUser } from "./members.ts";
import { letterFrame } from "./sessions.ts";
import {
  type SsoRow,
  countOpen,
  insertConnection,
  lockConnection,
  selectBound,
  selectConnection,
  selectProofs,
  updateChoices,
  updateDecided,
  updateProved,
} from "./sso-store.ts";
import { ownerOf, selectUser } from "./store.ts";

export const NotADomain = refusal("not_a_domain", 422, "Это не почтовый домен", "This is not a mail domain");
export const SsoClaimedAlready = refusal(
  "sso_claimed_already",
  409,
  "Этот домен в проекте уже указан",
  "The project names this domain already",
);
export const TooManyDomains = refusal(
  "too_many_domains",
  409,
  "Доменов не больше {limit}: удалите ненужные",
  "At most {limit} domains: remove those you do not need",
);
export const SsoRecordMissing = refusal(
  "sso_record_missing",
  409,
  "Запись TXT не найдена у {name}. Новая запись видна не сразу: подождите и проверьте снова",
  "The TXT record was not found at {name}. A new record is not seen at once: wait and check again",
);
export const SsoDomainTaken = refusal(
  "sso_domain_taken",
  409,
  "Этот домен уже подключён к другому проекту. Если вы об этом не знали, обратитесь в поддержку",
  "This domain is connected to another project already. If you did not know, turn to support",
);
export const SsoOver = refusal(
  "sso_over",
  409,
  "Состояние подключения уже другое: обновите страницу",
  "The connection's state has changed: reload the page",
);
export const UnknownSso = refusal(
  "unknown_sso",
  404,
  "Нет такого входа через компанию",
  "There is no such company sign-in",
);
export const SsoNotTried = refusal(
  "sso_not_tried",
  409,
  "Сначала войдите через компанию хотя бы раз: иначе, если в настройках ошибка, никто не войдёт",
  "Sign in through the company once before: with a mistake in its settings nobody would get in",
);
export const SsoCheckedTooOften = refusal(
  "sso_checked_too_often",
  429,
  "Проверок слишком много, повторите через {minutes} мин",
  "Checked too often, try again in {minutes} min",
);

const MOST_DOMAINS = 5;
const DOMAIN = /^(?=.{4,190}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;

/** What connections need from the world outside. */
export interface SsoDesk {
  readonly party: RelyingParty;
  readonly safe: SeedSafe;
  /** The texts that a name has in the name service; none when it is not there. */
  readonly txtOf: (name: string) => Promise<readonly string[]>;
  /** A connection to be checked; it takes a turn. Refuses NotFound, SsoOver, SsoCheckedTooOften. */
  readonly toCheck: (projectId: ProjectId, connectionId: bigint) => Promise<SsoRow & { readonly secret: Buffer }>;
}

/** Where the record stands, and what it says. */
export function recordOf({ domain, proof }: Pick<SsoRow, "domain" | "proof">) {
  return { name: `_saldo-sign-in.${domain}`, value: `saldo-sign-in=${proof}` };
}

/** What the records of a name would have to say for the claims that there are: for the sandbox's name service. */
export async function recordsAsked(reader: Pick<Tx, "query">, name: string): Promise<string[]> {
  const domain = name.slice(name.indexOf(".") + 1);
  return (await selectProofs(reader, domain)).map((proof) => recordOf({ domain, proof }).value);
}

export interface Claim {
  readonly domain: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly defaultRole: NewcomerRole;
}

/**
 * REG-02: the owner names a mail domain and its identity provider; nobody comes by it before the domain is proved and staff agree.
 * The secret is sealed and never shown again. Answers its number. Refuses NotADomain, SsoProviderRefused, SsoClaimedAlready,
 * TooManyDomains.
 */
export async function claimDomain(
  tx: Tx,
  desk: SsoDesk,
  projectId: ProjectId,
  claim: Claim,
  { person, now }: { readonly person: Person; readonly now: Instant },
): Promise<bigint> {
  await actorOf(tx, projectId, person, "sso.manage");
  const domain = domainFrom(claim.domain);
  const issuer = desk.party.issuerOf(claim.issuer);
  if ((await countOpen(tx, projectId)) >= MOST_DOMAINS)
    throw TooManyDomains({ values: { limit: String(MOST_DOMAINS) } });
  const { clientId, clientSecret, defaultRole } = claim;
  const proof = randomBytes(24).toString("base64url");
  const made = { projectId, domain, issuer, clientId, proof, defaultRole, claimedBy: person.userId };
  const connectionId = await insertConnection(tx, made, now);
  if (connectionId === null) throw SsoClaimedAlready({ field: "domain" });
  await keepSecret(tx, connectionId, desk.safe.seal(clientSecret, ssoSeal(connectionId)));
  await recordAct(tx, ssoClaimed, now, {
    ...onConnection(projectId, connectionId),
    after: { domain, issuer, role: defaultRole },
  });
  await tellOwner(tx, { projectId, domain }, { kind: "sso_claimed" }, now);
  return connectionId;
}

/** Looks it up for a check, by which the world outside is asked: not without end. Refuses as SsoDesk says. */
export async function toCheck(
  database: Database,
  projectId: ProjectId,
  connectionId: bigint,
  machineNow: Instant,
): Promise<SsoRow & { readonly secret: Buffer }> {
  return database.transaction(async (tx) => {
    const row = await selectConnection(tx, connectionId);
    if (row?.projectId !== projectId) throw NotFound({ values: { what: "id" } });
    const secret = await selectSecret(tx, connectionId);
    if (row.state !== "claimed" || secret === null) throw SsoOver();
    const pace = { of: `sso check ${projectId}`, burst: 10, everyMs: MINUTE };
    await takeTurns(tx, [pace], machineNow, SsoCheckedTooOften);
    return { ...row, secret };
  });
}

/** Asks the name service and the provider. Refuses SsoRecordMissing, SsoProviderRefused, SsoUnreachable. */
export async function checkOutside(desk: SsoDesk, row: SsoRow & { readonly secret: Buffer }): Promise<void> {
  const { name, value } = recordOf(row);
  // A name service that is down says as little as one that does not know the record yet.
  const found = await desk.txtOf(name).catch(() => []);
  if (!found.some((text) => text.trim() === value)) throw SsoRecordMissing({ values: { name } });
  await desk.party.check(providerOf(desk, row));
}

function providerOf({ safe }: SsoDesk, row: SsoRow & { readonly secret: Buffer }): Provider {
  const { issuer, clientId, connectionId, secret } = row;
  return { issuer, clientId, clientSecret: safe.open(secret, ssoSeal(connectionId)) };
}

/** The domain is the owner's: staff decide next. Refuses SsoOver, and SsoDomainTaken when another has proved it before. */
export async function proveDomain(
  tx: Tx,
  projectId: ProjectId,
  connectionId: bigint,
  { person, now }: { readonly person: Person; readonly now: Instant },
): Promise<void> {
  const row = await ownConnection(tx, projectId, connectionId, person);
  if (row.state !== "claimed") throw SsoOver();
  if (!(await updateProved(tx, connectionId, now))) throw SsoDomainTaken();
  await recordAct(tx, ssoProved, now, { ...onConnection(projectId, connectionId), after: { domain: row.domain } });
}

export interface SsoChange {
  readonly defaultRole?: NewcomerRole | undefined;
  readonly required?: boolean | undefined;
  readonly clientSecret?: string | undefined;
}

/**
 * The role of newcomers, whether nothing else lets the domain's people in, another secret. Domain and provider stay: others are
 * another connection. What makes it the only way ends the sessions that began by others. Answers whose sessions may have ended.
 * Refuses SsoOver, SsoNotTried.
 */
export async function changeSso(
  tx: Tx,
  desk: SsoDesk,
  { projectId, connectionId }: { readonly projectId: ProjectId; readonly connectionId: bigint },
  change: SsoChange,
  { person, now }: { readonly person: Person; readonly now: Instant },
): Promise<readonly string[]> {
  const row = await ownConnection(tx, projectId, connectionId, person);
  if (row.state === "refused" || row.state === "removed") throw SsoOver();
  const { defaultRole = row.defaultRole, required = row.required, clientSecret } = change;
  if (required && row.state !== "approved") throw SsoOver();
  if (required && row.usedAt === null) throw SsoNotTried({ field: "required" });
  await updateChoices(tx, connectionId, { defaultRole, required });
  if (clientSecret !== undefined) {
    await keepSecret(tx, connectionId, desk.safe.seal(clientSecret, ssoSeal(connectionId)));
  }
  await recordAct(tx, ssoChanged, now, {
    ...onConnection(projectId, connectionId),
    before: { domain: row.domain, role: row.defaultRole, required: yes(row.required) },
    after: {
      domain: row.domain,
      role: defaultRole,
      required: yes(required),
      ...(clientSecret === undefined ? {} : { client: "renewed" }),
    },
  });
  if (!required || row.required) return [];
  const userIds = await selectBound(tx, row);
  await endOtherSessions(tx, { connectionId, userIds });
  await tellOwner(tx, row, { kind: "sso_required" }, now);
  return userIds;
}

/** The owner thinks better of it: sessions that began by it end. Answers whose. Refuses SsoOver. */
export async function removeSso(
  tx: Tx,
  projectId: ProjectId,
  connectionId: bigint,
  { person, now }: { readonly person: Person; readonly now: Instant },
): Promise<readonly string[]> {
  const row = await ownConnection(tx, projectId, connectionId, person);
  return end(tx, row, { state: "removed", by: actorKey(tx), reason: null }, now);
}

/** What staff decide: it is approved once its domain is proved; refused or removed as long as it is not over. */
export interface SsoDecision {
  readonly decision: "approve" | "refuse" | "remove";
  /** Told to the owner; of an approval null. */
  readonly reason: string | null;
}

/** Answers whose sessions ended. Refuses UnknownSso, SsoOver. */
export async function decideSso(
  tx: Tx,
  connectionId: bigint,
  { decision, reason }: SsoDecision,
  now: Instant,
): Promise<readonly string[]> {
  const row = await lockConnection(tx, connectionId);
  if (row === null) throw UnknownSso();
  if (decision === "approve") {
    if (row.state !== "proved") throw SsoOver();
    await updateDecided(tx, connectionId, { state: "approved", by: actorKey(tx), reason: null }, now);
    const { domain, issuer, projectId } = row;
    await recordAct(tx, ssoApproved, now, { ...onConnection(projectId, connectionId), after: { domain, issuer } });
    await tellOwner(tx, row, { kind: "sso_approved" }, now);
    return [];
  }
  if (decision === "refuse" ? row.state !== "proved" : row.state !== "approved") throw SsoOver();
  return end(tx, row, { state: decision === "refuse" ? "refused" : "removed", by: actorKey(tx), reason }, now);
}

/**
 * The companies' providers know a user no more, as when an address is given to somebody else: at the next sign-in its person shows
 * again that the account is theirs. Refuses UnknownUser, UnknownSso when none knew them.
 */
export async function unlinkSso(tx: Tx, userId: string, now: Instant): Promise<void> {
  if ((await deleteLinks(tx, userId)) === 0) throw UnknownSso();
  await recordAct(tx, ssoUnlinked, now, await onUser(tx, userId));
}

/** Nobody comes by it any more; what began by it ends. */
async function end(
  tx: Tx,
  row: SsoRow,
  how: { readonly state: "refused" | "removed"; readonly by: string; readonly reason: string | null },
  now: Instant,
): Promise<readonly string[]> {
  const { connectionId, projectId, domain, state } = row;
  if (state === "refused" || state === "removed") throw SsoOver();
  await updateDecided(tx, connectionId, how, now);
  const gone = await endConnection(tx, connectionId);
  const act = how.state === "refused" ? ssoRefused : ssoRemoved;
  const after = how.reason === null ? {} : { after: { reason: how.reason } };
  await recordAct(tx, act, now, { ...onConnection(projectId, connectionId), before: { domain }, ...after });
  const kind = how.state === "refused" ? "sso_refused" : "sso_removed";
  await tellOwner(tx, row, { kind, ...(how.reason === null ? {} : { reason: how.reason }) }, now);
  return gone;
}

async function ownConnection(tx: Tx, projectId: ProjectId, connectionId: bigint, person: Person): Promise<SsoRow> {
  // The connection before the project, as who comes by it takes them.
  const row = await lockConnection(tx, connectionId);
  await actorOf(tx, projectId, person, "sso.manage");
  if (row?.projectId !== projectId) throw NotFound({ values: { what: "id" } });
  return row;
}

/** As mail knows it: small letters, national ones as the name service writes them. Refuses NotADomain. */
export function domainFrom(typed: string): string {
  const text = typed.trim().replace(/^@/, "");
  const url = /^[^\s/:@?#[\]\\]+$/.test(text) && URL.canParse(`http://${text}/`) ? new URL(`http://${text}/`) : null;
  if (url === null || !DOMAIN.test(url.hostname)) throw NotADomain({ field: "domain" });
  return url.hostname;
}

/** What stands behind the sign; empty when there is none. */
export function domainOf(email: string): string {
  return email.slice(email.lastIndexOf("@") + 1).toLowerCase();
}

const yes = (is: boolean) => (is ? "yes" : "no");

export function onConnection(projectId: ProjectId, connectionId: bigint) {
  return { subjects: [{ kind: "project" as const, id: projectId }], thing: `sso:${connectionId}` };
}

/** As the books name who acts. */
const actorKey = (tx: Tx) => tx.actor?.key ?? "program";

/** A letter to whoever owns the project now. */
async function tellOwner(
  tx: Tx,
  { projectId, domain }: Pick<SsoRow, "projectId" | "domain">,
  notice: { readonly kind: SsoEvent; readonly reason?: string },
  at: Instant,
): Promise<void> {
  const owner = await ownerOf(tx, projectId);
  const user = owner && (await selectUser(tx, owner.userId));
  if (!user) return;
  const frame = await letterFrame(tx, user);
  await enqueue(tx, [
    personNotice.message(user.userNo, { ...frame, ...notice, domain, pid: formatPid(projectId), at }, at),
  ]);
}
