-- Where documents state supplies, a payer's of a closed month add up to what its projects were charged in it by bank transfer
-- and, of what was on credit, to all where the month of supply was post-paid, else to what a bank transfer covered in the month.
select k.region_code, k.month, pp.payer_id, coalesce(d.gross, 0) as documents, sum(u.minor) as charged
  from month_close k
  join region r using (region_code)
  join supplier w on w.supplier_code = r.supplier_code
   and exists (select from document_kind q where q.role = 'supply' and w.country_code = any(q.countries))
  join lateral (select ((k.month + interval '1 month')::timestamp at time zone r.time_zone) - interval '1 millisecond' as last) e on true
  join project_payer pp on pp.starts_at <= e.last and (pp.ends_at is null or pp.ends_at > e.last)
  join project p on p.project_id = pp.project_id and p.region_code = k.region_code
  join payer y on y.payer_id = pp.payer_id and y.kind <> 'individual' and y.registered_at <= k.issue_at
  join lateral (
    select coalesce(sum(x.transfer + case when t.postpaid then x.credit else x.covered end), 0) as minor
      from (
        select date_trunc('month', day::timestamp) as supply, sum(transfer_minor) as transfer, sum(credit_minor) as credit, 0 as covered
          from charge where project_id = pp.project_id and booking_month = k.month group by 1
        union all
        select date_trunc('month', day::timestamp), 0, 0, sum(amount_minor)
          from charge_cover where project_id = pp.project_id and booking_month = k.month and funding_source = 'transfer' group by 1) x
     cross join lateral (select ((x.supply + interval '1 month') at time zone r.time_zone) - interval '1 millisecond' as last) s
     cross join lateral (
        select exists (select from project_payer a join contract c using (contract_id)
                        where a.project_id = pp.project_id and c.payment_scheme = 'postpaid'
                          and a.starts_at <= s.last and (a.ends_at is null or a.ends_at > s.last)
                          and c.starts_at <= s.last and (c.ends_at is null or c.ends_at > s.last)) as postpaid) t) u on true
  left join lateral (select sum(gross_minor) as gross from document d join document_kind q using (kind)
                      where q.role <> 'companion' and d.payer_id = pp.payer_id and d.region_code = k.region_code and d.month = k.month) d on true
 where k.state = 'closed'
 group by k.region_code, k.month, pp.payer_id, d.gross
having coalesce(d.gross, 0) <> sum(u.minor);
