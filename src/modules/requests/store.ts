import type { ProjectId } from "../../core/ids.ts";
import { type Instant, formatInstant } from "../../core/time.ts";
import { type Tx, numberArray, only, textArray } from "../../platform/db.ts";
import type { Request } from "./request.ts";
import type { State } from "./state.ts";

/** All SQL on request, request_counter and request_facts. */
type Reader = Pick<Tx, "query">;

/** The columns of a Request. */
export const REQUEST = `request_id as "requestId", region_code as "regionCode", number, kind, state, department,
  project_id as "projectId", requester_user_id as "requesterUserId", requester_email as "requesterEmail",
  requester_name as "requesterName", language, source, title, fields, assignee_user_id as "assigneeUserId",
  opened_at as "openedAt", changed_at as "changedAt", due_at as "dueAt", left_minutes as "leftMinutes",
  settles_at as "settlesAt", completed_at as "completedAt", closed_at as "closedAt",
  raised_at as "raisedAt", merged_into as "mergedInto", mail_token as "mailToken", version`;

export type NewRequest = Omit<
  Request,
  "requestId" | "number" | "completedAt" | "closedAt" | "raisedAt" | "mergedInto" | "version" | "changedAt"
>;

/** Takes the next number of the region's year and stores the request under it. */
export async function insertRequest(tx: Tx, request: NewRequest, year: number): Promise<Request> {
  const rows = await tx.query<Request>(
    `with next as (
       insert into request_counter as known (region_code, year, last) values ($1, $2, 1)
       on conflict (region_code, year) do update set last = known.last + 1
       returning last)
     insert into request (region_code, number, kind, state, department, project_id, requester_user_id, requester_email,
                          requester_name, language, source, title, fields, assignee_user_id, opened_at, changed_at, due_at,
                          left_minutes, settles_at, mail_token)
     select $1, 'R-' || $2::int || '-' || lpad(next.last::text, greatest(6, length(next.last::text)), '0'), $3, $4, $5, $6, $7,
            $8, $9, $10, $11, $12, $13, $14, $15, $15, $16, $17, $18, $19
       from next
     returning ${REQUEST}`,
    [
      request.regionCode,
      year,
      request.kind,
      request.state,
      request.department,
      request.projectId,
      request.requesterUserId,
      request.requesterEmail,
      request.requesterName,
      request.language,
      request.source,
      request.title,
      JSON.stringify(request.fields),
      request.assigneeUserId,
      formatInstant(request.openedAt),
      at(request.dueAt),
      request.leftMinutes,
      at(request.settlesAt),
      request.mailToken,
    ],
    "request_insert",
  );
  return only(rows);
}

export async function selectRequest(reader: Reader, requestId: bigint): Promise<Request | null> {
  const rows = await reader.query<Request>(
    `select ${REQUEST} from request where request_id = $1`,
    [requestId],
    "request_by_id",
  );
  return rows[0] ?? null;
}

/** Held until the transaction ends, so that two who act at once act one after the other. */
export async function lockRequest(tx: Tx, requestId: bigint): Promise<Request | null> {
  const rows = await tx.query<Request>(
    `select ${REQUEST} from request where request_id = $1 for update`,
    [requestId],
    "request_lock",
  );
  return rows[0] ?? null;
}

export async function selectByToken(reader: Reader, mailToken: string): Promise<Request | null> {
  const rows = await reader.query<Request>(
    `select ${REQUEST} from request where mail_token = $1`,
    [mailToken],
    "request_by_token",
  );
  return rows[0] ?? null;
}

export type Changes = Pick<
  Request,
  | "state"
  | "department"
  | "assigneeUserId"
  | "projectId"
  | "requesterUserId"
  | "dueAt"
  | "leftMinutes"
  | "settlesAt"
  | "completedAt"
  | "closedAt"
  | "raisedAt"
  | "mergedInto"
>;

