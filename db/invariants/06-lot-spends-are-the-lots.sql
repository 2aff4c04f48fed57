-- What is gone from a transfer's lot paid for something, and that is written down (PAY-08).
-- ru: Всё, что ушло из партии перевода, за что-то заплатило, и это записано (PAY-08).
select coalesce(f.project_id, s.project_id) as project_id, coalesce(f.lot_no, s.lot_no) as lot_no, f.spent, s.minor
  from (select project_id, lot_no, granted_minor - remaining_minor as spent from fund_lot
         where funding_source = 'transfer' and granted_minor <> remaining_minor) f
  full join (select project_id, lot_no, sum(amount_minor) as minor from lot_spend group by 1, 2 having sum(amount_minor) <> 0) s
    using (project_id, lot_no)
 where f.spent is distinct from s.minor;
