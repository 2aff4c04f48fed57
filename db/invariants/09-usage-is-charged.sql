-- Everything used on a day that is charged is in the charges of that day, no more and no less, but for what waits for a price.
-- ru: Всё, что потреблено за начисленный день, начислено: не больше и не меньше, кроме того, что ждёт цены.
select coalesce(u.project_id, c.project_id) as project_id, coalesce(u.day, c.day) as day, coalesce(u.resource_id, c.resource_id) as resource_id,
       coalesce(u.sku_id, c.sku_id) as sku_id, u.quantity as used, c.quantity as charged
  from (
    -- What runs is cut at the midnights of the region: as many parts as there are charges.
    select project_id, day, resource_id, sku_id, sum(quantity) as quantity from (
      select g.project_id, d.day::date as day, g.resource_id, g.sku_id,
             g.quantity * (least(g.to_minute, o.open_minute, minute_of((d.day + interval '1 day') at time zone o.time_zone))
                           - greatest(g.from_minute, minute_of(d.day at time zone o.time_zone))) as quantity
        from gauge_interval g
        join (select a.project_id, r.time_zone, minute_of(a.open_day::timestamp at time zone r.time_zone) as open_minute
                from project_accrual a join region r using (region_code)) o using (project_id)
        cross join lateral generate_series(
               date_trunc('day', to_timestamp(g.from_minute * 60.0) at time zone o.time_zone),
               date_trunc('day', to_timestamp((least(g.to_minute, o.open_minute) - 1) * 60.0) at time zone o.time_zone),
               interval '1 day') d(day)
       where g.from_minute < o.open_minute and g.quantity > 0
      union all
      select q.project_id, q.day, q.resource_id, q.sku_id, q.quantity
        from usage_quantity q join project_accrual a using (project_id)
       where q.day < a.open_day and q.quantity > 0) parts
     group by 1, 2, 3, 4
  ) u
  full join (
    select h.project_id, h.day, h.resource_id, h.sku_id, sum(h.quantity) as quantity
      from charge h join project_accrual a using (project_id)
     where h.day < a.open_day and h.resource_id <> '00000000-0000-0000-0000-000000000000'
     group by 1, 2, 3, 4
  ) c using (project_id, day, resource_id, sku_id)
 where coalesce(u.quantity, 0) <> coalesce(c.quantity, 0)
   and not exists (select 1 from accrual_dirty d where d.project_id = coalesce(u.project_id, c.project_id))
   and not exists (select 1 from unpriced_usage x
                    where x.project_id = coalesce(u.project_id, c.project_id) and x.sku_id = coalesce(u.sku_id, c.sku_id));
