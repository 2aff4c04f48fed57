-- An event came in a batch that is there, and is of the day of its region on which it occurred.
-- ru: Событие пришло в имеющейся пачке и относится к дню своего региона.
select e.source_id, e.event_id, e.batch_id, e.day, e.occurred_at
  from usage_event e join project p using (project_id) join region r using (region_code)
 where e.day <> (e.occurred_at at time zone r.time_zone)::date
    or not exists (select from usage_batch b where b.batch_id = e.batch_id);
