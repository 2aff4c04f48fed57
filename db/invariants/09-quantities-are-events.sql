-- The events and quantities in grains are those of the rated events that no correction replaced.
select coalesce(q.project_id, e.project_id) as project_id, coalesce(q.day, e.day) as day, q.events as counted, e.events,
       q.quantity, e.quantity as reported
  from (select project_id, day, sum(event_count) as events, sum(quantity) as quantity from usage_quantity group by 1, 2) q
  full join (
    select e.project_id, e.day, count(*) as events, sum(e.quantity) as quantity
      from usage_event e join usage_batch b using (batch_id) join sku k using (sku_id) join meter m using (meter_code)
     where b.rated_at is not null and m.kind = 'quantity'
       and not exists (select 1 from usage_event s where s.source_id = e.source_id and s.supersedes = e.event_id)
       and (e.supersedes is null or not exists (select 1 from usage_event s
             where s.source_id = e.source_id and s.supersedes = e.supersedes and s.event_id > e.event_id))
     group by 1, 2) e using (project_id, day)
 where (q.events, q.quantity) is distinct from (e.events, e.quantity);
