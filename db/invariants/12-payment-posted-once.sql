-- Every credited bank line and every other payment has exactly one payment entry, of its amount and source; one taken back went back.
-- ru: У каждого зачтённого перевода и другого платежа ровно одна запись с его суммой и источником; отозванный вернулся.
-- help: saldo bank files
select 'line ' || l.line_id as payment, l.amount_minor
  from bank_statement_line l
 where l.disposition = 'credited' and 1 <> (
   select count(*) from journal_entry e join posting p using (project_id, entry_id)
    where e.project_id = l.project_id and e.entry_id = l.entry_id and e.kind = 'payment'
      and e.reference = 'bank_statement_line:' || l.line_id and p.ledger_account = 'payment'
      and p.amount_minor = l.amount_minor and p.currency = l.currency and p.funding_source = 'transfer')
union all
select 'payment ' || y.payment_id, y.amount_minor
  from payment y
 where 1 <> (
   select count(*) from journal_entry e join posting p using (project_id, entry_id)
    where e.project_id = y.project_id and e.entry_id = y.entry_id and e.kind = 'payment'
      and p.ledger_account = 'payment' and p.amount_minor = y.amount_minor and p.currency = y.currency
      and p.funding_source = 'other')
union all
select 'line ' || l.line_id, l.amount_minor
  from bank_statement_line l
 where l.project_id is not null and (l.disposition = 'withdrawn') is distinct from (1 = (
   select count(*) from journal_entry e join posting p using (project_id, entry_id)
    where e.project_id = l.project_id and e.kind = 'payment_return' and e.reference = 'bank_statement_line:' || l.line_id
      and p.ledger_account = 'payment' and p.amount_minor = -l.amount_minor and p.funding_source = 'transfer'))
union all
select e.reference, count(*)
  from journal_entry e
 where e.kind = 'payment' and e.reference like 'bank_statement_line:%'
 group by e.reference having count(*) > 1;