/** Stores what an act made of a request; a version that is not the newest changes nothing and answers null. */
export async function updateRequest(
  tx: Tx,
  request: Pick<Request, "requestId" | "version">,
  changes: Changes,
  now: Instant,
): Promise<Request | null> {
  const rows = await tx.query<Request>(
    `update request set state = $3, assignee_user_id = $4, project_id = $5, requester_user_id = $6, due_at = $7,
            left_minutes = $8, settles_at = $9, completed_at = $10, closed_at = $11, changed_at = $12,
            department = $13, raised_at = $14, merged_into = $15, version = version + 1
      where request_id = $1 and version = $2
     returning ${REQUEST}`,
    [
      request.requestId,
      request.version,
      changes.state,
      changes.assigneeUserId,
      changes.projectId,
      changes.requesterUserId,
      at(changes.dueAt),
      changes.leftMinutes,
      at(changes.settlesAt),
      at(changes.completedAt),
      at(changes.closedAt),
      formatInstant(now),
      changes.department,
      at(changes.raisedAt),
      changes.mergedInto,
    ],
    "request_update",
  );
  return rows[0] ?? null;
}

/** Of these requests those that exist, with what decides who takes part in them. */
export function selectParties(
  reader: Reader,
  requestIds: readonly bigint[],
): Promise<Pick<Request, "requestId" | "projectId" | "requesterUserId">[]> {
  return reader.query(
    `select request_id as "requestId", project_id as "projectId", requester_user_id as "requesterUserId"
       from request where request_id = any($1::bigint[])`,
    [numberArray(requestIds)],
    "request_parties",
  );
}

export interface CustomerFilter {
  readonly projectId: ProjectId;
  /** Null: all of the project's; else those that this user asked. */
  readonly requesterUserId: string | null;
  readonly states: readonly State[];
  readonly before: bigint | null;
  readonly limit: number;
}

/** A project's requests, the newest first. */
export function selectOfProject(reader: Reader, filter: CustomerFilter): Promise<Request[]> {
  return reader.query<Request>(
    `select ${REQUEST} from request
      where project_id = $1 and ($2::text is null or requester_user_id = $2) and state = any($3::text[])
        and ($4::bigint is null or request_id < $4)
      order by request_id desc limit $5`,
    [filter.projectId, filter.requesterUserId, textArray(filter.states), filter.before, filter.limit],
    "requests_of_project",
  );
}

export interface OfficeFilter {
  readonly kind: string | null;
  readonly regionCode: string | null;
  readonly department: string | null;
  /** A user's; `nobody`'s; null for anybody's. */
  readonly assignee: { readonly userId: string } | "nobody" | null;
  /** A number, an e-mail or a project. */
  readonly number: string | null;
  readonly email: string | null;
  readonly projectId: ProjectId | null;
  /** Of the title, of who asked, or of what was said. */
  readonly words: string | null;
  readonly limit: number;
}

/** Where a page of a queue begins: behind this deadline. */
export interface QueuePlace {
  readonly dueAt: Instant;
  readonly requestId: bigint;
}

/** Cases with the words $9, of each place the newest: a word that stands everywhere is no search. */
const FOUND = `(select request_id from request
     where to_tsvector('russian', title || ' ' || requester_name) @@ websearch_to_tsquery('russian', $9)
     order by request_id desc limit 2000)
  union all
  (select request_id from request_message where to_tsvector('russian', text) @@ websearch_to_tsquery('russian', $9)
     order by message_id desc limit 5000)`;

const MATCHES = `($1::text is null or kind = $1) and ($2::text is null or region_code = $2)
  and ($3::text is null or department = $3)
  and ($4::text is null or assignee_user_id = $4) and (not $5::boolean or assignee_user_id is null)
  and ($6::text is null or number = $6) and ($7::text is null or requester_email = $7)
  and ($8::bigint is null or project_id = $8)`;

const ANY_WORDS = "$9::text is null";
const THESE_WORDS = `request_id = any (array(${FOUND}))`;

function matchValues(filter: OfficeFilter) {
  const { kind, regionCode, department, assignee, number, email, projectId, words } = filter;
  const userId = assignee === null || assignee === "nobody" ? null : assignee.userId;
  return [kind, regionCode, department, userId, assignee === "nobody", number, email, projectId, words];
}

