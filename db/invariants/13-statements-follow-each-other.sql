-- A statement that began with the closing balance of the one before it still does.
-- ru: Выписка, что начиналась с конечного остатка прежней, так и начинается.
-- help: saldo bank files
select s.bank_statement_id, s.own_account, s.opening_minor, s.follows_statement_id, p.closing_minor
  from bank_statement s left join bank_statement p on p.bank_statement_id = s.follows_statement_id
 where s.follows_statement_id is not null
   and (p.own_account, p.currency, p.closing_minor) is distinct from (s.own_account, s.currency, s.opening_minor);
