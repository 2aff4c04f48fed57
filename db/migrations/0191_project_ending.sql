-- REG-08: since when a project is conserved or deleted, and which papers who deleted it wants.
alter table project add column status_since timestamptz;
create table project_deletion (
  project_id bigint primary key references project (project_id),
  deleted_at timestamptz not null,
  deleted_by text not null references app_user (user_id),
  -- Months of which papers are wanted, both included; null: none.
  papers_from date check (papers_from = date_trunc('month', papers_from)),
  papers_to date check (papers_to = date_trunc('month', papers_to)),
  check ((papers_from is null) = (papers_to is null) and papers_from <= papers_to)
);
revoke update, delete on project_deletion from saldo_app;
call enable_subject_rls('project_deletion', '{project}');

-- The owner of a deleted project is told nothing more of its freezing.
alter table wallet add column closed_at timestamptz;