/** What the provider has to do, the most urgent first: breaches lead. With `dueBefore` breaches only. */
export function selectQueue(
  reader: Reader,
  filter: OfficeFilter,
  dueBefore: Instant | null,
  after: QueuePlace | null,
): Promise<Request[]> {
  return reader.query<Request>(
    `select ${REQUEST} from request
      where due_at is not null and ${MATCHES} and ${filter.words === null ? ANY_WORDS : THESE_WORDS}
        and ($10::timestamptz is null or due_at < $10)
        and ($11::timestamptz is null or (due_at, request_id) > ($11, $12::bigint))
      order by due_at, request_id limit $13`,
    [...matchValues(filter), at(dueBefore), at(after?.dueAt ?? null), after?.requestId ?? null, filter.limit],
  );
}

/** What the provider has to do in all queues, the most urgent first. */
export function selectOverall(reader: Reader, limit: number): Promise<Request[]> {
  return reader.query<Request>(
    `select ${REQUEST} from request where due_at is not null order by due_at, request_id limit $1`,
    [limit],
  );
}

/** Each region may have one of a number. */
export function selectByNumber(reader: Reader, number: string): Promise<Request[]> {
  return reader.query<Request>(`select ${REQUEST} from request where number = $1 order by region_code`, [number]);
}

/** Requests in these states, the newest first. */
export function selectByState(
  reader: Reader,
  filter: OfficeFilter,
  states: readonly State[],
  before: bigint | null,
): Promise<Request[]> {
  return reader.query<Request>(
    `select ${REQUEST} from request
      where state = any($10::text[]) and ${MATCHES} and ${filter.words === null ? ANY_WORDS : THESE_WORDS} and ($11::bigint is null or request_id < $11)
      order by request_id desc limit $12`,
    [...matchValues(filter), textArray(states), before, filter.limit],
  );
}

/**
 * What waits for one member of staff: given to them, or to nobody in their departments, and for whom all departments'
 * breaches are raised those as well; the most urgent first.
 */
export function selectMyWork(
  reader: Reader,
  mine: { readonly userId: string; readonly departments: readonly string[]; readonly raised: boolean },
  after: QueuePlace | null,
  limit: number,
): Promise<Request[]> {
  return reader.query<Request>(
    `select ${REQUEST} from request
      where due_at is not null
        and (assignee_user_id = $1 or (assignee_user_id is null and department = any($2::text[]))
             or ($6::boolean and raised_at is not null))
        and ($3::timestamptz is null or (due_at, request_id) > ($3, $4::bigint))
      order by due_at, request_id limit $5`,
    [mine.userId, textArray(mine.departments), at(after?.dueAt ?? null), after?.requestId ?? null, limit, mine.raised],
    "requests_my_work",
  );
}

/** Locks and answers requests that close by themselves by now, the earliest first. */
export function lockSettling(tx: Tx, now: Instant, limit: number): Promise<Request[]> {
  return tx.query<Request>(
    `select ${REQUEST} from request where settles_at <= $1 order by settles_at limit $2 for update skip locked`,
    [formatInstant(now), limit],
    "requests_settling",
  );
}

export async function countSettling(reader: Reader, now: Instant): Promise<number> {
  const rows = await reader.query<{ n: bigint }>("select count(*) as n from request where settles_at <= $1", [
    formatInstant(now),
  ]);
  return Number(only(rows).n);
}

export async function insertFacts(tx: Tx, requestId: bigint, facts: object, takenAt: Instant): Promise<void> {
  await tx.execute("insert into request_facts (request_id, taken_at, facts) values ($1, $2, $3)", [
    requestId,
    formatInstant(takenAt),
    JSON.stringify(facts),
  ]);
}

export async function selectFacts<F>(
  reader: Reader,
  requestId: bigint,
): Promise<{ readonly takenAt: Instant; readonly facts: F } | null> {
  const rows = await reader.query<{ takenAt: Instant; facts: F }>(
    'select taken_at as "takenAt", facts from request_facts where request_id = $1',
    [requestId],
  );
  return rows[0] ?? null;
}

function at(value: Instant | null): string | null {
  return value === null ? null : formatInstant(value);
}
