-- The ledger: append-only double entry. Signs: positive = credit. A project's money is what we owe it, so a payment is a
-- positive posting on its `payment` account and a charge a negative one. Every ledger account belongs to a project, also
-- revenue and bank (`project_id` 0 = the region's own, for money nobody is known to own): a project's books balance by
-- themselves, no account is hot, and projects can be spread over servers.
create sequence journal_entry_id increment by 1024;

create table journal_entry (
  project_id bigint not null,
  entry_id bigint not null,
  region_code text not null,
  kind text not null check (kind in ('charge', 'correction', 'cover', 'payment', 'payment_return', 'suspense', 'bonus', 'bonus_expiry')),
  effective_at timestamptz not null,
  booked_at timestamptz not null,
  booking_month date not null check (extract(day from booking_month) = 1),
  reference text not null,
  idempotency_key text,
  primary key (project_id, entry_id),
  unique (project_id, idempotency_key)
);
create index journal_entry_month on journal_entry (region_code, booking_month, project_id);

create table posting (
  project_id bigint not null,
  entry_id bigint not null,
  line_no smallint not null,
  ledger_account text not null,
  currency char(3) not null,
  amount_minor bigint not null check (amount_minor <> 0),
  funding_source text not null check (funding_source in ('transfer', 'other', 'bonus', 'credit')),
  effective_at timestamptz not null,
  -- The account's balance and number of postings after this one: balances are kept with the entries.
  balance_after_minor bigint not null,
  posting_no bigint not null,
  primary key (project_id, entry_id, line_no)
);
create unique index posting_account on posting (project_id, ledger_account, posting_no) include (effective_at, amount_minor);

create table ledger_balance (
  project_id bigint not null,
  ledger_account text not null,
  currency char(3) not null,
  balance_minor bigint not null,
  posting_count bigint not null,
  primary key (project_id, ledger_account)
);

create table period_lock (
  region_code text not null,
  month date not null check (extract(day from month) = 1),
  locked_at timestamptz not null,
  primary key (region_code, month)
);

-- All postings of an entry come in one statement, so a statement trigger over the new rows sees whole entries: it is as
-- strict as a deferred row trigger and costs one pass per statement instead of one query per row.
create function posting_balances() returns trigger language plpgsql as $$
declare offender record;
begin
  select n.project_id, n.entry_id into offender
    from new_rows n group by n.project_id, n.entry_id, n.currency
    having sum(n.amount_minor) <> 0 limit 1;
  if found then
    raise exception 'entry % of project % does not sum to zero', offender.entry_id, offender.project_id
      using errcode = 'check_violation', constraint = 'posting_sums_to_zero';
  end if;
  select n.project_id, n.entry_id into offender
    from new_rows n left join ledger_balance b using (project_id, ledger_account)
    where b.currency is distinct from n.currency limit 1;
  if found then
    raise exception 'entry % of project % is not in its ledger account''s currency', offender.entry_id, offender.project_id
      using errcode = 'check_violation', constraint = 'posting_in_account_currency';
  end if;
  return null;
end $$;
create trigger posting_balances after insert on posting
  referencing new table as new_rows for each statement execute function posting_balances();

create function entry_in_open_period() returns trigger language plpgsql as $$
declare offender record;
begin
  select n.region_code, n.booking_month into offender
    from new_rows n join period_lock l on l.region_code = n.region_code and l.month = n.booking_month limit 1;
  if found then
    raise exception 'month % of region % is closed', offender.booking_month, offender.region_code
      using errcode = 'check_violation', constraint = 'entry_in_open_period';
  end if;
  return null;
end $$;
create trigger entry_in_open_period after insert on journal_entry
  referencing new table as new_rows for each statement execute function entry_in_open_period();

create trigger journal_entry_append_only before update or delete or truncate on journal_entry
  for each statement execute function forbid_change();
create trigger posting_append_only before update or delete or truncate on posting
  for each statement execute function forbid_change();
create trigger period_lock_append_only before update or delete or truncate on period_lock
  for each statement execute function forbid_change();
