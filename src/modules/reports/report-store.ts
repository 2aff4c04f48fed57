import type { ProjectId } from "../../core/ids.ts";
import type { Texts } from "../../core/errors.ts";
import type { Minor } from "../../core/money.ts";
import type { Instant, LocalDate } from "../../core/time.ts";
import { type Tx, numberArray, textArray } from "../../platform/db.ts";
import { MONEY_MOVEMENTS } from "../ledger/index.ts";
import type { OpenGrain } from "../usage/index.ts";

type Reader = Pick<Tx, "query">;

/** What a report sums up by. */
export const INTERVALS = ["day", "week", "month", "year"] as const;
export type Interval = (typeof INTERVALS)[number];

export interface ReportFilter {
  readonly projectIds: readonly ProjectId[];
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly interval: Interval;
}

/** The first day of the period that a date falls into. */
function periodOf(interval: Interval, date: string): string {
  return interval === "day" ? date : `date_trunc('${interval}', ${date})::date`;
}

/** $1 projects, $2 from, $3 to, $4.. the open grains. One row per booked grain: amounts positive = debited. */
const CONSUMED = `
consumed as (
  select project_id, day, resource_id, sku_id, quantity, amount_minor, transfer_minor, other_minor, bonus_minor, credit_minor,
         booking_month > date_trunc('month', day)::date as corrected
    from charge where project_id = any($1::bigint[]) and day between $2 and $3
  union all
  select o.project_id, o.day, o.resource_id, o.sku_id, o.quantity, o.amount_minor, 0, 0, 0, 0, false
    from unnest($4::bigint[], $5::date[], $6::uuid[], $7::int[], $8::numeric[], $9::bigint[])
      o(project_id, day, resource_id, sku_id, quantity, amount_minor)
   where o.day between $2 and $3
)`;

function parameters(filter: ReportFilter, open: readonly OpenGrain[]): unknown[] {
  return [
    numberArray(filter.projectIds),
    filter.from,
    filter.to,
    numberArray(open.map((row) => row.projectId)),
    textArray(open.map((row) => row.day)),
    textArray(open.map((row) => row.resourceId)),
    numberArray(open.map((row) => row.skuId)),
    textArray(open.map((row) => row.quantity)),
    numberArray(open.map((row) => row.amountMinor)),
  ];
}

export interface MovementRow {
  readonly period: LocalDate;
  readonly rowKey: string;
  readonly projectId: ProjectId;
  readonly kind: string;
  readonly serviceCode: string | null;
  readonly serviceName: Texts | null;
  readonly resourceId: string | null;
  readonly resourceName: string | null;
  readonly skuCode: string | null;
  readonly skuName: Texts | null;
  readonly unitName: Texts | null;
  readonly quantity: string | null;
  /** Positive = credited. */
  readonly amountMinor: Minor;
  readonly transferMinor: Minor;
  readonly otherMinor: Minor;
  readonly bonusMinor: Minor;
  readonly creditMinor: Minor;
  readonly entryId: bigint | null;
  /** When the money moved; null for consumption, which has a period. */
  readonly at: Instant | null;
  /** What caused the entry, as `bank_statement_line:17`; null for consumption. */
  readonly causedBy: string | null;
}

const MOVEMENTS = (interval: Interval) => `
with ${CONSUMED},
movement as (
  select ${periodOf(interval, "day")} as period,
         project_id || '|' || (case when corrected then 'correction' else 'charge' end) || '|' || sku_id || '|' || resource_id as row_key,
         project_id, case when corrected then 'correction' else 'charge' end as kind, sku_id, resource_id,
         sum(quantity) as quantity, -sum(amount_minor)::bigint as amount_minor, -sum(transfer_minor)::bigint as transfer_minor,
         -sum(other_minor)::bigint as other_minor, -sum(bonus_minor)::bigint as bonus_minor,
         -sum(credit_minor)::bigint as credit_minor, null::bigint as entry_id, null::timestamptz as at, null as caused_by
    from consumed group by 1, 2, 3, 4, 5, 6
  union all
  select ${periodOf(interval, "(e.effective_at at time zone r.time_zone)::date")},
         e.project_id || '|' || e.kind || '|' || e.entry_id, e.project_id, e.kind, null, null, null,
         e.amount_minor, case e.funding_source when 'transfer' then e.amount_minor else 0 end,
         case e.funding_source when 'other' then e.amount_minor else 0 end,
         case e.funding_source when 'bonus' then e.amount_minor else 0 end, 0, e.entry_id, e.effective_at, e.reference
    from (${MONEY_MOVEMENTS}) e join region r using (region_code)
   where e.project_id = any($1::bigint[]) and (e.effective_at at time zone r.time_zone)::date between $2 and $3
)`;

