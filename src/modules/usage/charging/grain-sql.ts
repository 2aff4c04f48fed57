/**
 * The cost of one local day of many projects as one query: the set-based twin of rate.ts.
 *
 * $1 bigint[] projects, $2 int[] the minute up to which each is charged, $3 $4 int the day's first minute and the minute
 * after its last, $5 date the day, $6 date the first of its month, $7 boolean whether it is the month's last day.
 *
 * `grain` has one row per (project, resource, SKU): quantity (units, or unit-minutes of a gauge), numerator (exact cost in
 * major units × the SKU's divisor), price_id. `change` (below) holds it against what is charged already and keeps differences.
 * `earlier_charge` stands for where the charges of the month's earlier days are, on which tiers, fees and commitments depend.
 */
const GRAINS_AFTER = `
target as (
  select project_id, least(until_minute, $4) as until_minute from unnest($1::bigint[], $2::int[]) t(project_id, until_minute)
), scope as (
  select s.project_id, s.scope_id, minute_of(s.starts_at) as from_minute, minute_of(s.ends_at) as to_minute
    from target t join project_price_scope s on s.project_id = t.project_id
   where s.starts_at < to_timestamp($4::int * 60.0) and s.ends_at > to_timestamp($3::int * 60.0)
), gauge as materialized (
  select g.project_id, g.resource_id, g.sku_id, g.quantity,
         greatest(g.from_minute, $3) as from_minute, least(g.to_minute, t.until_minute) as to_minute
    from target t join gauge_interval g on g.project_id = t.project_id
   where g.to_minute > $3 and g.from_minute < t.until_minute and g.quantity > 0
), sold as materialized (
  select q.project_id, q.resource_id, q.sku_id, q.quantity, greatest(q.priced_from, $3) as at_minute
    from target t join usage_quantity q on q.project_id = t.project_id and q.day = $5
   where q.quantity > 0
), price_now as materialized (
  select e.scope_id, e.sku_id, minute_of(e.starts_at) as from_minute, minute_of(e.ends_at) as to_minute,
         e.price_id, e.model, e.unit_price, e.tiers, e.committed_quantity, k.divisor
    from effective_price e join sku k on k.sku_id = e.sku_id
   where e.scope_id in (select scope_id from scope)
     and (e.model = 'committed' or e.sku_id in (select sku_id from gauge union all select sku_id from sold))
     and e.starts_at < to_timestamp($4::int * 60.0) and e.ends_at > to_timestamp($3::int * 60.0)
), piece as (
  -- What is used comes first, and its prices then: a price list is long, and few of its SKUs are used.
  select g.project_id, g.resource_id, g.sku_id, p.model, p.price_id, p.unit_price, p.divisor, greatest(p.from_minute, s.from_minute) as price_from, g.quantity,
         g.quantity * (least(g.to_minute, s.to_minute, p.to_minute) - greatest(g.from_minute, s.from_minute, p.from_minute)) as units
    from gauge g
    join scope s on s.project_id = g.project_id and s.from_minute < g.to_minute and s.to_minute > g.from_minute
    join price_now p on p.scope_id = s.scope_id and p.sku_id = g.sku_id
     and p.from_minute < least(g.to_minute, s.to_minute) and p.to_minute > greatest(g.from_minute, s.from_minute)
  union all
  select q.project_id, q.resource_id, q.sku_id, p.model, p.price_id, p.unit_price, p.divisor, greatest(p.from_minute, s.from_minute), q.quantity, q.quantity
    from sold q
    join scope s on s.project_id = q.project_id and s.from_minute <= q.at_minute and s.to_minute > q.at_minute
    join price_now p on p.scope_id = s.scope_id and p.sku_id = q.sku_id and p.from_minute <= q.at_minute and p.to_minute > q.at_minute
), daily as (
  select project_id, resource_id, sku_id, sum(units) as quantity, max(price_id) as price_id,
         max(quantity * unit_price * divisor) as numerator
    from piece where model = 'daily' group by project_id, resource_id, sku_id
), axis as (
  -- Where on the month's axis each piece lies: days first, then price periods, then resources; every unit moves it.
  select a.*, before.units + sum(a.units) over (partition by a.project_id, a.sku_id order by a.price_from, a.resource_id) as upto
    from (select p.project_id, p.sku_id, p.price_from, p.resource_id, p.model, max(p.price_id) as price_id,
                 sum(p.units) as units
            from piece p
           where (p.project_id, p.sku_id) in (select project_id, sku_id from piece where model in ('tiered', 'volume'))
           group by p.project_id, p.sku_id, p.price_from, p.resource_id, p.model) a
    cross join lateral (
      select coalesce(sum(c.quantity), 0) as units
        from earlier_charge c where c.project_id = a.project_id and c.day >= $6 and c.day < $5 and c.sku_id = a.sku_id
    ) before
), tier as (
  select p.price_id, (t.tier ->> 'from')::numeric * p.divisor as lo, (t.tier ->> 'price')::numeric as price,
         coalesce(lead((t.tier ->> 'from')::numeric) over (partition by p.price_id order by (t.tier ->> 'from')::numeric)
                  * p.divisor, 'Infinity') as hi
    from (select distinct price_id, tiers, divisor from price_now where model in ('tiered', 'volume')) p
    cross join lateral jsonb_array_elements(p.tiers) t(tier)
), axis_cost as (
  -- Each piece from where it begins on the axis to where it ends, cut at the tiers; by volume the whole axis before and
  -- after it, each at the price of the tier that it reaches.
  select a.project_id, a.resource_id, a.sku_id, 0::numeric as quantity, max(a.price_id) as price_id,
         sum(case a.model
               when 'tiered' then greatest(least(a.upto, t.hi) - greatest(a.upto - a.units, t.lo), 0) * t.price
               else (case when a.upto >= t.lo and a.upto < t.hi then a.upto else 0 end
                     - case when a.upto - a.units >= t.lo and a.upto - a.units < t.hi then a.upto - a.units else 0 end) * t.price
             end) as numerator
    from axis a join tier t using (price_id) group by a.project_id, a.resource_id, a.sku_id
  union all
  select project_id, resource_id, sku_id, units, price_id, 0 from axis where model in ('tiered', 'volume')
), monthly as (
  -- The month's fee once: the first day bears it, a later one only what a larger quantity costs more.
  select p.project_id, p.resource_id, p.sku_id, p.quantity, p.price_id, greatest(p.fee - before.numerator, 0) as numerator
    from (select project_id, resource_id, sku_id, sum(units) as quantity, max(price_id) as price_id,
                 max(quantity * unit_price * divisor) as fee
            from piece where model = 'monthly' group by project_id, resource_id, sku_id) p
    cross join lateral (
      select coalesce(sum(c.numerator), 0) as numerator
        from earlier_charge c where c.project_id = p.project_id and c.day >= $6 and c.day < $5
         and c.resource_id = p.resource_id and c.sku_id = p.sku_id
    ) before
), shortfall as (
  -- The minimum commitment is made up on the month's last day, once the day is over.
  select t.project_id, '00000000-0000-0000-0000-000000000000'::uuid as resource_id, p.sku_id, 0::numeric as quantity,
         p.price_id, greatest(p.committed_quantity * p.divisor - used.units, 0) * p.unit_price as numerator
    from target t
    join scope s on s.project_id = t.project_id and s.to_minute >= $4 and s.from_minute < $4
    join price_now p on p.scope_id = s.scope_id and p.model = 'committed' and p.to_minute >= $4 and p.from_minute < $4
    cross join lateral (
      select coalesce((select sum(c.quantity) from earlier_charge c
                        where c.project_id = t.project_id and c.day >= $6 and c.day < $5 and c.sku_id = p.sku_id), 0)
           + coalesce((select sum(l.units) from piece l where l.project_id = t.project_id and l.sku_id = p.sku_id), 0) as units
    ) used
   where $7 and t.until_minute >= $4
), grain as (
  select g.project_id, g.resource_id, g.sku_id, sum(g.quantity) as quantity, max(g.price_id) as price_id,
         sum(g.numerator) as numerator
    from (select project_id, resource_id, sku_id, units as quantity, price_id, units * unit_price as numerator
            from piece where model in ('flat', 'committed')
          union all select project_id, resource_id, sku_id, quantity, price_id, numerator from daily
          union all select project_id, resource_id, sku_id, quantity, price_id, numerator from axis_cost
          union all select project_id, resource_id, sku_id, quantity, price_id, numerator from monthly
          union all select project_id, resource_id, sku_id, quantity, price_id, numerator from shortfall where numerator > 0) g
   group by g.project_id, g.resource_id, g.sku_id
)`;

