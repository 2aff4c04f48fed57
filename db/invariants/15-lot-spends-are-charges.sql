-- What transfers paid under a contract is what its charges and covers took from transfers, by months of supply and booking (PAY-08).
-- ru: Оплаченное переводами по договору — то, что его начисления и покрытия взяли из переводов, по месяцам (PAY-08).
select coalesce(c.project_id, l.project_id) as project_id, coalesce(c.contract_id, l.contract_id) as contract_id,
       coalesce(c.supply_month, l.supply_month) as supply_month, coalesce(c.booking_month, l.booking_month) as booking_month,
       coalesce(c.cover, l.cover) as cover, c.minor as charged, l.minor as spent
  from (select project_id, contract_id, date_trunc('month', day)::date as supply_month, booking_month, false as cover,
               sum(transfer_minor) as minor from charge group by 1, 2, 3, 4 having sum(transfer_minor) <> 0
        union all
        select project_id, contract_id, date_trunc('month', day)::date, booking_month, true, sum(amount_minor)
          from charge_cover where funding_source = 'transfer' group by 1, 2, 3, 4 having sum(amount_minor) <> 0) c
  full join (select project_id, contract_id, supply_month, booking_month, cover, sum(amount_minor) as minor
               from lot_spend group by 1, 2, 3, 4, 5 having sum(amount_minor) <> 0) l
    using (project_id, contract_id, supply_month, booking_month, cover)
 where c.minor is distinct from l.minor;
