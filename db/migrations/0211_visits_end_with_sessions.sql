-- AUD-02: a visit goes on no longer than the session that began it, however that ended.
drop function tenant_visits();
create function tenant_visits() returns table (visit_id bigint, staff_role text, reason text, began_at timestamptz, ends_at timestamptz, ended_at timestamptz, session_lives boolean)
language sql stable parallel safe security definer set search_path to 'public', 'pg_temp' as $$
  select v.visit_id, s.staff_role, v.reason, v.began_at, v.ends_at, v.ended_at,
         exists (select from auth.session e where e.id = v.session_id)
    from staff_visit v join app_user u using (user_id) join app_user s on s.user_id = v.staff_user_id
   where u.user_no = any (tenant_subjects('user'))
$$;
revoke all on function tenant_visits() from public;
grant execute on function tenant_visits() to saldo_tenant;
