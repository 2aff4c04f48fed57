-- A payer's documents of a closed month add up to what its projects were charged in it by bank transfer or, post-paid, on credit.
select k.region_code, k.month, pp.payer_id, coalesce(d.gross, 0) as documents, sum(u.minor) as charged
  from month_close k
  join region r using (region_code)
  join supplier w on w.supplier_code = r.supplier_code and w.country_code = 'RU'
  join lateral (select ((k.month + interval '1 month')::timestamp at time zone r.time_zone) - interval '1 millisecond' as last) e on true
  join project_payer pp on pp.starts_at <= e.last and (pp.ends_at is null or pp.ends_at > e.last)
  join project p on p.project_id = pp.project_id and p.region_code = k.region_code
  join payer y on y.payer_id = pp.payer_id and y.kind <> 'individual' and y.registered_at <= k.issue_at
  join contract c on c.contract_id = pp.contract_id
  join lateral (
    select coalesce(sum(transfer_minor + case when c.payment_scheme = 'postpaid' then credit_minor else 0 end), 0)
         + case when c.payment_scheme = 'postpaid' then 0 else coalesce((select sum(amount_minor) from charge_cover v
             where v.project_id = pp.project_id and v.booking_month = k.month and v.funding_source = 'transfer'), 0) end as minor
      from charge where project_id = pp.project_id and booking_month = k.month) u on true
  left join lateral (select sum(gross_minor) as gross from document d
                      where d.payer_id = pp.payer_id and d.region_code = k.region_code and d.month = k.month) d on true
 where k.state = 'closed'
 group by k.region_code, k.month, pp.payer_id, d.gross
having coalesce(d.gross, 0) <> sum(u.minor);
