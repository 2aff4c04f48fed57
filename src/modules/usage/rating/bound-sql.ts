/**
 * What the touched usage may cost by the end of its day at most: each gauge's quantity from its first event on, at every
 * price of its day, and one minor unit for each grain that rounding may raise. Volume prices know no such bound.
 * `lacking` tells of usage that no price covers.
 */
export const BOUND = `
day as materialized (
  select t.region_code, t.day, minute_of((t.day + 1)::timestamp at time zone r.time_zone) as end_minute
    from (select distinct region_code, day from rated_touch) t join region r using (region_code)
), scope as materialized (
  select s.project_id, s.scope_id, minute_of(s.starts_at) as from_minute, minute_of(s.ends_at) as to_minute
    from (select distinct project_id from rated_touch) t join project_price_scope s using (project_id)
), rate as materialized (
  select e.scope_id, e.sku_id, minute_of(e.starts_at) as from_minute, minute_of(e.ends_at) as to_minute,
         e.model = 'volume' as boundless, m.kind = 'gauge' and e.model not in ('daily', 'monthly') as by_minute,
         case e.model when 'tiered' then (select max((x ->> 'price')::numeric) from jsonb_array_elements(e.tiers) x)
                      else e.unit_price end / case when e.model in ('daily', 'monthly') then 1 else k.divisor end as price
    from (select distinct s.scope_id, t.sku_id from rated_touch t join scope s using (project_id)) used
    join effective_price e using (scope_id, sku_id) join sku k using (sku_id) join meter m using (meter_code)
), priced as (
  select t.project_id, t.region_code, t.sku_id, t.day, t.events,
         coalesce(bool_or(e.boundless), false) as boundless,
         coalesce(bool_or(s.from_minute <= t.minute and s.to_minute > t.minute
                          and e.from_minute <= t.minute and e.to_minute > t.minute), false) as has_price,
         sum(t.quantity * e.price * case when e.by_minute then d.end_minute - t.first_minute else 1 end) as cost
    -- Every row has its day; joined outwards, so that the planner does not expect next to no rows.
    from rated_touch t left join day d using (region_code, day)
    left join scope s
      on s.project_id = t.project_id and s.from_minute < d.end_minute and s.to_minute > t.first_minute
    left join rate e
      on e.scope_id = s.scope_id and e.sku_id = t.sku_id and e.from_minute < d.end_minute and e.to_minute > t.first_minute
   group by t.project_id, t.region_code, t.sku_id, t.day, t.events
), bound as (
  select project_id, region_code, min(day) as day, bool_or(not has_price) as lacking,
         case when bool_or(boundless) then 4e18::bigint
              else least(ceil(coalesce(sum(cost), 0) * 100) + sum(events), 4e18)::bigint end as most_minor
    from priced group by project_id, region_code
)`;

/** All days from one on that are behind the open one; none from null. */
export const daysBehind = (day: string, openDay: string) =>
  `generate_series(${day}::timestamp, (${openDay} - 1)::timestamp, '1 day')`;
