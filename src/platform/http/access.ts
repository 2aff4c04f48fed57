import { Forbidden, type Language, NotFound, Unauthenticated, refusal } from "../../core/errors.ts";
import { type ProjectId, formatPid, parsePid } from "../../core/ids.ts";
import { type Subject, type SubjectKind, subjectKey, subjectsOf } from "../../core/subject.ts";
import { type Instant } from "../../core/time.ts";
import { type Database, type Tx } from "../db.ts";

export const ProofNeeded = refusal(
  "proof_needed",
  401,
  "Подтвердите, что это вы: паролем или кодом",
  "Show that it is you, by your password or a code",
);

export const VisitOver = refusal(
  "visit_over",
  403,
  "Просмотр от имени клиента закончен",
  "Looking as the customer is over",
);
export const VisitReadsOnly = refusal(
  "visit_reads_only",
  403,
  "От имени клиента можно только смотреть",
  "As the customer one only looks",
);

/** The provider's own people. The check of app_user.staff_role holds the same list (a test compares them). */
export const STAFF_ROLES = ["document_clerk", "accountant", "support", "partner_manager", "operator"] as const;
export type StaffRole = (typeof STAFF_ROLES)[number];
/** Who answers customers' questions on what they were charged and which papers they got. */
export const ANSWERING_STAFF = ["document_clerk", "accountant", "support"] as const satisfies readonly StaffRole[];

/**
 * Who sends the request. `scopes` is null for a session in the browser (the person's own rights, unabridged) and a list
 * for a token, which can do only what is named there.
 */
export type Principal =
  | { readonly kind: "anonymous" }
  | {
      readonly kind: "user";
      readonly userId: string;
      /** The number by which the user is a subject. */
      readonly userNo: bigint;
      readonly email: string;
      readonly name: string;
      readonly language: Language;
      readonly staffRole: StaffRole | null;
      /** The role in each of the user's projects (REG-04). */
      readonly roles: ReadonlyMap<ProjectId, string>;
      /** Of these projects those that are deleted: they are read only (REG-08). */
      readonly deleted?: ReadonlySet<ProjectId>;
      /** A token that stands for the user in one project only: it opens nothing of an account, a payer or a partner. */
      readonly onlyProject?: ProjectId;
      readonly scopes: readonly string[] | null;
      /** The session of a browser; nothing of a token. */
      readonly sessionId?: string;
      /** A member of staff who looks at the platform as this user, and may change nothing (AUD-02). */
      readonly visit?: Visit;
      /** Staff who have to switch a second factor on before they may do anything as such. */
      readonly lacksFactor?: boolean;
    }
  | {
      readonly kind: "project";
      readonly tokenId: bigint;
      readonly projectId: ProjectId;
      readonly scopes: readonly string[];
    }
  | { readonly kind: "service"; readonly tokenId: bigint; readonly scopes: readonly string[] };

/** Staff in a customer's place: who it is, why and until when. */
export interface Visit {
  readonly visitId: bigint;
  readonly staffUserId: string;
  readonly reason: string;
  readonly endsAt: Instant;
}

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

/** A thing that belongs to a payer, and the projects whose members may have it as well: those of all of them; none: nobody. */
export interface Paper {
  /** Null: nobody's, the projects' members have it. */
  readonly payerId: bigint | null;
  readonly projectIds: readonly ProjectId[];
}

/** Finds the papers that a request names, as a Resolver does; null or none means 404. */
export interface PaperResolver {
  papers(
    lookup: Lookup,
    params: Readonly<Record<string, unknown>>,
    query: Readonly<Record<string, unknown>>,
  ): Promise<readonly Paper[] | null>;
}

/** Where a request names its subjects: by PID in the path or in the query, by an id in the path, or by a thing of theirs. */
export type SubjectSource<K extends SubjectKind = SubjectKind> =
  | Resolver
  | (K extends "project" ? "params.pid" | "query.projects" : `params.${string}`)
  | (K extends "payer" ? PaperResolver | "query.projects" : never);

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
 *   without the permission 403. Papers belong to a payer: they are for who holds the permission there, else in all the
 *   projects that open them; `query.projects` then names projects to look in, and brings all payers of one's own along.
 * - public: everyone; with `cookies: "ignored"` nobody is anybody there: what comes from people may not meet their sessions.
 * - token: only an API token that carries the scope (metering, control plane), never a browser session.
 */
export type Access =
  | { readonly kind: "public"; readonly cookies?: "ignored" }
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
  /** The number of the visit in which a browser of staff asks. */
  readonly visit?: string | undefined;
  readonly now: Instant;
}

