-- A cover belongs to a grain and to the month it is booked in: what a correction of a closed month takes back from a cover
-- must not land in that closed month. Which month's charge it covered was never asked for.
create temp table cover on commit drop as
  select project_id, entry_id, day, resource_id, sku_id, booking_month, funding_source, sum(amount_minor)::bigint as amount_minor
    from charge_cover group by 1, 2, 3, 4, 5, 6, 7 having sum(amount_minor) <> 0;
delete from charge_cover;
alter table charge_cover drop constraint charge_cover_pkey;
alter table charge_cover drop column charged_month;
alter table charge_cover add constraint charge_cover_pkey
  primary key (project_id, entry_id, day, resource_id, sku_id, booking_month, funding_source);
insert into charge_cover (project_id, entry_id, day, resource_id, sku_id, booking_month, funding_source, amount_minor)
  select project_id, entry_id, day, resource_id, sku_id, booking_month, funding_source, amount_minor from cover;
drop index charge_credit;
create index charge_credit on charge (project_id, day) where credit_minor <> 0;
