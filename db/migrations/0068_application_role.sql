-- The application connects as saldo_app, which owns nothing: what refuses a wrong change here (triggers, row-level security,
-- missing grants) is not for it to switch off (decision 0068). Roles belong to the whole server, hence "if not".
do $$
begin
  if not exists (select from pg_roles where rolname = 'saldo_app') then
    create role saldo_app login;
  end if;
  -- It becomes the reader of a customer's rows (decision 0030), and is not that by itself.
  if not pg_has_role('saldo_app', 'saldo_tenant', 'set') then
    grant saldo_tenant to saldo_app with inherit false, set true;
  end if;
exception
  when duplicate_object or unique_violation then null;
  when insufficient_privilege then
    raise exception 'the role saldo_app is missing or may not become saldo_tenant, and % may not change that', current_user
      using hint = 'as an administrator: create role saldo_app login password ''...''; grant saldo_tenant to saldo_app with inherit false, set true';
end
$$;
do $$ begin execute format('grant connect, temporary on database %I to saldo_app', current_database()); end $$;
revoke create on schema public from public;
grant usage on schema public, auth to saldo_app;

-- A table that comes later is open to the program; one that is only added to is narrowed by make_append_only, one that
-- migrations alone fill by keep_as_migrated.
grant select, insert, update, delete on all tables in schema public, auth to saldo_app;
grant usage on all sequences in schema public, auth to saldo_app;
alter default privileges in schema public grant select, insert, update, delete on tables to saldo_app;
alter default privileges in schema auth grant select, insert, update, delete on tables to saldo_app;
alter default privileges in schema public grant usage on sequences to saldo_app;

create or replace procedure make_append_only(target regclass) language plpgsql as $$
begin
  execute format('create trigger forbid_change before update or delete on %s
                  for each row execute function forbid_change()', target);
  execute format('create trigger forbid_truncate before truncate on %s
                  for each statement execute function forbid_change()', target);
  execute format('revoke update, delete on %s from saldo_app', target);
end
$$;

create procedure keep_as_migrated(target regclass) language plpgsql as $$
begin
  execute format('revoke insert, update, delete on %s from saldo_app', target);
end
$$;
call keep_as_migrated('schema_migration');
call keep_as_migrated('chart_of_accounts');
call keep_as_migrated('account_of_kind');
call keep_as_migrated('document_kind');
call keep_as_migrated('focus_known_by_cells');

-- What a trigger refuses whatever the row is, and what the program never does.
do $$
declare narrowed record;
begin
  for narrowed in
    select t.tgrelid::regclass as target, concat_ws(', ', case when bool_or(t.tgtype & 16 > 0) then 'update' end,
                                                           case when bool_or(t.tgtype & 8 > 0) then 'delete' end) as acts
      from pg_trigger t join pg_proc f on f.oid = t.tgfoid join pg_class c on c.oid = t.tgrelid
     where f.proname in ('forbid_change', 'forbid_security_change') and t.tgqual is null and t.tgattr = '' and t.tgtype & 24 > 0
       and not c.relispartition
     group by t.tgrelid
  loop
    execute format('revoke %s on %s from saldo_app', narrowed.acts, narrowed.target);
  end loop;
  -- The parts of a partitioned table are reached through it alone.
  for narrowed in select oid::regclass as target from pg_class where relispartition and relkind = 'r' loop
    execute format('revoke all on %s from saldo_app', narrowed.target);
  end loop;
end
$$;
revoke update, delete on auth.signing_secret, bank_statement, delivery_event, document, document_line,
  document_print, document_project, focus_row_filled, focus_row_shape, freeze_event, journal_entry, payment, posting,
  price_list, price_scope, sandbox_mail, sandbox_secret, seal, usage_source from saldo_app;
revoke update on accrual_dirty, effective_price, security_event, tax_rate, unpriced_usage from saldo_app;
revoke delete on account, api_token, app_user, automation_halt, bank_file, bank_statement_line, bonus_group, catalog_version, charge,
  charge_cover, contract, delivery, demo_world, document_part, focus_project, job, ledger_balance, lot_spend, meter, month_close,
  outbox_removed, payer, payment_invoice_counter, price, project, project_accrual, project_member, region, resource, sandbox_clock,
  sandbox_notice, sandbox_project, sandbox_resource, service, sku, supplier, usage_batch, usage_custom, usage_quarantine,
  wallet from saldo_app;

-- Row-level security is about readers of a subject's rows; the program itself sees all of them.
create or replace procedure enable_tenant_rls(
  target regclass,
  condition text default 'project_id = any ((select tenant_projects())::bigint[])'
)
language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('create policy tenant_read on %s for select to saldo_tenant using (%s)', target, condition);
  execute format('drop policy if exists program on %s', target);
  execute format('create policy program on %s to saldo_app using (true) with check (true)', target);
  execute format('grant select on %s to saldo_tenant', target);
end
$$;
do $$
declare target regclass;
begin
  for target in select oid from pg_class where relrowsecurity loop
    execute format('create policy program on %s to saldo_app using (true) with check (true)', target);
  end loop;
end
$$;

-- What runs with its owner's rights is for those it was made for.
revoke execute on function opens_papers(bigint, bigint), tenant_documents(), tenant_payers() from public;
grant execute on function opens_papers(bigint, bigint), tenant_documents(), tenant_payers() to saldo_tenant;
grant execute on function opens_papers(bigint, bigint) to saldo_app;
