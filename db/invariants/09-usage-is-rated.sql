-- Accepted usage is rated within 15 minutes, and due projects are charged within 15 minutes; where something runs, a charge is due some time.
-- ru: Принятое потребление учитывается, а срочные проекты начисляются в течение 15 минут; где что-то работает, срок начисления есть.
select 'batch' as kind, batch_id as id, received_at as since from usage_batch where rated_at is null and received_at < :overdue
union all
select 'project', project_id, due_at from project_accrual where due_at < :overdue
union all
select 'never due', u.project_id, a.due_at
  from (select project_id, bool_or(to_minute = 2147483647 and quantity > 0) as runs from gauge_interval group by project_id
        union all
        select distinct project_id, false from usage_quantity) u
  left join project_accrual a using (project_id)
 where a.project_id is null or u.runs and a.due_at = 'infinity';
