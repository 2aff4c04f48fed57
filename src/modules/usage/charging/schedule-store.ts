import type { ProjectId } from "../../../core/ids.ts";
import type { Minor } from "../../../core/money.ts";
import { type Instant, type LocalDate, type Zone, formatInstant } from "../../../core/time.ts";
import { type Tx, instantArray, numberArray, textArray } from "../../../platform/db.ts";

/** When projects are looked at again, and which of their past days are to be charged anew: project_accrual, accrual_dirty. */

export interface AccrualRow {
  readonly projectId: ProjectId;
  readonly regionCode: string;
  readonly openDay: LocalDate;
  readonly dueAt: Instant;
}

const ACCRUAL_COLUMNS = `project_id as "projectId", region_code as "regionCode", open_day as "openDay", due_at as "dueAt"`;

/**
 * Takes projects that are due, soonest first; other workers skip them until this transaction ends. Of one region or one
 * project, if it is given, and not one of `but`; one whose charging failed is left alone until it is to be tried again.
 */
export function takeDue(
  tx: Tx,
  now: Instant,
  limit: number,
  of: {
    readonly regionCode?: string | undefined;
    readonly projectId?: ProjectId | undefined;
    readonly but?: readonly ProjectId[];
  },
): Promise<AccrualRow[]> {
  return tx.query<AccrualRow>(
    `select ${ACCRUAL_COLUMNS} from project_accrual a
      where a.due_at <= $1 and ($3::text is null or a.region_code = $3) and ($4::bigint is null or a.project_id = $4)
        and a.project_id <> all($5::bigint[])
        and not exists (select from accrual_failure f where f.project_id = a.project_id and f.retry_at > $1)
      order by a.due_at, a.project_id limit $2 for update skip locked`,
    [formatInstant(now), limit, of.regionCode ?? null, of.projectId ?? null, numberArray(of.but ?? [])],
    "accrual_take",
  );
}

/** Those of some projects that are due, as takeDue would take them, but not taken. */
export async function selectDueAmong(
  tx: Pick<Tx, "query">,
  now: Instant,
  projectIds: readonly ProjectId[],
  regionCode: string | undefined,
): Promise<ProjectId[]> {
  const rows = await tx.query<{ projectId: ProjectId }>(
    `select project_id as "projectId" from project_accrual a
      where due_at <= $1 and project_id = any($2::bigint[]) and ($3::text is null or region_code = $3)
        and not exists (select from accrual_failure f where f.project_id = a.project_id and f.retry_at > $1)
      order by due_at, project_id`,
    [formatInstant(now), numberArray(projectIds), regionCode ?? null],
  );
  return rows.map((row) => row.projectId);
}

/** Holds the project that is due first, waiting for whoever has it. */
export async function holdOneDue(tx: Tx, now: Instant): Promise<void> {
  await tx.execute(
    `select from project_accrual a
      where due_at <= $1
        and not exists (select from accrual_failure f where f.project_id = a.project_id and f.retry_at > $1)
      order by due_at, project_id limit 1 for update of a`,
    [formatInstant(now)],
    "accrual_hold_one",
  );
}

export async function forgetFailures(tx: Tx, projectIds: readonly ProjectId[]): Promise<void> {
  await tx.execute(
    "delete from accrual_failure where project_id = any($1::bigint[])",
    [numberArray(projectIds)],
    "accrual_forget",
  );
}

/** Wakes projects at the day of what happened to them, making the accruals of those that never used anything. */
export async function wakeAt(
  tx: Tx,
  projects: readonly { readonly projectId: ProjectId; readonly since: Instant }[],
  now: Instant,
): Promise<void> {
  await tx.execute(
    `insert into project_accrual as a (project_id, region_code, open_day, due_at)
     select n.project_id, p.region_code, (n.since at time zone r.time_zone)::date, $3
       from unnest($1::bigint[], $2::timestamptz[]) n(project_id, since)
       join project p using (project_id) join region r using (region_code) order by n.project_id
     on conflict (project_id) do update
       set open_day = case when a.due_at = 'infinity' then greatest(a.open_day, excluded.open_day) else a.open_day end,
           due_at = excluded.due_at
       where a.due_at > excluded.due_at`,
    [
      numberArray(projects.map((one) => one.projectId)),
      instantArray(projects.map((one) => one.since)),
      formatInstant(now),
    ],
    "accrual_wake",
  );
}

