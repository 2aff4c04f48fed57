-- What is settled without a document comes to nothing together: by payer, service, month of supply and the moment it was settled.
-- ru: Улаженное без документа в сумме даёт ноль: по плательщику, услуге, месяцу поставки и моменту.
select payer_id, service_code, supply_month, settled_at, sum(gross_minor) as left_minor
  from document_part where settled_at is not null group by 1, 2, 3, 4 having sum(gross_minor) <> 0;
