-- How fast somebody may try to sign in: the instant until which the tries so far last. One that is refused does not move it,
-- so nobody is kept out for longer by being hit; a row whose instant has passed says nothing and is removed.
create table auth.sign_in_pace (
  key_sha256 bytea primary key check (length(key_sha256) = 32),
  busy_until timestamptz not null
);
create index sign_in_pace_idle on auth.sign_in_pace (busy_until);

-- The count that locked an address, and the identity library's own limit, which went by the address as it was written.
drop table auth.sign_in_failure;
drop table auth.rate_limit;

-- What happened at the doors, and what people of the house did: by machine time, added to and never changed. Rows older than
-- the retention are removed by a job.
create table security_event (
  security_event_id bigint generated always as identity primary key,
  happened_at timestamptz not null,
  kind text not null check (kind in ('signed_in', 'sign_in_refused', 'sign_in_slowed', 'sign_in_unlocked',
    'password_changed', 'password_refused', 'unauthenticated', 'forbidden', 'not_found', 'slowed', 'staff_act', 'cli_act')),
  -- user:ID, token:ID, os:NAME, anonymous; never a name or a mail address
  actor text not null check (length(actor) between 1 and 200),
  -- of the network; empty for the command line
  address text not null check (length(address) <= 64),
  -- a route with its ids, a command, mail:HASH
  subject text not null check (length(subject) <= 300),
  -- how often in the same minute
  times integer not null check (times > 0)
);
create index security_event_kind on security_event (kind, security_event_id);
create index security_event_actor on security_event (actor, security_event_id);

create function forbid_security_change() returns trigger language plpgsql as $$
begin
  raise exception 'security_event is append-only: % refused', lower(tg_op);
end $$;
create trigger security_event_append_only before update or truncate on security_event
  for each statement execute function forbid_security_change();
