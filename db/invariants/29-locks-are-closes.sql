-- A closed month is locked, a month with parts of documents is, and a month with documents was locked by a close that began before.
-- ru: Закрытый месяц заперт; месяц с документами заперт закрытием, что началось раньше них.
select region_code, month, 'no end' as problem from month_close where (state = 'closed') <> (closed_at is not null) or closed_at < issue_at
union all
select region_code, month, 'no lock' from month_close k
 where state = 'closed' and not exists (select from period_lock l where (l.region_code, l.month) = (k.region_code, k.month))
union all
select distinct p.region_code, p.booking_month, 'parts of an open month' from document_part p
 where not exists (select from period_lock l where (l.region_code, l.month) = (p.region_code, p.booking_month))
union all
select l.region_code, l.month, 'no close' from period_lock l
 where exists (select from document d where (d.region_code, d.month) = (l.region_code, l.month))
   and not exists (select from month_close k where (k.region_code, k.month) = (l.region_code, l.month) and k.issue_at <= l.locked_at);
