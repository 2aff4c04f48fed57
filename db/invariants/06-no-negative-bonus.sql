-- No bonus account is below zero.
-- ru: Бонусный счёт не бывает меньше нуля.
select project_id, ledger_account, balance_minor from ledger_balance where ledger_account like 'bonus:%' and balance_minor < 0;
