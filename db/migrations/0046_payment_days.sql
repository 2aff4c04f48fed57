-- Until when a post-paid contract is to be paid (PYR-07): so many days after the month of supply. Null: as the contract says
-- on paper, which no page can tell.
alter table contract add column payment_days smallint constraint contract_payment_days_check check (payment_days between 1 and 180);
