-- The postings of every entry sum to zero in each currency.
-- ru: Проводки каждой записи в каждой валюте в сумме дают ноль.
select project_id, entry_id, currency, sum(amount_minor) as off_by
  from posting group by project_id, entry_id, currency having sum(amount_minor) <> 0;
