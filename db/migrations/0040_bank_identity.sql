-- A transfer is known by what a bank does not change about it (PAY-12), not by the text of its line: lines are compared by
-- their columns, so those of earlier releases are recognised as they stand. The fingerprint stays as the second lock.
alter table bank_statement_line
  -- The bank's value date is the date of the payment (PAY-13); the import's instant is recorded_at.
  add column paid_on date not null generated always as (coalesce(value_on, booked_on)) stored,
  add column other_payer boolean not null default false,
  add column duplicate_of bigint references bank_statement_line;

drop index bank_statement_line_day;
create index bank_statement_line_alike on bank_statement_line (own_account, amount_minor, booked_on);
create index bank_statement_line_statement on bank_statement_line (bank_statement_id);

alter table bank_statement_line
  drop constraint bank_statement_line_disposition_check,
  drop constraint bank_statement_line_suspense_reason_check,
  drop constraint bank_statement_line_check1,
  add constraint bank_statement_line_disposition_check check (disposition in
    ('credited', 'suspense', 'ignored_outgoing', 'internal', 'returned', 'dismissed', 'withdrawn')),
  add constraint bank_statement_line_suspense_reason_check check (suspense_reason in
    ('pid_missing', 'pid_ambiguous', 'project_unknown', 'project_deleted', 'wrong_currency', 'other_supplier',
     'own_account_unknown', 'reversal', 'own_payment_returned', 'possible_duplicate')),
  -- A line whose file was taken back still says to whom it had been credited.
  add constraint bank_statement_line_credited_to check (
    (project_id is null) = (entry_id is null)
    and (disposition <> 'credited' or project_id is not null)
    and (project_id is null or disposition in ('credited', 'withdrawn')));

grant select (paid_on, disposition, other_payer) on bank_statement_line to saldo_tenant;

create or replace function bank_statement_line_decided_once() returns trigger language plpgsql as $$
declare
  -- paid_on is made from the others after this trigger.
  decision text[] := '{disposition,project_id,entry_id,decided_at,decided_by,decision_note,other_payer,paid_on}';
  withdrawal text[] := '{disposition,decided_at,decided_by,decision_note,paid_on}';
begin
  if old.disposition = 'suspense' and to_jsonb(old) - decision = to_jsonb(new) - decision then return new; end if;
  -- A file that is taken back takes its lines along; what they were stays readable.
  if new.disposition = 'withdrawn' and old.disposition not in ('withdrawn', 'returned')
    and to_jsonb(old) - withdrawal = to_jsonb(new) - withdrawal then return new; end if;
  raise exception 'bank statement line % is already decided', old.line_id
    using errcode = 'integrity_constraint_violation', constraint = 'bank_statement_line_decided_once';
end $$;

-- A file can be taken back whole, once; then its bytes may be brought again.
alter table bank_file
  -- Staff said that a file which looks cut is whole.
  add column confirmed boolean not null default false,
  add column withdrawn_at timestamptz,
  add column withdrawn_by text,
  add column withdrawal_note text,
  add constraint bank_file_withdrawal check (
    (withdrawn_at is null) = (withdrawn_by is null) and (withdrawn_at is null) = (withdrawal_note is null)),
  drop constraint bank_file_sha256_key;
create unique index bank_file_sha256_once on bank_file (sha256) where withdrawn_at is null;

create function bank_file_withdrawn_once() returns trigger language plpgsql as $$
declare
  withdrawal text[] := '{withdrawn_at,withdrawn_by,withdrawal_note}';
begin
  if old.withdrawn_at is null and new.withdrawn_at is not null
    and to_jsonb(old) - withdrawal = to_jsonb(new) - withdrawal then return new; end if;
  raise exception 'bank file % is append-only', old.bank_file_id
    using errcode = 'integrity_constraint_violation', constraint = 'forbid_change';
end $$;
drop trigger forbid_change on bank_file;
create trigger forbid_delete before delete on bank_file for each row execute function forbid_change();
create trigger withdrawn_once before update on bank_file for each row execute function bank_file_withdrawn_once();
