import type { ProjectId } from "../../core/ids.ts";
import type { Minor } from "../../core/money.ts";
import type { Instant, LocalDate } from "../../core/time.ts";
import { type Tx, numberArray, textArray } from "../../platform/db.ts";
import type { OpenGrain } from "./charging/accrual-store.ts";

type Reader = Pick<Tx, "query">;

export type Grain = "day" | "week" | "month" | "year";

export interface ReportFilter {
  readonly projectIds: readonly ProjectId[];
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly grain: Grain;
}

/** The first day of the period that a date falls into. */
function periodOf(grain: Grain, date: string): string {
  return grain === "day" ? date : `date_trunc('${grain}', ${date})::date`;
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
    numberArray(open.map((row) => row.project_id)),
    textArray(open.map((row) => row.day)),
    textArray(open.map((row) => row.resource_id)),
    numberArray(open.map((row) => row.sku_id)),
    textArray(open.map((row) => row.quantity)),
    numberArray(open.map((row) => row.amount_minor)),
  ];
}

export interface MovementRow {
  period: LocalDate;
  row_key: string;
  project_id: ProjectId;
  kind: string;
  service_code: string | null;
  service_name: { ru: string; en: string } | null;
  resource_id: string | null;
  resource_name: string | null;
  sku_code: string | null;
  sku_name: { ru: string; en: string } | null;
  unit_name: { ru: string; en: string } | null;
  divisor: bigint | null;
  quantity: string | null;
  /** Positive = credited. */
  amount_minor: Minor;
  transfer_minor: Minor;
  other_minor: Minor;
  bonus_minor: Minor;
  credit_minor: Minor;
  entry_id: bigint | null;
  /** When the money moved; null for consumption, which has a period. */
  at: Instant | null;
  /** What caused the entry, as `bank_statement_line:17`; null for consumption. */
  caused_by: string | null;
}

const MONEY_KINDS = "('payment', 'payment_return', 'bonus', 'bonus_expiry')";

const MOVEMENTS = (grain: Grain) => `
with ${CONSUMED},
movement as (
  select ${periodOf(grain, "day")} as period,
         project_id || '|' || (case when corrected then 'correction' else 'charge' end) || '|' || sku_id || '|' || resource_id as row_key,
         project_id, case when corrected then 'correction' else 'charge' end as kind, sku_id, resource_id,
         sum(quantity) as quantity, -sum(amount_minor)::bigint as amount_minor, -sum(transfer_minor)::bigint as transfer_minor,
         -sum(other_minor)::bigint as other_minor, -sum(bonus_minor)::bigint as bonus_minor,
         -sum(credit_minor)::bigint as credit_minor, null::bigint as entry_id, null::timestamptz as at, null as caused_by
    from consumed group by 1, 2, 3, 4, 5, 6
  union all
  select ${periodOf(grain, "(e.effective_at at time zone r.time_zone)::date")},
         e.project_id || '|' || e.kind || '|' || e.entry_id, e.project_id, e.kind, null, null, null,
         p.amount_minor, case p.funding_source when 'transfer' then p.amount_minor else 0 end,
         case p.funding_source when 'other' then p.amount_minor else 0 end,
         case p.funding_source when 'bonus' then p.amount_minor else 0 end, 0, e.entry_id, e.effective_at, e.reference
    from journal_entry e join region r using (region_code)
    join posting p on p.project_id = e.project_id and p.entry_id = e.entry_id
     and (p.ledger_account = 'payment' or p.ledger_account like 'bonus:%')
   where e.project_id = any($1::bigint[]) and e.kind in ${MONEY_KINDS}
     and (e.effective_at at time zone r.time_zone)::date between $2 and $3
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
    `${MOVEMENTS(filter.grain)}
     select to_char(m.period, 'YYYY-MM-DD') as period, m.row_key, m.project_id, m.kind, k.service_code, v.name as service_name,
            m.resource_id, coalesce(s.name, s.external_id) as resource_name, k.sku_code, k.name as sku_name, k.unit_name, k.divisor,
            trim_scale(round(m.quantity / k.divisor, 6))::text as quantity, m.amount_minor, m.transfer_minor, m.other_minor, m.bonus_minor, m.credit_minor, m.entry_id, m.at, m.caused_by
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
    `${MOVEMENTS(filter.grain)}
     select coalesce(sum(amount_minor) filter (where amount_minor < 0), 0)::bigint as debit,
            coalesce(sum(amount_minor) filter (where amount_minor > 0), 0)::bigint as credit from movement`,
    parameters(filter, open),
  );
  return row ?? { debit: 0n, credit: 0n };
}