/** Answers who someone is and what they may do with a subject; implemented by the tenancy module. */
export interface Authority {
  /**
   * Anonymous when there are no credentials or they are wrong, expired, revoked or those of a blocked user. Refuses VisitOver
   * where a visit is named that does not go on in this browser.
   */
  authenticate(credentials: Credentials): Promise<Principal>;
  /** One verdict for each id, in their order. */
  verdicts(principal: Principal, question: Question): Promise<readonly Verdict[]>;
  /** The projects in which the principal holds the permission, for `query.projects` left out. */
  projectsWith(principal: Principal, permission: string): readonly ProjectId[];
  /** The payers in which the principal holds the permission. */
  payersWith(principal: Principal, permission: string): Promise<readonly bigint[]>;
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

/** The token that came has not what this needs; where nobody's token came, that one is needed. */
export const ScopeMissing = refusal(
  "scope_missing",
  403,
  "Нужен токен с правом {scope}",
  "A token with the scope {scope} is needed",
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
  /** Told before Forbidden: the subjects asked for in which the principal is somebody, though without the right. */
  readonly onForbidden?: (subjects: readonly Subject[]) => void;
}

/**
 * Lets the request pass or refuses it (401, 403, 404), and answers the subjects it may touch: those asked for; with
 * `query.projects` left out all projects in which the principal holds the permission; of a route for everyone signed in
 * all of the user's and the user. Runs before the body is read.
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
      if (!mayUse(principal.scopes, PROFILE_SCOPE)) throw scopeMissing(PROFILE_SCOPE);
      if (principal.kind !== "user") throw Forbidden();
      return [
        ...subjectsOf("project", principal.roles.keys()),
        ...subjectsOf("user", principal.onlyProject === undefined ? [principal.userNo] : []),
      ];
    case "staff":
      if (!mayUse(principal.scopes, STAFF_SCOPE)) throw scopeMissing(STAFF_SCOPE);
      if (!isStaff(principal, access.roles)) throw Forbidden();
      return [];
    case "token":
      if (!principal.scopes?.includes(access.scope)) throw scopeMissing(access.scope);
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
      return `user:${principal.visit?.staffUserId ?? principal.userId}`;
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
  const { from, permission, staff = [] } = access;
  if (typeof from === "object" && "papers" in from) return authorizePapers(access, from, principal, authority, request);
  const ids = await idsAskedFor(from, request);
  const payers =
    access.of === "payer" && from === "query.projects" ? await authority.payersWith(principal, permission) : [];
  const own = subjectsOf("payer", payers);
  if (ids === "all") {
    const projects = authority.projectsWith(principal, permission);
    if (projects.length + own.length === 0) throw forbidden(principal, permission);
    return [...subjectsOf("project", projects), ...own];
  }
  const of = from === "query.projects" ? "project" : access.of;
  const verdicts = await authority.verdicts(principal, { of, ids, permission, staff });
  const unknown = verdicts.indexOf("unknown");
  if (unknown >= 0 || verdicts.length === 0) throw notFound(access, ids[unknown]);
  if (verdicts.includes("forbidden")) {
    request.onForbidden?.(subjectsOf(of, ids));
    throw forbidden(principal, permission);
  }
  return [...subjectsOf(of, ids), ...own];
}

/** Each paper by its payer, else by all of its projects; one that is neither's turns the request away. */
async function authorizePapers(
  access: MemberAccess,
  from: PaperResolver,
  principal: Principal,
  authority: Authority,
  { database, params, query }: AccessRequest,
): Promise<readonly Subject[]> {
  const { permission, staff = [] } = access;
  const papers = (await from.papers(fewLookups(database), params, query)) ?? [];
  const verdictsOf = async (of: "payer" | "project", ids: ReadonlySet<bigint>, by: readonly StaffRole[]) => {
    const list = [...ids];
    const verdicts = await authority.verdicts(principal, { of, ids: list, permission, staff: by });
    return new Map(list.map((id, place) => [id, verdicts[place]]));
  };
  const payers = await verdictsOf("payer", new Set(papers.flatMap(({ payerId }) => payerId ?? [])), staff);
  const projects = await verdictsOf("project", new Set(papers.flatMap(({ projectIds }) => projectIds)), staff);
  const subjects: Subject[] = [];
  for (const { payerId, projectIds } of papers) {
    const byPayer = payerId === null ? "unknown" : payers.get(payerId);
    const byProject = projectIds.length === 0 ? ["unknown"] : projectIds.map((id) => projects.get(id));
    if (byPayer === "granted" && payerId !== null) subjects.push({ kind: "payer", id: payerId });
    else if (byProject.every((verdict) => verdict === "granted")) subjects.push(...subjectsOf("project", projectIds));
    else if (byPayer === "forbidden" || !byProject.includes("unknown")) throw forbidden(principal, permission);
    else throw notFound(access, undefined);
  }
  if (subjects.length === 0) throw notFound(access, undefined);
  return [...new Map(subjects.map((subject) => [subjectKey(subject), subject])).values()];
}

/** Why a known caller may not: its token is too narrow, or the role is. */
function forbidden(principal: Principal, permission: string) {
  const narrow = principal.kind !== "anonymous" && !mayUse(principal.scopes, permission);
  return narrow ? scopeMissing(permission) : Forbidden();
}

function scopeMissing(scope: string) {
  return ScopeMissing({ values: { scope } });
}

/** A thing found by its own id must not tell to whom it belongs. */
function notFound({ of, from }: MemberAccess, id: bigint | undefined) {
  const named = (of === "project" || from === "query.projects") && typeof from === "string" && id !== undefined;
  return NotFound({ values: { what: named ? formatPid(id) : "id" } });
}

async function idsAskedFor(
  from: Exclude<SubjectSource, PaperResolver>,
  request: AccessRequest,
): Promise<readonly bigint[] | "all"> {
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
