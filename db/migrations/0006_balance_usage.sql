-- Balance: who may spend what. The wallet row is the lock of a project's money.
create table wallet (
  project_id bigint primary key,
  region_code text not null,
  currency char(3) not null,
  first_paid_at timestamptz,
  frozen_at timestamptz,
  deletion_due_at timestamptz,
  deletion_warned_at timestamptz,
  deleted_at timestamptz,
  -- Money came in: what was charged on credit is to be covered by it.
  cover_since timestamptz,
  -- Below zero while automation is halted: to be frozen when an operator releases it.
  freeze_pending_since timestamptz
);
create index wallet_freeze_pending on wallet (project_id) where freeze_pending_since is not null;
create index wallet_cover on wallet (project_id) where cover_since is not null;
create index wallet_deletion on wallet (deletion_due_at) where deletion_due_at is not null and deleted_at is null;

-- Money as it came in, in the order in which it is spent (PAY-08); a bonus lot pays only for its own group (BAL-02).
create table fund_lot (
  project_id bigint not null,
  lot_no bigint not null,
  funding_source text not null check (funding_source in ('transfer', 'other', 'bonus')),
  bonus_group text,
  granted_minor bigint not null check (granted_minor > 0),
  remaining_minor bigint not null check (remaining_minor between 0 and granted_minor),
  received_at timestamptz not null,
  expires_at timestamptz,
  primary key (project_id, lot_no),
  check ((funding_source = 'bonus') = (bonus_group is not null)),
  check (expires_at is null or funding_source = 'bonus')
);
create index fund_lot_unspent on fund_lot (project_id) where remaining_minor > 0;
create index fund_lot_expiry on fund_lot (expires_at) where remaining_minor > 0 and expires_at is not null;

create table freeze_event (
  project_id bigint not null,
  at timestamptz not null,
  recorded_at timestamptz not null,
  kind text not null check (kind in ('frozen', 'unfrozen', 'deletion_ahead', 'deletion_due', 'deleted')),
  reason text not null,
  balance_minor bigint not null,
  primary key (project_id, at, kind)
);
create index freeze_event_recorded on freeze_event (kind, recorded_at);
create trigger freeze_event_append_only before update or delete or truncate on freeze_event
  for each statement execute function forbid_change();

-- Automation that would touch too much stops here until an operator releases it (a jumped clock, a wrong price).
create table automation_halt (
  halt_id bigint generated always as identity primary key,
  kind text not null check (kind in ('freeze', 'deletion')),
  halted_at timestamptz not null,
  affected int not null,
  allowed int not null,
  released_at timestamptz,
  released_by text,
  allowance int
);
create unique index automation_halt_open on automation_halt (kind) where released_at is null;

-- Usage: what was reported.
create table usage_source (
  source_id int generated always as identity primary key,
  source text not null unique
);

-- A batch is what one request or one slice of a file brought; a batch that is not rated yet is the rater's queue.
create table usage_batch (
  batch_id bigint generated always as identity primary key,
  received_at timestamptz not null,
  rated_at timestamptz
);
create index usage_batch_unrated on usage_batch (batch_id) where rated_at is null;

-- `event_id` is the event's own id when it is a UUID (so that time-ordered ids stay local in the index), else a UUID
-- made of its SHA-256 (version 8); `digest` is the first half of the SHA-256 of the event's meaning.
create table usage_event (
  source_id int not null,
  event_id uuid not null,
  batch_id bigint not null,
  project_id bigint not null,
  resource_id uuid not null,
  sku_id int not null,
  day date not null,
  occurred_at timestamptz not null,
  quantity numeric not null check (quantity >= 0),
  digest bigint not null,
  supersedes uuid,
  primary key (source_id, event_id)
) partition by hash (event_id);
create table usage_event_0 partition of usage_event for values with (modulus 4, remainder 0);
create table usage_event_1 partition of usage_event for values with (modulus 4, remainder 1);
create table usage_event_2 partition of usage_event for values with (modulus 4, remainder 2);
create table usage_event_3 partition of usage_event for values with (modulus 4, remainder 3);
create index usage_event_batch on usage_event (batch_id);
create index usage_event_project on usage_event (project_id, day);
create index usage_event_supersedes on usage_event (source_id, supersedes) where supersedes is not null;
create trigger usage_event_append_only before update or delete or truncate on usage_event
  for each statement execute function forbid_change();

