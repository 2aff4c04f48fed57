-- A project's charges and covers of a month are, source by source, what the ledger debited in it.
-- ru: Начисления и покрытия проекта за месяц по источникам — то, что списано в нём по книге.
select coalesce(c.project_id, p.project_id) as project_id, coalesce(c.month, p.month) as month, coalesce(c.source, p.source) as source,
       c.minor as charged, p.minor as debited
  from (
    select project_id, month, source, sum(minor) as minor from (
      select project_id, booking_month as month, s.source, s.minor from charge
        cross join lateral (values ('transfer', transfer_minor), ('other', other_minor), ('bonus', bonus_minor), ('credit', credit_minor)) s(source, minor)
      union all
      select project_id, booking_month, s.source, s.minor from charge_cover
        cross join lateral (values (funding_source, amount_minor), ('credit', -amount_minor)) s(source, minor)
    ) u group by 1, 2, 3 having sum(minor) <> 0) c
  full join (
    select p.project_id, e.booking_month as month, p.funding_source as source, sum(p.amount_minor) as minor
      from posting p join journal_entry e using (project_id, entry_id)
     where p.ledger_account = 'revenue' group by 1, 2, 3 having sum(p.amount_minor) <> 0) p using (project_id, month, source)
 where c.minor is distinct from p.minor;
