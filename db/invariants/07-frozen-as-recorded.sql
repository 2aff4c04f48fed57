-- A project is frozen when its history froze it once more than it unfroze it; what waits to be frozen waits at an open halt.
-- ru: Проект заморожен, если по истории замораживали на раз больше, чем размораживали; кто ждёт заморозки, ждёт при остановке.
select w.project_id, w.frozen_at, w.freeze_pending_since, coalesce(f.open_freezes, 0) as open_freezes
  from wallet w
  left join (select project_id, sum(case kind when 'frozen' then 1 else -1 end) as open_freezes
               from freeze_event where kind in ('frozen', 'unfrozen') group by project_id) f using (project_id)
 where coalesce(f.open_freezes, 0) <> case when w.frozen_at is null then 0 else 1 end
    or (w.frozen_at is null) <> (w.deletion_due_at is null)
    or (w.freeze_pending_since is not null
        and (w.frozen_at is not null or not exists (select 1 from automation_halt h where h.kind = 'freeze' and h.released_at is null)));
