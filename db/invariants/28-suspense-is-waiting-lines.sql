-- The suspense accounts hold exactly the money of the bank lines that wait for staff.
-- ru: На счетах невыясненного ровно деньги тех строк банка, что ждут сотрудника.
-- help: saldo suspense
select coalesce(b.ledger_account, w.ledger_account) as ledger_account, b.balance_minor, w.waiting_minor
  from (select ledger_account, balance_minor from ledger_balance
         where project_id = 0 and ledger_account like 'suspense:%' and balance_minor <> 0) b
  full join (select 'suspense:' || suspense_region as ledger_account,
                    sum(case direction when 'in' then amount_minor else -amount_minor end) as waiting_minor
               from bank_statement_line where disposition = 'suspense' and suspense_entry_id is not null
              group by suspense_region
             having sum(case direction when 'in' then amount_minor else -amount_minor end) <> 0) w
    on w.ledger_account = b.ledger_account
 where b.balance_minor is distinct from w.waiting_minor;
