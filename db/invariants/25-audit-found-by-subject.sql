-- An act is found by each subject that it concerns, at the instant when it happened, and by no other.
-- ru: Действие находят по каждому, кого оно касается, тем моментом, когда оно было, и ни по кому другому.
select coalesce(s.audit_event_id, e.audit_event_id) as audit_event_id, coalesce(s.subject, e.subject) as subject
  from audit_subject s
  full join (select distinct audit_event_id, happened_at, unnest(subjects) as subject from audit_event) e
    using (audit_event_id, happened_at, subject)
 where s.audit_event_id is null or e.audit_event_id is null;
