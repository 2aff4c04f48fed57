-- Who is this: sign-in identities, kept by better-auth (src/platform/auth.ts maps its models to these names).
-- Roles and rights are not here but in tenancy. Times in this schema are the machine's, not business time: a sandbox
-- clock moved by months must neither end a session nor prolong one.
create schema auth;

create table auth.login (
  id text primary key references app_user (user_id),
  name text not null,
  email text not null unique check (email = lower(email)),
  email_verified boolean not null,
  image text,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

create table auth.session (
  id text primary key,
  expires_at timestamptz not null,
  token text not null unique,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  ip_address text,
  user_agent text,
  user_id text not null references auth.login on delete cascade
);

create index session_login on auth.session (user_id);

-- A way to prove who one is: a password's salted hash, later an outside identity provider.
create table auth.credential (
  id text primary key,
  account_id text not null,
  provider_id text not null,
  user_id text not null references auth.login on delete cascade,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (provider_id, account_id)
);

create index credential_login on auth.credential (user_id);

create table auth.verification (
  id text primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

create index verification_identifier on auth.verification (identifier);

create table auth.rate_limit (
  id text primary key,
  key text not null unique,
  count integer not null,
  last_request bigint not null
);

-- Reliability row 41: failed sign-ins by account, known or not, so that guessing from many addresses stops too.
create table auth.sign_in_failure (
  email_sha256 bytea primary key check (length(email_sha256) = 32),
  failures integer not null,
  first_at timestamptz not null,
  last_at timestamptz not null
);

-- Signs session cookies; the same for every process of this database. Whoever reads this table can read the sessions
-- themselves, so keeping it elsewhere would protect nothing more.
create table auth.signing_secret (
  one boolean primary key default true check (one),
  secret text not null check (length(secret) >= 32)
);