-- Well-formed events that name something unknown, or are implausibly large: kept until someone releases or dismisses them.
create table usage_quarantine (
  quarantine_id bigint generated always as identity primary key,
  source text not null,
  event_ref text not null,
  received_at timestamptz not null,
  reason text not null,
  body jsonb not null,
  state text not null default 'waiting' check (state in ('waiting', 'released', 'dismissed')),
  decided_at timestamptz,
  decided_by text,
  unique (source, event_ref)
);
create index usage_quarantine_waiting on usage_quarantine (quarantine_id) where state = 'waiting';

create table resource (
  project_id bigint not null,
  resource_id uuid not null,
  external_id text not null,
  name text,
  labels jsonb not null default '{}',
  described_at timestamptz not null,
  primary key (project_id, resource_id)
);

-- Minutes are whole minutes since the epoch (PRC-01); an open interval ends at 2147483647. A zero quantity is kept: it
-- ends what came before, whatever arrives later.
create table gauge_interval (
  project_id bigint not null,
  resource_id uuid not null,
  sku_id int not null,
  from_minute int not null,
  to_minute int not null check (to_minute > from_minute),
  quantity numeric not null,
  occurred_at timestamptz not null,
  source_id int not null,
  event_id uuid not null,
  primary key (project_id, resource_id, sku_id, from_minute)
);
create index gauge_interval_end on gauge_interval (project_id, to_minute);

-- Quantities of a local day, apart where a price changes inside the day (`priced_from` = that minute, else 0).
create table usage_quantity (
  project_id bigint not null,
  day date not null,
  resource_id uuid not null,
  sku_id int not null,
  priced_from int not null,
  quantity numeric not null,
  event_count bigint not null,
  primary key (project_id, day, resource_id, sku_id, priced_from)
);

-- What a grain (project, resource, SKU, local day) was charged. One row per month in which it was booked: a late event
-- for a closed month adds a row in the open one. The rows of a grain add up: quantity, exact cost (numerator over the
-- SKU's divisor, in major units) and amount, which is that cost rounded up (PRC-05).
create table charge (
  project_id bigint not null,
  day date not null,
  resource_id uuid not null,
  sku_id int not null,
  booking_month date not null,
  quantity numeric not null,
  numerator numeric not null,
  amount_minor bigint not null,
  transfer_minor bigint not null,
  other_minor bigint not null,
  bonus_minor bigint not null,
  credit_minor bigint not null,
  price_id bigint,
  charged_until timestamptz not null,
  primary key (project_id, day, resource_id, sku_id, booking_month),
  check (amount_minor = transfer_minor + other_minor + bonus_minor + credit_minor)
);
create index charge_credit on charge (project_id, day) where credit_minor > 0;
create index charge_month on charge (booking_month, project_id);

-- A later payment covers what was charged on credit: which charge, from which source, in which month it counts.
create table charge_cover (
  project_id bigint not null,
  entry_id bigint not null,
  day date not null,
  resource_id uuid not null,
  sku_id int not null,
  charged_month date not null,
  booking_month date not null,
  funding_source text not null check (funding_source in ('transfer', 'other')),
  amount_minor bigint not null check (amount_minor <> 0),
  primary key (project_id, entry_id, day, resource_id, sku_id, charged_month, funding_source)
);
create index charge_cover_month on charge_cover (booking_month, project_id);

-- How far a project is charged, and when it must be looked at again.
create table project_accrual (
  project_id bigint primary key,
  region_code text not null,
  open_day date not null,
  due_at timestamptz not null
);
create index project_accrual_due on project_accrual (due_at);

-- Days before open_day whose usage or price changed after they were charged.
create table accrual_dirty (
  project_id bigint not null,
  day date not null,
  primary key (project_id, day)
);

-- Accepted usage that no price covers: an alarm until a price appears.
create table unpriced_usage (
  project_id bigint not null,
  day date not null,
  sku_id int not null,
  noticed_at timestamptz not null,
  primary key (project_id, day, sku_id)
);

-- PRC-05 in SQL, the twin of core/money chargeMinor: exact for any numeric, unlike ceil(x / y).
create function ceil_minor(numerator numeric, divisor bigint) returns bigint
  language sql immutable parallel safe
  return div(numerator * 100, divisor)::bigint + case when mod(numerator * 100, divisor) > 0 then 1 else 0 end;
