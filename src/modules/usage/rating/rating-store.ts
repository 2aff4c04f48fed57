import type { ProjectId } from "../../../core/ids.ts";
import { type Instant, type LocalDate, formatInstant } from "../../../core/time.ts";
import { type Tx, inOrder, numberArray, only, textArray } from "../../../platform/db.ts";
import { holdLock } from "../../../platform/locks.ts";
import { BOUND, daysBehind } from "./bound-sql.ts";

/** Waits for the rater and for charges of these projects (null: of all) that are under way, and keeps new ones out. */
export async function holdCharging(tx: Tx, projectIds: readonly ProjectId[] | null): Promise<void> {
  await holdLock(tx, "rating");
  await tx.execute(
    `select from project_accrual where $1::bigint[] is null or project_id = any($1::bigint[])
      order by project_id for update`,
    [projectIds === null ? null : numberArray(projectIds)],
  );
}

export async function takeBatches(tx: Tx, limit: number): Promise<bigint[]> {
  const rows = await tx.query<{ batchId: bigint }>(
    `select batch_id as "batchId" from usage_batch where rated_at is null order by batch_id limit $1`,
    [limit],
    "rating_take",
  );
  return rows.map((row) => row.batchId);
}

export async function markRated(tx: Tx, batches: readonly bigint[], at: Instant): Promise<void> {
  const these = theseBatches(batches);
  await tx.execute(
    `update usage_batch set rated_at = $2 where batch_id ${batches.length === 1 ? ONE : ANY}`,
    [these.value, formatInstant(at)],
    these.nameOf("rating_rated"),
  );
}

/** What the batches hold. */
export interface Touched {
  readonly gauges: boolean;
  readonly quantities: boolean;
  /** Some event replaces another, in the batches or before them. */
  readonly corrections: boolean;
}

/**
 * What a rater keeps of its batches while its transaction lasts, so that their events are read once: `rated_sum` the grains
 * of quantities, for addQuantities; `rated_touch` each (project, SKU, day) with the minutes of its first and last event,
 * their number and the sum of their quantities.
 */
const SUMS = `
create temp table if not exists rated_sum (
  project_id bigint, day date, resource_id uuid, sku_id int, quantity numeric, events bigint
) on commit delete rows;
create temp table if not exists rated_touch (
  project_id bigint, region_code text, sku_id int, day date, quantity numeric, events bigint, first_minute int, minute int
) on commit delete rows`;

/** Sums the batches' events up, once, for the statements after it. Null when the batches hold no events. */
export async function sumUp(tx: Tx, batches: readonly bigint[]): Promise<Touched | null> {
  const these = theseBatches(batches);
  const [, rows] = await inOrder([
    () => tx.execute(SUMS),
    () =>
      tx.query<{ [field in keyof Touched]: Touched[field] | null }>(
        `with summed as materialized (
           select project_id, day, resource_id, sku_id, sum(quantity) as quantity, count(*) as events,
                  minute_of(min(occurred_at)) as first_minute, minute_of(max(occurred_at)) as minute
             from usage_event where batch_id ${batches.length === 1 ? ONE : ANY}
            group by project_id, day, resource_id, sku_id
         ), kept as (
           insert into rated_sum select project_id, day, resource_id, sku_id, quantity, events from summed e where ${OF_QUANTITIES}
         ), touched as (
           insert into rated_touch
           select t.project_id, p.region_code, t.sku_id, t.day, t.quantity, t.events, t.first_minute, t.minute
             from (select project_id, sku_id, day, sum(quantity) as quantity, sum(events) as events,
                          min(first_minute) as first_minute, max(minute) as minute
                     from summed group by project_id, sku_id, day) t
             join project p using (project_id)
           returning sku_id
         )
         select bool_or(m.kind = 'gauge') as gauges, bool_or(m.kind = 'quantity') as quantities, ${ANY_CORRECTION} as corrections
           from (select distinct sku_id from touched) t join sku k using (sku_id) join meter m using (meter_code)`,
        [these.value],
        these.nameOf("rating_sums"),
      ),
  ]);
  const row = only(rows);
  return row.gauges === null ? null : (row as Touched);
}

/** In the order of their index: a planner without statistics would look through all events. */
const ANY_CORRECTION = `exists (
  select from (select 1 from usage_event where supersedes is not null order by source_id, supersedes limit 1) first)`;