export interface ExpenseRow {
  period: LocalDate;
  service_code: string;
  service_name: { ru: string; en: string };
  amount_minor: Minor;
}

/** What was spent by service and period; positive = spent. */
export function selectExpenses(
  reader: Reader,
  filter: ReportFilter,
  open: readonly OpenGrain[],
): Promise<ExpenseRow[]> {
  return reader.query<ExpenseRow>(
    `with ${CONSUMED}
     select to_char(${periodOf(filter.grain, "day")}, 'YYYY-MM-DD') as period, k.service_code, v.name as service_name,
            sum(amount_minor)::bigint as amount_minor
       from consumed join sku k using (sku_id) join service v using (service_code)
      group by 1, k.service_code, v.name, v.position order by v.position, k.service_code, 1`,
    parameters(filter, open),
  );
}

export interface ExplainedGrain {
  day: LocalDate;
  booking_month: string;
  quantity: string;
  numerator: string;
  divisor: bigint;
  amount_minor: Minor;
  transfer_minor: Minor;
  other_minor: Minor;
  bonus_minor: Minor;
  credit_minor: Minor;
  charged_until: Instant;
}

export interface GrainKey {
  readonly projectId: ProjectId;
  readonly resourceId: string;
  readonly skuId: number;
  readonly from: LocalDate;
  readonly to: LocalDate;
}

const keyValues = (key: GrainKey) => [key.projectId, key.resourceId, key.skuId, key.from, key.to];

export function selectGrains(reader: Reader, key: GrainKey): Promise<ExplainedGrain[]> {
  return reader.query<ExplainedGrain>(
    `select c.day, to_char(c.booking_month, 'YYYY-MM') as booking_month, c.quantity, c.numerator, k.divisor, c.amount_minor,
            c.transfer_minor, c.other_minor, c.bonus_minor, c.credit_minor, c.charged_until
       from charge c join sku k using (sku_id)
      where c.project_id = $1 and c.resource_id = $2 and c.sku_id = $3 and c.day between $4 and $5
      order by c.day, c.booking_month limit 400`,
    keyValues(key),
  );
}

export interface ExplainedPrice {
  price_id: bigint;
  price_list_code: string;
  kind: string;
  model: string;
  unit_price: string;
  tiers: { from: string; price: string }[] | null;
  starts_at: Instant;
  ends_at: Instant;
}

/** The price versions that were in force for the key's project and SKU in the days. */
export function selectPrices(reader: Reader, key: GrainKey): Promise<ExplainedPrice[]> {
  return reader.query<ExplainedPrice>(
    `select distinct e.price_id, l.price_list_code, l.kind, e.model, e.unit_price, e.tiers,
            greatest(e.starts_at, s.starts_at) as starts_at, least(e.ends_at, s.ends_at) as ends_at
       from project p join region r using (region_code)
       join project_price_scope s on s.project_id = p.project_id
        and s.starts_at < (($5::date + 1)::timestamp at time zone r.time_zone) and s.ends_at > ($4::date::timestamp at time zone r.time_zone)
       join effective_price e on e.scope_id = s.scope_id and e.sku_id = $3
        and e.starts_at < (($5::date + 1)::timestamp at time zone r.time_zone) and e.ends_at > ($4::date::timestamp at time zone r.time_zone)
       join price c on c.price_id = e.price_id join price_list l on l.price_list_id = c.price_list_id
      where p.project_id = $1 and $2::uuid is not null order by starts_at`,
    keyValues(key),
  );
}

