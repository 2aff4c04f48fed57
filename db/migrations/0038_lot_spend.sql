-- Which transfer paid what: the lot's money by contract, month of supply and month of booking. A document names the
-- transfers that paid its lines (PAY-08), which sums by source cannot tell. `cover`: it paid later what had been on credit.
create table lot_spend (
  project_id bigint not null,
  lot_no bigint not null,
  contract_id bigint not null,
  supply_month date not null,
  booking_month date not null,
  cover boolean not null,
  -- Below zero where more came back in the month than the lot had paid in it.
  amount_minor bigint not null,
  primary key (project_id, booking_month, supply_month, contract_id, lot_no, cover)
) with (fillfactor = 80);

-- What was spent before: lots first in, first out, months and contracts in their order. What a month gave back comes off the
-- lots that paid last, as it went back to them. The first lot reaches down and the last one up without end, so that the sums
-- by contract are those of the charges whatever the order was in which they came.
insert into lot_spend (project_id, lot_no, contract_id, supply_month, booking_month, cover, amount_minor)
with spent as (
  select project_id, contract_id, date_trunc('month', day)::date as supply_month, booking_month, false as cover,
         sum(transfer_minor) as minor
    from charge group by 1, 2, 3, 4 having sum(transfer_minor) <> 0
  union all
  select project_id, contract_id, date_trunc('month', day)::date, booking_month, true, sum(amount_minor)
    from charge_cover where funding_source = 'transfer' group by 1, 2, 3, 4 having sum(amount_minor) <> 0
), along as (
  select *, sum(minor) over (partition by project_id order by booking_month, supply_month, cover desc, contract_id) as upto from spent
), lot as (
  select project_id, lot_no, row_number() over by_arrival = 1 as first,
         row_number() over (partition by project_id order by received_at desc, lot_no desc) = 1 as last,
         sum(granted_minor) over by_arrival as upto, granted_minor
    from fund_lot where funding_source = 'transfer' window by_arrival as (partition by project_id order by received_at, lot_no)
), reach as (
  select project_id, lot_no, case when first then '-infinity' else (upto - granted_minor)::numeric end as lo,
         case when last then 'infinity' else upto::numeric end as hi from lot
)
select a.project_id, r.lot_no, a.contract_id, a.supply_month, a.booking_month, a.cover,
       sign(a.minor) * (least(greatest(a.upto, a.upto - a.minor), r.hi) - greatest(least(a.upto, a.upto - a.minor), r.lo))
  from along a join reach r on r.project_id = a.project_id
   and r.lo < greatest(a.upto, a.upto - a.minor) and r.hi > least(a.upto, a.upto - a.minor);
