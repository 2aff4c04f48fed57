-- What a scope charges for a SKU is a price of a list: its terms, and no longer than it is in force, by whole minutes (PRC-02); what was
-- charged is what a scope of the project charges.
-- ru: Действующая цена — цена прайс-листа, с его условиями и не дольше его срока, целыми минутами (PRC-02); начислено по цене, действующей в проекте.
select e.scope_id, e.sku_id, e.starts_at, e.price_id
  from effective_price e left join price p using (price_id)
 where p.price_id is null or p.sku_id <> e.sku_id or minute_of(e.starts_at) < minute_of(p.starts_at)
    or e.ends_at > p.ends_at
    or (e.model, e.unit_price, e.tiers, e.committed_quantity)
       is distinct from (p.model, p.unit_price, p.tiers, p.committed_quantity)
union all
select null, c.sku_id, null, c.price_id
  from (select distinct project_id, sku_id, price_id from charge where price_id is not null) c
 where not exists (select from project_price_scope s join effective_price e using (scope_id)
                    where s.project_id = c.project_id and e.sku_id = c.sku_id and e.price_id = c.price_id);
