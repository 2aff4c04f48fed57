import { type ProjectId } from "../../core/ids.ts";
import { type Identity } from "../../platform/identity/identity.ts";
import { ShortCache } from "../../platform/identity/cache.ts";
import { type Database } from "../../platform/db.ts";
import {
  type Authority,
  type Credentials,
  type Principal,
  type StaffRole,
  type Verdict,
  isStaff,
} from "../../platform/http/index.ts";
import { type Role, permits } from "./permissions.ts";
import { type TokenRow, type UserRow, selectFacts, selectRoles, selectToken, selectUser } from "./store.ts";
import { tokenHash } from "./tokens.ts";

/** Sessions are remembered as long again (platform/auth.ts): together under the 5 s of reliability 38. */
const CACHE_MS = 2_000;
const ANONYMOUS: Principal = { kind: "anonymous" };

interface User {
  readonly row: UserRow;
  readonly roles: ReadonlyMap<ProjectId, Role>;
}

/** Who someone is, from a session or a token, and what the roles of REG-04 let them do. */
export class TenancyAuthority implements Authority {
  readonly #database: Database;
  readonly #identity: Identity | null;
  readonly #users: ShortCache<User>;
  readonly #tokens: ShortCache<TokenRow>;

  /** Without an identity only tokens are known. */
  constructor(database: Database, identity: Identity | null, cacheMs = CACHE_MS) {
    this.#database = database;
    this.#identity = identity;
    this.#users = new ShortCache(cacheMs);
    this.#tokens = new ShortCache(cacheMs);
  }

  async authenticate(credentials: Credentials): Promise<Principal> {
    if (credentials.token !== undefined) return this.#byToken(credentials.token, credentials);
    if (credentials.cookie === undefined || !this.#identity) return ANONYMOUS;
    const userId = await this.#identity.userIdOf(credentials.cookie);
    return userId === null ? ANONYMOUS : this.#asUser(userId, null);
  }

  async verdicts(
    principal: Principal,
    permission: string,
    projectIds: readonly ProjectId[],
    staff: readonly StaffRole[],
  ): Promise<readonly Verdict[]> {
    const verdicts = projectIds.map((projectId) => verdictOf(principal, permission, projectId));
    const seesAll = principal.kind === "service" ? principal.scopes.includes(permission) : isStaff(principal, staff);
    if (!seesAll || !verdicts.some((verdict) => verdict !== "granted")) return verdicts;
    const known = new Set((await selectFacts(this.#database, projectIds)).map((facts) => facts.projectId));
    return projectIds.map((projectId) => (known.has(projectId) ? "granted" : "unknown"));
  }

  projectsWith(principal: Principal, permission: string): readonly ProjectId[] {
    if (principal.kind === "project")
      return verdictOf(principal, permission, principal.projectId) === "granted" ? [principal.projectId] : [];
    if (principal.kind !== "user") return [];
    return [...principal.roles.keys()].filter((projectId) => verdictOf(principal, permission, projectId) === "granted");
  }

  /** Called in the process that changed a user's rights, so that it sees the change at once. */
  forgetUser(userId: string): void {
    this.#users.forget(userId);
  }

  async #byToken(token: string, { now }: Credentials): Promise<Principal> {
    const row = await this.#tokens.get(token, () => selectToken(this.#database, tokenHash(token)));
    if (!row || row.expiresAt <= now) return ANONYMOUS;
    const { tokenId, projectId, userId, scopes } = row;
    if (userId !== null) return this.#asUser(userId, scopes, projectId);
    return projectId === null ? { kind: "service", tokenId, scopes } : { kind: "project", tokenId, projectId, scopes };
  }

  async #asUser(userId: string, scopes: readonly string[] | null, only: ProjectId | null = null): Promise<Principal> {
    const user = await this.#users.get(userId, () => this.#load(userId));
    if (!user) return ANONYMOUS;
    const { email, name, language, staffRole } = user.row;
    const roles = only === null ? user.roles : new Map([...user.roles].filter(([projectId]) => projectId === only));
    return { kind: "user", userId, email, name, language, staffRole, roles, scopes };
  }

  async #load(userId: string): Promise<User | null> {
    const row = await selectUser(this.#database, userId);
    if (!row || row.blockedAt !== null) return null;
    return { row, roles: await selectRoles(this.#database, userId) };
  }
}

/** A stranger is told "unknown": that a project exists is itself not for everyone (reliability 34). */
function verdictOf(principal: Principal, permission: string, projectId: ProjectId): Verdict {
  if (principal.kind === "project") {
    if (principal.projectId !== projectId) return "unknown";
    return principal.scopes.includes(permission) ? "granted" : "forbidden";
  }
  if (principal.kind !== "user")
    return principal.kind === "service" && !principal.scopes.includes(permission) ? "forbidden" : "unknown";
  const role = principal.roles.get(projectId);
  if (role === undefined) return "unknown";
  const inScope = principal.scopes === null || principal.scopes.includes(permission);
  return inScope && permits(role as Role, permission) ? "granted" : "forbidden";
}