const FEW = 20;

const ONE = "= $1";
const ANY = "= any($1::bigint[])";

/**
 * Batches as a statement's first parameter, for the condition ONE or ANY, and the statement's name. Few batches: the statement is planned once per
 * connection; one, as nearly always, by equality, as the planner guesses ten members of any array and plans anew each time.
 * Many: planned for what they are, which is worth it then.
 */
function theseBatches(batches: readonly bigint[]) {
  const one = batches.length === 1;
  return {
    value: one ? batches[0] : numberArray(batches),
    nameOf: (name: string) => (one ? `${name}_of_one` : nameOf(name, batches)),
  };
}

/** Of statements that do not name the batches themselves. */
function nameOf(name: string, batches: readonly unknown[]): string | undefined {
  return batches.length <= FEW ? name : undefined;
}

/** A local day of a region. */
export interface RegionDay {
  readonly regionCode: string;
  readonly day: LocalDate;
}

/** The days that were touched, by region: for the day bounds of price changes and late usage. */
export function selectDays(tx: Tx): Promise<RegionDay[]> {
  return tx.query(`select distinct region_code as "regionCode", day from rated_touch`);
}

/**
 * Resources and SKUs that a corrected event touches: an event of the batches that replaces another, one that is
 * replaced already, and the key of the event it replaces. Their usage is rebuilt whole from the events.
 */
export function selectCorrected(tx: Tx, batches: readonly bigint[]): Promise<UsageKey[]> {
  return tx.query<UsageKey>(
    `with batch as (select * from usage_event where batch_id = any($1::bigint[]))
     select project_id as "projectId", resource_id as "resourceId", sku_id as "skuId" from batch where supersedes is not null
     union
     select o.project_id, o.resource_id, o.sku_id
       from batch b join usage_event o on o.source_id = b.source_id and o.event_id = b.supersedes and o.project_id = b.project_id
     union
     select b.project_id, b.resource_id, b.sku_id
       from batch b join usage_event s on s.source_id = b.source_id and s.supersedes = b.event_id and s.project_id = b.project_id`,
    [numberArray(batches)],
  );
}

export interface UsageKey {
  readonly projectId: ProjectId;
  readonly resourceId: string;
  readonly skuId: number;
}

function keyArrays(keys: readonly UsageKey[]): unknown[] {
  return [
    numberArray(keys.map((key) => key.projectId)),
    textArray(keys.map((key) => key.resourceId)),
    numberArray(keys.map((key) => key.skuId)),
  ];
}

/**
 * The minute since which the price and the contract that hold at an event have held, when it began inside the event's day,
 * else 0: usage before and after a change of either is kept apart (PRC-02, REG-06).
 */
export const PRICED_FROM = `
coalesce((
  select max(edge.minute) from (
    select x.minute
      from project_price_scope s
      join effective_price p on p.scope_id = s.scope_id and p.sku_id = e.sku_id
      cross join lateral (values (minute_of(s.starts_at)), (minute_of(s.ends_at)), (minute_of(p.starts_at)), (minute_of(p.ends_at)))
        as x(minute)
     where s.project_id = e.project_id
    union all
    select x.minute
      from project_payer a join contract c using (contract_id)
      cross join lateral (values (minute_of(a.starts_at)), (minute_of(a.ends_at)), (minute_of(c.starts_at)), (minute_of(c.ends_at)))
        as x(minute)
     where a.project_id = e.project_id) edge
   where edge.minute > b.from_minute and edge.minute <= minute_of(e.occurred_at)), 0)`;

/** Not replaced by another event of its project and sender, and the last of those that replace the same one. */
export const LIVE = `
not exists (select 1 from usage_event s
             where s.source_id = e.source_id and s.supersedes = e.event_id and s.project_id = e.project_id)
and (e.supersedes is null or not exists (
  select 1 from usage_event s
   where s.source_id = e.source_id and s.supersedes = e.supersedes and s.project_id = e.project_id and s.event_id > e.event_id))`;

/** What prices and contracts do strictly inside the days that were touched. */
export interface PriceEdges {
  /** A price of one of the projects' lists begins or ends: any of the projects may be concerned. */
  readonly prices: boolean;
  /** Projects that change their list or their contract. */
  readonly projects: readonly ProjectId[];
}

