-- All balances of a currency together are zero.
-- ru: Все остатки одной валюты вместе дают ноль.
select currency, sum(balance_minor) as off_by from ledger_balance group by currency having sum(balance_minor) <> 0;
