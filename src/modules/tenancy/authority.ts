import { type ProjectId } from "../../core/ids.ts";
import { HOUR, type Instant, plus } from "../../core/time.ts";
import { type SubjectKind } from "../../core/subject.ts";
import { type Identity, ShortCache } from "../../platform/identity/index.ts";
import { type Database, type Tx } from "../../platform/db.ts";
import {
  type Authority,
  type Credentials,
  type Principal,
  type Question,
  type Verdict,
  VisitOver,
  isStaff,
} from "../../platform/http/index.ts";
import { type Membership, accountMembership, userMembership } from "./membership.ts";
import { PERMISSIONS, type Role, VISITORS, VISIT_SCOPES, permissionsIn } from "./permissions.ts";
import {
  type TokenRow,
  type UserRow,
  selectDeletedOf,
  selectFacts,
  selectRoles,
  selectToken,
  selectUser,
  updateLastUsed,
} from "./store.ts";
import { tokenHash } from "./tokens.ts";
import type { OpenVisit } from "./visit-store.ts";

/** Sessions are remembered as long again (platform/identity): together under the 5 s of reliability 38. */
const CACHE_MS = 2_000;
const ANONYMOUS: Principal = { kind: "anonymous" };

interface User {
  readonly row: UserRow;
  readonly roles: ReadonlyMap<ProjectId, Role>;
  readonly deleted: ReadonlySet<ProjectId>;
}

type Rights = ReadonlyMap<bigint, readonly string[] | null>;
type OtherKind = Exclude<SubjectKind, "project">;

/** Of the kinds that other rooms own; a kind left out has no subjects. */
export type Memberships = Partial<Readonly<Record<Exclude<OtherKind, "account" | "user">, Membership>>> & {
  /** The visit of this number, where this browser of this member of staff began it and it goes on (AUD-02). */
  readonly visitOf?: (
    reader: Pick<Tx, "query">,
    visitId: bigint,
    of: { readonly userId: string; readonly sessionId: string },
  ) => Promise<OpenVisit | null>;
  /** The payers that a user belongs to, as `payer` says. */
  readonly payersOf?: (reader: Pick<Tx, "query">, userId: string) => Promise<readonly bigint[]>;
};

/** Who someone is, from a session or a token, and what they may do in projects (REG-04), accounts, payers and partners. */
export class TenancyAuthority implements Authority {
  readonly #database: Database;
  readonly #identity: Identity | null;
  readonly #users: ShortCache<User>;
  readonly #tokens: ShortCache<TokenRow>;
  readonly #memberships: Memberships & { readonly account: Membership; readonly user: Membership };

  /** Without an identity only tokens are known. */
  constructor(database: Database, identity: Identity | null, memberships: Memberships = {}, cacheMs = CACHE_MS) {
    this.#database = database;
    this.#memberships = { ...memberships, account: accountMembership, user: userMembership };
    this.#identity = identity;
    this.#users = new ShortCache(cacheMs);
    this.#tokens = new ShortCache(cacheMs);
  }

  async authenticate(credentials: Credentials): Promise<Principal> {
    if (credentials.token !== undefined) return this.#byToken(credentials.token, credentials);
    if (credentials.cookie === undefined || !this.#identity) return ANONYMOUS;
    const session = await this.#identity.sessionOf(credentials.cookie);
    if (!session) return ANONYMOUS;
    const user = await this.#asUser(session.userId, null);
    if (user.kind !== "user") return user;
    const { sessionId, lacksFactor } = session;
    if (credentials.visit !== undefined) return this.#asVisited(credentials.visit, user, { sessionId, lacksFactor });
    return lacksFactor ? { ...user, sessionId, staffRole: null, lacksFactor } : { ...user, sessionId };
  }

  /** The customer whom a member of staff visits: all of the customer's rights to look, and none to act. */
  async #asVisited(
    text: string,
    { userId: staffUserId, staffRole }: Extract<Principal, { kind: "user" }>,
    { sessionId, lacksFactor }: { readonly sessionId: string; readonly lacksFactor: boolean },
  ): Promise<Principal> {
    const mayVisit = staffRole !== null && VISITORS.includes(staffRole) && !lacksFactor;
    if (!/^\d{1,18}$/.test(text) || !mayVisit) throw VisitOver();
    const visitId = BigInt(text);
    const open = await this.#memberships.visitOf?.(this.#database, visitId, { userId: staffUserId, sessionId });
    if (!open) throw VisitOver();
    const user = await this.#asUser(open.userId, VISIT_SCOPES);
    // Somebody who became staff meanwhile, or was blocked, is visited no more.
    if (user.kind !== "user" || user.staffRole !== null) throw VisitOver();
    return { ...user, visit: { visitId, staffUserId, reason: open.reason, endsAt: open.endsAt } };
  }

