-- A receipt, its entry and its lot are of one instant, and a bank line was credited when it was recorded or when staff decided.
-- ru: Поступление, его запись и партия — одного момента; строка банка зачтена при загрузке или решением сотрудника.
select l.project_id, l.lot_no as entry_id, l.received_at, e.effective_at, e.booked_at
  from fund_lot l join journal_entry e on e.project_id = l.project_id and e.entry_id = l.lot_no
 where l.received_at <> e.effective_at or e.booked_at <> e.effective_at
union all
select y.project_id, y.entry_id, y.received_at, e.effective_at, e.booked_at
  from payment y join journal_entry e using (project_id, entry_id)
 where y.received_at <> e.effective_at
union all
select b.project_id, b.entry_id, coalesce(b.decided_at, b.recorded_at), e.effective_at, e.booked_at
  from bank_statement_line b join journal_entry e using (project_id, entry_id)
 where b.disposition = 'credited' and coalesce(b.decided_at, b.recorded_at) <> e.effective_at;
