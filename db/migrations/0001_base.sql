-- What every module stands on: extensions, append-only tables, tenant isolation, idempotency keys.

-- Exclusion constraints that mix equality with ranges, and search in names.
create extension if not exists btree_gist;
create extension if not exists pg_trgm;

-- House rule 7: history is never edited. The constraint name tells the code which table refused.
create function forbid_change() returns trigger
language plpgsql as $$
begin
  raise exception using
    errcode = 'integrity_constraint_violation',
    constraint = tg_table_name || '_append_only',
    table = tg_table_name,
    message = format('%s is append-only: %s refused', tg_table_name, lower(tg_op));
end
$$;

-- Makes a table append-only: update, delete and truncate are refused, for its owner too.
create procedure make_append_only(target regclass)
language plpgsql as $$
begin
  execute format('create trigger forbid_change before update or delete on %s
                  for each row execute function forbid_change()', target);
  execute format('create trigger forbid_truncate before truncate on %s
                  for each statement execute function forbid_change()', target);
end
$$;

-- The second lock behind the code's own check (reliability row 34): a read for a customer runs as this role,
-- which sees only the rows of the projects named in saldo.projects. Roles belong to the whole server, hence "if not".
do $$
begin
  if not exists (select from pg_roles where rolname = 'saldo_tenant') then
    create role saldo_tenant nologin;
  end if;
  if not pg_has_role(current_user, 'saldo_tenant', 'member') then
    execute format('grant saldo_tenant to %I', current_user);
  end if;
exception
  when duplicate_object or unique_violation then null;
  when insufficient_privilege then
    raise exception 'the role saldo_tenant is missing and % may not create it', current_user
      using hint = format('as an administrator: create role saldo_tenant nologin; grant saldo_tenant to %I', current_user);
end
$$;

grant usage on schema public to saldo_tenant;

-- The projects of the reader, as tenantRead set them for this transaction; null (no rows) when nobody did.
create function tenant_projects() returns bigint[]
language sql stable parallel safe as $$
  select nullif(current_setting('saldo.projects', true), '')::bigint[]
$$;

-- Lets saldo_tenant read only the rows of its projects. `condition` replaces the usual one where the table has no
-- project_id; the inner select makes PostgreSQL compute the list once per statement instead of once per row.
create procedure enable_tenant_rls(
  target regclass,
  condition text default 'project_id = any ((select tenant_projects())::bigint[])'
)
language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('create policy tenant_read on %s for select to saldo_tenant using (%s)', target, condition);
  execute format('grant select on %s to saldo_tenant', target);
end
$$;

-- Reference tables that every customer may read whole: regions, services, list prices.
create procedure share_with_tenants(target regclass)
language plpgsql as $$
begin
  execute format('grant select on %s to saldo_tenant', target);
end
$$;

-- One row per accepted Idempotency-Key, written in the transaction of the work itself (invariant 27). Kept at least
-- five years; `body` is the reply's text, so that a repeated request is answered byte for byte.
create table idempotency_key (
  principal text not null,
  key text not null check (length(key) between 1 and 255),
  route text not null,
  request_sha256 bytea not null check (length(request_sha256) = 32),
  status smallint not null,
  body text not null,
  created_at timestamptz not null,
  primary key (principal, key)
);

call make_append_only('idempotency_key');
