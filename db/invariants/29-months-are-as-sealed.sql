-- A closed month holds what it held when its close ended, and each month's seal follows from the one before.
-- ru: В закрытом месяце то же, что было в конце закрытия, и печати месяцев следуют одна из другой.
with chain as (
  select s as link, s.*, lag(s.sha256) over (order by s.seal_no) as before_sha256, row_number() over (order by s.seal_no) as place from month_seal s
)
select region_code, month, 'the chain' as problem from chain where seal_no <> place or sha256 <> month_link(link, before_sha256)
union all
select region_code, month, 'the content' from chain where content_sha256 <> month_content(region_code, month, last_document_id)
union all
select region_code, month, 'no seal' from month_close k
 where k.state = 'closed' and not exists (select from month_seal s where (s.region_code, s.month) = (k.region_code, k.month))
union all
select region_code, month, 'no close' from chain c
 where not exists (select from month_close k where (k.region_code, k.month) = (c.region_code, c.month) and k.state = 'closed');
