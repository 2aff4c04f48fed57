-- A ledger account's balance and count are those of its postings.
-- ru: Остаток счёта и число проводок на нём — те, что дают сами проводки.
select coalesce(b.project_id, p.project_id) as project_id, coalesce(b.ledger_account, p.ledger_account) as ledger_account,
       b.balance_minor, p.amount_minor, b.posting_count, p.posting_count as postings
  from ledger_balance b
  full join (select project_id, ledger_account, sum(amount_minor) as amount_minor, count(*) as posting_count
               from posting group by project_id, ledger_account) p using (project_id, ledger_account)
 where b.balance_minor is distinct from p.amount_minor or b.posting_count is distinct from p.posting_count;
