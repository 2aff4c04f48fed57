import type { ProjectId } from "../../../core/ids.ts";
import { type Instant, type LocalDate, formatInstant } from "../../../core/time.ts";
import { type Tx, numberArray, textArray } from "../../../platform/db.ts";
import { daysBehind } from "./bound-sql.ts";
import type { UsageKey } from "./rating-store.ts";

/** What changed prices concern, and the days behind the open one that are charged anew. */

/** Marks the days from the first on that are behind the open one. */
export async function markFrom(tx: Tx, rows: readonly RepriceRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(
    `insert into accrual_dirty (project_id, day)
     select p.project_id, d::date
       from unnest($1::bigint[], $2::date[], $3::date[]) p(project_id, first_day, open_day)
       cross join lateral ${daysBehind("p.first_day", "p.open_day")} d on conflict do nothing`,
    [
      numberArray(rows.map((row) => row.projectId)),
      textArray(rows.map((row) => row.firstDay)),
      textArray(rows.map((row) => row.openDay)),
    ],
  );
}

/** Wakes projects whose prices changed; a sleeping one is charged for its dirty days and sleeps on. */
export async function wakeRepriced(tx: Tx, projectIds: readonly ProjectId[], now: Instant): Promise<void> {
  await tx.execute("update project_accrual set due_at = least(due_at, $2) where project_id = any($1::bigint[])", [
    numberArray(projectIds),
    formatInstant(now),
  ]);
}

export interface RepriceRow {
  readonly projectId: ProjectId;
  readonly openDay: LocalDate;
  readonly firstDay: LocalDate;
}

/**
 * Projects with usage of the SKUs from a day on, or a minimum commitment of them that is owed or was charged (PRC-03), and the
 * first such day that is charged already or open.
 */
export function selectRepriced(
  tx: Tx,
  skuIds: readonly number[] | null,
  projectIds: readonly ProjectId[] | null,
  fromMinute: number,
  fromDay: LocalDate,
): Promise<RepriceRow[]> {
  return tx.query<RepriceRow>(
    `select a.project_id as "projectId", a.open_day as "openDay", min(u.day) as "firstDay"
       from project_accrual a join (
         select g.project_id, greatest($4::date, (to_timestamp(g.from_minute * 60.0) at time zone r.time_zone)::date) as day
           from gauge_interval g join project p using (project_id) join region r using (region_code)
          where g.to_minute > $3 and g.quantity > 0
            and ($1::int[] is null or g.sku_id = any($1)) and ($2::bigint[] is null or g.project_id = any($2))
         union all
         select project_id, day from usage_quantity
          where day >= $4 and ($1::int[] is null or sku_id = any($1)) and ($2::bigint[] is null or project_id = any($2))
         union all
         select s.project_id, greatest($4::date, (greatest(s.starts_at, e.starts_at) at time zone r.time_zone)::date)
           from effective_price e join project_price_scope s using (scope_id) join project p using (project_id) join region r using (region_code)
          where e.model = 'committed' and least(s.ends_at, e.ends_at) > to_timestamp($3::int * 60.0) and s.starts_at < e.ends_at
            and ($1::int[] is null or e.sku_id = any($1)) and ($2::bigint[] is null or s.project_id = any($2))
         union all
         -- Shortfalls stand under no resource, on their months' last days.
         select c.project_id, c.day
           from project_accrual o
           cross join lateral generate_series(date_trunc('month', $4::date::timestamp), o.open_day::timestamp, '1 month') m
           join charge c on c.project_id = o.project_id and c.day = (m + interval '1 month - 1 day')::date
                        and c.resource_id = '00000000-0000-0000-0000-000000000000'
          where ($1::int[] is null or c.sku_id = any($1)) and ($2::bigint[] is null or o.project_id = any($2))
       ) u using (project_id)
      group by a.project_id, a.open_day`,
    [
      skuIds === null ? null : numberArray(skuIds),
      projectIds === null ? null : numberArray(projectIds),
      fromMinute,
      fromDay,
    ],
  );
}

/** Keys with quantities of a day that a changed price may cut: their slots are made anew. */
export function selectQuantityKeys(tx: Tx, projectIds: readonly ProjectId[], fromDay: LocalDate): Promise<UsageKey[]> {
  return tx.query<UsageKey>(
    `select distinct project_id as "projectId", resource_id as "resourceId", sku_id as "skuId" from usage_quantity
      where project_id = any($1::bigint[]) and day >= $2`,
    [numberArray(projectIds), fromDay],
  );
}
