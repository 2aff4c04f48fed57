-- One way of background work (docs/decisions/0026-one-way-of-background-work.md): what somebody asked for is a row here.

-- The queue that kept such work before has never been used by the program.
drop schema if exists graphile_worker cascade;

create table job (
  job_id bigint generated always as identity primary key,
  kind text not null,
  key text not null,
  payload jsonb not null,
  state text not null check (state in ('waiting', 'running', 'parked', 'done', 'cancelled')),
  -- By the server's clock: when a waiting job may be taken; until when a running one is its worker's without being renewed.
  due_at timestamptz not null,
  -- Counts the takings: of two workers that believe they have the job only the later one may write.
  attempt int not null default 0,
  failures int not null default 0,
  last_error text,
  step text,
  done bigint not null default 0,
  total bigint,
  result jsonb,
  asked_by text not null,
  asked_at timestamptz not null,
  cancel_asked boolean not null default false,
  decided_by text,
  finished_at timestamptz,
  check ((state in ('done', 'cancelled')) = (finished_at is not null))
) with (fillfactor = 70);
-- Taking and renewing change no column of an index, so that the row's new version stays on its page.
create index job_open on job (kind, job_id) where finished_at is null;
create unique index job_open_key on job (kind, key) where finished_at is null;
