-- Every lot of money is one payment or bonus entry, of its amount and source (PAY-08).
-- ru: Каждая партия денег — одна запись платежа или бонуса с той же суммой и источником (PAY-08).
select coalesce(l.project_id, e.project_id) as project_id, coalesce(l.lot_no, e.entry_id) as entry_id, l.granted_minor, e.amount_minor
  from fund_lot l
  full join (
    select e.project_id, e.entry_id, p.amount_minor, p.funding_source
      from journal_entry e join posting p using (project_id, entry_id)
     where e.kind in ('payment', 'bonus')
       -- A payment that was taken back whole has no lot any more.
       and not exists (select from journal_entry r where r.project_id = e.project_id and r.kind = 'payment_return'
                          and r.reference = e.reference)
       and (p.ledger_account = 'payment' or p.ledger_account like 'bonus:%')
  ) e on e.project_id = l.project_id and e.entry_id = l.lot_no
 where (l.granted_minor, l.funding_source) is distinct from (e.amount_minor, e.funding_source);
