-- Projects whose charging failed by themselves: they wait while all others go on, are tried again, and are an alarm.
create table accrual_failure (
  project_id bigint primary key references project,
  failed_at timestamptz not null,
  retry_at timestamptz not null,
  reason text not null
);
call enable_tenant_rls('accrual_failure');
