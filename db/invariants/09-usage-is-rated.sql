-- Accepted usage is rated within 15 minutes, and due projects are charged within 15 minutes.
-- ru: Принятое потребление учитывается, а срочные проекты начисляются в течение 15 минут.
select 'batch' as kind, batch_id as id, received_at as since from usage_batch where rated_at is null and received_at < :overdue
union all
select 'project', project_id, due_at from project_accrual where due_at < :overdue;
