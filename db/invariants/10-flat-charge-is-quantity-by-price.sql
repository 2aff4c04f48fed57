-- A grain under one flat price costs its quantity by the price that was in force.
-- ru: По одной плоской цене стоимость — количество на действовавшую цену.
with sold as materialized (
  -- A price is looked for once for all resources of a project's day, whose beginning and end are found once.
  select distinct project_id, day, sku_id from charge
), day as materialized (
  select d.project_id, d.day, d.day::timestamp at time zone r.time_zone as starts, (d.day + 1)::timestamp at time zone r.time_zone as ends
    from (select distinct project_id, day from sold) d join project p using (project_id) join region r using (region_code)
   where not exists (select from accrual_dirty x where x.project_id = d.project_id and x.day = d.day)
), priced as materialized (
  select g.project_id, g.day, g.sku_id, max(e.unit_price) as unit_price
    from sold g join day d using (project_id, day)
    join project_price_scope s on s.project_id = g.project_id and s.starts_at < d.ends and s.ends_at > d.starts
    join effective_price e on e.scope_id = s.scope_id and e.sku_id = g.sku_id and e.starts_at < d.ends and e.ends_at > d.starts
   group by 1, 2, 3 having count(*) = 1 and max(e.model) = 'flat'
), odd as materialized (
  -- Where each charge of a grain is its quantity by the price, so are all together: only the others are added up. An outer join
  -- and no inner one, so that all charges are read once: a plan that looks up the charges of each price reads days again and again.
  select distinct c.project_id, c.day, c.resource_id, c.sku_id, e.unit_price
    from charge c left join priced e using (project_id, day, sku_id)
   where coalesce(c.numerator <> c.quantity * e.unit_price, false)
)
select c.project_id, c.day, c.resource_id, c.sku_id, sum(c.quantity) as quantity, sum(c.numerator) as numerator, e.unit_price
  from odd e join charge c using (project_id, day, resource_id, sku_id)
 group by 1, 2, 3, 4, e.unit_price having sum(c.numerator) <> sum(c.quantity) * e.unit_price;
