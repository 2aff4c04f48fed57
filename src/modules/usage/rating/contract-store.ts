import type { ProjectId } from "../../../core/ids.ts";
import { type Instant, formatInstant } from "../../../core/time.ts";
import { type Tx, numberArray, textArray } from "../../../platform/db.ts";
import { type DayBounds, LIVE, PRICED_FROM, type RegionDay } from "./rating-store.ts";

/** What a project's contract beginning, ending or becoming another changes in its usage and charges. */

export interface ContractChange extends RegionDay {
  readonly projectId: ProjectId;
  readonly at: Instant;
}

export async function anyContractChange(tx: Tx): Promise<boolean> {
  const [row] = await tx.query<{ any: boolean }>(
    "select exists (select from contract_change) as any",
    [],
    "contract_any",
  );
  return row?.any ?? false;
}

/** Takes changes of contracts from the list, those of a project together; the database puts them there (contract_change). */
export function takeContractChanges(tx: Tx, limit: number): Promise<ContractChange[]> {
  return tx.query<ContractChange>(
    `with taken as (
       delete from contract_change where project_id in (select project_id from contract_change order by project_id limit $1)
       returning project_id, at
     )
     select t.project_id as "projectId", p.region_code as "regionCode", t.at, (t.at at time zone r.time_zone)::date as day
       from taken t join project p using (project_id) join region r using (region_code) order by 1, 3`,
    [limit],
    "contract_changes",
  );
}

/** Makes the quantities of projects' days anew from their rated events, cut where a price or a contract begins. */
export async function rebuildDays(
  tx: Tx,
  days: readonly (DayBounds & { readonly projectId: ProjectId })[],
): Promise<void> {
  const values = [
    numberArray(days.map((day) => day.projectId)),
    textArray(days.map((day) => day.day)),
    numberArray(days.map((day) => day.fromMinute)),
  ];
  await tx.execute(
    "delete from usage_quantity q using unnest($1::bigint[], $2::date[]) d(p, day) where q.project_id = d.p and q.day = d.day",
    values.slice(0, 2),
  );
  await tx.execute(
    `insert into usage_quantity (project_id, day, resource_id, sku_id, priced_from, quantity, event_count)
     select e.project_id, e.day, e.resource_id, e.sku_id, ${PRICED_FROM}, sum(e.quantity), count(*)
       from unnest($1::bigint[], $2::date[], $3::int[]) b(project_id, day, from_minute)
       join usage_event e on e.project_id = b.project_id and e.day = b.day
       join usage_batch ub on ub.batch_id = e.batch_id and ub.rated_at is not null
       join sku u on u.sku_id = e.sku_id join meter m on m.meter_code = u.meter_code and m.kind = 'quantity'
      where ${LIVE}
      group by e.project_id, e.day, e.resource_id, e.sku_id, 5`,
    values,
  );
}

/**
 * What was charged to the projects since their days is charged anew, and they are looked at, also where nothing was: who pays
 * otherwise from an instant in the past may have a debt that freezes it now, or does no more (FRZ-06).
 */
export async function chargeAnew(
  tx: Tx,
  since: readonly Pick<ContractChange, "projectId" | "day">[],
  now: Instant,
): Promise<void> {
  const values = [numberArray(since.map((one) => one.projectId)), textArray(since.map((one) => one.day))];
  await tx.execute(
    `insert into accrual_dirty (project_id, day)
     select distinct c.project_id, c.day
       from unnest($1::bigint[], $2::date[]) s(project_id, day) join project_accrual a using (project_id)
       join charge c on c.project_id = s.project_id and c.day >= s.day and c.day < a.open_day
     on conflict do nothing`,
    values,
  );
  await tx.execute(
    `update project_accrual a set due_at = least(a.due_at, $2)
       from unnest($1::bigint[]) s(project_id) where a.project_id = s.project_id`,
    [values[0], formatInstant(now)],
  );
}
