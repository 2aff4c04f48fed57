-- When people of a country work: deadlines run in these hours. The operator's file replaces a row as a whole.
create table business_calendar (
  country_code text primary key check (country_code ~ '^[A-Z]{2}$'),
  -- of a day, [{from, to}] in minutes after midnight; the rest lists of dates
  hours jsonb not null check (jsonb_array_length(hours) > 0),
  off_days jsonb not null,
  working_days jsonb not null,
  short_days jsonb not null
);

-- A file that somebody brought. It arrives piece by piece, each its own commit; one that nothing refers to is swept after a
-- day. Times are the machine's. The bytes are the storage's (src/platform/uploads): by default those of uploaded_chunk.
create table uploaded_file (
  file_id bigint generated always as identity primary key,
  uploaded_by text not null check (uploaded_by <> ''),
  name text not null check (name <> '' and length(name) <= 255),
  -- known by its content when it has arrived
  media_type text,
  byte_length bigint not null default 0,
  sha256 bytea,
  arrived_at timestamptz,
  -- referred to by something that is kept
  used_at timestamptz,
  created_at timestamptz not null,
  constraint uploaded_file_arrived check ((arrived_at is null) = (media_type is null) and (arrived_at is null) = (sha256 is null)),
  constraint uploaded_file_used_whole check (used_at is null or arrived_at is not null)
);
create index uploaded_file_unused on uploaded_file (created_at) where used_at is null;
create index uploaded_file_unused_by on uploaded_file (uploaded_by) where used_at is null;

create table uploaded_chunk (
  file_id bigint not null references uploaded_file on delete cascade,
  chunk_no integer not null check (chunk_no >= 0),
  bytes bytea not null,
  primary key (file_id, chunk_no)
);
-- Files are compressed already, or should be sent as they are.
alter table uploaded_chunk alter column bytes set storage external;
revoke delete on business_calendar from saldo_app;
revoke update on uploaded_chunk from saldo_app;
