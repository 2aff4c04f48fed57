-- A project is frozen when its history froze it once more than it unfroze it, since then, and to be deleted in the term of FRZ-02 or a
-- day after the owner was told of it late (FRZ-03); what waits to be frozen waits at an open halt.
-- ru: Проект заморожен, если по истории замораживали на раз больше, чем размораживали, с того же момента и с удалением в срок FRZ-02 или через сутки после позднего предупреждения (FRZ-03); кто ждёт заморозки, ждёт при остановке.
select w.project_id, w.frozen_at, w.deletion_due_at, w.freeze_pending_since, coalesce(f.open_freezes, 0) as open_freezes
  from wallet w
  left join (select project_id, sum(case kind when 'frozen' then 1 else -1 end) as open_freezes
               from freeze_event where kind in ('frozen', 'unfrozen') group by project_id) f using (project_id)
  left join lateral (select at, greatest(at, recorded_at) as told_at from freeze_event e
                      where e.project_id = w.project_id and e.kind = 'frozen' order by e.event_no desc limit 1) last on w.frozen_at is not null
 where coalesce(f.open_freezes, 0) <> case when w.frozen_at is null then 0 else 1 end
    or (w.frozen_at is null) <> (w.deletion_due_at is null)
    or w.frozen_at <> last.at
    -- By whether it had been paid for when it was frozen.
    or w.deletion_due_at <> last.told_at + interval '3 days' and w.deletion_due_at <> last.told_at + interval '7 days'
       -- Or a day after the warning, to the minute, when that was late.
       and (w.deletion_warned_at is null or w.deletion_due_at < last.told_at + interval '3 days'
            or w.deletion_due_at - w.deletion_warned_at not between interval '24 hours' and interval '24 hours 1 minute')
    or (w.freeze_pending_since is not null
        and (w.frozen_at is not null or not exists (select 1 from automation_halt h where h.kind = 'freeze' and h.released_at is null)));
