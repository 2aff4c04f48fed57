-- Every freeze, unfreeze and deletion has exactly one webhook in the outbox (FRZ-07).
select coalesce(f.project_id, m.project_id) as project_id, coalesce(f.topic, m.topic) as topic, coalesce(f.at, m.at) as at,
       f.changes, m.messages
  from (select project_id, 'project.' || kind as topic, at, count(*) as changes from freeze_event
         where kind in ('frozen', 'unfrozen', 'deletion_due') group by 1, 2, 3) f
  full join (select project_id, topic, created_at as at, count(*) as messages from outbox_message
              where destination = 'control_plane' and topic in ('project.frozen', 'project.unfrozen', 'project.deletion_due')
              group by 1, 2, 3) m using (project_id, topic, at)
 where f.changes is distinct from m.messages;