/** What \`grain\` costs more or less than is charged, whoever it is supplied to. */
const CHANGE = `charged as (
  select c.project_id, c.resource_id, c.sku_id, sum(c.quantity) as quantity, sum(c.numerator) as numerator,
         sum(c.amount_minor)::bigint as amount_minor
    from target t join charge c on c.project_id = t.project_id and c.day = $5
   group by c.project_id, c.resource_id, c.sku_id
), change as (
  select project_id, resource_id, sku_id, k.bonus_group, g.price_id,
         coalesce(g.quantity, 0) - coalesce(c.quantity, 0) as quantity,
         coalesce(g.numerator, 0) - coalesce(c.numerator, 0) as numerator,
         ceil_minor(coalesce(g.numerator, 0), k.divisor) - coalesce(c.amount_minor, 0) as amount_minor
    from grain g full join charged c using (project_id, resource_id, sku_id)
    join sku k using (sku_id)
   where (g.quantity, g.numerator) is distinct from (c.quantity, c.numerator)
)`;

/**
 * The same by contract. \`due\` is what each contract is to bear; \`charged\` what it bears already, of the projects in \`target\`.
 */
const CHANGE_BY_CONTRACT = `charged as (
  select c.project_id, c.resource_id, c.sku_id, c.contract_id, sum(c.quantity) as quantity, sum(c.numerator) as numerator,
         sum(c.amount_minor)::bigint as amount_minor
    from target t join charge c on c.project_id = t.project_id and c.day = $5
   group by c.project_id, c.resource_id, c.sku_id, c.contract_id
), change as (
  select project_id, resource_id, sku_id, contract_id, k.bonus_group, g.price_id,
         coalesce(g.quantity, 0) - coalesce(c.quantity, 0) as quantity,
         coalesce(g.numerator, 0) - coalesce(c.numerator, 0) as numerator,
         coalesce(g.amount_minor, 0) - coalesce(c.amount_minor, 0) as amount_minor
    from due g full join charged c using (project_id, resource_id, sku_id, contract_id)
    join sku k using (sku_id)
   where (coalesce(g.quantity, 0), coalesce(g.numerator, 0), coalesce(g.amount_minor, 0))
      <> (coalesce(c.quantity, 0), coalesce(c.numerator, 0), coalesce(c.amount_minor, 0))
)`;

