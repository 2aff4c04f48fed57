-- A document and its lines say what its snapshot says, from which everything is printed (DOC-07).
-- ru: Документ и его строки говорят то же, что снимок, с которого всё печатается (DOC-07).
with said as (select d.*, d.snapshot::jsonb as s from document d)
select document_id, null::int as line_no, number_text, issued_on, gross_minor, s ->> 'number' as said_number, s -> 'totals' as said
  from said
 where (kind, number_text, net_minor, vat_minor, gross_minor) is distinct from
       (s ->> 'kind', s ->> 'number', (s #>> '{totals,net}')::numeric * 100, (s #>> '{totals,vat}')::numeric * 100, (s #>> '{totals,gross}')::numeric * 100)
    or issued_on <> (s ->> 'date')::date or to_char(month, 'YYYY-MM') <> s ->> 'month' or currency <> s ->> 'currency'
union all
select j.document_id, null, null, null, null, j.kind, to_jsonb(j.month) from document_project j join document d using (document_id)
 where (j.month, j.kind) <> (d.month, d.kind)
union all
select coalesce(l.document_id, p.document_id), coalesce(l.line_no, p.line_no), null, null, l.gross_minor, null, p.said
  from document_line l
  full join (select document_id, n.place::int as line_no, n.said from said cross join jsonb_array_elements(s -> 'lines') with ordinality n(said, place)) p
    using (document_id, line_no)
 where (to_char(l.supply_month, 'YYYY-MM'), l.vat_rate, l.net_minor, l.vat_minor, l.gross_minor) is distinct from
       (p.said ->> 'supplyMonth', (p.said ->> 'vatRate')::numeric, (p.said ->> 'net')::numeric * 100, (p.said ->> 'vat')::numeric * 100, (p.said ->> 'gross')::numeric * 100);
