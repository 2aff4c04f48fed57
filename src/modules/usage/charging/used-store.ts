import type { Instant, LocalDate } from "../../../core/time.ts";
import { MINUTE } from "../../../core/time.ts";
import { type Tx, numberArray, textArray } from "../../../platform/db.ts";
import type { ChargeKey } from "./charge-store.ts";

/** What a resource's charges were made of, for who explains them: what was there, for how long, at which price. */

type Reader = Pick<Tx, "query">;

/** A local day, and the minute up to which it is looked at. */
export interface UsedDay {
  readonly day: LocalDate;
  readonly start: Instant;
  readonly until: Instant;
}

/** So much of a SKU under one price: of a gauge for some minutes, or an amount used up (no minutes). */
export interface UsedPiece {
  readonly day: LocalDate;
  readonly quantity: string;
  readonly minutes: number | null;
  readonly priceId: bigint;
  /** Where the price begins within the day: prices of one day lie on the month's axis in this order. */
  readonly priceFrom: number;
}

const MOST_PIECES = 4000;

/** The pieces of the key's days in the order of time, at most 4,000; as charging cuts them (grain-sql.ts, `piece`). */
export function usedPieces(reader: Reader, key: ChargeKey, days: readonly UsedDay[]): Promise<UsedPiece[]> {
  return reader.query<UsedPiece>(
    `with d as (
       select * from unnest($4::date[], $5::int[], $6::int[]) d(day, from_minute, to_minute)
     ), scope as (
       select scope_id, minute_of(starts_at) as from_minute, minute_of(ends_at) as to_minute
         from project_price_scope where project_id = $1
     ), price_now as (
       select s.from_minute as scope_from, s.to_minute as scope_to, minute_of(e.starts_at) as from_minute,
              minute_of(e.ends_at) as to_minute, e.price_id
         from scope s join effective_price e on e.scope_id = s.scope_id and e.sku_id = $3
     )
     select d.day, g.quantity::text, p.price_id as "priceId", greatest(p.from_minute, p.scope_from, d.from_minute) as "priceFrom",
            least(g.to_minute, d.to_minute, p.to_minute, p.scope_to)
              - greatest(g.from_minute, d.from_minute, p.from_minute, p.scope_from) as minutes
       from d join gauge_interval g on g.project_id = $1 and g.resource_id = $2 and g.sku_id = $3
        and g.from_minute < d.to_minute and g.to_minute > d.from_minute and g.quantity > 0
       join price_now p on greatest(p.from_minute, p.scope_from) < least(g.to_minute, d.to_minute)
        and least(p.to_minute, p.scope_to) > greatest(g.from_minute, d.from_minute)
     union all
     select d.day, q.quantity::text, p.price_id, greatest(p.from_minute, p.scope_from, d.from_minute), null
       from d join usage_quantity q on q.project_id = $1 and q.day = d.day and q.resource_id = $2 and q.sku_id = $3 and q.quantity > 0
       join price_now p on greatest(p.from_minute, p.scope_from) <= greatest(q.priced_from, d.from_minute)
        and least(p.to_minute, p.scope_to) > greatest(q.priced_from, d.from_minute)
      order by 1, 4 limit ${MOST_PIECES}`,
    [
      key.projectId,
      key.resourceId,
      key.skuId,
      textArray(days.map(({ day }) => day)),
      numberArray(days.map(({ start }) => start / MINUTE)),
      numberArray(days.map(({ until }) => until / MINUTE)),
    ],
  );
}

/** What the month had charged before a day's charge of a resource: on it tiers, fees and commitments depend. */
export interface BeforeDay {
  readonly day: LocalDate;
  /** Units of the SKU (unit-minutes of a gauge) of the whole project: earlier days, and of the day the resources before. */
  readonly units: string;
  /** The same with all of the day. */
  readonly withDay: string;
  /** The numerators that this resource was charged on earlier days. */
  readonly numerator: string;
}

export function beforeDays(reader: Reader, key: ChargeKey, days: readonly LocalDate[]): Promise<BeforeDay[]> {
  return reader.query<BeforeDay>(
    `select d.day, coalesce(sum(c.quantity) filter (where c.day < d.day or c.resource_id < $2), 0)::text as units,
            coalesce(sum(c.quantity), 0)::text as "withDay",
            coalesce(sum(c.numerator) filter (where c.day < d.day and c.resource_id = $2), 0)::text as numerator
       from unnest($4::date[]) d(day)
       left join charge c on c.project_id = $1 and c.sku_id = $3 and c.day >= date_trunc('month', d.day)::date and c.day <= d.day
      group by d.day`,
    [key.projectId, key.resourceId, key.skuId, textArray(days)],
  );
}
