-- The chart of accounts, and which of them an entry of a kind may touch; a name that ends in a colon is a family of
-- accounts, told apart by what follows. `ledger/chart.ts` holds the same, and a test holds the two together.
create table chart_of_accounts (
  ledger_account text primary key,
  normal_side text not null check (normal_side in ('credit', 'debit'))
);
insert into chart_of_accounts values
  ('payment', 'credit'), ('bonus:', 'credit'), ('revenue', 'credit'), ('bank', 'debit'), ('bank:', 'debit'),
  ('acquirer', 'debit'), ('suspense:', 'credit'), ('bonus_cost', 'debit');

create table account_of_kind (
  entry_kind text not null,
  ledger_account text not null references chart_of_accounts,
  primary key (entry_kind, ledger_account)
);
insert into account_of_kind values
  ('payment', 'payment'), ('payment', 'bank'), ('payment', 'acquirer'),
  ('payment_return', 'payment'), ('payment_return', 'bank'), ('payment_return', 'acquirer'),
  ('charge', 'payment'), ('charge', 'bonus:'), ('charge', 'revenue'),
  ('correction', 'payment'), ('correction', 'bonus:'), ('correction', 'revenue'),
  ('cover', 'payment'), ('cover', 'revenue'),
  ('suspense', 'suspense:'), ('suspense', 'bank:'),
  ('bonus', 'bonus:'), ('bonus', 'bonus_cost'),
  ('bonus_expiry', 'bonus:'), ('bonus_expiry', 'bonus_cost');

-- As before, and no posting outside the chart: the entry's kind decides which accounts it may touch. A family needs a
-- member's name, so `bonus:` alone is no account.
create or replace function posting_balances() returns trigger language plpgsql as $$
declare offender record;
begin
  select n.project_id, n.entry_id into offender
    from new_rows n group by n.project_id, n.entry_id, n.currency
    having sum(n.amount_minor) <> 0 limit 1;
  if found then
    raise exception 'entry % of project % does not sum to zero', offender.entry_id, offender.project_id
      using errcode = 'check_violation', constraint = 'posting_sums_to_zero';
  end if;
  select n.project_id, n.entry_id, n.ledger_account, e.kind, b.currency is distinct from n.currency as is_foreign into offender
    from new_rows n
    left join ledger_balance b on b.project_id = n.project_id and b.ledger_account = n.ledger_account
    left join journal_entry e on e.project_id = n.project_id and e.entry_id = n.entry_id
    left join account_of_kind a on a.entry_kind = e.kind
      and a.ledger_account = left(n.ledger_account, coalesce(nullif(strpos(n.ledger_account, ':'), 0), 100))
    where b.currency is distinct from n.currency or a.entry_kind is null or right(n.ledger_account, 1) = ':' limit 1;
  if found and offender.is_foreign then
    raise exception 'entry % of project % is not in its ledger account''s currency', offender.entry_id, offender.project_id
      using errcode = 'check_violation', constraint = 'posting_in_account_currency';
  elsif found then
    raise exception 'entry % of project % (%) does not touch the ledger account %',
      offender.entry_id, offender.project_id, coalesce(offender.kind, 'missing'), offender.ledger_account
      using errcode = 'check_violation', constraint = 'posting_in_chart';
  end if;
  return null;
end $$;
