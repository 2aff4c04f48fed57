-- An assignment that another took the place of from before its beginning (REG-06) is withdrawn and leaves a trace: what was
-- decided while it held stays explained, such as a debt that was not frozen because it was post-paid (FRZ-06).
create table withdrawn_assignment (
  project_id bigint not null,
  payer_id bigint not null,
  contract_id bigint not null,
  starts_at timestamptz not null,
  ends_at timestamptz
);
create index on withdrawn_assignment (project_id);
call make_append_only('withdrawn_assignment');
call enable_tenant_rls('withdrawn_assignment');

create function keep_withdrawn_assignment() returns trigger language plpgsql as $$
begin
  insert into withdrawn_assignment (project_id, payer_id, contract_id, starts_at, ends_at)
    select project_id, payer_id, contract_id, starts_at, ends_at from old_row;
  return null;
end
$$;
create trigger keep_withdrawn after delete on project_payer
  referencing old table as old_row for each statement execute function keep_withdrawn_assignment();
