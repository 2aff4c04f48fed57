-- A freeze and an unfreeze were decided by a balance that the project had, below zero and not; always prepaid and below zero
-- was frozen once at least, or waited at a halt (FRZ-01).
-- ru: Заморозку и разморозку решал баланс, который у проекта был: ниже нуля и нет (FRZ-01).
with postpaid as (
  -- Is post-paid, was, or was until the assignment was withdrawn by one from before it (REG-06).
  select a.project_id from project_payer a join contract c using (contract_id) where c.payment_scheme = 'postpaid'
  union
  select a.project_id from withdrawn_assignment a join contract c using (contract_id) where c.payment_scheme = 'postpaid'
)
select f.project_id, f.kind, f.at, f.balance_minor
  from freeze_event f
 where f.kind in ('frozen', 'unfrozen')
   and (f.kind = 'frozen' and f.balance_minor >= 0
     -- Who is post-paid now is unfrozen with its debt.
     or f.kind = 'unfrozen' and f.balance_minor < 0 and not exists (select from postpaid a where a.project_id = f.project_id)
     or f.balance_minor <> 0 and not exists (
          select from posting p where p.project_id = f.project_id and p.ledger_account = 'payment' and p.balance_after_minor = f.balance_minor))
union all
select w.project_id, 'frozen', min(p.effective_at), min(p.balance_after_minor)
  from wallet w
  -- What one instant posted is decided about together: the balance that it left counts.
  join (select p.project_id, p.effective_at, p.balance_after_minor, e.booked_at,
               row_number() over (partition by p.project_id, e.booked_at order by p.posting_no desc) as last
          from posting p join journal_entry e using (project_id, entry_id) where p.ledger_account = 'payment') p
    on p.project_id = w.project_id and p.last = 1 and p.balance_after_minor < 0
 where w.freeze_pending_since is null
   and not exists (select from freeze_event f where f.project_id = w.project_id and f.kind = 'frozen')
   and not exists (select from postpaid a where a.project_id = w.project_id)
   and not exists (select from automation_halt h where h.kind = 'freeze')
 group by w.project_id;
