-- Effects outside the database (control plane, mail) happen through the outbox: a message is written in the business
-- transaction, sent afterwards, at least once, and in order where order matters. Two clocks meet here: created_at is
-- business time; next_attempt_at, parked_at, delivered_at, failed_at and started_at are machine time
-- (docs/decisions/0009-outbox-time-and-order.md).
create table outbox_message (
  -- 0 = of no project.
  project_id bigint not null,
  message_id bigint generated always as identity,
  destination text not null check (destination <> ''),
  topic text not null check (topic <> ''),
  -- Messages of one destination with the same key leave one after another; null = in any order.
  order_key bigint,
  payload jsonb not null,
  created_at timestamptz not null,
  -- Also the lease of the worker that is sending it; -infinity = at once.
  next_attempt_at timestamptz not null default '-infinity',
  -- Recorded attempts, and those of them that failed since the message was last enqueued or replayed.
  attempts int not null default 0,
  failures int not null default 0,
  delivered_at timestamptz,
  -- The receiver refused it for good (an unknown mailbox): closed, never sent again by itself.
  failed_at timestamptz,
  -- Failed many times: still first in its order, still tried, slowly, and shown to the operator.
  parked_at timestamptz,
  last_error text,
  primary key (project_id, message_id),
  constraint outbox_message_closed_once check (delivered_at is null or failed_at is null)
);

create index outbox_message_due on outbox_message (destination, next_attempt_at, message_id)
  where delivered_at is null and failed_at is null;
create index outbox_message_order on outbox_message (destination, order_key, message_id)
  where delivered_at is null and failed_at is null and order_key is not null;

-- What is to be sent never changes; only how far it got does.
create trigger outbox_message_content_is_fixed
  before update of project_id, message_id, destination, topic, order_key, payload, created_at on outbox_message
  for each row execute function forbid_change();
create trigger outbox_message_is_kept before delete or truncate on outbox_message
  for each statement execute function forbid_change();

create table outbox_attempt (
  project_id bigint not null,
  message_id bigint not null,
  attempt_no int not null,
  started_at timestamptz not null,
  duration_ms int not null,
  outcome text not null check (outcome in ('delivered', 'retry', 'refused')),
  -- HTTP or SMTP reply code, when there was a reply.
  status int,
  detail text,
  -- Where it went and what exactly left the house (address, headers without signatures, hash of the body).
  sent jsonb not null,
  primary key (project_id, message_id, attempt_no)
);
call make_append_only('outbox_attempt');

-- The sandbox control plane: the resources it runs and what it was told. Not used in production mode.
create table sandbox_project (
  project_id bigint primary key,
  state text not null check (state in ('running', 'frozen', 'deletion_due', 'deleted')),
  changed_at timestamptz not null
);

create table sandbox_resource (
  project_id bigint not null,
  resource_id text not null,
  sku_code text not null,
  quantity numeric not null check (quantity > 0),
  state text not null check (state in ('running', 'stopped', 'deleted')),
  changed_at timestamptz not null,
  primary key (project_id, resource_id, sku_code)
);

create table sandbox_notice (
  webhook_id text primary key,
  notice_no bigint generated always as identity unique,
  project_id bigint not null,
  topic text not null,
  body jsonb not null,
  received_at timestamptz not null,
  -- How many times it came; only the first time it was applied.
  deliveries int not null default 1,
  -- Usage that follows from it, and whether the meter reported it: a repeat finishes what a crash interrupted.
  usage jsonb not null,
  usage_reported boolean not null default false
);
create index sandbox_notice_project on sandbox_notice (project_id, notice_no);

-- The sandbox mailbox: every letter the sandbox SMTP server accepted.
create table sandbox_mail (
  mail_id bigint generated always as identity primary key,
  received_at timestamptz not null,
  message_id text,
  sender text not null,
  recipients text[] not null,
  subject text not null,
  body_text text not null,
  body_html text,
  attachments jsonb not null,
  raw bytea not null
);
