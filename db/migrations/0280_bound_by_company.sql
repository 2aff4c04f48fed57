-- REG-02: whether a user's domain lets nobody in by anything but the company's sign-in: all but staff and the project's owner.
create function is_bound_by_company(wanted text) returns boolean
language sql stable parallel safe security definer set search_path = public, pg_temp as $$
  select exists (
    select from app_user u join sso_connection c on c.domain = substring(u.email from '@([^@]+)$')
     where u.user_id = wanted and u.staff_role is null and c.state = 'approved' and c.required
       and not exists (select from project_member m
                        where m.project_id = c.project_id and m.user_id = u.user_id and m.role = 'owner'))
$$;
revoke execute on function is_bound_by_company(text) from public;
grant execute on function is_bound_by_company(text) to saldo_app;

-- The reader's own.
create function tenant_sso_required() returns boolean
language sql stable parallel safe security definer set search_path = public, pg_temp as $$
  select exists (select from app_user u where u.user_no = any (tenant_subjects('user')) and is_bound_by_company(u.user_id))
$$;
revoke execute on function tenant_sso_required() from public;
grant execute on function tenant_sso_required() to saldo_tenant;
