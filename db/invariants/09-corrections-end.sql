-- Events that replace each other end in one that counts: none is replaced, over any number of steps, by one it replaces.
-- ru: Цепочка замен события кончается действующим: никакое не заменено тем, что заменило само.
with recursive reached as (
  select e.source_id, e.project_id, e.event_id, e.supersedes
    from usage_event e
   where e.supersedes is not null
     and not exists (select from usage_event s where s.source_id = e.source_id and s.supersedes = e.event_id and s.project_id = e.project_id)
  union
  select d.source_id, d.project_id, d.event_id, d.supersedes
    from reached r join usage_event d on d.source_id = r.source_id and d.event_id = r.supersedes and d.project_id = r.project_id
   where d.supersedes is not null
)
select e.project_id, e.source_id, e.event_id, e.supersedes from usage_event e
 where e.supersedes is not null
   and not exists (select from reached r where r.source_id = e.source_id and r.event_id = e.event_id);