/** \`grain\` alone, after days that are all charged. */
export const GRAINS = GRAINS_AFTER.replaceAll("earlier_charge", "charge");

/** With \`change\`. */
export const GRAINS_CHANGED = `${GRAINS}, ${CHANGE}`;

/** With \`change\` by contract, in projects that are under one contract all day: $8 bigint[] which, by target. */
export const GRAINS_OF_CONTRACT = `${GRAINS}, due as (
  select g.project_id, g.resource_id, g.sku_id, o.contract_id, g.quantity, g.numerator, g.price_id,
         ceil_minor(g.numerator, k.divisor) as amount_minor
    from grain g join unnest($1::bigint[], $8::bigint[]) o(project_id, contract_id) using (project_id) join sku k using (sku_id)
), ${CHANGE_BY_CONTRACT}`;

/**
 * \`grain\` as far as it is supplied before a minute in which the contract changes: $8 int[] that minute, by target. Quantities
 * have slots that begin there.
 */
export const GRAINS_TO_CUT = replaced(GRAINS, [
  [
    "select project_id, least(until_minute, $4) as until_minute from unnest($1::bigint[], $2::int[]) t(project_id, until_minute)",
    "select project_id, least(until_minute, $4, cut_minute) as until_minute, cut_minute from unnest($1::bigint[], $2::int[], $8::int[]) t(project_id, until_minute, cut_minute)",
  ],
  ["where q.quantity > 0\n)", "where q.quantity > 0 and greatest(q.priced_from, $3) < t.cut_minute\n)"],
]);

/** Quantities from the events themselves, where a day's are only summed: each at its own minute, as far as it is `counted`. */
const fromEvents = (text: string, counted: string): string =>
  replaced(text, [
    [
      `select q.project_id, q.resource_id, q.sku_id, q.quantity, greatest(q.priced_from, $3) as at_minute
    from target t join usage_quantity q on q.project_id = t.project_id and q.day = $5
   where q.quantity > 0`,
      `select e.project_id, e.resource_id, e.sku_id, e.quantity, minute_of(e.occurred_at) as at_minute
    from target t join usage_event e on e.project_id = t.project_id and e.day = $5
    join usage_batch b on b.batch_id = e.batch_id and b.rated_at is not null
    join sku u on u.sku_id = e.sku_id join meter m on m.meter_code = u.meter_code and m.kind = 'quantity'
   where e.quantity > 0 and ${counted}
     and not exists (select from usage_event s
                      where s.source_id = e.source_id and s.supersedes = e.event_id and s.project_id = e.project_id)
     and (e.supersedes is null or not exists (
            select from usage_event s where s.source_id = e.source_id and s.supersedes = e.supersedes
               and s.project_id = e.project_id and s.event_id > e.event_id))`,
    ],
  ]);

/** \`grain\` as far as it was used before the minutes in $2: what a bonus that expires then is to pay for (BAL-04). */
export const GRAINS_USED_BEFORE = fromEvents(GRAINS, "minute_of(e.occurred_at) < t.until_minute");

