-- Every bank line is held once, however many statements show it, and some statement shows it.
-- ru: Каждая строка банка хранится один раз и есть хотя бы в одной выписке.
-- help: saldo bank files
select encode(l.fingerprint, 'hex') as fingerprint, count(*) as held
  from bank_statement_line l group by l.fingerprint having count(*) > 1
union all
select encode(l.fingerprint, 'hex'), 0
  from bank_statement_line l
 where not exists (select from bank_statement_sighting g where g.line_id = l.line_id);
