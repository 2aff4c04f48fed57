-- A second factor: the seed of an authenticator app, sealed by a key that is not in the database, and backup codes of which only
-- a keyed hash is kept. Machine time.
create table auth.second_factor (
  user_id text primary key references auth.login on delete cascade,
  sealed_seed bytea not null,
  asked_at timestamptz not null,
  -- null: begun, and not asked for at the sign-in yet
  confirmed_at timestamptz,
  -- the half minute whose code was taken last: no code is taken twice
  last_step bigint not null default 0
);
create table auth.backup_code (
  user_id text not null references auth.second_factor on delete cascade,
  mark bytea not null check (length(mark) = 32),
  used_at timestamptz,
  primary key (user_id, mark)
);

alter table security_event drop constraint security_event_kind_check,
  add constraint security_event_kind_check check (kind in ('signed_in', 'sign_in_refused', 'sign_in_slowed', 'sign_in_unlocked',
    'password_changed', 'password_refused', 'code_refused', 'proved', 'unauthenticated', 'forbidden', 'not_found', 'slowed',
    'staff_act', 'cli_act'));

-- The reader's own: whether it is on, and how many codes are left.
create function tenant_second_factor() returns table (on_since timestamptz, codes_left bigint)
language sql stable parallel safe security definer set search_path = public, pg_temp as $$
  select f.confirmed_at, (select count(*) from auth.backup_code c where c.user_id = f.user_id and c.used_at is null)
    from app_user u join auth.second_factor f using (user_id)
   where u.user_no = any (tenant_subjects('user')) and f.confirmed_at is not null
$$;
revoke execute on function tenant_second_factor() from public;
grant execute on function tenant_second_factor() to saldo_tenant;
