-- A grain under one flat price costs its quantity by the price that was in force.
select c.project_id, c.day, c.resource_id, c.sku_id, c.quantity, c.numerator, max(e.unit_price) as unit_price
  from (select project_id, day, resource_id, sku_id, sum(quantity) as quantity, sum(numerator) as numerator
          from charge group by 1, 2, 3, 4) c
  join project p using (project_id) join region r using (region_code)
  join lateral (select (c.day::timestamp at time zone r.time_zone) as starts, ((c.day + 1)::timestamp at time zone r.time_zone) as ends) d on true
  join project_price_scope s on s.project_id = c.project_id and s.starts_at < d.ends and s.ends_at > d.starts
  join effective_price e on e.scope_id = s.scope_id and e.sku_id = c.sku_id and e.starts_at < d.ends and e.ends_at > d.starts
 where not exists (select 1 from accrual_dirty x where x.project_id = c.project_id and x.day = c.day)
 group by c.project_id, c.day, c.resource_id, c.sku_id, c.quantity, c.numerator
having count(*) = 1 and max(e.model) = 'flat' and c.numerator <> c.quantity * max(e.unit_price);
