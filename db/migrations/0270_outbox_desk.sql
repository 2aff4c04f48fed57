-- What does not get through is decided about by an operator: it is sent again, or given up for good (decision 0214).
-- given_up_at is machine time, as failed_at is.
alter table outbox_message
  add column given_up_at timestamptz,
  add column given_up_by text,
  add column given_up_why text,
  add constraint outbox_message_given_up check (
    (given_up_at is null) = (given_up_by is null)
    and (given_up_at is null) = (given_up_why is null)
    and (given_up_at is null or failed_at is not null)
  );

-- A page of each list is found at once however many wait; a message that gets through is in none of these.
create index if not exists outbox_message_parked on outbox_message (destination, message_id)
  where parked_at is not null and delivered_at is null and failed_at is null;
create index if not exists outbox_message_refused on outbox_message (destination, message_id)
  where failed_at is not null and given_up_at is null;
create index if not exists outbox_message_given_up on outbox_message (destination, message_id)
  where given_up_at is not null;
