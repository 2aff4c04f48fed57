-- AUD-01: each act on money, rights, details, prices and documents, and each refusal of one, is a row written in the act's own
-- transaction. Rows are never changed; they are chained in batches, some seconds after they were written, so that no act waits
-- for another (decision 0080).
create table audit_event (
  audit_event_id bigint generated always as identity primary key,
  happened_at timestamptz not null,
  -- of its subjects; none for acts of the whole house
  region_code text,
  act text not null check (length(act) between 1 and 80),
  class text not null check (class in ('money', 'rights', 'details', 'prices', 'documents')),
  -- the code of the refusal; null: it was done
  refusal text check (length(refusal) <= 80),
  -- how often the same was refused within a minute; 1 for what was done
  times integer not null check (times > 0),
  actor_kind text not null check (actor_kind in ('member', 'staff', 'partner', 'token', 'system', 'cli', 'anonymous')),
  -- user:ID, token:ID, job:NAME, os:NAME; never a name or a mail address
  actor text not null check (length(actor) between 1 and 200),
  -- user:ID of the customer as whom a member of staff acts (AUD-02)
  on_behalf_of text check (length(on_behalf_of) between 1 and 200),
  -- of the network; empty where the act did not come over it
  address text not null check (length(address) <= 64),
  agent text not null check (length(agent) <= 200),
  request_id text not null check (length(request_id) <= 64),
  -- whom it concerns, as project:1100000001
  subjects text[] not null,
  -- what it was done to, as bank_file:12; of a refusal what was asked for
  thing text check (length(thing) <= 300),
  before jsonb check (jsonb_typeof(before) = 'object'),
  after jsonb check (jsonb_typeof(after) = 'object'),
  check (octet_length(concat(before::text, after::text)) <= 65536),
  check (refusal is not null or times = 1)
);
call make_append_only('audit_event');
create index audit_event_actor on audit_event (actor, audit_event_id);
create index audit_event_act on audit_event (act, audit_event_id);
create index audit_event_refused on audit_event (audit_event_id) where refusal is not null;
create index audit_event_time on audit_event using brin (happened_at);

-- An act is found by each subject that it concerns, in the order of time.
create table audit_subject (
  subject text not null,
  audit_event_id bigint not null,
  primary key (subject, audit_event_id)
);
call make_append_only('audit_subject');

-- The region of the first subject that has one.
create function audit_region(subjects text[]) returns text language plpgsql stable as $$
declare
  one text;
  found_code text;
begin
  foreach one in array subjects loop
    case split_part(one, ':', 1)
      when 'project' then
        select region_code into found_code from project where project_id = split_part(one, ':', 2)::bigint;
      when 'account' then
        select region_code into found_code from account where account_id = split_part(one, ':', 2)::bigint;
      when 'payer' then
        select a.region_code into found_code from payer join account a using (account_id)
         where payer_id = split_part(one, ':', 2)::bigint;
      else null;
    end case;
    exit when found_code is not null;
  end loop;
  return found_code;
end
$$;

-- Members read the acts on their subjects (reliability 34).
create function tenant_subject_keys() returns text[] language sql stable parallel safe as $$
  select array(select kind || ':' || id from unnest(array['project', 'account', 'payer', 'partner', 'user']) kind,
                                            unnest(tenant_subjects(kind)) id)
$$;
call enable_tenant_rls('audit_subject', 'subject = any ((select tenant_subject_keys())::text[])');
call enable_tenant_rls('audit_event', 'subjects && (select tenant_subject_keys())::text[]');

-- Who is meant by the users of acts: to members of a project only its members.
create function member_names(user_ids text[]) returns table (user_id text, name text, email text)
language sql stable security definer set search_path = public, pg_temp as $$
  select u.user_id, u.name, u.email from app_user u
   where u.user_id = any (user_ids)
     and exists (select from project_member m where m.user_id = u.user_id and m.project_id = any (tenant_subjects('project')))
$$;
revoke execute on function member_names(text[]) from public;
grant execute on function member_names(text[]) to saldo_tenant;

-- Acts that are in no batch yet. Written with the act, so that one which commits late is chained late, and none is passed over.
create table audit_unchained (
  audit_event_id bigint primary key
);
revoke update on audit_unchained from saldo_app;

-- A link of a chain: its acts by id, the hash of each, and a hash of them and of the link before. One chain a region, and one
-- of acts without a region, which is called house.
create table audit_batch (
  chain text not null,
  batch_no bigint not null check (batch_no > 0),
  chained_at timestamptz not null,
  ids bigint[] not null check (cardinality(ids) > 0),
  leaves bytea[] not null,
  previous bytea not null check (length(previous) = 32),
  sha256 bytea not null check (length(sha256) = 32),
  primary key (chain, batch_no),
  check (cardinality(leaves) = cardinality(ids))
);
call make_append_only('audit_batch');

-- What was told of a chain's head outside the database: to the log, or by letter.
create table audit_anchor (
  chain text not null,
  told_by text not null check (told_by in ('log', 'letter')),
  batch_no bigint not null,
  sha256 bytea not null check (length(sha256) = 32),
  told_at timestamptz not null,
  primary key (chain, told_by, batch_no)
);
call make_append_only('audit_anchor');

-- The canonical bytes of an act: the same whatever a session's settings are.
create function audit_leaf(e audit_event) returns bytea language sql stable as $$
  select sha256(convert_to(jsonb_build_array(e.audit_event_id, e.happened_at at time zone 'UTC', e.region_code, e.act, e.class, e.refusal,
    e.times, e.actor_kind, e.actor, e.on_behalf_of, e.address, e.agent, e.request_id, e.subjects, e.thing, e.before, e.after)::text, 'UTF8'))
$$;
create function audit_link(chain text, batch_no bigint, chained_at timestamptz, ids bigint[], leaves bytea[], previous bytea)
returns bytea language sql stable as $$
  select sha256(previous || convert_to(jsonb_build_array(chain, batch_no, chained_at at time zone 'UTC', ids)::text, 'UTF8')
    || (select string_agg(leaf, ''::bytea order by place) from unnest(leaves) with ordinality l(leaf, place)))
$$;
-- What stands before the first link.
create function audit_root() returns bytea language sql immutable as $$ select decode(repeat('00', 32), 'hex') $$;

-- What was done before there was an audit has no rows in it: the highest number of each kind of deed then (invariant 26).
create table audit_began (
  deed text primary key,
  last_id bigint not null
);
call make_append_only('audit_began');
call keep_as_migrated('audit_began');
insert into audit_began
select deed, coalesce(last_id, 0)
  from (values ('bank_file', (select max(bank_file_id) from bank_file)),
               ('bank_statement_line', (select max(line_id) from bank_statement_line)),
               ('payment', (select max(payment_id) from payment)),
               ('payment_invoice', (select max(payment_invoice_id) from payment_invoice)),
               ('payer_change', (select max(payer_change_id) from payer_change)),
               ('document', (select max(document_id) from document)),
               ('token', (select max(token_id) from api_token)),
               ('journal_entry', (select max(entry_id) from journal_entry))) b(deed, last_id);
create function before_audit(of_deed text) returns bigint language sql stable as $$
  select last_id from audit_began where deed = of_deed
$$;