export async function selectEdges(tx: Tx, bounds: readonly DayBounds[]): Promise<PriceEdges> {
  const { prices, projects } = only(
    await tx.query<{ prices: boolean; projects: string[] }>(
      `with day as (
         select to_timestamp(f * 60.0) as starts, to_timestamp(t * 60.0) as ends from unnest($1::int[], $2::int[]) d(f, t)
       ), scope as (
         select s.project_id, s.scope_id, s.starts_at, s.ends_at
           from (select distinct project_id from rated_touch) t join project_price_scope s using (project_id)
       )
       select exists (
                select 1 from effective_price p, day d
                 where p.scope_id in (select scope_id from scope)
                   and (p.starts_at > d.starts and p.starts_at < d.ends or p.ends_at > d.starts and p.ends_at < d.ends)) as prices,
              array(
                select s.project_id from scope s, day d
                 where s.starts_at > d.starts and s.starts_at < d.ends or s.ends_at > d.starts and s.ends_at < d.ends
                union
                select a.project_id
                  from (select distinct project_id from rated_touch) t join project_payer a using (project_id)
                  join contract c using (contract_id)
                  cross join lateral (values (a.starts_at), (a.ends_at), (c.starts_at), (c.ends_at)) x(at)
                  join day d on x.at > d.starts and x.at < d.ends) as projects`,
      [numberArray(bounds.map((bound) => bound.fromMinute)), numberArray(bounds.map((bound) => bound.toMinute))],
    ),
  );
  return { prices, projects: projects.map(BigInt) };
}

export interface DayBounds extends RegionDay {
  readonly fromMinute: number;
  readonly toMinute: number;
}

/** Which events of the batches a statement is about: not those of keys that are rebuilt, of some projects or of all but some. */
export interface Slice {
  readonly corrected: readonly UsageKey[];
  readonly projects?: { readonly ids: readonly ProjectId[]; readonly among: boolean };
}

/** The condition of a slice on the events `e`; appends its values. */
function sliceCondition({ corrected, projects }: Slice, values: unknown[]): string {
  let condition = "";
  if (corrected.length > 0) {
    const base = values.push(...keyArrays(corrected)) - 2;
    condition += ` and (e.project_id, e.resource_id, e.sku_id) not in (
      select * from unnest($${base}::bigint[], $${base + 1}::uuid[], $${base + 2}::int[]))`;
  }
  if (projects) {
    const place = values.push(numberArray(projects.ids));
    condition += projects.among
      ? ` and e.project_id = any($${place}::bigint[])`
      : ` and not e.project_id = any($${place}::bigint[])`;
  }
  return condition;
}

/** Adds the quantities that sumUp summed to their grains. */
export async function addQuantities(tx: Tx, slice: Slice): Promise<void> {
  const values: unknown[] = [];
  const condition = sliceCondition(slice, values);
  await tx.execute(
    `insert into usage_quantity as q (project_id, day, resource_id, sku_id, priced_from, quantity, event_count)
     select e.project_id, e.day, e.resource_id, e.sku_id, 0, e.quantity, e.events
       from rated_sum e where true ${condition} ${ADDED}`,
    values,
  );
}

const OF_QUANTITIES =
  "e.sku_id in (select k.sku_id from sku k join meter m using (meter_code) where m.kind = 'quantity')";
const ADDED = `
on conflict (project_id, day, resource_id, sku_id, priced_from) do update
  set quantity = q.quantity + excluded.quantity, event_count = q.event_count + excluded.event_count`;

