-- Acts are listed by when they happened: one that is written down later than another may have happened earlier. Where a table is
-- large, make these indexes beforehand, concurrently, under the same names.
create index if not exists audit_event_at on audit_event (happened_at, audit_event_id);
create index if not exists audit_event_act_at on audit_event (act, happened_at, audit_event_id);
create index if not exists audit_event_actor_at on audit_event (actor, happened_at, audit_event_id);
create index if not exists audit_event_refused_at on audit_event (happened_at, audit_event_id) where refusal is not null;
drop index audit_event_act, audit_event_actor, audit_event_refused, audit_event_time;

-- What is found by a subject stands in the order of time, too.
alter table audit_subject add column happened_at timestamptz;
alter table audit_subject disable trigger forbid_change;
update audit_subject s set happened_at = e.happened_at from audit_event e where e.audit_event_id = s.audit_event_id;
alter table audit_subject enable trigger forbid_change;
alter table audit_subject alter column happened_at set not null;
alter table audit_subject drop constraint audit_subject_pkey;
alter table audit_subject add primary key (subject, happened_at, audit_event_id);
