-- The movable clock of sandbox and tests, shared by all processes; never used in production mode.
create table sandbox_clock (
  only_row boolean primary key default true check (only_row),
  -- Business time = machine time + offset, or stands still at an instant.
  offset_ms bigint not null default 0,
  stands_at timestamptz
);
insert into sandbox_clock default values;

-- The webhook secret that the platform shares with the sandbox's control plane.
create table sandbox_secret (
  only_row boolean primary key default true check (only_row),
  secret text not null
);