export interface ExplainedEvent {
  source: string;
  event_id: string;
  occurred_at: Instant;
  quantity: string;
  supersedes: string | null;
  replaced: boolean;
}

/** The events behind the key's days: those of the days and, for a gauge, the last one before them. */
export function selectEvents(reader: Reader, key: GrainKey): Promise<ExplainedEvent[]> {
  return reader.query<ExplainedEvent>(
    `select u.source, e.event_id, e.occurred_at, e.quantity, e.supersedes,
            exists (select 1 from usage_event s where s.source_id = e.source_id and s.supersedes = e.event_id) as replaced
       from usage_event e join usage_source u using (source_id)
      where e.project_id = $1 and e.resource_id = $2 and e.sku_id = $3
        and (e.day between $4 and $5 or (e.source_id, e.event_id) in (
              select g.source_id, g.event_id from gauge_interval g
               where g.project_id = $1 and g.resource_id = $2 and g.sku_id = $3
                 and g.from_minute < minute_of($5::date + 1) and g.to_minute > minute_of($4::date)))
      order by e.occurred_at, e.event_id limit 200`,
    keyValues(key),
  );
}

/** The charges behind one line of a document: project by project, SKU by SKU. */
export interface DocumentedRow {
  project_id: ProjectId;
  resource_id: string;
  sku_id: number;
  sku_code: string;
  first_day: LocalDate;
  last_day: LocalDate;
  quantity: string;
  transfer_minor: Minor;
  credit_minor: Minor;
  covered_minor: Minor;
}

export function selectDocumented(
  reader: Reader,
  projectIds: readonly ProjectId[],
  month: string,
  serviceCode: string,
  supplyMonth: string,
  limit: number,
): Promise<DocumentedRow[]> {
  return reader.query<DocumentedRow>(
    `select project_id, resource_id, sku_id, k.sku_code, min(day) as first_day, max(day) as last_day,
            sum(u.quantity)::text as quantity, sum(u.transfer)::bigint as transfer_minor, sum(u.credit)::bigint as credit_minor,
            sum(u.covered)::bigint as covered_minor
       from (
         select project_id, resource_id, sku_id, day, quantity, transfer_minor as transfer, credit_minor as credit, 0 as covered
           from charge where project_id = any($1::bigint[]) and booking_month = $2
         union all
         select project_id, resource_id, sku_id, day, 0, 0, 0, amount_minor
           from charge_cover where project_id = any($1::bigint[]) and booking_month = $2 and funding_source = 'transfer'
       ) u join sku k using (sku_id)
      where k.service_code = $3 and u.day >= $4::date and u.day < $4::date + interval '1 month'
      group by project_id, resource_id, sku_id, k.sku_code
      order by project_id, k.sku_code, resource_id limit $5`,
    [numberArray(projectIds), `${month}-01`, serviceCode, `${supplyMonth}-01`, limit],
  );
}

export interface DayChargeRow {
  resource_id: string;
  sku_code: string;
  amount_minor: Minor;
}

/** What the grains of a project's day were charged in a booking month. */
export function selectDayCharges(
  reader: Reader,
  projectId: ProjectId,
  day: LocalDate,
  month: string,
  limit: number,
): Promise<DayChargeRow[]> {
  return reader.query<DayChargeRow>(
    `select c.resource_id, k.sku_code, c.amount_minor from charge c join sku k using (sku_id)
      where c.project_id = $1 and c.day = $2 and c.booking_month = $3 order by k.sku_code, c.resource_id limit $4`,
    [projectId, day, `${month}-01`, limit],
  );
}
