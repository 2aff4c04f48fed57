-- Each line's VAT is extracted from its gross at its rate, halves up; an adjustment's agrees with it to the kopeck (DOC-05).
select document_id, line_no, vat_rate, vat_minor, gross_minor
  from (select l.*, d.kind, abs(l.gross_minor) * coalesce(l.vat_rate, 0) / (100 + coalesce(l.vat_rate, 0)) as exact
          from document_line l join document d using (document_id)) l
 where abs(abs(vat_minor) - exact) > case kind when 'upd' then 0.5 else 1 end;
