-- Payments: what banks say came in, what acquirers say came in, and the invoices customers were given to pay.

-- One row per file, told by its content: the same bytes again change nothing (PAY-05).
create table bank_file (
  bank_file_id bigint generated always as identity primary key,
  sha256 bytea not null unique check (length(sha256) = 32),
  file_name text not null,
  format text not null check (format in ('1c', 'camt053', 'mt940')),
  format_version text,
  imported_at timestamptz not null,
  imported_by text not null,
  -- What could not be read and what was odd, as shown to the person who imported it.
  problems jsonb not null check (jsonb_typeof(problems) = 'array')
);
call make_append_only('bank_file');

-- A file holds one statement per own account and period. Amounts are those the bank declared; null where it did not.
create table bank_statement (
  bank_statement_id bigint generated always as identity primary key,
  bank_file_id bigint not null references bank_file,
  statement_no int not null check (statement_no > 0),
  own_account text not null,
  -- Null: the account is not one of ours, and its money is not in our books until staff say so.
  supplier_code text references supplier,
  currency char(3) not null,
  period_from date,
  period_to date check (period_to >= period_from),
  opening_minor bigint,
  closing_minor bigint,
  declared_in_minor bigint,
  declared_out_minor bigint,
  -- False: the declared figures differ from the lines, or a line was unreadable; the importer was warned (invariant 13).
  sums_agree boolean not null,
  unique (bank_file_id, statement_no)
);
create index bank_statement_account on bank_statement (own_account, period_to);
call make_append_only('bank_statement');

-- Each line once, however many statements show it: see src/modules/payments/fingerprint.ts.
create table bank_statement_line (
  line_id bigint generated always as identity primary key,
  fingerprint bytea not null constraint bank_statement_line_once unique check (length(fingerprint) = 32),
  -- The statement that showed it first.
  bank_statement_id bigint not null references bank_statement,
  own_account text not null,
  booked_on date not null,
  value_on date,
  direction text not null check (direction in ('in', 'out')),
  amount_minor bigint not null check (amount_minor > 0),
  currency char(3) not null,
  reversal boolean not null,
  counterparty_name text,
  counterparty_inn text,
  counterparty_kpp text,
  counterparty_account text,
  counterparty_bic text,
  purpose text not null,
  document_number text,
  document_date date,
  bank_reference text,
  end_to_end_id text,
  recorded_at timestamptz not null,
  -- credited: on a project's payment account. suspense: waits for staff. returned: sent back to the payer.
  -- dismissed: not our money after all. ignored_outgoing, internal: no customer's money.
  disposition text not null
    check (disposition in ('credited', 'suspense', 'ignored_outgoing', 'internal', 'returned', 'dismissed')),
  suspense_reason text check (suspense_reason in (
    'pid_missing', 'pid_ambiguous', 'project_unknown', 'project_deleted', 'wrong_currency', 'other_supplier',
    'own_account_unknown', 'reversal', 'possible_duplicate'
  )),
  project_id bigint references project,
  -- The entry that put the money on the payment account.
  entry_id bigint,
  -- The entry of the region's own books that holds the money while it waits; null when it never entered them.
  suspense_region text references region (region_code),
  suspense_entry_id bigint,
  decided_at timestamptz,
  decided_by text,
  decision_note text,
  check (disposition <> 'suspense' or (suspense_reason is not null and decided_at is null)),
  check ((disposition = 'credited') = (project_id is not null and entry_id is not null)),
  check ((suspense_region is null) = (suspense_entry_id is null)),
  check (suspense_reason is null or disposition = 'suspense' or (decided_at is not null and decided_by is not null))
);
create index bank_statement_line_suspense on bank_statement_line (line_id) where disposition = 'suspense';
create index bank_statement_line_project on bank_statement_line (project_id, booked_on) where project_id is not null;
create index bank_statement_line_day on bank_statement_line (own_account, booked_on, amount_minor);

-- A line is decided once: only what waits in suspense may change, and then only how it was decided.
create function bank_statement_line_decided_once() returns trigger language plpgsql as $$
begin
  if old.disposition <> 'suspense'
    or (to_jsonb(old) - '{disposition,project_id,entry_id,decided_at,decided_by,decision_note}'::text[])
       is distinct from (to_jsonb(new) - '{disposition,project_id,entry_id,decided_at,decided_by,decision_note}'::text[])
  then
    raise exception 'bank statement line % is already decided', old.line_id
      using errcode = 'integrity_constraint_violation', constraint = 'bank_statement_line_decided_once';
  end if;
  return new;
end $$;
create trigger decided_once before update on bank_statement_line
  for each row execute function bank_statement_line_decided_once();
create trigger forbid_delete before delete on bank_statement_line
  for each row execute function forbid_change();
create trigger forbid_truncate before truncate on bank_statement_line
  for each statement execute function forbid_change();

-- Which statements showed which lines: a statement's sums are checked over these, repeated lines included.
create table bank_statement_sighting (
  bank_statement_id bigint not null references bank_statement,
  line_no int not null check (line_no > 0),
  line_id bigint not null references bank_statement_line,
  primary key (bank_statement_id, line_no),
  unique (bank_statement_id, line_id)
);
create index bank_statement_sighting_line on bank_statement_sighting (line_id);
call make_append_only('bank_statement_sighting');

-- Money that came by another way than bank transfer (PAY-08): once per number of the provider.
create table payment (
  payment_id bigint generated always as identity primary key,
  provider text not null,
  method text not null,
  external_id text not null,
  project_id bigint not null references project,
  amount_minor bigint not null check (amount_minor > 0),
  currency char(3) not null,
  received_at timestamptz not null,
  entry_id bigint not null,
  constraint payment_once unique (provider, external_id)
);
create index payment_project on payment (project_id, payment_id);
call make_append_only('payment');

-- Счёт на оплату. The details of both sides are copied, so that a later change of them changes no invoice given out.
create table payment_invoice (
  payment_invoice_id bigint generated always as identity primary key,
  supplier_code text not null references supplier,
  issue_year smallint not null,
  invoice_no int not null check (invoice_no > 0),
  number text not null,
  project_id bigint not null references project,
  payer_id bigint references payer,
  amount_minor bigint not null check (amount_minor > 0),
  currency char(3) not null,
  issued_on date not null,
  issued_at timestamptz not null,
  issued_by text not null,
  purpose text not null,
  details jsonb not null check (jsonb_typeof(details) = 'object'),
  constraint payment_invoice_number_once unique (supplier_code, issue_year, invoice_no)
);
create index payment_invoice_project on payment_invoice (project_id, payment_invoice_id);
call make_append_only('payment_invoice');

-- The last number given out per supplier and year: its row is locked until the invoice is committed, so no gaps.
create table payment_invoice_counter (
  supplier_code text not null references supplier,
  issue_year smallint not null,
  last_no int not null check (last_no > 0),
  primary key (supplier_code, issue_year)
);

-- Which transfer paid which invoice; an invoice's state is the sum of these against its amount.
create table payment_invoice_payment (
  payment_invoice_id bigint not null references payment_invoice,
  line_id bigint not null unique references bank_statement_line,
  amount_minor bigint not null check (amount_minor > 0),
  primary key (payment_invoice_id, line_id)
);
call make_append_only('payment_invoice_payment');

call enable_tenant_rls('payment');
call enable_tenant_rls('payment_invoice');
call enable_tenant_rls('payment_invoice_payment',
  'payment_invoice_id in (select payment_invoice_id from payment_invoice)');
