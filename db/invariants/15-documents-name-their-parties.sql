-- A document names its payer by the numbers that the payer had, and its contract by number and date; what changed since then is recorded.
-- ru: Документ называет плательщика номерами, которые у него были, а договор — номером и датой; что изменилось потом, записано.
with said as (
  select d.document_id, d.payer_id, d.supplier_code, d.issued_at, d.snapshot::jsonb as s from document d join document_kind k using (kind) where k.role <> 'correction'
)
select d.document_id, 'payer' as what, d.s #>> '{buyer,identity,inn}' as said, y.inn as now_is
  from said d join payer y using (payer_id)
 where (d.s #>> '{buyer,identity,inn}' <> y.inn or d.s #>> '{buyer,identity,kpp}' <> y.kpp)
   and not exists (select from payer_change x where x.payer_id = d.payer_id and x.changed_at >= d.issued_at)
union all
select distinct d.document_id, 'contract', d.s #>> '{contract,number}', c.number
  from said d join document_part p using (document_id) join contract c using (contract_id)
 where d.s #>> '{contract,number}' <> c.number or (d.s #>> '{contract,date}')::date <> c.signed_on
    or (c.payer_id, c.supplier_code) <> (d.payer_id, d.supplier_code)
union all
select distinct null::bigint, 'payer of project ' || a.project_id, a.payer_id::text, c.payer_id::text
  from project_payer a join contract c using (contract_id) where a.payer_id <> c.payer_id;
