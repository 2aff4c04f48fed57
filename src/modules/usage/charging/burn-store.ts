import type { ProjectId } from "../../../core/ids.ts";
import type { Minor } from "../../../core/money.ts";
import type { Instant, LocalDate, LocalMonth } from "../../../core/time.ts";
import { MINUTE } from "../../../core/time.ts";
import { type Tx, numberArray } from "../../../platform/db.ts";
import { type ChargeDay, type ProjectClaim, dayParameters } from "./charge-day.ts";
import { GRAINS_CHANGED } from "./grain-sql.ts";

/** What a project will use, judged by what it uses now: for forecasts. */

type Reader = Pick<Tx, "query">;

/** What runs now costs so much in a whole day to come, daily licences with it; fees of the month are left out. */
export function selectRunningCost(reader: Reader, projectId: ProjectId, day: ChargeDay): Promise<ProjectClaim[]> {
  return reader.query<ProjectClaim>(
    `with ${GRAINS_CHANGED}
     select c.project_id as "projectId", c.bonus_group as "bonusGroup", sum(c.amount_minor)::bigint as "amountMinor"
       from change c left join price e using (price_id)
      where c.amount_minor > 0 and coalesce(e.model, '') <> 'monthly' group by 1, 2`,
    // A commitment is made up on a month's last day: no day is forecast as one.
    dayParameters({ ...day, lastOfMonth: false }, [{ projectId, untilMinute: day.toMinute }]),
    "running_cost",
  );
}

/** The monthly fees of what runs now, a thirtieth of each. */
export function selectMonthlyFees(reader: Reader, projectId: ProjectId, now: Instant): Promise<ProjectClaim[]> {
  return reader.query<ProjectClaim>(
    `select $1::bigint as "projectId", k.bonus_group as "bonusGroup",
            ceil(sum(g.quantity * e.unit_price) * 100 / 30)::bigint as "amountMinor"
       from gauge_interval g join sku k using (sku_id)
       join project_price_scope s on s.project_id = g.project_id
        and minute_of(s.starts_at) <= $2 and minute_of(s.ends_at) > $2
       join effective_price e on e.scope_id = s.scope_id and e.sku_id = g.sku_id and e.model = 'monthly'
        and minute_of(e.starts_at) <= $2 and minute_of(e.ends_at) > $2
      where g.project_id = $1 and g.from_minute <= $2 and g.to_minute = 2147483647 and g.quantity > 0 group by k.bonus_group`,
    [projectId, Math.floor(now / MINUTE)],
    "monthly_fees",
  );
}

/**
 * What amounts that are used up (traffic, requests) cost a day: the mean of the seven days before `today`, or of as many as
 * the project has been charged. Nothing in its first day.
 */
export function selectUsedUp(reader: Reader, projectId: ProjectId, today: LocalDate): Promise<ProjectClaim[]> {
  return reader.query<ProjectClaim>(
    `with since as (select greatest($2::date - 7, min(day)) as first_day from charge where project_id = $1)
     select $1::bigint as "projectId", k.bonus_group as "bonusGroup",
            ceil(greatest(sum(c.amount_minor), 0) / max($2::date - s.first_day)::numeric)::bigint as "amountMinor"
       from since s join charge c on c.project_id = $1 and c.day >= s.first_day and c.day < $2::date
       join sku k using (sku_id) join meter m using (meter_code)
      where m.kind = 'quantity' group by k.bonus_group`,
    [projectId, today],
    "used_up",
  );
}

/** What projects were charged for a day, bonuses included; who was not is missing. */
export async function selectChargedOn(
  reader: Reader,
  projectIds: readonly ProjectId[],
  day: LocalDate,
): Promise<Map<ProjectId, Minor>> {
  const rows = await reader.query<{ projectId: ProjectId; minor: Minor }>(
    `select project_id as "projectId", sum(amount_minor)::bigint as minor from charge
      where project_id = any($1::bigint[]) and day = $2::date group by project_id`,
    [numberArray(projectIds), day],
    "charged_on",
  );
  return new Map(rows.map(({ projectId, minor }) => [projectId, minor]));
}

/** What a project was charged on credit by month of supply, and nobody paid yet. */
export interface OwedMonth {
  readonly month: LocalMonth;
  /** Under which most of it is owed; 0: none was in force. */
  readonly contractId: bigint;
  readonly owedMinor: Minor;
}

/** The oldest first. */
export function selectOwedMonths(reader: Reader, projectId: ProjectId): Promise<OwedMonth[]> {
  return reader.query<OwedMonth>(
    `select to_char(month, 'YYYY-MM') as month, (array_agg(contract_id order by minor desc, contract_id desc))[1] as "contractId",
            sum(minor)::bigint as "owedMinor"
       from (select date_trunc('month', day)::date as month, contract_id, sum(minor) as minor
               from (select day, contract_id, credit_minor as minor from charge where project_id = $1 and credit_minor <> 0
                     union all
                     select day, contract_id, -amount_minor from charge_cover where project_id = $1) moved
              group by 1, 2) owed
      group by 1 having sum(minor) > 0 order by 1`,
    [projectId],
  );
}
