-- A document's file in the state's format is its snapshot's: the name ends in the snapshot's hash, the text has its number, buyer and total;
-- and the files of documents are there, each of its own kind.
-- ru: Файл документа в формате государства — по его снимку: имя, номер, покупатель и итог совпадают.
with file as (
  select d.document_id, d.xml_name, d.number_text, d.snapshot, d.snapshot::jsonb as s, f.media_type,
         case when d.snapshot::jsonb ? 'fileId' then convert_from(f.body, 'WIN1251') end as body
    from document d left join stored_file f on f.sha256 = d.xml_sha256
   where d.xml_sha256 is not null
), named as (
  select *, s ->> 'fileId' as file_id,
         encode(sha256(convert_to(replace(snapshot, '"fileId":' || (s -> 'fileId')::text, '"fileId":""'), 'UTF8')), 'hex') as hash
    from file
)
select document_id, xml_name, number_text from named where media_type is distinct from 'application/xml'
union all
select document_id, xml_name, number_text from named
 -- Other formats name no file by a hash.
 where file_id is not null and (xml_name is distinct from file_id || '.xml'
    or position(format('НомерДок="%s"', replace(replace(number_text, '&', '&amp;'), '"', '&quot;')) in body) = 0
    or position(format('ИдФайл="%s"', file_id) in body) = 0
    or position(coalesce(s #>> '{buyer,identity,inn}', '') in body) = 0
    or position(format('"%s"', s #>> '{totals,gross}') in body) = 0
    -- A name-based UUID, version 8: the bits of its version and variant are its own.
    or translate(split_part(file_id, '_', 6), '-', '') <> ''
       and overlay(overlay(translate(split_part(file_id, '_', 6), '-', '') placing '0' from 13 for 1) placing '0' from 17 for 1)
        <> overlay(overlay(left(hash, 32) placing '0' from 13 for 1) placing '0' from 17 for 1))
union all
select r.document_id, null, null from document_print r left join stored_file f on f.sha256 = r.pdf_sha256
 where f.media_type is distinct from 'application/pdf';
