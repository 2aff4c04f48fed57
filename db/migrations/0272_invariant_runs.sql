-- What each look at all invariants found, kept for good: the office shows the last, and who asks later when the books were sound.
create table invariant_run (
  run_id bigint generated always as identity primary key,
  asked_by text not null check (asked_by <> ''),
  -- the business instant of the look
  checked_at timestamptz not null,
  -- by the machine's clock
  started_at timestamptz not null,
  duration_ms bigint not null check (duration_ms >= 0),
  broken integer not null check (broken >= 0),
  -- [{name, ms, rows: [first rows that break it]}], in the order of the names
  results jsonb not null check (jsonb_typeof(results) = 'array')
);
call make_append_only('invariant_run');
