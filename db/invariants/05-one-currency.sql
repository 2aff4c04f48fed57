-- A posting, its ledger account, its project and its region have one currency.
-- ru: У проводки, её счёта, проекта и региона одна валюта.
select p.project_id, p.entry_id, p.currency, b.currency as account_currency, j.currency as project_currency, r.currency as region_currency
  from posting p
  join ledger_balance b using (project_id, ledger_account)
  join journal_entry e using (project_id, entry_id)
  join region r on r.region_code = e.region_code
  left join project j on j.project_id = p.project_id
 where p.currency <> b.currency or p.currency <> r.currency or p.currency <> coalesce(j.currency, p.currency);
