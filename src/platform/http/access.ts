import { Forbidden, type Language, NotFound, Unauthenticated, refusal } from "../../core/errors.ts";
import { type ProjectId, formatPid, parsePid } from "../../core/ids.ts";
import { type Subject, type SubjectKind, subjectsOf } from "../../core/subject.ts";
import { type Instant } from "../../core/time.ts";
import { type Database, type Tx } from "../db.ts";

/** The provider's own people. The check of app_user.staff_role holds the same list (a test compares them). */
export const STAFF_ROLES = ["document_clerk", "accountant", "support", "partner_manager", "operator"] as const;
export type StaffRole = (typeof STAFF_ROLES)[number];

/**
 * Who sends the request. `scopes` is null for a session in the browser (the person's own rights, unabridged) and a list
 * for a token, which can do only what is named there.
 */
export type Principal =
  | { readonly kind: "anonymous" }
  | {
      readonly kind: "user";
      readonly userId: string;
      readonly email: string;
      readonly name: string;
      readonly language: Language;
      readonly staffRole: StaffRole | null;
      /** The role in each of the user's projects (REG-04). */
      readonly roles: ReadonlyMap<ProjectId, string>;
      /** A token that stands for the user in one project only: it opens nothing of an account, a payer or a partner. */
      readonly onlyProject?: ProjectId;
      readonly scopes: readonly string[] | null;
    }
  | {
      readonly kind: "project";
      readonly tokenId: bigint;
      readonly projectId: ProjectId;
      readonly scopes: readonly string[];
    }
  | { readonly kind: "service"; readonly tokenId: bigint; readonly scopes: readonly string[] };

/** The read of a resolver, before any right is known: so few statements that nobody can make it a burden. */
export type Lookup = Pick<Tx, "query">;

/**
 * Finds the subjects of a thing that has an id of its own, from params and query as their schemas made them; null or none
 * means 404. It runs for whoever is signed in, before the body is read: one statement for all ids, at most MOST_LOOKUPS.
 */
export interface Resolver {
  resolve(
    lookup: Lookup,
    params: Readonly<Record<string, unknown>>,
    query: Readonly<Record<string, unknown>>,
  ): Promise<readonly bigint[] | null>;
}

/** Where a request names its subjects: by PID in the path or in the query, by an id in the path, or by a thing of theirs. */
export type SubjectSource<K extends SubjectKind = SubjectKind> =
  | Resolver
  | (K extends "project" ? "params.pid" | "query.projects" : `params.${string}`);

/** For members of the subjects that the request is about. */
export type MemberAccess = {
  [K in SubjectKind]: {
    readonly kind: "member";
    readonly of: K;
    readonly permission: string;
    readonly from: SubjectSource<K>;
    readonly staff?: readonly StaffRole[];
  };
}[SubjectKind];

/**
 * Who may call a route. Required on every route: there is no default.
 * - member: who holds `permission` in every subject asked for (a project's role by REG-04; of the other kinds see the
 *   tenancy module); a staff role in `staff` may too. A subject that is foreign or does not exist answers 404, a member
 *   without the permission 403.
 * - token: only an API token that carries the scope (metering, control plane), never a browser session.
 */
export type Access =
  | { readonly kind: "public" }
  | { readonly kind: "signed_in" }
  | MemberAccess
  | { readonly kind: "staff"; readonly roles: readonly StaffRole[] }
  | { readonly kind: "token"; readonly scope: string };

export type Verdict = "granted" | "forbidden" | "unknown";

/** May someone do this with subjects of one kind, as a member or by one of these staff roles? */
export interface Question {
  readonly of: SubjectKind;
  readonly ids: readonly bigint[];
  readonly permission: string;
  readonly staff: readonly StaffRole[];
}

export interface Credentials {
  readonly token: string | undefined;
  readonly cookie: string | undefined;
  readonly now: Instant;
}

/** Answers who someone is and what they may do with a subject; implemented by the tenancy module. */
export interface Authority {
  /** Anonymous when there are no credentials or they are wrong, expired, revoked or those of a blocked user. */
  authenticate(credentials: Credentials): Promise<Principal>;
  /** One verdict for each id, in their order. */
  verdicts(principal: Principal, question: Question): Promise<readonly Verdict[]>;
  /** The projects in which the principal holds the permission, for `query.projects` left out. */
  projectsWith(principal: Principal, permission: string): readonly ProjectId[];
}

export const InvalidPid = refusal(
  "invalid_pid",
  422,
  "PID состоит из mcs и десяти цифр: {pid}",
  "A PID is mcs and ten digits: {pid}",
);
export const TooManyProjects = refusal(
  "too_many_projects",
  422,
  "Не больше {limit} проектов за раз",
  "At most {limit} projects at once",
);

