import { MONEY_MOVEMENTS } from "../ledger/index.ts";

/** What a report sums up by. */
export const INTERVALS = ["day", "week", "month", "year"] as const;
export type Interval = (typeof INTERVALS)[number];

/** The first day of the period that a date falls into. */
export function periodOf(interval: Interval, date: string): string {
  return interval === "day" ? date : `date_trunc('${interval}', ${date})::date`;
}

/** The kind of what a grain was charged in a month of booking: decided by the whole of it, never by what is summed up. */
const kindOf = (corrected: string, amountMinor: string) =>
  `case when ${corrected} then 'correction' when ${amountMinor} < 0 then 'repricing' else 'charge' end`;

const SAME_GRAIN = `o.project_id = b.project_id and o.day = b.day and o.resource_id = b.resource_id
         and o.sku_id = b.sku_id and o.corrected = b.corrected`;

/**
 * $1 projects, $2 from, $3 to, $4.. the open grains. `consumed` has one row per booked grain and contract, one per open grain, and one
 * for what was charged on credit and paid since, which moves an amount from one source to another. Amounts positive =
 * debited; they are the sum of the five sources. Kinds: `charge`; `repricing`, a grain below zero, which only a cheaper
 * tier reached for the whole month makes; `correction`, what is booked in a later month.
 */
export const CONSUMED = `
open_grain as materialized (
  select * from unnest($4::bigint[], $5::date[], $6::uuid[], $7::int[], $8::numeric[], $9::bigint[], $10::boolean[])
      o(project_id, day, resource_id, sku_id, quantity, amount_minor, corrected)
   where o.day between $2 and $3
), booked as (
  select project_id, day, resource_id, sku_id, contract_id, booking_month, quantity, amount_minor, transfer_minor, other_minor, bonus_minor,
         credit_minor, booking_month > date_trunc('month', day)::date as corrected
    from charge where project_id = any($1::bigint[]) and day between $2 and $3
), grain as (
  select b.*, ${kindOf("b.corrected", "b.amount_minor + coalesce(o.amount_minor, 0)")} as kind
    from booked b left join open_grain o on ${SAME_GRAIN}
), cover as (
  select project_id, day, resource_id, sku_id, contract_id, sum(amount_minor) as minor,
         coalesce(sum(amount_minor) filter (where funding_source = 'transfer'), 0) as transfer
    from charge_cover where project_id = any($1::bigint[]) and day between $2 and $3
   group by project_id, day, resource_id, sku_id, contract_id
), repaid as (
  -- The debt of a grain is repaid in the order in which it was booked, by transfers first.
  select g.project_id, g.day, g.resource_id, g.sku_id, g.kind, least(c.minor, g.hi) - g.lo as minor,
         greatest(least(c.transfer, g.hi) - g.lo, 0) as transfer
    from (select project_id, day, resource_id, sku_id, contract_id, kind, sum(credit_minor) over debt as hi,
                 sum(credit_minor) over debt - credit_minor as lo
            from grain where credit_minor > 0
          window debt as (partition by project_id, day, resource_id, sku_id, contract_id order by booking_month)) g
    join cover c using (project_id, day, resource_id, sku_id, contract_id)
   where c.minor > g.lo
), consumed as (
  select project_id, day, resource_id, sku_id, kind, quantity, amount_minor, transfer_minor, other_minor, bonus_minor,
         credit_minor, 0::bigint as open_minor
    from grain
  union all
  select o.project_id, o.day, o.resource_id, o.sku_id,
         ${kindOf("o.corrected", "o.amount_minor + coalesce(b.amount_minor, 0)")}, o.quantity, o.amount_minor, 0, 0, 0, 0,
         o.amount_minor
    from open_grain o left join (
      select project_id, day, resource_id, sku_id, corrected, sum(amount_minor) as amount_minor
        from booked group by project_id, day, resource_id, sku_id, corrected) b on ${SAME_GRAIN}
  union all
  select project_id, day, resource_id, sku_id, kind, 0, 0, transfer::bigint, (minor - transfer)::bigint, 0,
         -minor::bigint, 0
    from repaid
)`;

/** `movement`: what was consumed by period, kind, SKU and resource, and money entry by entry. Positive = credited. */
export const MOVEMENTS = (interval: Interval): string => `
with ${CONSUMED},
money as (
  select e.*, (e.effective_at at time zone r.time_zone)::date as day
    from (${MONEY_MOVEMENTS}) e join region r using (region_code)
   where e.project_id = any($1::bigint[]) and (e.effective_at at time zone r.time_zone)::date between $2 and $3
), movement as (
  select ${periodOf(interval, "day")} as period, project_id || '|' || kind || '|' || sku_id || '|' || resource_id as row_key,
         project_id, kind, sku_id, resource_id, sum(quantity) as quantity, -sum(amount_minor)::bigint as amount_minor,
         -sum(transfer_minor)::bigint as transfer_minor, -sum(other_minor)::bigint as other_minor,
         -sum(bonus_minor)::bigint as bonus_minor, -sum(credit_minor)::bigint as credit_minor,
         -sum(open_minor)::bigint as open_minor, null::bigint as entry_id, null::timestamptz as at, null as caused_by
    from consumed group by 1, 2, 3, 4, 5, 6
  union all
  select ${periodOf(interval, "day")}, project_id || '|' || kind || '|' || entry_id, project_id, kind, null, null, null,
         amount_minor, case funding_source when 'transfer' then amount_minor else 0 end,
         case funding_source when 'other' then amount_minor else 0 end,
         case funding_source when 'bonus' then amount_minor else 0 end, 0, 0, entry_id, effective_at, reference
    from money
)`;
