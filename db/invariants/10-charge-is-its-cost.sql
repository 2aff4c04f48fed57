-- What a grain was charged, over all months it was booked in, is its exact cost rounded up (PRC-05).
-- ru: Начислено за день ресурса столько, сколько точная стоимость, округлённая вверх (PRC-05).
select c.project_id, c.day, c.resource_id, c.sku_id, sum(c.amount_minor) as charged, ceil_minor(sum(c.numerator), k.divisor) as due
  from charge c join sku k using (sku_id)
 group by c.project_id, c.day, c.resource_id, c.sku_id, k.divisor
having sum(c.amount_minor) <> ceil_minor(sum(c.numerator), k.divisor);
