-- PAY-12: whether a file showed the line under the bank's reference of it. By number and payer another document of the same number,
-- day and amount may have been taken for it. Of what earlier releases stored nothing else is known than that it was taken for the line.
alter table bank_statement_sighting add column by_reference boolean not null default true;
