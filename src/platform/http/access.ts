import { Forbidden, type Language, NotFound, Unauthenticated, refusal } from "../../core/errors.ts";
import { type ProjectId, formatPid, parsePid } from "../../core/ids.ts";
import { type Instant } from "../../core/time.ts";
import { type Database } from "../db.ts";

export type StaffRole = "document_clerk" | "accountant" | "support" | "partner_manager" | "operator";

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
      readonly scopes: readonly string[] | null;
    }
  | {
      readonly kind: "project";
      readonly tokenId: bigint;
      readonly projectId: ProjectId;
      readonly scopes: readonly string[];
    }
  | { readonly kind: "service"; readonly tokenId: bigint; readonly scopes: readonly string[] };

/**
 * Where the PIDs of a request stand. `resolve` finds the projects of a thing by its id, from params and query as their
 * schemas made them; null or none means 404.
 */
export type PidSource =
  | "params.pid"
  | "query.projects"
  | {
      resolve(
        database: Database,
        params: Readonly<Record<string, unknown>>,
        query: Readonly<Record<string, unknown>>,
      ): Promise<readonly ProjectId[] | null>;
    };

/**
 * Who may call a route. Required on every route: there is no default.
 * - project: a member whose role holds `permission` (REG-04) in every project asked for; a staff role in `staff` may too.
 *   A project that is foreign or does not exist answers 404, a member without the permission 403.
 * - token: only an API token that carries the scope (metering, control plane), never a browser session.
 */
export type Access =
  | { readonly kind: "public" }
  | { readonly kind: "signed_in" }
  | {
      readonly kind: "project";
      readonly permission: string;
      readonly pids: PidSource;
      readonly staff?: readonly StaffRole[];
    }
  | { readonly kind: "staff"; readonly roles: readonly StaffRole[] }
  | { readonly kind: "token"; readonly scope: string };

export type Verdict = "granted" | "forbidden" | "unknown";

export interface Credentials {
  readonly token: string | undefined;
  readonly cookie: string | undefined;
  readonly now: Instant;
}

/** Answers who someone is and what they may do with a project; implemented by the tenancy module. */
export interface Authority {
  /** Anonymous when there are no credentials or they are wrong, expired, revoked or those of a blocked user. */
  authenticate(credentials: Credentials): Promise<Principal>;
  verdicts(
    principal: Principal,
    permission: string,
    projectIds: readonly ProjectId[],
    staff: readonly StaffRole[],
  ): Promise<readonly Verdict[]>;
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

export interface AccessRequest {
  readonly params: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly database: Database;
}

/**
 * Lets the request pass or refuses it (401, 403, 404), and answers the projects it may touch: those asked for, or with
 * `query.projects` left out all in which the principal holds the permission. Runs before the body is read.
 */
export async function authorize(
  access: Access,
  principal: Principal,
  authority: Authority,
  request: AccessRequest,
): Promise<readonly ProjectId[]> {
  if (access.kind === "public") return [];
  if (principal.kind === "anonymous") throw Unauthenticated();
  switch (access.kind) {
    case "signed_in":
      if (principal.kind !== "user" || !mayUse(principal.scopes, PROFILE_SCOPE)) throw Forbidden();
      return [];
    case "staff":
      if (principal.kind !== "user" || !isStaff(principal, access.roles)) throw Forbidden();
      return [];
    case "token":
      if (!principal.scopes?.includes(access.scope)) throw Forbidden();
      return [];
    case "project":
      return authorizeProjects(access, principal, authority, request);
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

async function authorizeProjects(
  access: Extract<Access, { kind: "project" }>,
  principal: Principal,
  authority: Authority,
  request: AccessRequest,
): Promise<readonly ProjectId[]> {
  const asked = await projectsAskedFor(access.pids, request);
  if (asked === "all") {
    const projects = authority.projectsWith(principal, access.permission);
    if (projects.length === 0) throw Forbidden();
    return projects;
  }
  const verdicts = await authority.verdicts(principal, access.permission, asked, access.staff ?? []);
  const unknown = verdicts.indexOf("unknown");
  if (unknown >= 0 || verdicts.length === 0) throw notFound(access.pids, asked[unknown]);
  if (verdicts.includes("forbidden")) throw Forbidden();
  return asked;
}

/** A thing found by its own id must not tell which project it belongs to. */
function notFound(source: PidSource, projectId: ProjectId | undefined) {
  const what = typeof source === "string" && projectId !== undefined ? formatPid(projectId) : "id";
  return NotFound({ values: { what } });
}

async function projectsAskedFor(source: PidSource, request: AccessRequest): Promise<readonly ProjectId[] | "all"> {
  if (typeof source === "object") return (await source.resolve(request.database, request.params, request.query)) ?? [];
  if (source === "params.pid") return [requirePid(String(request.params["pid"]), "pid")];
  const list = request.query["projects"];
  if (list === undefined) return "all";
  const pids = (typeof list === "string" ? list : "").split(",");
  if (pids.length > MOST_PROJECTS)
    throw TooManyProjects({ field: "projects", values: { limit: String(MOST_PROJECTS) } });
  return [...new Set(pids.map((pid) => requirePid(pid, "projects")))];
}

function requirePid(text: string, field: string): ProjectId {
  const projectId = parsePid(text);
  if (projectId === null) throw InvalidPid({ field, values: { pid: text.slice(0, 40) } });
  return projectId;
}

function mayUse(scopes: readonly string[] | null, scope: string): boolean {
  return scopes === null || scopes.includes(scope);
}
