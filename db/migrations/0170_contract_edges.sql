-- DOC-09: an assignment that is made late may hold a contract that began or ended inside it, on days that were charged already.
-- What an assignment is noted by are its own edges and those of its contract inside it: usage of such a day is cut at either.
create function contract_edges(contract bigint, from_at timestamptz, to_at timestamptz) returns setof timestamptz
language sql stable as $$
  select edge from unnest(array[from_at, to_at]) as own(edge) where edge is not null
  union
  select edge from contract c cross join unnest(array[c.starts_at, c.ends_at]) as within(edge)
   where c.contract_id = contract_edges.contract and edge > from_at and edge < coalesce(to_at, 'infinity')
$$;

create or replace function note_contract_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into contract_change (project_id, at)
      select distinct project_id, at from new_row cross join lateral contract_edges(contract_id, starts_at, ends_at) x(at)
       order by 1, 2 on conflict do nothing;
  elsif tg_op = 'DELETE' then
    insert into contract_change (project_id, at)
      select distinct project_id, at from old_row cross join lateral contract_edges(contract_id, starts_at, ends_at) x(at)
       order by 1, 2 on conflict do nothing;
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
      with before as (
        select project_id, contract_id, at from old_row cross join lateral contract_edges(contract_id, starts_at, ends_at) x(at)
      ), after as (
        select project_id, contract_id, at from new_row cross join lateral contract_edges(contract_id, starts_at, ends_at) x(at)
      )
      select distinct project_id, at
        from ((table before except table after) union all (table after except table before)) c
       order by 1, 2 on conflict do nothing;
  end if;
  return null;
end
$$;

-- What open months were charged is charged by contract to the minute, also where such an edge was not noted.
insert into contract_change (project_id, at)
  select distinct pp.project_id, x.at
    from project_payer pp join contract c using (contract_id) join project p using (project_id) join region r using (region_code)
    cross join lateral (values (c.starts_at), (c.ends_at)) x(at)
   where x.at > pp.starts_at and x.at < coalesce(pp.ends_at, 'infinity')
     and x.at >= coalesce((select (max(l.month) + interval '1 month') at time zone r.time_zone
                             from period_lock l where l.region_code = p.region_code), '-infinity')
on conflict do nothing;
