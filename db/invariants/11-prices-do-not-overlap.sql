-- A SKU has one price in a list at an instant, and one effective price in a scope.
-- ru: В один момент у позиции одна цена в прайс-листе и одна действующая.
select 'price' as kind, a.price_list_id as list, a.sku_id, a.starts_at, b.starts_at as other_starts_at
  from price a join price b on a.price_list_id = b.price_list_id and a.sku_id = b.sku_id and a.price_id < b.price_id
   and a.starts_at < b.ends_at and b.starts_at < a.ends_at and a.starts_at < a.ends_at and b.starts_at < b.ends_at
union all
select 'effective', a.scope_id, a.sku_id, a.starts_at, b.starts_at
  from effective_price a join effective_price b on a.scope_id = b.scope_id and a.sku_id = b.sku_id and a.starts_at < b.starts_at
   and b.starts_at < a.ends_at;
