import type { ProjectId } from "../../../core/ids.ts";
import { type Instant, type LocalDate, formatInstant } from "../../../core/time.ts";
import type { Tx } from "../../../platform/db.ts";

type Reader = Pick<Tx, "query">;

/** An event that counts, with what it is of. */
export interface CostliestEvent {
  readonly sourceId: number;
  readonly source: string;
  readonly eventId: string;
  readonly resource: string;
  readonly skuCode: string;
  readonly day: LocalDate;
  readonly quantity: string;
}

/** Of what a project is still to be charged for, the event that costs the most; null when there is none. */
export async function costliestEvent(tx: Reader, projectId: ProjectId): Promise<CostliestEvent | null> {
  const rows = await tx.query<CostliestEvent>(
    `with price as (
       select e.sku_id, max(coalesce(e.unit_price, (select max((x ->> 'price')::numeric) from jsonb_array_elements(e.tiers) x))) as price
         from project_price_scope s join effective_price e using (scope_id) where s.project_id = $1 group by e.sku_id
     )
     select e.source_id as "sourceId", u.source, e.event_id as "eventId", coalesce(r.external_id, e.resource_id::text) as resource,
            k.sku_code as "skuCode", e.day, trim_scale(e.quantity)::text as quantity
       from project_accrual a join usage_event e using (project_id) join usage_source u using (source_id)
       join sku k using (sku_id) left join price using (sku_id)
       left join resource r on r.project_id = e.project_id and r.resource_id = e.resource_id
      where a.project_id = $1
        and not exists (select from usage_event s where s.source_id = e.source_id and s.supersedes = e.event_id
                                                     and s.project_id = e.project_id)
        and (e.day >= a.open_day
             or e.day in (select d.day from accrual_dirty d where d.project_id = $1)
             or (e.source_id, e.event_id) in (select g.source_id, g.event_id from gauge_interval g
                                               where g.project_id = $1 and g.to_minute > minute_of(a.open_day)))
      order by e.quantity * coalesce(price.price, 1) / k.divisor desc, e.event_id limit 1`,
    [projectId],
  );
  return rows[0] ?? null;
}

/** Notes that charging a project failed by itself: it is left alone until `retryAt`. */
export async function noteFailure(
  tx: Reader,
  projectId: ProjectId,
  failed: { readonly at: Instant; readonly retryAt: Instant; readonly reason: string },
  costliest: CostliestEvent | null,
): Promise<void> {
  await tx.query(
    `insert into accrual_failure (project_id, failed_at, retry_at, reason, resource, sku_code, day, quantity)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (project_id) do update
       set retry_at = excluded.retry_at, reason = excluded.reason, resource = excluded.resource,
           sku_code = excluded.sku_code, day = excluded.day, quantity = excluded.quantity`,
    [
      projectId,
      formatInstant(failed.at),
      formatInstant(failed.retryAt),
      failed.reason,
      costliest?.resource ?? null,
      costliest?.skuCode ?? null,
      costliest?.day ?? null,
      costliest?.quantity ?? null,
    ],
  );
}

/** Why a project cannot be charged, and what of its usage costs the most (null: it has none). */
export interface ChargingFailure {
  readonly projectId: ProjectId;
  readonly failedAt: Instant;
  readonly retryAt: Instant;
  readonly reason: string;
  readonly resource: string | null;
  readonly skuCode: string | null;
  readonly day: LocalDate | null;
  readonly quantity: string | null;
}

/** The projects that cannot be charged, by project after `after`, at most `limit`. */
export function selectFailures(tx: Reader, limit: number, after: ProjectId | null = null): Promise<ChargingFailure[]> {
  return tx.query<ChargingFailure>(
    `select project_id as "projectId", failed_at as "failedAt", retry_at as "retryAt", reason, resource, sku_code as "skuCode",
            day, quantity
       from accrual_failure where project_id > coalesce($2::bigint, 0) order by project_id limit $1`,
    [limit, after],
  );
}

/** Puts down that an event counts as nothing from now on: it is replaced by one of zero, and kept beside what waited. */
export async function replaceByNothing(
  tx: Reader,
  event: CostliestEvent,
  by: { readonly eventId: string; readonly now: Instant; readonly who: string },
): Promise<void> {
  await tx.query(
    `with batch as (insert into usage_batch (received_at) values ($4) returning batch_id)
     insert into usage_event (source_id, event_id, batch_id, project_id, resource_id, sku_id, day, occurred_at, quantity, digest, supersedes)
     select e.source_id, $3::uuid, b.batch_id, e.project_id, e.resource_id, e.sku_id, e.day, e.occurred_at, 0, 0, e.event_id
       from usage_event e, batch b where e.source_id = $1 and e.event_id = $2`,
    [event.sourceId, event.eventId, by.eventId, formatInstant(by.now)],
  );
  await tx.query(
    `insert into usage_quarantine (source, event_ref, received_at, reason, body, state, decided_at, decided_by)
     values ($1, 'set aside ' || $2, $3, 'too_large', $4::jsonb, 'dismissed', $3, $5)`,
    [event.source, event.eventId, formatInstant(by.now), JSON.stringify({ set_aside: event }), by.who],
  );
}

/** A project whose charging failed is tried again at once; until then nothing of its usage is known to be in the way. */
export async function retryNow(tx: Reader, projectId: ProjectId, now: Instant): Promise<void> {
  await tx.query(
    `update accrual_failure set retry_at = $2, resource = null, sku_code = null, day = null, quantity = null
      where project_id = $1`,
    [projectId, formatInstant(now)],
  );
}

/** Whether charging a project fails and a part of its usage was found that may be why; held till the end of `tx`. */
export async function failsByUsage(tx: Reader, projectId: ProjectId): Promise<boolean> {
  const failing = await tx.query(
    "select from accrual_failure where project_id = $1 and quantity is not null for update",
    [projectId],
  );
  return failing.length > 0;
}
