-- Usage that was rated is in a grain, and every grain of a past day that is priced has its charge within 15 minutes.
select q.project_id, q.day, q.resource_id, q.sku_id
  from usage_quantity q join project_accrual a using (project_id)
 where q.day < a.open_day and q.quantity > 0
   and not exists (select 1 from accrual_dirty d where d.project_id = q.project_id and d.day = q.day)
   and not exists (select 1 from unpriced_usage u where u.project_id = q.project_id and u.day = q.day and u.sku_id = q.sku_id)
   and not exists (select 1 from charge c where c.project_id = q.project_id and c.day = q.day
                    and c.resource_id = q.resource_id and c.sku_id = q.sku_id);