  async verdicts(principal: Principal, question: Question): Promise<readonly Verdict[]> {
    const { of, ids, permission, staff } = question;
    const rights = of === "project" ? inProjects(principal, ids) : await this.#rights(principal, of, ids);
    const verdicts = ids.map((id) => verdictOf(principal, permission, rights.get(id)));
    const seesAll = principal.kind === "service" ? principal.scopes.includes(permission) : isStaff(principal, staff);
    if (!seesAll || !verdicts.some((verdict) => verdict !== "granted")) return verdicts;
    const facts = of === "project" ? await selectFacts(this.#database, ids) : [];
    const known = of === "project" ? new Set(facts.map(({ projectId }) => projectId)) : rights;
    return ids.map((id) => (known.has(id) ? "granted" : "unknown"));
  }

  projectsWith(principal: Principal, permission: string): readonly ProjectId[] {
    const own =
      principal.kind === "project"
        ? [principal.projectId]
        : principal.kind === "user"
          ? [...principal.roles.keys()]
          : [];
    const rights = inProjects(principal, own);
    return own.filter((projectId) => verdictOf(principal, permission, rights.get(projectId)) === "granted");
  }

  async payersWith(principal: Principal, permission: string): Promise<readonly bigint[]> {
    const userId = personOf(principal);
    const mine = userId === null ? [] : ((await this.#memberships.payersOf?.(this.#database, userId)) ?? []);
    const rights = await this.#rights(principal, "payer", mine);
    return mine.filter((payerId) => verdictOf(principal, permission, rights.get(payerId)) === "granted");
  }

  /** Called in the process that changed a user's rights, so that it sees the change at once. */
  forgetUser(userId: string): void {
    this.#users.forget(userId);
  }

  /** What a user may do in these accounts, payers or partners. A kind that no room answers for has no subjects yet. */
  async #rights(principal: Principal, of: OtherKind, ids: readonly bigint[]): Promise<Rights> {
    return (await this.#memberships[of]?.(this.#database, ids, personOf(principal))) ?? new Map();
  }

  async #byToken(token: string, { now }: Credentials): Promise<Principal> {
    const row = await this.#tokens.get(token, () => this.#loadToken(token, now));
    if (!row || row.expiresAt <= now) return ANONYMOUS;
    const { tokenId, projectId, userId, scopes } = row;
    if (userId !== null) return this.#asUser(userId, scopes, projectId);
    return projectId === null ? { kind: "service", tokenId, scopes } : { kind: "project", tokenId, projectId, scopes };
  }

  /** Its use is written down by the hour: when it is looked up, and not with every request. */
  async #loadToken(token: string, now: Instant): Promise<TokenRow | null> {
    const row = await selectToken(this.#database, tokenHash(token));
    const hour = hourOf(now);
    if (row && row.expiresAt > now && (row.lastUsedAt ?? 0) < hour) {
      // What the token is for does not wait for a note about it.
      await updateLastUsed(this.#database, row.tokenId, hour).catch(() => undefined);
    }
    return row;
  }

  async #asUser(userId: string, scopes: readonly string[] | null, only: ProjectId | null = null): Promise<Principal> {
    const user = await this.#users.get(userId, () => this.#load(userId));
    if (!user) return ANONYMOUS;
    const { userNo, email, name, language } = user.row;
    // A token of one project opens that project alone, also when its owner is of the provider's staff.
    const staffRole = only === null ? user.row.staffRole : null;
    const roles = only === null ? user.roles : new Map([...user.roles].filter(([projectId]) => projectId === only));
    const { deleted } = user;
    const person = { userId, userNo, email, name, language, staffRole, roles, deleted, scopes };
    return { kind: "user", ...person, ...(only === null ? {} : { onlyProject: only }) };
  }

  async #load(userId: string): Promise<User | null> {
    const row = await selectUser(this.#database, userId);
    if (!row || row.blockedAt !== null) return null;
    const [roles, deleted] = await Promise.all([
      selectRoles(this.#database, userId),
      selectDeletedOf(this.#database, userId),
    ]);
    return { row, roles, deleted };
  }
}

/** Its beginning. */
const hourOf = (now: Instant): Instant => plus(now, -(now % HOUR));

/** The user who may act in accounts, payers and partners: not by a token of one project. */
function personOf(principal: Principal): string | null {
  return principal.kind === "user" && principal.onlyProject === undefined ? principal.userId : null;
}

/** REG-04: by the role in each project; a project's own token may do there whatever its scopes name. */
function inProjects(principal: Principal, ids: readonly ProjectId[]): Rights {
  const rights = (projectId: ProjectId) => {
    if (principal.kind === "project") return principal.projectId === projectId ? PERMISSIONS : null;
    if (principal.kind !== "user") return null;
    const role = principal.roles.get(projectId);
    return role === undefined ? null : permissionsIn(role as Role, principal.deleted?.has(projectId) ?? false);
  };
  return new Map(ids.map((projectId) => [projectId, rights(projectId)]));
}

/** A stranger is told "unknown": that a subject exists is itself not for everyone (reliability 34). */
function verdictOf(principal: Principal, permission: string, rights: readonly string[] | null | undefined): Verdict {
  const scopes = principal.kind === "anonymous" ? [] : principal.scopes;
  const inScope = scopes === null || scopes.includes(permission);
  if (!rights) return principal.kind === "service" && !inScope ? "forbidden" : "unknown";
  return inScope && rights.includes(permission) ? "granted" : "forbidden";
}
