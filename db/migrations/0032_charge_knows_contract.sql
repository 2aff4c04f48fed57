-- A charge belongs to the contract that its project was supplied under at that time, and through it to the payer; 0 where
-- none was in force. It is part of the key: a grain that was supplied under two contracts has a row for each, and the rows
-- add up to it. No foreign key: charges are written by the million, and invariant 16 holds each against the project's
-- contracts of its day.
alter table charge add column contract_id bigint not null default 0;
alter table charge_cover add column contract_id bigint not null default 0;

-- Booked in a month that is closed: the contract whose documents it went into, that of the last instant of that month.
-- Booked in an open one: the contract in force at the end of its day.
create temp table contract_of on commit drop as
  select k.project_id, k.day, k.booking_month, coalesce(min(a.contract_id), 0) as contract_id
    from (select distinct project_id, day, booking_month from charge) k
    join project p using (project_id) join region r using (region_code)
    cross join lateral (
      select exists (select from period_lock l where l.region_code = r.region_code and l.month = k.booking_month) as closed) l
    cross join lateral (
      select (case when l.closed then (k.booking_month + interval '1 month')::timestamp
                   else (k.day + 1)::timestamp end at time zone r.time_zone) - interval '1 millisecond' as at) e
    left join (select pp.project_id, pp.contract_id, pp.starts_at, pp.ends_at, c.starts_at as since, c.ends_at as until
                 from project_payer pp join contract c using (contract_id)) a
      on a.project_id = k.project_id and a.starts_at <= e.at and (a.ends_at is null or a.ends_at > e.at)
     and (l.closed or a.since <= e.at and (a.until is null or a.until > e.at))
   group by k.project_id, k.day, k.booking_month;
create index on contract_of (project_id, day, booking_month);
update charge c set contract_id = o.contract_id from contract_of o
 where (o.project_id, o.day, o.booking_month) = (c.project_id, c.day, c.booking_month) and o.contract_id <> 0;
-- A cover has the contract of the charge that it covers.
update charge_cover v set contract_id = c.contract_id
  from (select distinct on (project_id, day, resource_id, sku_id) project_id, day, resource_id, sku_id, contract_id
          from charge order by project_id, day, resource_id, sku_id, credit_minor <= 0, booking_month) c
 where (c.project_id, c.day, c.resource_id, c.sku_id) = (v.project_id, v.day, v.resource_id, v.sku_id) and c.contract_id <> 0;

alter table charge alter column contract_id drop default;
alter table charge_cover alter column contract_id drop default;
alter table charge drop constraint charge_pkey;
alter table charge add primary key (project_id, day, resource_id, sku_id, contract_id, booking_month);
alter table charge_cover drop constraint charge_cover_pkey;
alter table charge_cover add primary key
  (project_id, entry_id, day, resource_id, sku_id, contract_id, booking_month, funding_source);

-- A project's contract began, ended or became another's at this instant: its quantities of that day are to be cut there,
-- and what was charged since is to be charged anew. Written with the change itself, whoever makes it; taken by the rater.
create table contract_change (
  project_id bigint not null,
  at timestamptz not null,
  primary key (project_id, at)
);

create function note_contract_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into contract_change (project_id, at)
      select distinct project_id, x.at from new_row cross join lateral (values (starts_at), (ends_at)) x(at)
       where x.at is not null order by 1, 2 on conflict do nothing;
  elsif tg_op = 'DELETE' then
    insert into contract_change (project_id, at)
      select distinct project_id, x.at from old_row cross join lateral (values (starts_at), (ends_at)) x(at)
       where x.at is not null order by 1, 2 on conflict do nothing;
  elsif tg_table_name = 'contract' then
    insert into contract_change (project_id, at)
      select distinct p.project_id, c.at
        from ((select contract_id, starts_at as at from old_row union all select contract_id, ends_at from old_row)
              except (select contract_id, starts_at from new_row union all select contract_id, ends_at from new_row)
              union all
              ((select contract_id, starts_at from new_row union all select contract_id, ends_at from new_row)
               except (select contract_id, starts_at from old_row union all select contract_id, ends_at from old_row))) c
        join project_payer p using (contract_id)
       where c.at is not null order by 1, 2 on conflict do nothing;
  else
    insert into contract_change (project_id, at)
      select distinct project_id, at
        from ((select project_id, contract_id, starts_at as at from old_row union all select project_id, contract_id, ends_at from old_row)
              except (select project_id, contract_id, starts_at from new_row union all select project_id, contract_id, ends_at from new_row)
              union all
              ((select project_id, contract_id, starts_at from new_row union all select project_id, contract_id, ends_at from new_row)
               except (select project_id, contract_id, starts_at from old_row union all select project_id, contract_id, ends_at from old_row))) c
       where at is not null order by 1, 2 on conflict do nothing;
  end if;
  return null;
end
$$;

create trigger project_payer_begins after insert on project_payer referencing new table as new_row
  for each statement execute function note_contract_change();
create trigger project_payer_changes after update on project_payer referencing old table as old_row new table as new_row
  for each statement execute function note_contract_change();
create trigger project_payer_goes after delete on project_payer referencing old table as old_row
  for each statement execute function note_contract_change();
create trigger contract_changes after update on contract referencing old table as old_row new table as new_row
  for each statement execute function note_contract_change();

-- What is charged in open months is decided by contract from now on, also where one began inside a day.
insert into contract_change (project_id, at)
  select distinct pp.project_id, x.at
    from project_payer pp join contract c using (contract_id) join project p using (project_id) join region r using (region_code)
    cross join lateral (values (pp.starts_at), (pp.ends_at), (c.starts_at), (c.ends_at)) x(at)
   where x.at is not null and x.at at time zone r.time_zone <> date_trunc('day', x.at at time zone r.time_zone)
     and x.at >= coalesce((select (max(l.month) + interval '1 month') at time zone r.time_zone
                             from period_lock l where l.region_code = p.region_code), '-infinity');
