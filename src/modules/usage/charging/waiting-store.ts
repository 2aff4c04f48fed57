import { type ProjectId, formatPid } from "../../../core/ids.ts";
import { type Instant, type LocalDate, formatInstant } from "../../../core/time.ts";
import type { Tx } from "../../../platform/db.ts";

/** A project's usage of a SKU on a day that no price covers: kept, and charged when a price appears. */
export interface UnpricedUsage {
  readonly projectId: ProjectId;
  readonly day: LocalDate;
  readonly skuId: number;
  readonly skuCode: string;
  readonly regionCode: string;
  readonly noticedAt: Instant;
}

export type UnpricedPlace = Pick<UnpricedUsage, "projectId" | "day" | "skuId">;

/** At most `limit` after a place, by project, day and SKU. */
export function selectUnpriced(
  tx: Pick<Tx, "query">,
  after: UnpricedPlace | null,
  limit: number,
): Promise<UnpricedUsage[]> {
  return tx.query<UnpricedUsage>(
    `select u.project_id as "projectId", u.day, u.sku_id as "skuId", k.sku_code as "skuCode", a.region_code as "regionCode",
            u.noticed_at as "noticedAt"
       from unpriced_usage u join sku k using (sku_id) join project_accrual a using (project_id)
      where (u.project_id, u.day, u.sku_id) > ($1::bigint, $2::date, $3::int)
      order by u.project_id, u.day, u.sku_id limit $4`,
    [after?.projectId ?? 0n, after?.day ?? "-infinity", after?.skuId ?? 0, limit],
    "unpriced_page",
  );
}

/** What of usage waits for a person or for the worker, each counted to `most` at most, so that a million cost no more to tell of. */
export interface UsageWaiting {
  readonly quarantine: bigint;
  readonly unpriced: bigint;
  readonly notCharged: bigint;
  /** Due projects and batches that are not charged yet, and since when the longest waits; null when none does. */
  readonly due: bigint;
  readonly dueSince: Instant | null;
}

export async function countUsageWaiting(tx: Pick<Tx, "query">, now: Instant, most: number): Promise<UsageWaiting> {
  const [row] = await tx.query<UsageWaiting>(
    `select (select count(*) from (select from usage_quarantine where state = 'waiting' limit $2) x) as quarantine,
            (select count(*) from (select from unpriced_usage limit $2) x) as unpriced,
            (select count(*) from (select from accrual_failure limit $2) x) as "notCharged",
            (select count(*) from (select from project_accrual a where a.due_at <= $1
               and not exists (select from accrual_failure f where f.project_id = a.project_id and f.retry_at > $1) limit $2) x)
            + (select count(*) from (select from usage_batch where rated_at is null and received_at <= $1 limit $2) x) as due,
            least((select received_at from usage_batch where rated_at is null and received_at <= $1 order by batch_id limit 1),
                  (select a.due_at from project_accrual a where a.due_at <= $1
                      and not exists (select from accrual_failure f where f.project_id = a.project_id and f.retry_at > $1)
                    order by a.due_at limit 1)) as "dueSince"`,
    [formatInstant(now), most],
    "usage_waiting",
  );
  if (!row) throw new Error("a count of nothing has no row");
  return row;
}

/** What of one project's usage waits for a person, counted to `most` at most. */
export interface ProjectUsageWaiting {
  readonly quarantine: bigint;
  readonly unpriced: bigint;
  /** Since when it cannot be charged; null: it is. */
  readonly notChargedSince: Instant | null;
}

export async function usageWaitingOf(
  tx: Pick<Tx, "query">,
  projectId: ProjectId,
  most: number,
): Promise<ProjectUsageWaiting> {
  const [row] = await tx.query<ProjectUsageWaiting>(
    `select (select count(*) from (select from usage_quarantine
               where state = 'waiting' and body #>> '{data,project}' = $2 limit $3) x) as quarantine,
            (select count(*) from (select from unpriced_usage where project_id = $1 limit $3) x) as unpriced,
            (select failed_at from accrual_failure where project_id = $1) as "notChargedSince"`,
    [projectId, formatPid(projectId), most],
  );
  if (!row) throw new Error("a count of nothing has no row");
  return row;
}

/** Since when metering says nothing while something runs, if that was before `heardSince`; else null (reliability 13). */
export async function silentSince(tx: Pick<Tx, "query">, heardSince: Instant): Promise<Instant | null> {
  const rows = await tx.query<{ at: Instant }>(
    `select last.received_at as at from (select received_at from usage_batch order by batch_id desc limit 1) last
      where last.received_at < $1::timestamptz
        and exists (select from gauge_interval where to_minute = 2147483647 and quantity > 0)`,
    [formatInstant(heardSince)],
  );
  return rows[0]?.at ?? null;
}
