-- The balance kept with each posting is the sum of the account's postings up to it.
-- ru: Остаток, записанный при проводке, — сумма проводок счёта до неё включительно.
select project_id, ledger_account, posting_no, balance_after_minor, running
  from (select project_id, ledger_account, posting_no, balance_after_minor,
               sum(amount_minor) over (partition by project_id, ledger_account order by posting_no) as running,
               row_number() over (partition by project_id, ledger_account order by posting_no) as position
          from posting) p
 where balance_after_minor <> running or posting_no <> position;
