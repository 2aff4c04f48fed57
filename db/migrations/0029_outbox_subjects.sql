-- A message is about a subject (src/core/subject.ts): a project, an account, a payer, a partner. It was about a project,
-- or about "none" with project 0: the letters with a document, which are about its payer. Attempts need no kind: the
-- number of a message is its only one. What has an order has it within its subject and destination.
alter table outbox_message rename column project_id to subject_id;
alter table outbox_message
  add column subject_kind text not null default 'project'
    constraint outbox_message_subject_kind check (subject_kind in ('project', 'account', 'payer', 'partner')),
  add column ordered boolean not null default false,
  add constraint outbox_message_payload_object check (jsonb_typeof(payload) = 'object');
alter table outbox_message alter column subject_kind drop default, alter column ordered drop default;
alter table outbox_attempt rename column project_id to subject_id;
alter table outbox_removed rename column project_id to subject_id;
alter table outbox_removed
  add column subject_kind text not null default 'project'
    constraint outbox_removed_subject_kind check (subject_kind in ('project', 'account', 'payer', 'partner')),
  drop constraint outbox_removed_pkey,
  add primary key (subject_id, subject_kind, destination, topic);
alter table outbox_removed alter column subject_kind drop default;

drop trigger outbox_message_content_is_fixed on outbox_message;
alter table outbox_attempt disable trigger forbid_change;
alter table outbox_removed disable trigger forbid_delete;

update outbox_message set ordered = true where order_key is not null;
drop index outbox_message_order;
alter table outbox_message drop column order_key;

update outbox_message m
   set subject_kind = 'payer', subject_id = d.payer_id
  from delivery v join document d on d.document_id = v.document_id
 where m.subject_id = 0 and m.topic = 'document.delivery' and v.delivery_id = (m.payload ->> 'deliveryId')::bigint;
update outbox_attempt a
   set subject_id = m.subject_id
  from outbox_message m
 where a.subject_id = 0 and m.message_id = a.message_id;

-- Of whom the removed letters were is known from the deliveries that have none left. Their number must be right: else
-- invariant 26 is broken, and dividing it among payers would hide that.
do $$
declare
  removed bigint := coalesce((select sum(messages) from outbox_removed where subject_id = 0), 0);
  divided bigint;
begin
  if removed > 0 then
    insert into outbox_removed (subject_id, subject_kind, destination, topic, messages)
    select d.payer_id, 'payer', 'mail', 'document.delivery', count(*)
      from delivery v join document d on d.document_id = v.document_id
     where not exists (select from outbox_message m
                        where m.topic = 'document.delivery' and m.payload ->> 'deliveryId' = v.delivery_id::text)
     group by d.payer_id;
    select sum(messages) into divided from outbox_removed where subject_kind = 'payer';
    if divided is distinct from removed then
      raise exception '% letters with documents were removed, but % deliveries have none left', removed, divided
        using hint = 'invariant 26-delivery-is-queued: run saldo check with the version before this one';
    end if;
    delete from outbox_removed where subject_id = 0;
  end if;
end $$;

alter table outbox_message add constraint outbox_message_subject check (subject_id > 0);
alter table outbox_removed add constraint outbox_removed_subject check (subject_id > 0);
alter table outbox_attempt enable trigger forbid_change;
alter table outbox_removed enable trigger forbid_delete;
create index outbox_message_order on outbox_message (destination, subject_id, subject_kind, message_id)
  where delivered_at is null and failed_at is null and ordered;
create trigger outbox_message_content_is_fixed
  before update of subject_kind, subject_id, message_id, destination, topic, ordered, payload, created_at on outbox_message
  for each row execute function forbid_change();

create or replace function outbox_removed_only_grows() returns trigger language plpgsql as $$
begin
  if (new.subject_kind, new.subject_id, new.destination, new.topic)
       is distinct from (old.subject_kind, old.subject_id, old.destination, old.topic)
    or new.messages <= old.messages then
    raise exception 'what went from the outbox is counted for good'
      using errcode = 'integrity_constraint_violation', constraint = 'outbox_removed_only_grows';
  end if;
  return new;
end $$;

create or replace function outbox_message_went() returns trigger language plpgsql as $$
begin
  insert into outbox_removed as r (subject_kind, subject_id, destination, topic, messages)
  select subject_kind, subject_id, destination, topic, count(*) from gone
   group by subject_kind, subject_id, destination, topic
  on conflict (subject_id, subject_kind, destination, topic) do update set messages = r.messages + excluded.messages;
  delete from outbox_attempt a using gone g where a.subject_id = g.subject_id and a.message_id = g.message_id;
  return null;
end $$;

create or replace function outbox_attempt_of_kept() returns trigger language plpgsql as $$
begin
  if exists (select from outbox_message m where m.subject_id = old.subject_id and m.message_id = old.message_id) then
    raise exception 'an attempt stays as long as its message'
      using errcode = 'integrity_constraint_violation', constraint = 'outbox_attempt_append_only';
  end if;
  return old;
end $$;
