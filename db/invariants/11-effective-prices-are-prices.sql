-- What a scope charges for a SKU is a price of a list: its terms, and no longer than it is in force, by whole minutes (PRC-02).
-- ru: Действующая цена — цена прайс-листа, с его условиями и не дольше его срока, целыми минутами (PRC-02).
select e.scope_id, e.sku_id, e.starts_at, e.price_id
  from effective_price e left join price p using (price_id)
 where p.price_id is null or p.sku_id <> e.sku_id or minute_of(e.starts_at) < minute_of(p.starts_at)
    or e.ends_at > p.ends_at
    or (e.model, e.unit_price, e.tiers, e.committed_quantity)
       is distinct from (p.model, p.unit_price, p.tiers, p.committed_quantity);