/** The scope a user's token needs for routes of the user itself and for staff routes. */
export const PROFILE_SCOPE = "profile.view";
export const STAFF_SCOPE = "staff";

const MOST_PROJECTS = 500;
const MOST_LOOKUPS = 2;

export interface AccessRequest {
  readonly params: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly database: Database;
}

/**
 * Lets the request pass or refuses it (401, 403, 404), and answers the subjects it may touch: those asked for; with
 * `query.projects` left out all projects in which the principal holds the permission; of a route for everyone signed in
 * all of the user's. Runs before the body is read.
 */
export async function authorize(
  access: Access,
  principal: Principal,
  authority: Authority,
  request: AccessRequest,
): Promise<readonly Subject[]> {
  if (access.kind === "public") return [];
  if (principal.kind === "anonymous") throw Unauthenticated();
  switch (access.kind) {
    case "signed_in":
      if (principal.kind !== "user" || !mayUse(principal.scopes, PROFILE_SCOPE)) throw Forbidden();
      return subjectsOf("project", principal.roles.keys());
    case "staff":
      if (principal.kind !== "user" || !isStaff(principal, access.roles)) throw Forbidden();
      return [];
    case "token":
      if (!principal.scopes?.includes(access.scope)) throw Forbidden();
      return [];
    case "member":
      return authorizeMember(access, principal, authority, request);
  }
}

/** What a principal is called in idempotency keys and logs: an id, never a name or an address. */
export function principalKey(principal: Principal): string {
  switch (principal.kind) {
    case "anonymous":
      return "anonymous";
    case "user":
      return `user:${principal.userId}`;
    default:
      return `token:${principal.tokenId}`;
  }
}

export function isStaff(principal: Principal, roles: readonly StaffRole[]): boolean {
  return (
    principal.kind === "user" &&
    principal.staffRole !== null &&
    roles.includes(principal.staffRole) &&
    mayUse(principal.scopes, STAFF_SCOPE)
  );
}

/** Who decides something, for the record. Refuses forbidden: the token of a machine decides nothing. */
export function userOf(principal: Principal): string {
  if (principal.kind !== "user") throw Forbidden();
  return principal.userId;
}

async function authorizeMember(
  access: MemberAccess,
  principal: Principal,
  authority: Authority,
  request: AccessRequest,
): Promise<readonly Subject[]> {
  const { of, from, permission, staff = [] } = access;
  const ids = await idsAskedFor(from, request);
  if (ids === "all") {
    const projects = authority.projectsWith(principal, permission);
    if (projects.length === 0) throw Forbidden();
    return subjectsOf("project", projects);
  }
  const verdicts = await authority.verdicts(principal, { of, ids, permission, staff });
  const unknown = verdicts.indexOf("unknown");
  if (unknown >= 0 || verdicts.length === 0) throw notFound(access, ids[unknown]);
  if (verdicts.includes("forbidden")) throw Forbidden();
  return subjectsOf(of, ids);
}

/** A thing found by its own id must not tell to whom it belongs. */
function notFound({ of, from }: MemberAccess, id: bigint | undefined) {
  const named = of === "project" && typeof from === "string" && id !== undefined;
  return NotFound({ values: { what: named ? formatPid(id) : "id" } });
}

async function idsAskedFor(from: SubjectSource, request: AccessRequest): Promise<readonly bigint[] | "all"> {
  if (typeof from === "object") {
    return (await from.resolve(fewLookups(request.database), request.params, request.query)) ?? [];
  }
  if (from === "params.pid") return [requirePid(String(request.params["pid"]), "pid")];
  if (from === "query.projects") return projectsAskedFor(request.query["projects"]);
  const id = request.params[from.slice("params.".length)];
  if (typeof id !== "bigint") throw new Error(`${from} is not an id: its schema is idInput`);
  return [id];
}

function projectsAskedFor(list: unknown): readonly ProjectId[] | "all" {
  if (list === undefined) return "all";
  const pids = (typeof list === "string" ? list : "").split(",");
  if (pids.length > MOST_PROJECTS)
    throw TooManyProjects({ field: "projects", values: { limit: String(MOST_PROJECTS) } });
  return [...new Set(pids.map((pid) => requirePid(pid, "projects")))];
}

function fewLookups(database: Database): Lookup {
  let left = MOST_LOOKUPS;
  return {
    query: (text, values, name) => {
      left -= 1;
      if (left < 0) throw new Error("a resolver asks once for all ids");
      return database.query(text, values, name);
    },
  };
}

function requirePid(text: string, field: string): ProjectId {
  const projectId = parsePid(text);
  if (projectId === null) throw InvalidPid({ field, values: { pid: text.slice(0, 40) } });
  return projectId;
}

function mayUse(scopes: readonly string[] | null, scope: string): boolean {
  return scopes === null || scopes.includes(scope);
}
