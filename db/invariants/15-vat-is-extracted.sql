-- Each line's VAT is extracted from its gross at its rate, one of its country's in the month of the supply, halves up (DOC-05). A correction brings the VAT that all documents
-- state of a supply back to what its gross has: it takes off what their lines were rounded up by, half a kopeck each at most.
-- ru: НДС строки выделен из её суммы по ставке, половины вверх (DOC-05); исправление возвращает НДС всех документов к сумме.
select document_id, line_no, vat_rate, vat_minor, gross_minor
  from (select l.*, abs(l.gross_minor) * coalesce(l.vat_rate, 0) / (100 + coalesce(l.vat_rate, 0)) as exact,
               case when k.role <> 'correction' then 0 else (
                 select count(*) from document e join document_line f using (document_id)
                  where e.payer_id = d.payer_id and e.document_id < d.document_id
                    and f.service_code = l.service_code and f.supply_month = l.supply_month) end as earlier
          from document_line l join document d using (document_id) join document_kind k using (kind)) l
 where abs(abs(vat_minor) - exact) > 0.5 * (1 + earlier)
    or vat_rate is not null and not exists (
         select from document d join supplier s using (supplier_code) join tax_rate t using (country_code)
          where d.document_id = l.document_id and t.rate_percent = l.vat_rate
            and t.starts_on < l.supply_month + interval '1 month' and coalesce(t.ends_on, 'infinity') >= l.supply_month);
