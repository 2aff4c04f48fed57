-- A document's totals are the sums of its lines.
-- ru: Итоги документа — суммы его строк.
select d.document_id, d.gross_minor, sum(l.gross_minor) as lines
  from document d left join document_line l using (document_id)
 group by d.document_id, d.net_minor, d.vat_minor, d.gross_minor
having (d.net_minor, d.vat_minor, d.gross_minor) is distinct from (sum(l.net_minor), sum(l.vat_minor), sum(l.gross_minor));
