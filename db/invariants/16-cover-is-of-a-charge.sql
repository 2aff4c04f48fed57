-- What was covered later was charged under the same contract, and an entry of its project covered it.
-- ru: Покрытое позже было начислено по тому же договору, и покрыла это запись того же проекта.
select v.project_id, v.day, v.resource_id, v.sku_id, v.contract_id from charge_cover v
 where not exists (select from charge c
                    where (c.project_id, c.day, c.resource_id, c.sku_id, c.contract_id)
                        = (v.project_id, v.day, v.resource_id, v.sku_id, v.contract_id))
    -- What was given back of a cover names no entry.
    or v.entry_id <> 0 and not exists (select from journal_entry e where (e.project_id, e.entry_id) = (v.project_id, v.entry_id) and e.kind = 'cover');
