-- REG-02: whether the reader may sign in through their company alone: the profile says so. Staff, and the project's owner, are free.
create function tenant_sso_required() returns boolean
language sql stable parallel safe security definer set search_path = public, pg_temp as $$
  select exists (
    select from app_user u join sso_connection c on c.domain = substring(u.email from '@([^@]+)$')
     where u.user_no = any (tenant_subjects('user')) and u.staff_role is null and c.state = 'approved' and c.required
       and not exists (select from project_member m
                        where m.project_id = c.project_id and m.user_id = u.user_id and m.role = 'owner'))
$$;
revoke execute on function tenant_sso_required() from public;
grant execute on function tenant_sso_required() to saldo_tenant;