/** Live projects under a minimum commitment that reaches beyond what is charged of them, while nothing wakes them; from when on. */
export function selectCommitted(
  tx: Pick<Tx, "query">,
  now: Instant,
  limit: number,
): Promise<{ readonly projectId: ProjectId; readonly since: Instant }[]> {
  return tx.query(
    `select p.project_id as "projectId", min(greatest(s.starts_at, e.starts_at, p.created_at)) as since
       from effective_price e join project_price_scope s using (scope_id) join project p using (project_id)
       join region r using (region_code) left join project_accrual a using (project_id)
      where e.model = 'committed' and p.status = 'active' and greatest(s.starts_at, e.starts_at, p.created_at) <= $1
        and least(s.ends_at, e.ends_at) > greatest(s.starts_at, e.starts_at, p.created_at)
        and (a.project_id is null
             or a.due_at = 'infinity' and least(s.ends_at, e.ends_at) > a.open_day::timestamp at time zone r.time_zone)
      group by p.project_id order by p.project_id limit $2`,
    [formatInstant(now), limit],
    "accrual_committed",
  );
}

/** An accrual with what its region makes of its days. */
type RegionAccrual = AccrualRow & { readonly timeZone: Zone; readonly bonusGroup: string | null };

export function selectAccruals(tx: Pick<Tx, "query">, projectIds: readonly ProjectId[]): Promise<RegionAccrual[]> {
  return tx.query<RegionAccrual>(
    `select ${ACCRUAL_COLUMNS}, time_zone as "timeZone", bonus_group as "bonusGroup" from project_accrual join region using (region_code)
      where project_id = any($1::bigint[])`,
    [numberArray(projectIds)],
    "accrual_select",
  );
}

/**
 * Projects that nothing is to be charged for after a day: no gauge runs on, no usage of a later day is rated, no minimum
 * commitment waits for its month's end, the day itself is not to be looked at again. They sleep until an event wakes them.
 */
export async function selectIdle(
  tx: Tx,
  day: { readonly day: LocalDate; readonly toMinute: number },
  projectIds: readonly ProjectId[],
): Promise<ProjectId[]> {
  if (projectIds.length === 0) return [];
  const rows = await tx.query<{ projectId: ProjectId }>(
    `select p.project_id as "projectId" from unnest($1::bigint[]) p(project_id)
      where not exists (select 1 from gauge_interval g
                         where g.project_id = p.project_id and g.to_minute > $2 and g.quantity > 0)
        and not exists (select 1 from usage_quantity q where q.project_id = p.project_id and q.day > $3)
        and not exists (select 1 from accrual_dirty d where d.project_id = p.project_id and d.day = $3)
        and not exists (select 1 from project_price_scope s
                          join effective_price e on e.scope_id = s.scope_id and e.model = 'committed'
                         where s.project_id = p.project_id and s.ends_at > to_timestamp($2::int * 60.0)
                           and e.ends_at > to_timestamp($2::int * 60.0))`,
    [numberArray(projectIds), day.toMinute, day.day],
    "accrual_idle",
  );
  return rows.map((row) => row.projectId);
}

export interface AwakeProject {
  readonly projectId: ProjectId;
  readonly regionCode: string;
  /** What the payment account will hold at the end of the open day, as far as is known; 0 when it passes zero before. */
  readonly slackMinor: Minor;
}

/** Projects that use something, by number, after one. */
export function selectAwake(reader: Pick<Tx, "query">, after: ProjectId, limit: number): Promise<AwakeProject[]> {
  return reader.query(
    `select project_id as "projectId", region_code as "regionCode", slack_minor as "slackMinor" from project_accrual
      where project_id > $1 and due_at < 'infinity' order by project_id limit $2`,
    [after, limit],
    "accrual_awake",
  );
}

