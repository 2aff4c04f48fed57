-- What was covered later was charged under the same contract.
-- ru: Покрытое позже было начислено по тому же договору.
select v.project_id, v.day, v.resource_id, v.sku_id, v.contract_id from charge_cover v
 where not exists (select from charge c
                    where (c.project_id, c.day, c.resource_id, c.sku_id, c.contract_id)
                        = (v.project_id, v.day, v.resource_id, v.sku_id, v.contract_id));
