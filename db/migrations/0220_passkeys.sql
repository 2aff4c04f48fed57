-- REG-02: passkeys. The library finds and counts them here under its own model's fields (src/platform/identity/library.ts); we
-- write the rows, with their act. Machine time.
create table auth.passkey (
  id text primary key default gen_random_uuid()::text,
  user_id text not null references auth.login on delete cascade,
  name text not null check (length(name) between 1 and 60),
  -- the domain that it belongs to: browsers show it nowhere else. The library does not start beside a column without a default
  -- that it does not know; the default is refused.
  site text not null default '' check (site <> ''),
  credential_id text not null unique check (length(credential_id) <= 1400),
  public_key text not null,
  -- of its signatures; some never count
  counter bigint not null check (counter >= 0),
  device_type text not null,
  backed_up boolean not null,
  transports text not null,
  -- the model of what keeps it
  aaguid text,
  created_at timestamptz not null,
  used_at timestamptz
);
create index passkey_login on auth.passkey (user_id);

-- The passkey that a session began with: when it is removed, the session ends.
alter table auth.session add column passkey_id text references auth.passkey on delete cascade;
create index session_passkey on auth.session (passkey_id) where passkey_id is not null;

-- The reader's own, without what checks them.
create function tenant_passkeys() returns table (
  passkey_id text, name text, site text, backed_up boolean, created_at timestamptz, used_at timestamptz
)
language sql stable parallel safe security definer set search_path = public, pg_temp as $$
  select p.id, p.name, p.site, p.backed_up, p.created_at, p.used_at
    from app_user u join auth.passkey p using (user_id)
   where u.user_no = any (tenant_subjects('user'))
$$;
revoke execute on function tenant_passkeys() from public;
grant execute on function tenant_passkeys() to saldo_tenant;

alter table security_event drop constraint security_event_kind_check,
  add constraint security_event_kind_check check (kind in ('signed_in', 'sign_in_refused', 'sign_in_slowed', 'sign_in_unlocked',
    'password_changed', 'password_refused', 'code_refused', 'passkey_refused', 'proved', 'unauthenticated', 'forbidden',
    'not_found', 'slowed', 'staff_act', 'cli_act'));

-- Challenges of passkeys that nobody came back with are removed by their end.
create index verification_expires on auth.verification (expires_at);
