-- What is left of an account's lots of a source is what the ledger has of that source on the account.
-- ru: Остаток партий счёта по источнику — то, что по этому источнику на счёте в книге.
select coalesce(p.project_id, l.project_id) as project_id, coalesce(p.ledger_account, l.ledger_account) as ledger_account,
       coalesce(p.funding_source, l.funding_source) as funding_source, p.minor, l.remaining
  from (select project_id, ledger_account, funding_source, sum(amount_minor) as minor from posting
         where funding_source <> 'credit' and (ledger_account = 'payment' or ledger_account like 'bonus:%') group by 1, 2, 3) p
  full join (select project_id, case when bonus_group is null then 'payment' else 'bonus:' || bonus_group end as ledger_account,
                    funding_source, sum(remaining_minor) as remaining
               from fund_lot group by 1, 2, 3) l using (project_id, ledger_account, funding_source)
 where coalesce(p.minor, 0) <> coalesce(l.remaining, 0);
