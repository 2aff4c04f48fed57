-- Every freeze, unfreeze and deletion has exactly one webhook, in the outbox or counted as delivered and removed (FRZ-07).
-- ru: О каждой заморозке, разморозке и удалении ровно один вебхук, в очереди или доставленный (FRZ-07).
with told as (
  select coalesce(f.project_id, m.project_id) as project_id, coalesce(f.topic, m.topic) as topic, coalesce(f.at, m.at) as at,
         coalesce(f.changes, 0) as changes, coalesce(m.messages, 0) as messages
    from (select project_id, 'project.' || kind as topic, at, count(*) as changes from freeze_event
           where kind in ('frozen', 'unfrozen', 'deletion_due') group by 1, 2, 3) f
    full join (select subject_id as project_id, topic, created_at as at, count(*) as messages from outbox_message
                where subject_kind = 'project' and destination = 'control_plane' and topic in ('project.frozen', 'project.unfrozen', 'project.deletion_due')
                group by 1, 2, 3) m using (project_id, topic, at)
), removed as (
  select subject_id as project_id, topic, messages from outbox_removed
   where subject_kind = 'project' and destination = 'control_plane' and topic in ('project.frozen', 'project.unfrozen', 'project.deletion_due')
)
select project_id, topic, at, changes, messages, null::bigint as removed from told where messages > changes
union all
select coalesce(t.project_id, r.project_id), coalesce(t.topic, r.topic), t.first_at, t.changes, t.messages, coalesce(r.messages, 0)
  from (select project_id, topic, min(at) filter (where messages < changes) as first_at, sum(changes) as changes,
               sum(messages) as messages, sum(greatest(changes - messages, 0)) as untold
          from told group by project_id, topic) t
  full join removed r on r.project_id = t.project_id and r.topic = t.topic
 where coalesce(t.untold, 0) <> coalesce(r.messages, 0);
