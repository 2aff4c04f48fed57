-- Every document of a closed month has its print form, and its XML where its kind has a format.
-- ru: У каждого документа закрытого месяца есть печатная форма, а где положено — XML.
select d.document_id, d.kind, d.number_text
  from document d join document_kind q using (kind) join month_close k using (region_code, month)
  left join document_print r using (document_id)
 where k.state = 'closed' and (r.document_id is null or (q.has_xml and d.xml_sha256 is null));
