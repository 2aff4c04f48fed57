-- What is left of a project's lots, less what is owed on credit, is the balance of its accounts.
-- ru: Остаток партий проекта за вычетом долга в кредит — остаток его счетов.
select coalesce(b.project_id, l.project_id) as project_id, coalesce(b.ledger_account, l.ledger_account) as ledger_account,
       b.balance_minor, l.remaining, c.owed
  from (select project_id, ledger_account, balance_minor from ledger_balance
         where ledger_account = 'payment' or ledger_account like 'bonus:%') b
  full join (select project_id, case when bonus_group is null then 'payment' else 'bonus:' || bonus_group end as ledger_account,
                    sum(remaining_minor) as remaining
               from fund_lot group by 1, 2) l using (project_id, ledger_account)
  left join (select project_id, ledger_account, -sum(amount_minor) as owed
               from posting where funding_source = 'credit' and ledger_account = 'payment' group by 1, 2) c using (project_id, ledger_account)
 where coalesce(b.balance_minor, 0) <> coalesce(l.remaining, 0) - coalesce(c.owed, 0);
