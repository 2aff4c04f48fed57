-- The timelines of gauges are the rated points that no correction replaced, the last of each minute, one after another. A resource of which
-- a correction is accepted and not rated yet is on its way.
-- ru: Линии постоянных ресурсов — учтённые незаменённые точки, последняя в каждой минуте, одна за другой.
select coalesce(g.project_id, e.project_id) as project_id, coalesce(g.resource_id, e.resource_id) as resource_id,
       coalesce(g.sku_id, e.sku_id) as sku_id, coalesce(g.from_minute, e.from_minute) as from_minute,
       g.quantity, g.to_minute, e.quantity as reported, g.next_minute, g.source_id, g.event_id, g.occurred_at
  from (select *, lead(from_minute, 1, 2147483647) over (partition by project_id, resource_id, sku_id order by from_minute) as next_minute
          from gauge_interval) g
  full join (
    select distinct on (e.project_id, e.resource_id, e.sku_id, minute_of(e.occurred_at))
           e.project_id, e.resource_id, e.sku_id, minute_of(e.occurred_at) as from_minute, e.quantity, e.source_id, e.event_id, e.occurred_at
      from usage_event e join usage_batch b using (batch_id) join sku k using (sku_id) join meter m using (meter_code)
     where b.rated_at is not null and m.kind = 'gauge'
       and not exists (select 1 from usage_event s where s.source_id = e.source_id and s.supersedes = e.event_id and s.project_id = e.project_id)
       and (e.supersedes is null or not exists (select 1 from usage_event s
             where s.source_id = e.source_id and s.supersedes = e.supersedes and s.project_id = e.project_id and s.event_id > e.event_id))
     order by e.project_id, e.resource_id, e.sku_id, minute_of(e.occurred_at), e.occurred_at desc, e.source_id desc, e.event_id desc
  ) e using (project_id, resource_id, sku_id, from_minute)
 where ((g.quantity, g.source_id, g.event_id, g.occurred_at) is distinct from (e.quantity, e.source_id, e.event_id, e.occurred_at)
        or g.to_minute is distinct from g.next_minute)
   and not exists (select 1 from usage_batch b join usage_event s using (batch_id)
                     join usage_event o on o.source_id = s.source_id and o.event_id = s.supersedes and o.project_id = s.project_id
                    where b.rated_at is null and (o.project_id, o.resource_id, o.sku_id)
                        = (coalesce(g.project_id, e.project_id), coalesce(g.resource_id, e.resource_id), coalesce(g.sku_id, e.sku_id)));