/** GRAINS_CHANGED as far as it was used by the minutes in $2: in which of them a project passes zero (FRZ-01). */
export const GRAINS_CHANGED_BY = fromEvents(GRAINS_CHANGED, "minute_of(e.occurred_at) <= t.until_minute");

/** Each replacement is found: a text that changed must not leave a variant as it was. */
function replaced(text: string, changes: readonly (readonly [from: string, to: string])[]): string {
  return changes.reduce((sql, [from, to]) => {
    if (!sql.includes(from)) throw new Error(`the query has no ${from}`);
    return sql.replace(from, () => to);
  }, text);
}

/**
 * \`change\` by contract of a day that is supplied under several: \`staged_part\` has each grain as far as each part of the
 * day reaches. A part bears what the grain, rounded up, costs more at its end than at its beginning, so the parts add up to
 * the grain (PRC-05). $1 bigint[] projects, $2 date the day.
 */
export const CHANGE_OF_PARTS = `target as (
  select distinct project_id from unnest($1::bigint[]) t(project_id)
), due as (
  select project_id, resource_id, sku_id, contract_id, sum(quantity) as quantity, sum(numerator) as numerator,
         max(price_id) as price_id, sum(amount_minor)::bigint as amount_minor
    from (select p.project_id, p.resource_id, p.sku_id, p.contract_id, p.price_id,
                 p.quantity - lag(p.quantity, 1, 0) over reached as quantity,
                 p.numerator - lag(p.numerator, 1, 0) over reached as numerator,
                 ceil_minor(p.numerator, k.divisor) - lag(ceil_minor(p.numerator, k.divisor), 1, 0::bigint) over reached as amount_minor
            from staged_part p join sku k using (sku_id)
          window reached as (partition by p.project_id, p.resource_id, p.sku_id order by p.part_no)) parts
   where quantity <> 0 or numerator <> 0 or amount_minor <> 0
   group by project_id, resource_id, sku_id, contract_id
), ${CHANGE_BY_CONTRACT.replace("$5", "$2")}`;

/**
 * After days of which some are not charged yet, for reads: $8 bigint[] $9 date[] $10 uuid[] $11 int[] project, day, resource
 * and SKU of what those days will change, $12 $13 numeric[] by which quantity and numerator.
 */
export const GRAINS_AFTER_OPEN = `${GRAINS_AFTER}, ${CHANGE}`.replaceAll(
  "earlier_charge",
  `(
  select project_id, day, resource_id, sku_id, quantity, numerator from charge
  union all
  select * from unnest($8::bigint[], $9::date[], $10::uuid[], $11::int[], $12::numeric[], $13::numeric[])
)`,
);

/** Projects in which some usage of the day may lack a price: cheap, and almost always none. Parameters as GRAINS. */
export const MAY_LACK_PRICE = `
whole as (
  -- SKUs that are priced all day, in projects whose prices are known all day.
  select s.project_id, p.sku_id
    from scope s join price_now p on p.scope_id = s.scope_id
     and p.from_minute <= $3 and p.to_minute >= $4 and s.from_minute <= $3 and s.to_minute >= $4
), used as (
  select project_id, sku_id from gauge union select project_id, sku_id from sold
), may_lack as (
  select distinct u.project_id from used u
   where not exists (select 1 from whole w where w.project_id = u.project_id and w.sku_id = u.sku_id)
)`;

/** Usage of the day that no price covers, by SKU: same parameters as GRAINS. */
export const UNPRICED = `
select distinct u.project_id, u.sku_id
  from (
    select g.project_id, g.sku_id, g.resource_id, g.from_minute, (g.to_minute - g.from_minute) as needed,
           (select coalesce(sum(least(g.to_minute, s.to_minute, p.to_minute)
                                - greatest(g.from_minute, s.from_minute, p.from_minute)), 0)
              from scope s join price_now p on p.scope_id = s.scope_id and p.sku_id = g.sku_id
               and p.from_minute < least(g.to_minute, s.to_minute) and p.to_minute > greatest(g.from_minute, s.from_minute)
             where s.project_id = g.project_id and s.from_minute < g.to_minute and s.to_minute > g.from_minute) as covered
      from gauge g
    union all
    select q.project_id, q.sku_id, q.resource_id, q.at_minute, 1,
           (select count(*) from scope s join price_now p on p.scope_id = s.scope_id and p.sku_id = q.sku_id
               and p.from_minute <= q.at_minute and p.to_minute > q.at_minute
             where s.project_id = q.project_id and s.from_minute <= q.at_minute and s.to_minute > q.at_minute)
      from sold q
  ) u
 where u.covered < u.needed`;
