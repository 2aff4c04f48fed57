-- The events and quantities of each resource, SKU and day are those of the rated events that no correction replaced. A day
-- on which a correction is accepted and not rated yet is on its way.
-- ru: События и количества ресурса, позиции и дня — учтённые незаменённые события.
select coalesce(q.project_id, e.project_id) as project_id, coalesce(q.day, e.day) as day, coalesce(q.resource_id, e.resource_id) as resource_id,
       coalesce(q.sku_id, e.sku_id) as sku_id, q.events as counted, e.events,
       q.quantity, e.quantity as reported
  from (select project_id, day, resource_id, sku_id, sum(event_count) as events, sum(quantity) as quantity
          from usage_quantity group by 1, 2, 3, 4) q
  full join (
    select e.project_id, e.day, e.resource_id, e.sku_id, count(*) as events, sum(e.quantity) as quantity
      from usage_event e join usage_batch b using (batch_id) join sku k using (sku_id) join meter m using (meter_code)
     where b.rated_at is not null and m.kind = 'quantity'
       and not exists (select 1 from usage_event s where s.source_id = e.source_id and s.supersedes = e.event_id and s.project_id = e.project_id)
       and (e.supersedes is null or not exists (select 1 from usage_event s
             where s.source_id = e.source_id and s.supersedes = e.supersedes and s.project_id = e.project_id and s.event_id > e.event_id))
     group by 1, 2, 3, 4) e using (project_id, day, resource_id, sku_id)
 where (q.events, q.quantity) is distinct from (e.events, e.quantity)
   and not exists (select 1 from usage_batch b join usage_event s using (batch_id)
                     join usage_event o on o.source_id = s.source_id and o.event_id = s.supersedes and o.project_id = s.project_id
                    where b.rated_at is null and o.project_id = coalesce(q.project_id, e.project_id) and o.day = coalesce(q.day, e.day));
