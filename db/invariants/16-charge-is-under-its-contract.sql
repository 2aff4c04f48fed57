-- What a grain is charged under a contract was supplied while the contract was in force in its project, on that day; under
-- none only where none was in force all day. Months that were closed before charges knew their contract are left out.
with grain as (
  select c.project_id, c.day, c.contract_id, c.resource_id, c.sku_id
    from charge c group by 1, 2, 3, 4, 5 having sum(c.amount_minor) <> 0 or sum(c.quantity) <> 0
), stood as (
  select distinct g.project_id, g.day, g.contract_id, r.region_code,
         g.day::timestamp at time zone r.time_zone as starts, (g.day + 1)::timestamp at time zone r.time_zone as ends
    from grain g join project p using (project_id) join region r using (region_code)
   where not exists (select from accrual_dirty d where d.project_id = g.project_id and d.day = g.day)
     and not exists (select from contract_change x where x.project_id = g.project_id)
     and not exists (select from charge o join month_close k on k.region_code = r.region_code and k.month = o.booking_month and not k.by_contract
                      where (o.project_id, o.day) = (g.project_id, g.day))
)
select s.project_id, s.day, s.contract_id from stood s
 where s.contract_id <> 0 and not exists (
       select from project_payer a join contract c using (contract_id)
        where a.project_id = s.project_id and a.contract_id = s.contract_id
          and greatest(a.starts_at, c.starts_at) < s.ends
          and least(coalesce(a.ends_at, 'infinity'), coalesce(c.ends_at, 'infinity')) > s.starts)
    or s.contract_id = 0 and exists (
       select from project_payer a join contract c using (contract_id)
        where a.project_id = s.project_id and greatest(a.starts_at, c.starts_at) <= s.starts
          and least(coalesce(a.ends_at, 'infinity'), coalesce(c.ends_at, 'infinity')) >= s.ends);
