-- What is left of a project's lots, less what is owed on credit, is the balance of its accounts.
select b.project_id, b.ledger_account, b.balance_minor, coalesce(l.remaining, 0) as remaining, coalesce(c.owed, 0) as owed
  from ledger_balance b
  left join (select project_id, case when bonus_group is null then 'payment' else 'bonus:' || bonus_group end as ledger_account,
                    sum(remaining_minor) as remaining
               from fund_lot group by 1, 2) l using (project_id, ledger_account)
  left join (select project_id, ledger_account, -sum(amount_minor) as owed
               from posting where funding_source = 'credit' and ledger_account = 'payment' group by 1, 2) c using (project_id, ledger_account)
 where (b.ledger_account = 'payment' or b.ledger_account like 'bonus:%')
   and b.balance_minor <> coalesce(l.remaining, 0) - coalesce(c.owed, 0);
