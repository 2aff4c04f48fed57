-- Who changed a payer's details, when, and what they were before and after: papers of a month name those of their day.
create table payer_change (
  payer_change_id bigint generated always as identity primary key,
  payer_id bigint not null references payer,
  changed_at timestamptz not null,
  changed_by text not null check (changed_by <> ''),
  note text,
  before jsonb not null,
  after jsonb not null check (after <> before)
);
create index payer_change_payer on payer_change (payer_id, payer_change_id);
call make_append_only('payer_change');
