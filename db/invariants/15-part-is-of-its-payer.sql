-- A part, the document it stands in and the document that this corrects are of the payer of the part's contract; its month is
-- the document's, and its project is among the document's. An earlier month's part stands in it only where those of its line
-- came to less than nothing: then they take from what was supplied later (decision 0070).
-- ru: Часть, её документ и исправляемый им документ — плательщика договора этой части; месяц и проект — документа.
select p.project_id, p.contract_id, p.booking_month, p.cause, p.payer_id, c.payer_id as of_contract, d.payer_id as of_document, x.payer_id as of_corrected
  from document_part p left join contract c using (contract_id)
  left join document d on d.document_id = p.document_id left join document x on x.document_id = p.corrects_document_id
 where p.contract_id <> 0 and p.payer_id is distinct from c.payer_id
    or d.document_id is not null and (d.payer_id <> p.payer_id or d.month < p.booking_month
       or d.month > p.booking_month and (select sum(e.gross_minor) from document_part e
            where (e.document_id, e.line_no) = (p.document_id, p.line_no) and e.booking_month < d.month) >= 0
       or d.region_code <> p.region_code
       or d.corrects_document_id is distinct from p.corrects_document_id and p.cause <> 'carried'
       or not exists (select from document_project j where j.document_id = d.document_id and j.project_id = p.project_id))
    or x.payer_id <> p.payer_id;
