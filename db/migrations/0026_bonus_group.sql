-- What the groups of services are called that a bonus of a type pays for (BAL-03): the catalogue's, as services are. Groups
-- that SKUs name already go by their code until the catalogue is loaded.
create table bonus_group (
  bonus_group text primary key check (bonus_group ~ '^[a-z0-9][a-z0-9._-]{0,99}$'),
  name        jsonb not null check (name ?& array['ru', 'en'])
);
insert into bonus_group
select distinct bonus_group, jsonb_build_object('ru', bonus_group, 'en', bonus_group) from sku where bonus_group is not null;
call share_with_tenants('bonus_group');
