-- Delivered messages go after a while (docs/decisions/0020-outbox-retention.md); whatever is not delivered never does.

-- How many went, so that nothing can go missing between what happened and what was told (invariant 26).
create table outbox_removed (
  project_id bigint not null,
  destination text not null,
  topic text not null,
  messages bigint not null check (messages > 0),
  primary key (project_id, destination, topic)
);
create function outbox_removed_only_grows() returns trigger language plpgsql as $$
begin
  if (new.project_id, new.destination, new.topic) is distinct from (old.project_id, old.destination, old.topic)
    or new.messages <= old.messages then
    raise exception 'what went from the outbox is counted for good'
      using errcode = 'integrity_constraint_violation', constraint = 'outbox_removed_only_grows';
  end if;
  return new;
end $$;
create trigger only_grows before update on outbox_removed for each row execute function outbox_removed_only_grows();
create trigger forbid_delete before delete or truncate on outbox_removed for each statement execute function forbid_change();

create index outbox_message_delivered on outbox_message (delivered_at, message_id) where delivered_at is not null;

drop trigger outbox_message_is_kept on outbox_message;
create trigger forbid_truncate before truncate on outbox_message for each statement execute function forbid_change();
-- Only what was delivered before the instant that the removing transaction names.
create trigger forbid_delete before delete on outbox_message for each row
  when (old.delivered_at is null
        or old.delivered_at >= coalesce(nullif(current_setting('saldo.outbox_before', true), '')::timestamptz, '-infinity'))
  execute function forbid_change();

-- A message takes its attempts along, and is counted.
create function outbox_message_went() returns trigger language plpgsql as $$
begin
  insert into outbox_removed as r (project_id, destination, topic, messages)
  select project_id, destination, topic, count(*) from gone group by project_id, destination, topic
  on conflict (project_id, destination, topic) do update set messages = r.messages + excluded.messages;
  delete from outbox_attempt a using gone g where a.project_id = g.project_id and a.message_id = g.message_id;
  return null;
end $$;
create trigger went after delete on outbox_message referencing old table as gone
  for each statement execute function outbox_message_went();

create function outbox_attempt_of_kept() returns trigger language plpgsql as $$
begin
  if exists (select from outbox_message m where m.project_id = old.project_id and m.message_id = old.message_id) then
    raise exception 'an attempt stays as long as its message'
      using errcode = 'integrity_constraint_violation', constraint = 'outbox_attempt_append_only';
  end if;
  return old;
end $$;
drop trigger forbid_change on outbox_attempt;
create trigger forbid_change before update on outbox_attempt for each row execute function forbid_change();
create trigger forbid_delete before delete on outbox_attempt for each row execute function outbox_attempt_of_kept();
