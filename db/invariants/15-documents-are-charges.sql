-- Every kopeck that documents must show of a closed month stands in parts, and no other: what an organisation's projects were
-- charged by bank transfer and, of what was on credit, all under a post-paid contract, else what a bank transfer covered;
-- changes of earlier months by the sign of each grain.
-- ru: Каждая копейка, что должна попасть в документы закрытого месяца, стоит в частях, и никакой другой там нет.
with closed as (
  select k.region_code, k.month from month_close k join period_lock l using (region_code, month) where k.by_contract
), under as materialized (
  select c.contract_id, c.payment_scheme = 'postpaid' as postpaid from contract c join payer y using (payer_id) where y.kind <> 'individual'
), grain as (
  select u.project_id, u.contract_id, u.sku_id, u.booking_month, date_trunc('month', u.day::timestamp)::date as supply_month,
         case when u.day < u.booking_month then u.day end as day, case when u.day < u.booking_month then u.resource_id end as resource_id,
         sum(u.transfer + case when n.postpaid then u.credit else 0 end) as charged, sum(case when n.postpaid then 0 else u.covered end) as covered
    from (select project_id, contract_id, sku_id, booking_month, day, resource_id, transfer_minor as transfer, credit_minor as credit, 0 as covered from charge
          union all
          select project_id, contract_id, sku_id, booking_month, day, resource_id, 0, 0, amount_minor from charge_cover where funding_source = 'transfer') u
    join under n using (contract_id) join project p using (project_id) join closed k on k.region_code = p.region_code and k.month = u.booking_month
   group by 1, 2, 3, 4, 5, 6, 7
), due as (
  select g.project_id, g.contract_id, s.service_code, g.supply_month, g.booking_month, g.day is not null and x.minor < 0 as decrease, sum(x.minor) as minor
    from grain g join sku s using (sku_id) cross join lateral (values (g.charged), (g.covered)) x(minor)
   where x.minor <> 0 group by 1, 2, 3, 4, 5, 6 having sum(x.minor) <> 0
), shown as (
  select d.project_id, d.contract_id, d.service_code, d.supply_month, d.booking_month, d.cause = 'decrease' as decrease, sum(d.gross_minor) as minor
    from document_part d join closed k on k.region_code = d.region_code and k.month = d.booking_month
   where d.contract_id <> 0 group by 1, 2, 3, 4, 5, 6 having sum(d.gross_minor) <> 0
)
select project_id, contract_id, service_code, supply_month, booking_month, decrease, d.minor as charged, s.minor as documented
  from due d full join shown s using (project_id, contract_id, service_code, supply_month, booking_month, decrease)
 where d.minor is distinct from s.minor;
