-- What a grain is charged under a contract was supplied while the contract was in force in its project, on that day; under
-- none only where none was in force all day. Months that were closed before charges knew their contract are left out.
-- ru: Начисленное по договору поставлено, пока он действовал в проекте в тот день.
with days as materialized (
  -- A day of a project is looked at once, however many grains it has and however many months there were.
  select distinct project_id, day, contract_id from charge
), stood as (
  select g.project_id, g.day, g.contract_id,
         g.day::timestamp at time zone r.time_zone as starts, (g.day + 1)::timestamp at time zone r.time_zone as ends
    from days g join project p using (project_id) join region r using (region_code)
), astray as materialized (
  select s.project_id, s.day, s.contract_id from stood s
   where s.contract_id <> 0 and not exists (
         select from project_payer a join contract c using (contract_id)
          where a.project_id = s.project_id and a.contract_id = s.contract_id
            and greatest(a.starts_at, c.starts_at) < s.ends
            and least(coalesce(a.ends_at, 'infinity'), coalesce(c.ends_at, 'infinity')) > s.starts)
      or s.contract_id = 0 and exists (
         select from project_payer a join contract c using (contract_id)
          where a.project_id = s.project_id and greatest(a.starts_at, c.starts_at) <= s.starts
            and least(coalesce(a.ends_at, 'infinity'), coalesce(c.ends_at, 'infinity')) >= s.ends)
), old as materialized (
  select distinct o.project_id, o.day
    from month_close k join project p using (region_code) join charge o on o.project_id = p.project_id and o.booking_month = k.month
   where not k.by_contract
)
select s.project_id, s.day, s.contract_id from astray s
 where not exists (select from accrual_dirty d where d.project_id = s.project_id and d.day = s.day)
   and not exists (select from contract_change x where x.project_id = s.project_id)
   and not exists (select from old o where (o.project_id, o.day) = (s.project_id, s.day))
   -- What was charged and taken back is charged no more.
   and exists (
       select from charge c where (c.project_id, c.day, c.contract_id) = (s.project_id, s.day, s.contract_id)
        group by c.resource_id, c.sku_id having sum(c.amount_minor) <> 0 or sum(c.quantity) <> 0);
