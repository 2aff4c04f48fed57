-- What expired of a project's bonuses is what the ledger took away, less what it gave back to late usage (BAL-02, BAL-04); money does not expire.
-- ru: Сгорело бонусов проекта столько, сколько списано по книге, за вычетом возвращённого под позднее потребление (BAL-02, BAL-04); деньги не сгорают.
select coalesce(f.project_id, p.project_id) as project_id, coalesce(f.ledger_account, p.ledger_account) as ledger_account,
       f.minor as expired, p.minor as posted
  from (select project_id, 'bonus:' || bonus_group as ledger_account, sum(expired_minor) as minor
          from fund_lot where bonus_group is not null group by 1, 2 having sum(expired_minor) <> 0) f
  full join (select p.project_id, p.ledger_account, -sum(p.amount_minor) as minor
               from journal_entry e join posting p using (project_id, entry_id)
              where e.kind = 'bonus_expiry' and p.ledger_account like 'bonus:%' group by 1, 2 having sum(p.amount_minor) <> 0) p
    using (project_id, ledger_account)
 where f.minor is distinct from p.minor
union all
select project_id, 'payment', expired_minor, 0 from fund_lot where bonus_group is null and expired_minor <> 0;
