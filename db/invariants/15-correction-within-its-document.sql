-- What corrects a document takes off no line of it more than the line states, corrections before it counted in.
-- ru: Исправления снимают со строки документа не больше, чем в ней указано, с учётом прежних исправлений.
select coalesce(p.corrects_document_id, p.document_id) as document_id, p.project_id, p.contract_id, p.service_code, p.supply_month, sum(p.gross_minor) as left_minor
  from document_part p
 where p.document_id is not null and p.cause <> 'carried' and not exists (
       select from document_part o where o.cause = 'carried' and o.document_id = coalesce(p.corrects_document_id, p.document_id))
 group by 1, 2, 3, 4, 5 having sum(p.gross_minor) < 0 and bool_or(p.cause = 'decrease');
