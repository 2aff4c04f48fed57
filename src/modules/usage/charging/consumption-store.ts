import type { ProjectId } from "../../../core/ids.ts";
import { type Instant, type LocalDate, type LocalMonth, formatInstant } from "../../../core/time.ts";
import type { Tx } from "../../../platform/db.ts";

/**
 * How far a region is from being charged through the end of a day: when the last is due of its projects that are not
 * charged yet, have days to charge anew or another contract, and of batches that came in by `receivedBy` and are not rated. Null when nothing
 * is left to do. (What comes in later is not waited for: intake never stops.)
 */
export async function chargingBacklog(
  tx: Pick<Tx, "query">,
  regionCode: string,
  lastDay: LocalDate,
  receivedBy: Instant,
): Promise<Instant | null> {
  const rows = await tx.query<{ dueAt: Instant | null }>(
    `select max(due_at) as "dueAt" from (
       select due_at from project_accrual where region_code = $1 and open_day <= $2 and due_at < 'infinity'
       union all
       select case when a.due_at < 'infinity' then a.due_at else $3 end from accrual_dirty d join project_accrual a using (project_id)
        where a.region_code = $1 and d.day <= $2 and d.day < a.open_day
       union all
       select $3 from contract_change c join project p using (project_id) where p.region_code = $1
       union all
       select received_at from usage_batch where rated_at is null and received_at <= $3
     ) backlog`,
    [regionCode, lastDay, formatInstant(receivedBy)],
  );
  return rows[0]?.dueAt ?? null;
}

/**
 * How many projects are due and batches not rated at an instant, in all regions. Several workers share the work and pass
 * over what another one holds, so that one of them has found nothing more to take does not mean that all is done: zero does.
 */
export async function countBacklog(tx: Pick<Tx, "query">, now: Instant): Promise<number> {
  const rows = await tx.query<{ n: bigint }>(
    `select (select count(*) from project_accrual a where due_at <= $1
              and not exists (select from accrual_failure f where f.project_id = a.project_id and f.retry_at > $1))
          + (select count(*) from contract_change)
          + (select count(*) from usage_batch where rated_at is null and received_at <= $1) as n`,
    [formatInstant(now)],
  );
  return Number(rows[0]?.n ?? 0n);
}

/** Projects of a region whose charging failed: no month is closed over them. The reasons are in the alarms. */
export async function countChargingFailures(tx: Pick<Tx, "query">, regionCode: string): Promise<number> {
  const rows = await tx.query<{ n: bigint }>(
    "select count(*) as n from accrual_failure f join project_accrual a using (project_id) where a.region_code = $1",
    [regionCode],
  );
  return Number(rows[0]?.n ?? 0n);
}

/** How many (project, day, SKU) of a region's month have usage that no price covers: no month is closed over it. */
export async function countUnpriced(tx: Pick<Tx, "query">, regionCode: string, month: LocalMonth): Promise<number> {
  const rows = await tx.query<{ n: bigint }>(
    `select count(*) as n from unpriced_usage u join project_accrual a using (project_id)
      where a.region_code = $1 and date_trunc('month', u.day) = $2::date`,
    [regionCode, `${month}-01`],
  );
  return Number(rows[0]?.n ?? 0n);
}

export interface RunningGauge {
  readonly resourceId: string;
  readonly skuCode: string;
  readonly quantity: string;
}

/** What runs in a project now, by the names its usage came under. */
export function selectRunning(tx: Pick<Tx, "query">, projectId: ProjectId): Promise<RunningGauge[]> {
  return tx.query<RunningGauge>(
    `select coalesce(r.external_id, g.resource_id::text) as "resourceId", k.sku_code as "skuCode", g.quantity::text as quantity
       from gauge_interval g join sku k using (sku_id)
       left join resource r on r.project_id = g.project_id and r.resource_id = g.resource_id
      where g.project_id = $1 and g.to_minute = 2147483647 and g.quantity > 0
      order by 1, 2`,
    [projectId],
  );
}

/** How many things start by events that are accepted and not rated yet; what stops again among them counts too. */
export async function countStarting(tx: Pick<Tx, "query">, projectId: ProjectId): Promise<number> {
  const rows = await tx.query<{ n: bigint }>(
    `select count(distinct e.resource_id) as n
       from usage_batch b join usage_event e using (batch_id) join sku k using (sku_id) join meter m using (meter_code)
      where b.rated_at is null and e.project_id = $1 and m.kind = 'gauge' and e.quantity > 0`,
    [projectId],
  );
  return Number(rows[0]?.n ?? 0n);
}

/** What needs a person: events in quarantine by reason, usage without a price by SKU, a project that cannot be charged, or a meter that is silent. */
export interface UsageAlarm {
  alarm: "quarantine" | "unpriced_usage" | "metering_silent" | "not_charged";
  subject: string;
  count: bigint;
  since: Instant;
}

/**
 * What of usage needs a person. Metering is silent when resources run and not one event came since `heardSince` (reliability
 * 13); null asks nothing of it. Nothing is made up meanwhile: a gauge goes on as it was last told.
 */
export function selectAlarms(tx: Pick<Tx, "query">, heardSince: Instant | null): Promise<UsageAlarm[]> {
  return tx.query<UsageAlarm>(
    `select 'quarantine' as alarm, reason as subject, count(*) as count, min(received_at) as since
       from usage_quarantine where state = 'waiting' group by reason
     union all
     select 'unpriced_usage', k.sku_code, count(*), min(u.noticed_at)
       from unpriced_usage u join sku k using (sku_id) group by k.sku_code
     union all
     select 'not_charged', 'mcs' || lpad(project_id::text, 10, '0'), 1, failed_at from accrual_failure
     union all
     select 'metering_silent', '', 1, last.received_at
       from (select received_at from usage_batch order by batch_id desc limit 1) last
      where last.received_at < $1::timestamptz
        and exists (select from gauge_interval where to_minute = 2147483647 and quantity > 0)
     order by 1, 2`,
    [heardSince === null ? null : formatInstant(heardSince)],
  );
}
