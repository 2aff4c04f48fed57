-- AUD-02: staff look at the platform as a customer does: why, for how long, and the customer sees it.
create table staff_visit (
  visit_id bigint generated always as identity primary key,
  staff_user_id text not null references app_user (user_id),
  -- Of the browser that began it; in no other it opens anything.
  session_id text not null,
  user_id text not null references app_user (user_id),
  reason text not null check (length(reason) between 10 and 500),
  began_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > began_at and ends_at <= began_at + interval '1 hour'),
  ended_at timestamptz check (ended_at between began_at and ends_at)
);
create index staff_visit_user on staff_visit (user_id, visit_id);
create index staff_visit_staff on staff_visit (staff_user_id, visit_id);
grant select, insert on staff_visit to saldo_app;
grant update (ended_at) on staff_visit to saldo_app;

create function tenant_visits() returns table (visit_id bigint, staff_role text, reason text, began_at timestamptz, ends_at timestamptz, ended_at timestamptz)
language sql stable parallel safe security definer set search_path to 'public', 'pg_temp' as $$
  select v.visit_id, s.staff_role, v.reason, v.began_at, v.ends_at, v.ended_at
    from staff_visit v join app_user u using (user_id) join app_user s on s.user_id = v.staff_user_id
   where u.user_no = any (tenant_subjects('user'))
$$;
revoke all on function tenant_visits() from public;
grant execute on function tenant_visits() to saldo_tenant;