/** The same, kept apart by the price that held: slower, and rarely needed. */
export async function addPricedQuantities(
  tx: Tx,
  batches: readonly bigint[],
  slice: Slice,
  bounds: readonly DayBounds[],
): Promise<void> {
  const values: unknown[] = [numberArray(batches)];
  const condition = sliceCondition(slice, values);
  const base = values.push(
    textArray(bounds.map((bound) => bound.regionCode)),
    textArray(bounds.map((bound) => bound.day)),
    numberArray(bounds.map((bound) => bound.fromMinute)),
  );
  const from = `usage_event e join project pr using (project_id)
    join unnest($${base - 2}::text[], $${base - 1}::date[], $${base}::int[]) b(region_code, day, from_minute)
      on b.region_code = pr.region_code and b.day = e.day`;
  await tx.execute(
    `insert into usage_quantity as q (project_id, day, resource_id, sku_id, priced_from, quantity, event_count)
     select e.project_id, e.day, e.resource_id, e.sku_id, ${PRICED_FROM}, sum(e.quantity), count(*)
       from ${from}
      where e.batch_id = any($1::bigint[]) and ${OF_QUANTITIES} ${condition}
      group by e.project_id, e.day, e.resource_id, e.sku_id, 5 ${ADDED}`,
    values,
  );
}

/** Rebuilds the quantities of keys from all their rated events and those of the batches; replaced events do not count. */
export async function rebuildQuantities(
  tx: Tx,
  batches: readonly bigint[],
  keys: readonly UsageKey[],
  bounds: readonly DayBounds[],
): Promise<void> {
  const values = keyArrays(keys);
  await tx.execute(
    `delete from usage_quantity q using unnest($1::bigint[], $2::uuid[], $3::int[]) k(p, r, s)
      where q.project_id = k.p and q.resource_id = k.r and q.sku_id = k.s`,
    values,
  );
  await tx.execute(
    `insert into usage_quantity (project_id, day, resource_id, sku_id, priced_from, quantity, event_count)
     select e.project_id, e.day, e.resource_id, e.sku_id, ${PRICED_FROM}, sum(e.quantity), count(*)
       from unnest($1::bigint[], $2::uuid[], $3::int[]) k(p, r, s)
       join usage_event e on e.project_id = k.p and e.resource_id = k.r and e.sku_id = k.s
       join usage_batch ub on ub.batch_id = e.batch_id and (ub.rated_at is not null or ub.batch_id = any($4::bigint[]))
       join project pr on pr.project_id = e.project_id
       join unnest($5::text[], $6::date[], $7::int[]) b(region_code, day, from_minute)
         on b.region_code = pr.region_code and b.day = e.day
       join sku u on u.sku_id = e.sku_id join meter m on m.meter_code = u.meter_code and m.kind = 'quantity'
      where ${LIVE}
      group by e.project_id, e.day, e.resource_id, e.sku_id, 5`,
    [
      ...values,
      numberArray(batches),
      textArray(bounds.map((bound) => bound.regionCode)),
      textArray(bounds.map((bound) => bound.day)),
      numberArray(bounds.map((bound) => bound.fromMinute)),
    ],
  );
}

/** Every day on which the keys have events: the bounds that rebuildQuantities needs. */
export function selectKeyDays(tx: Tx, keys: readonly UsageKey[]): Promise<RegionDay[]> {
  return tx.query(
    `select distinct p.region_code as "regionCode", e.day
       from unnest($1::bigint[], $2::uuid[], $3::int[]) k(p, r, s)
       join usage_event e on e.project_id = k.p and e.resource_id = k.r and e.sku_id = k.s
       join project p on p.project_id = e.project_id`,
    keyArrays(keys),
  );
}

/**
 * Puts gauge points into the timelines of their (project, resource, SKU): each key's points from the one before the first
 * new point on are lined up anew. Within a minute the last event wins (by time, then id), so order of arrival does not
 * matter. `points` is a query of (project_id, resource_id, sku_id, from_minute, quantity, occurred_at, source_id, event_id).
 */
