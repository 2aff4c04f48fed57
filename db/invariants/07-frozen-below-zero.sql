-- A prepaid project below zero is frozen, and a frozen project is prepaid and not above zero (FRZ-01, FRZ-04, FRZ-06),
-- but for one that was just paid for and is to be charged up to now first.
-- ru: Предоплатный проект ниже нуля заморожен, а замороженный — предоплатный и не выше нуля (FRZ-01, FRZ-04, FRZ-06).
select w.project_id, b.balance_minor, w.frozen_at, coalesce(s.payment_scheme, 'prepaid') as payment_scheme
  from wallet w
  left join ledger_balance b on b.project_id = w.project_id and b.ledger_account = 'payment'
  left join lateral (
    select c.payment_scheme from project_payer pp join contract c using (contract_id)
     where pp.project_id = w.project_id and pp.starts_at <= :now and (pp.ends_at is null or pp.ends_at > :now)
       and c.starts_at <= :now and (c.ends_at is null or c.ends_at > :now)) s on true
 where (coalesce(s.payment_scheme, 'prepaid') = 'prepaid' and coalesce(b.balance_minor, 0) < 0
        and w.frozen_at is null and w.freeze_pending_since is null)
    or (w.frozen_at is not null and (s.payment_scheme = 'postpaid' or coalesce(b.balance_minor, 0) > 0)
        and (w.cover_since is null or w.cover_since < :overdue));