export interface AccrualUpdate {
  readonly projectId: ProjectId;
  readonly openDay: LocalDate;
  readonly dueAt: Instant;
  /** What the open day may cost more by dueAt before the payment account is below zero; 0: any usage wakes the project. */
  readonly slackMinor: Minor;
}

export async function updateAccruals(tx: Tx, updates: readonly AccrualUpdate[]): Promise<void> {
  if (updates.length === 0) return;
  await tx.execute(
    `update project_accrual a set open_day = n.open_day, due_at = n.due_at, slack_minor = n.slack_minor
       from unnest($1::bigint[], $2::date[], $3::timestamptz[], $4::bigint[]) n(project_id, open_day, due_at, slack_minor)
      where a.project_id = n.project_id`,
    [
      numberArray(updates.map((update) => update.projectId)),
      textArray(updates.map((update) => update.openDay)),
      instantArray(updates.map((update) => update.dueAt)),
      numberArray(updates.map((update) => update.slackMinor)),
    ],
    "accrual_update",
  );
}

/** Takes days that must be charged anew from the list. */
export async function takeLateDays(tx: Tx, days: readonly ProjectDay[]): Promise<void> {
  await tx.execute(
    `delete from accrual_dirty d using unnest($1::bigint[], $2::date[]) n(project_id, day)
      where d.project_id = n.project_id and d.day = n.day`,
    [numberArray(days.map((one) => one.projectId)), textArray(days.map((one) => one.day))],
    "dirty_take",
  );
}

/**
 * About how many grains days of projects have: the project's gauges, whenever they ran, and the quantities of the day. Counted
 * to `most` at most.
 */
export function countGrains(
  tx: Tx,
  days: readonly ProjectDay[],
  most: number,
): Promise<(ProjectDay & { readonly grains: bigint })[]> {
  return tx.query(
    `with gauges as (
       select p.project_id, (select count(*) from (select from gauge_interval g where g.project_id = p.project_id limit $3) x) as n
         from (select distinct id as project_id from unnest($1::bigint[]) id) p
     )
     select d.project_id as "projectId", d.day,
            g.n + (select count(*) from (select from usage_quantity q where q.project_id = d.project_id and q.day = d.day limit $3) x) as grains
       from unnest($1::bigint[], $2::date[]) d(project_id, day) join gauges g using (project_id)`,
    [numberArray(days.map((one) => one.projectId)), textArray(days.map((one) => one.day)), most],
    "dirty_measure",
  );
}

/** A day that is open still is charged anew when it is over: a bonus that came back or expired in it may pay for more. */
export async function lookAgain(tx: Tx, projectIds: readonly ProjectId[], day: LocalDate): Promise<void> {
  await tx.execute(
    "insert into accrual_dirty (project_id, day) select distinct id, $2::date from unnest($1::bigint[]) id on conflict do nothing",
    [numberArray(projectIds), day],
  );
}

/** The days before the open one that must be charged anew, by project and day. */
export function selectLateDays(tx: Pick<Tx, "query">, projectIds: readonly ProjectId[]): Promise<ProjectDay[]> {
  return tx.query<ProjectDay>(
    `select d.project_id as "projectId", d.day from accrual_dirty d join project_accrual a using (project_id)
      where d.project_id = any($1::bigint[]) and d.day < a.open_day order by d.project_id, d.day`,
    [numberArray(projectIds)],
    "dirty_select",
  );
}

/** The same, the projects of each day. */
export async function selectDirtyDays(
  tx: Pick<Tx, "query">,
  projectIds: readonly ProjectId[],
): Promise<Map<LocalDate, ProjectId[]>> {
  return byDay(await selectLateDays(tx, projectIds));
}

export interface ProjectDay {
  readonly projectId: ProjectId;
  readonly day: LocalDate;
}

/** The projects of each day, days in order. */
export function byDay(rows: readonly ProjectDay[]): Map<LocalDate, ProjectId[]> {
  const days = [...Map.groupBy(rows, (row) => row.day)].sort(([a], [b]) => (a < b ? -1 : 1));
  return new Map(days.map(([day, own]) => [day, own.map((row) => row.projectId)]));
}