const LINE_UP = (points: string) => `
with point as (${points}),
first_new as (
  select project_id, resource_id, sku_id, min(from_minute) as from_minute from point group by project_id, resource_id, sku_id
), known as (
  -- The last one before and all from then on, by their starts: a look at their ends would read the whole timeline.
  select g.* from first_new f cross join lateral (
    (select * from gauge_interval b
      where b.project_id = f.project_id and b.resource_id = f.resource_id and b.sku_id = f.sku_id
        and b.from_minute < f.from_minute order by b.from_minute desc limit 1)
    union all
    select * from gauge_interval b
     where b.project_id = f.project_id and b.resource_id = f.resource_id and b.sku_id = f.sku_id
       and b.from_minute >= f.from_minute
  ) g
), merged as (
  select distinct on (project_id, resource_id, sku_id, from_minute)
         project_id, resource_id, sku_id, from_minute, was_to, quantity, occurred_at, source_id, event_id
    from (select project_id, resource_id, sku_id, from_minute, null::int as was_to, quantity, occurred_at, source_id, event_id from point
          union all
          select project_id, resource_id, sku_id, from_minute, to_minute, quantity, occurred_at, source_id, event_id from known) p
   order by project_id, resource_id, sku_id, from_minute, occurred_at desc, source_id desc, event_id desc
), lined_up as (
  select *, lead(from_minute, 1, 2147483647) over (partition by project_id, resource_id, sku_id order by from_minute) as to_minute
    from merged
)
insert into gauge_interval
  (project_id, resource_id, sku_id, from_minute, to_minute, quantity, occurred_at, source_id, event_id)
select project_id, resource_id, sku_id, from_minute, to_minute, quantity, occurred_at, source_id, event_id
  from lined_up where was_to is distinct from to_minute
on conflict (project_id, resource_id, sku_id, from_minute) do update
  set to_minute = excluded.to_minute, quantity = excluded.quantity, occurred_at = excluded.occurred_at,
      source_id = excluded.source_id, event_id = excluded.event_id`;

export async function addGauges(tx: Tx, batches: readonly bigint[], slice: Slice): Promise<void> {
  const these = theseBatches(batches);
  const values: unknown[] = [these.value];
  const condition = sliceCondition(slice, values);
  await tx.execute(
    LINE_UP(`
      select e.project_id, e.resource_id, e.sku_id, minute_of(e.occurred_at) as from_minute, e.quantity, e.occurred_at,
             e.source_id, e.event_id
        from usage_event e
       where e.batch_id ${batches.length === 1 ? ONE : ANY} ${condition}
         and e.sku_id in (select k.sku_id from sku k join meter m using (meter_code) where m.kind = 'gauge')`),
    values,
    condition === "" ? these.nameOf("rating_gauges") : undefined,
  );
}

/** Rebuilds the timelines of keys from all their rated events and those of the batches. */
export async function rebuildGauges(tx: Tx, batches: readonly bigint[], keys: readonly UsageKey[]): Promise<void> {
  const values = keyArrays(keys);
  await tx.execute(
    `delete from gauge_interval g using unnest($1::bigint[], $2::uuid[], $3::int[]) k(p, r, s)
      where g.project_id = k.p and g.resource_id = k.r and g.sku_id = k.s`,
    values,
  );
  await tx.execute(
    LINE_UP(`
      select e.project_id, e.resource_id, e.sku_id, minute_of(e.occurred_at) as from_minute, e.quantity, e.occurred_at,
             e.source_id, e.event_id
        from unnest($1::bigint[], $2::uuid[], $3::int[]) k(p, r, s)
        join usage_event e on e.project_id = k.p and e.resource_id = k.r and e.sku_id = k.s
        join usage_batch ub on ub.batch_id = e.batch_id and (ub.rated_at is not null or ub.batch_id = any($4::bigint[]))
        join sku u on u.sku_id = e.sku_id join meter m on m.meter_code = u.meter_code and m.kind = 'gauge'
       where ${LIVE}`),
    [...values, numberArray(batches)],
  );
}

export interface TouchedProjects {
  /** Some usage is of days that are charged already. */
  readonly late: boolean;
  /** Some usage has no price in force. */
  readonly lacking: boolean;
}

/**
 * Notes the touched usage in its projects' accruals, making those that are missing. A project is woken at `now` if the
 * usage may bring it below zero before it is due, if it is late, and if the project sleeps: it then goes on at the day of
 * its new usage. With `all`, every project is woken.
 */
export async function touchProjects(
  tx: Tx,
  batches: readonly bigint[],
  all: boolean,
  now: Instant,
): Promise<TouchedProjects> {
  return only(
    await tx.query<TouchedProjects>(
      `with ${BOUND}, noted as (
         insert into project_accrual as a (project_id, region_code, open_day, due_at, slack_minor)
         select project_id, region_code, day, $1, -most_minor from bound order by project_id
         on conflict (project_id) do update
           set open_day = case when a.due_at = 'infinity' then greatest(a.open_day, excluded.open_day) else a.open_day end,
               slack_minor = greatest(a.slack_minor, 0) + excluded.slack_minor,
               due_at = case when a.due_at = 'infinity' or $2 or excluded.open_day < a.open_day
                                  or greatest(a.slack_minor, 0) + excluded.slack_minor < 0
                             then least(a.due_at, excluded.due_at) else a.due_at end
         returning project_id, open_day
       )
       select coalesce(bool_or(b.day < n.open_day), false) as late, coalesce(bool_or(b.lacking), false) as lacking
         from bound b join noted n using (project_id)`,
      [formatInstant(now), all],
      nameOf("rating_touch", batches),
    ),
  );
}

