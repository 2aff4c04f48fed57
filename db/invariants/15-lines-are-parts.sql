-- Each line of a document of supplies or corrections is the sum of its parts, and is one of each of them alone.
-- ru: Строка документа — сумма своих частей, и каждая часть только в одной строке.
select l.document_id, l.line_no, l.gross_minor as line, p.minor as parts
  from document d join document_kind k using (kind) join document_line l using (document_id)
  left join lateral (select sum(gross_minor) as minor from document_part p where (p.document_id, p.line_no) = (l.document_id, l.line_no)) p on true
 where k.role <> 'companion' and l.gross_minor is distinct from p.minor
union all
select p.document_id, p.line_no, null, p.gross_minor
  from document_part p join document_line l using (document_id, line_no) join document d using (document_id) join document_kind k using (kind)
 where k.role = 'companion' or (p.service_code, p.supply_month) <> (l.service_code, l.supply_month);
