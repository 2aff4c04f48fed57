-- REG-02: people of a company sign in by its own identity provider. The connection is a project's: who comes by it is a member there.
create table sso_connection (
  sso_connection_id bigint generated always as identity primary key,
  project_id bigint not null references project,
  -- of mail addresses; no subdomains
  domain text not null check (domain ~ '^[a-z0-9-]+(\.[a-z0-9-]+)+$' and length(domain) <= 190),
  issuer text not null check (length(issuer) <= 300),
  client_id text not null check (length(client_id) between 1 and 200),
  -- what the record in the domain's name service has to say
  proof text not null unique,
  default_role text not null check (default_role in ('project_administrator', 'billing_administrator', 'user_administrator', 'viewer')),
  -- whether nothing else lets people of the domain in
  required boolean not null default false,
  state text not null check (state in ('claimed', 'proved', 'approved', 'refused', 'removed')),
  claimed_by text not null references app_user (user_id),
  claimed_at timestamptz not null,
  proved_at timestamptz,
  -- by whom it was approved, refused or removed, as the books name who acts
  decided_by text,
  decided_at timestamptz,
  reason text check (length(reason) between 1 and 1000),
  -- when somebody came by it last
  used_at timestamptz,
  check (state not in ('proved', 'approved') or proved_at is not null),
  check ((decided_at is null) = (state in ('claimed', 'proved'))),
  check ((decided_at is null) = (decided_by is null)),
  check (not required or state = 'approved')
);
-- Of a domain that is not proved yet there may be many claims: claiming keeps nobody else from it, and tells nothing.
create unique index sso_connection_domain on sso_connection (domain) where state in ('proved', 'approved');
create unique index sso_connection_claim on sso_connection (project_id, domain) where state in ('claimed', 'proved', 'approved');
create index sso_connection_project on sso_connection (project_id);
create index sso_connection_waiting on sso_connection (proved_at) where state = 'proved';
call enable_tenant_rls('sso_connection');
-- Whose it is and to whom it leads stay as they were approved.
revoke update, delete on sso_connection from saldo_app;
grant update (default_role, required, state, proved_at, decided_by, decided_at, reason, used_at) on sso_connection to saldo_app;

-- Whose address is of a domain.
create index app_user_mail_domain on app_user (substring(email from '@([^@]+)$'));

-- What the provider knows us by, sealed by a key that is not in the database; no reader of the project's rows sees it.
create table auth.sso_secret (
  sso_connection_id bigint primary key references public.sso_connection,
  sealed bytea not null
);

-- A person as the provider names it; by this, and by no address of mail, it is known the next time.
create table auth.sso_link (
  id text primary key default gen_random_uuid()::text,
  sso_connection_id bigint not null references public.sso_connection,
  subject text not null check (length(subject) between 1 and 255),
  user_id text not null references auth.login on delete cascade,
  linked_at timestamptz not null,
  used_at timestamptz not null,
  unique (sso_connection_id, subject),
  unique (sso_connection_id, user_id)
);
create index sso_link_login on auth.sso_link (user_id);

-- When the connection is removed, the sessions that began by it end.
alter table auth.session add column sso_link_id text references auth.sso_link on delete cascade;
create index session_sso_link on auth.session (sso_link_id) where sso_link_id is not null;

-- Somebody on the way to a provider and back; once. Machine time.
create table auth.sso_try (
  state_sha256 bytea primary key,
  -- of the cookie of the browser that went
  browser_sha256 bytea not null,
  sso_connection_id bigint not null references public.sso_connection,
  -- who is signed in and shows anew who it is; null at the sign-in
  session_id text references auth.session on delete cascade,
  origin text not null,
  nonce text not null,
  verifier text not null,
  next text,
  -- whom the provider named, when that person has to show that the account is theirs as well
  arrived jsonb,
  expires_at timestamptz not null
);
create index sso_try_expires on auth.sso_try (expires_at);

-- The reader's own.
create function tenant_sso_links() returns table (domain text, linked_at timestamptz, used_at timestamptz)
language sql stable parallel safe security definer set search_path = public, pg_temp as $$
  select c.domain, l.linked_at, l.used_at
    from app_user u join auth.sso_link l using (user_id) join sso_connection c using (sso_connection_id)
   where u.user_no = any (tenant_subjects('user')) and c.state = 'approved'
$$;
revoke execute on function tenant_sso_links() from public;
grant execute on function tenant_sso_links() to saldo_tenant;