export type MovementKind = "all" | "debit" | "credit";

/** One page of movements, newest period first; `after` is the last row of the page before. */
export function selectMovements(
  reader: Reader,
  filter: ReportFilter,
  open: readonly OpenGrain[],
  kind: MovementKind,
  after: { readonly period: string; readonly key: string } | null,
  limit: number,
): Promise<MovementRow[]> {
  return reader.query<MovementRow>(
    `${MOVEMENTS(filter.interval)}
     select to_char(m.period, 'YYYY-MM-DD') as period, m.row_key as "rowKey", m.project_id as "projectId", m.kind,
            k.service_code as "serviceCode", v.name as "serviceName", m.resource_id as "resourceId",
            coalesce(s.name, s.external_id) as "resourceName", k.sku_code as "skuCode", k.name as "skuName",
            k.unit_name as "unitName", trim_scale(round(m.quantity / k.divisor, 6))::text as quantity,
            m.amount_minor as "amountMinor", m.transfer_minor as "transferMinor", m.other_minor as "otherMinor",
            m.bonus_minor as "bonusMinor", m.credit_minor as "creditMinor", m.entry_id as "entryId", m.at, m.caused_by as "causedBy"
       from movement m
       left join sku k using (sku_id) left join service v using (service_code)
       left join resource s on s.project_id = m.project_id and s.resource_id = m.resource_id
      where ($10 = 'all' or ($10 = 'debit') = (m.amount_minor < 0 or m.kind in ('charge', 'correction')))
        and ($11::date is null or (m.period, m.row_key) < ($11::date, $12::text))
      order by m.period desc, m.row_key desc limit $13`,
    [...parameters(filter, open), kind, after?.period ?? null, after?.key ?? null, limit],
  );
}

export async function selectMovementTotals(
  reader: Reader,
  filter: ReportFilter,
  open: readonly OpenGrain[],
): Promise<{ debit: Minor; credit: Minor }> {
  const [row] = await reader.query<{ debit: bigint; credit: bigint }>(
    `${MOVEMENTS(filter.interval)}
     select coalesce(sum(amount_minor) filter (where amount_minor < 0), 0)::bigint as debit,
            coalesce(sum(amount_minor) filter (where amount_minor > 0), 0)::bigint as credit from movement`,
    parameters(filter, open),
  );
  return row ?? { debit: 0n, credit: 0n };
}

export interface ExpenseRow {
  readonly period: LocalDate;
  readonly serviceCode: string;
  readonly serviceName: Texts;
  readonly amountMinor: Minor;
}

/** What was spent by service and period; positive = spent. */
export function selectExpenses(
  reader: Reader,
  filter: ReportFilter,
  open: readonly OpenGrain[],
): Promise<ExpenseRow[]> {
  return reader.query<ExpenseRow>(
    `with ${CONSUMED}
     select to_char(${periodOf(filter.interval, "day")}, 'YYYY-MM-DD') as period, k.service_code as "serviceCode",
            v.name as "serviceName", sum(amount_minor)::bigint as "amountMinor"
       from consumed join sku k using (sku_id) join service v using (service_code)
      group by 1, k.service_code, v.name, v.position order by v.position, k.service_code, 1`,
    parameters(filter, open),
  );
}