/**
 * Marks the days behind the open one that late usage changes: its own; where usage of later days follows from it (a gauge, a
 * model that counts over the month) all from then on; where the project owes a minimum for whole months the ends of the months
 * since, those before its first known usage too. Keys that were rebuilt count with all their days. Days are made where they are
 * kept: years of late usage are millions of them.
 */
export async function markLate(tx: Tx, corrected: readonly UsageKey[]): Promise<void> {
  await tx.execute(
    `with used as (
       select project_id, sku_id, day from rated_touch
       union
       select e.project_id, e.sku_id, e.day
         from unnest($1::bigint[], $2::uuid[], $3::int[]) k(p, r, s)
         join usage_event e on e.project_id = k.p and e.resource_id = k.r and e.sku_id = k.s
     ), late as materialized (
       select a.project_id, a.open_day, u.day, bool_or(m.kind = 'gauge' or exists (
                select 1 from effective_price p where p.sku_id = u.sku_id and p.model not in ('flat', 'daily'))) as spreads
         from used u
         join project_accrual a using (project_id)
         join sku k using (sku_id) join meter m using (meter_code)
        where u.day < a.open_day
        group by a.project_id, a.open_day, u.day
     ), first as (
       select project_id, open_day, min(day) as day, min(day) filter (where spreads) as spread_day from late
        group by project_id, open_day
     ), month_end as (
       select f.project_id, f.open_day, (m + interval '1 month - 1 day')::date as day
         from first f cross join lateral generate_series(date_trunc('month', f.day::timestamp), f.open_day::timestamp, '1 month') m
        where exists (select 1 from project_price_scope s join effective_price c on c.scope_id = s.scope_id and c.model = 'committed'
                       where s.project_id = f.project_id)
     )
     insert into accrual_dirty (project_id, day)
     select project_id, day from late
     union
     select f.project_id, d::date from first f cross join lateral ${daysBehind("f.spread_day", "f.open_day")} d
     union
     select project_id, day from month_end where day < open_day
     on conflict do nothing`,
    keyArrays(corrected),
  );
}

/** Customs are known after so many events. */
const ENOUGH_EVENTS = 10;

/** Learns from the touched usage what its projects are used to; writes only what that changes. */
export async function learnCustoms(tx: Tx): Promise<void> {
  await tx.execute(
    `insert into usage_custom as c (project_id, sku_id, most, events, since_day)
     select project_id, sku_id, max(quantity / events), sum(events), min(day) from rated_touch group by project_id, sku_id
      order by project_id, sku_id
     on conflict (project_id, sku_id) do update
       set most = greatest(c.most, excluded.most), events = c.events + excluded.events,
           since_day = least(c.since_day, excluded.since_day)
     where excluded.most > c.most or c.events < $1 or excluded.since_day < c.since_day`,
    [ENOUGH_EVENTS],
    "rating_customs",
  );
}

/** Raises the alarm for touched usage whose SKU has no price in force in its project. */
export async function noteUnpricedUsage(tx: Tx, now: Instant): Promise<void> {
  await tx.execute(
    `insert into unpriced_usage (project_id, day, sku_id, noticed_at)
     select u.project_id, u.day, u.sku_id, $1::timestamptz
       from (select project_id, sku_id, day, to_timestamp(minute * 60.0) as at from rated_touch) u
      where not exists (
        select 1 from project_price_scope s join effective_price p on p.scope_id = s.scope_id and p.sku_id = u.sku_id
         where s.project_id = u.project_id and s.starts_at <= u.at and s.ends_at > u.at
           and p.starts_at <= u.at and p.ends_at > u.at)
     on conflict do nothing`,
    [formatInstant(now)],
  );
}
