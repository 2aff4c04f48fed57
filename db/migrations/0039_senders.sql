-- Who sent an event is part of its identity: a source of a project's own token is kept as project/<PID>/<source>, and holds
-- events of that project alone.
alter table usage_source
  add column owner_project_id bigint generated always as (
    case when source ~ '^project/mcs[0-9]{10}/' then substr(source, 12, 10)::bigint end) stored,
  -- Carried forward: the resources that its events name keep the names they had (others are called own/<resource>).
  add column plain_resources boolean not null default false;

-- Who sent the events of before is not written. A source is a project's own where nobody else can have sent them: every
-- event is of this project, it was given a token that may send, and the provider never was. All others stay the provider's.
with own as (
  update usage_source s set source = 'project/mcs' || o.project_id || '/' || s.source, plain_resources = true
    from (select e.source_id, min(e.project_id) as project_id from usage_event e
           group by e.source_id having min(e.project_id) = max(e.project_id)) o
   where o.source_id = s.source_id and s.source not like 'focus/%' and s.source <> 'sandbox-control-plane'
     and not exists (select from api_token t where t.user_id is null and t.project_id is null and 'usage.write' = any(t.scopes))
     and exists (select from api_token t
                  where t.user_id is null and t.project_id = o.project_id and 'usage.write' = any(t.scopes))
  returning old.source as sent, new.source as stored, o.project_id
)
update usage_quarantine q set source = own.stored
  from own
 where q.source = own.sent and q.body -> 'data' ->> 'project' = 'mcs' || own.project_id;
