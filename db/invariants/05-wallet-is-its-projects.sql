-- A project with money, or one that was frozen, has a wallet, of its own region and currency as its entries are, first paid
-- when a payment came (FRZ-02).
-- ru: У проекта с деньгами и у замороженного есть кошелёк его региона и валюты, как и у его записей; впервые оплачен, когда пришёл платёж (FRZ-02).
with paid as (
  select project_id, array_agg(received_at) as received_at from fund_lot where bonus_group is null group by 1
)
select coalesce(w.project_id, l.project_id) as project_id, w.region_code, w.currency, w.first_paid_at
  from wallet w full join paid l using (project_id) left join project p using (project_id)
 where w.project_id is null
    or (w.region_code, w.currency) is distinct from (p.region_code, p.currency)
    -- What was taken back whole has no lot any more, and the project was paid for all the same.
    or (w.first_paid_at = any(l.received_at)) is not true and coalesce(w.first_paid_at, l.received_at[1]) is not null
       and not exists (select from journal_entry e where e.project_id = w.project_id and e.kind = 'payment_return')
union all
select f.project_id, null, null, null from freeze_event f where not exists (select from wallet w where w.project_id = f.project_id)
union all
-- Of an entry without a project its accounts tell the region.
select e.project_id, e.region_code, null, e.effective_at from journal_entry e join project p using (project_id)
 where e.region_code <> p.region_code;
