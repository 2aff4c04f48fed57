-- Each act of the audit is in one link of a chain, or waits to be chained.
-- ru: Каждое действие журнала — в одном звене цепочки или ждёт её.
select coalesce(e.audit_event_id, l.audit_event_id) as audit_event_id, coalesce(l.places, 0) as places
  from audit_event e
  full join (
    select audit_event_id, count(*) as places
      from (select unnest(ids) as audit_event_id from audit_batch union all select audit_event_id from audit_unchained) p
     group by audit_event_id) l using (audit_event_id)
 where e.audit_event_id is null or l.places is distinct from 1;
