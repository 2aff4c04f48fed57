-- A statement's opening balance and lines give its closing balance and its declared totals, unless the importer was warned.
-- ru: Начальный остаток и строки выписки дают её конечный остаток и обороты, если при загрузке не предупреждали о другом.
-- help: saldo bank files
select s.bank_statement_id, s.opening_minor, s.closing_minor, s.declared_in_minor, s.declared_out_minor,
       sum(l.amount_minor) filter (where l.direction = 'in') as in_minor,
       sum(l.amount_minor) filter (where l.direction = 'out') as out_minor
  from bank_statement s
  left join bank_statement_sighting g using (bank_statement_id)
  left join bank_statement_line l using (line_id)
 where s.sums_agree
 group by s.bank_statement_id
having s.opening_minor + coalesce(sum(case l.direction when 'in' then l.amount_minor when 'out' then -l.amount_minor end), 0)
         <> s.closing_minor
    or coalesce(sum(l.amount_minor) filter (where l.direction = 'in'), 0) <> s.declared_in_minor
    or coalesce(sum(l.amount_minor) filter (where l.direction = 'out'), 0) <> s.declared_out_minor;
