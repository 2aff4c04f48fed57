-- Reliability 65: who asks to be erased, and until when it can be taken back. By business time.
alter table app_user add column erased_at timestamptz;

create table erasure (
  erasure_id bigint generated always as identity primary key,
  user_no bigint not null references app_user (user_no),
  asked_at timestamptz not null,
  asked_by_kind text not null check (asked_by_kind in ('person', 'staff')),
  -- user:ID, or os:NAME of the command line
  asked_by text not null check (asked_by <> ''),
  -- Of staff: the paper by which the person asked.
  reason text check (length(reason) between 10 and 500),
  due_at timestamptz not null check (due_at >= asked_at),
  -- Kept until somebody lets it go: a court, an inspection, a claim.
  held_at timestamptz,
  held_by text,
  hold_reason text check (length(hold_reason) between 10 and 500),
  -- Why it could not be done when it was due, as codes; looked at again after a while.
  waits_for text[],
  looked_at timestamptz,
  ended_at timestamptz,
  ended_as text check (ended_as in ('erased', 'withdrawn')),
  -- When the last letter to the person had left and went from the outbox.
  letters_gone_at timestamptz,
  constraint erasure_ended check ((ended_at is null) = (ended_as is null)),
  constraint erasure_held check ((held_at is null) = (held_by is null) and (held_at is null) = (hold_reason is null)),
  constraint erasure_of_staff_has_reason check ((asked_by_kind = 'staff') = (reason is not null))
);
create unique index erasure_open on erasure (user_no) where ended_at is null;
create index erasure_due on erasure (due_at) where ended_at is null;
create index erasure_letters on erasure (erasure_id) where ended_as = 'erased' and letters_gone_at is null;
call enable_subject_rls('erasure', '{user}');
revoke delete on erasure from saldo_app;

-- All of a person is looked for.
create index uploaded_file_by on uploaded_file (uploaded_by);
create index request_message_by on request_message (author_user_id) where author_user_id is not null;
create index request_event_by on request_event (by_user_id) where by_user_id is not null;

-- What was known of a person goes for good where it is no history.
grant delete on user_phone, phone_link, mail_change to saldo_app;
grant update (sender) on inbound_mail to saldo_app;

-- In histories a person's words become marks. The database lets through nothing else: a row may lose, and never say another thing.
create function is_erased(before jsonb, after jsonb) returns boolean
language sql immutable strict parallel safe set search_path = public, pg_temp as $$
  select after = before
      or after in ('null', '{}', '"[удалено, erased]"', '"Удалённый пользователь (deleted user)"')
      or jsonb_typeof(after) = 'object' and jsonb_typeof(before) = 'object' and not exists (
           select from jsonb_each(case jsonb_typeof(after) when 'object' then after else '{}' end) a
             left join jsonb_each(case jsonb_typeof(before) when 'object' then before else '{}' end) b using (key)
            where b.key is null
               or not (a.value = b.value or a.value in ('null', '"[удалено, erased]"', '"Удалённый пользователь (deleted user)"')))
$$;
revoke execute on function is_erased(jsonb, jsonb) from public;
grant execute on function is_erased(jsonb, jsonb) to saldo_app;

create function forbid_all_but_erasure() returns trigger language plpgsql as $$
begin
  if exists (select from jsonb_each(to_jsonb(new)) a join jsonb_each(to_jsonb(old)) b using (key)
              where a.value <> b.value and not (a.key = any (tg_argv) and is_erased(b.value, a.value))) then
    raise exception using
      errcode = 'integrity_constraint_violation',
      constraint = tg_table_name || '_append_only',
      table = tg_table_name,
      message = format('%s is append-only: %s refused', tg_table_name, lower(tg_op));
  end if;
  return new;
end
$$;

-- Lets the named columns of an append-only table be erased, and nothing else be changed, by its owner neither.
create procedure let_erase(target regclass, variadic columns text[])
language plpgsql as $$
declare
  named text := (select string_agg(quote_literal(one), ', ') from unnest(columns) one);
  granted text := (select string_agg(quote_ident(one), ', ') from unnest(columns) one);
begin
  execute format('drop trigger forbid_change on %s', target);
  execute format('create trigger forbid_change before delete on %s for each row execute function forbid_change()', target);
  execute format('create trigger forbid_all_but_erasure before update on %s
                  for each row execute function forbid_all_but_erasure(%s)', target, named);
  execute format('grant update (%s) on %s to saldo_app', granted, target);
end
$$;
call let_erase('request_message', 'author_name', 'mail_from', 'text');
call let_erase('request_event', 'by_name', 'details');
call let_erase('payer_change', 'before', 'after', 'note');

-- An attempt goes with its message; of one that a server refused for good the texts go.
drop trigger forbid_change on outbox_attempt;
create trigger forbid_all_but_erasure before update on outbox_attempt
  for each row execute function forbid_all_but_erasure('detail', 'sent');
grant update (detail, sent) on outbox_attempt to saldo_app;

drop trigger outbox_message_content_is_fixed on outbox_message;
create trigger outbox_message_content_is_fixed
  before update of subject_kind, subject_id, message_id, destination, topic, ordered, created_at on outbox_message
  for each row execute function forbid_change();
create trigger outbox_payload_is_fixed before update of payload on outbox_message for each row
  when (new.payload is distinct from old.payload and (new.payload <> '{}' or old.failed_at is null))
  execute function forbid_change();
