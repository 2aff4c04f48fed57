-- Nothing runs in a project that is conserved, and in a deleted one nothing that began after its end (REG-08).
-- ru: В законсервированном проекте ничего не работает, в удалённом — ничего, что началось после его конца (REG-08).
select p.project_id, p.status, p.status_since, g.resource_id, g.sku_id, g.occurred_at
  from project p join gauge_interval g using (project_id)
 where p.status in ('conserved', 'deleted') and g.to_minute = 2147483647 and g.quantity > 0
   and (p.status = 'conserved' or g.occurred_at > p.status_since);
