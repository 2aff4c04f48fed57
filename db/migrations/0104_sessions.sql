-- REG-02: a person sees the own sessions and ends them. A session knows when it was used last, when its person proved last who
-- it is, and since when by a second factor. By machine time, as everything in this schema.
alter table auth.session add column seen_at timestamptz, add column proved_at timestamptz, add column factor_at timestamptz;
-- The first sign-in is from an unknown device by nature: no letter warns of it.
alter table auth.login add column signed_in_at timestamptz;

-- The reader's own sessions, without what opens them.
create function tenant_sessions() returns table (
  session_id text, started_at timestamptz, seen_at timestamptz, expires_at timestamptz, address text, agent text
)
language sql stable parallel safe security definer set search_path = public, pg_temp as $$
  select s.id, s.created_at, coalesce(s.seen_at, s.created_at), s.expires_at, coalesce(s.ip_address, ''), coalesce(s.user_agent, '')
    from app_user u join auth.session s using (user_id)
   where u.user_no = any (tenant_subjects('user'))
$$;
revoke execute on function tenant_sessions() from public;
grant execute on function tenant_sessions() to saldo_tenant;
