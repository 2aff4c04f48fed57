-- Document numbers run from 1 without gaps or repeats per supplier, series and year (DOC-04).
-- ru: Номера документов идут с 1 без пропусков и повторов по поставщику, серии и году (DOC-04).
with numbered as (select d.supplier_code, k.series as kind, d.year, d.number from document d join document_kind k using (kind))
select n.supplier_code, n.kind, n.year, n.last_number, count(d.number) as documents, max(d.number) as highest
  from document_number n left join numbered d using (supplier_code, kind, year)
 group by n.supplier_code, n.kind, n.year, n.last_number
having count(d.number) <> n.last_number or max(d.number) is distinct from n.last_number or count(distinct d.number) <> count(d.number)
union all
select d.supplier_code, d.kind, d.year, null, count(*), max(d.number)
  from numbered d left join document_number n using (supplier_code, kind, year)
 where n.year is null group by 1, 2, 3;
