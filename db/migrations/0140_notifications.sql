-- What people are told in the console (NTF-01): each reader has rows of its own, numbered in the order in which they were
-- committed. A row that is told again (a digest of repeats) gets a new number and is unread again.
create table notification_box (
  user_no bigint primary key references app_user (user_no),
  last_no bigint not null check (last_no > 0)
);
create table notification (
  user_no bigint not null references app_user (user_no),
  notification_no bigint not null check (notification_no > 0),
  kind text not null check (kind ~ '^[a-z_.]{3,60}$'),
  topic_group text not null check (topic_group in ('money', 'documents', 'people', 'security')),
  severity text not null check (severity in ('info', 'warning', 'critical')),
  -- The project it is about: who lost this permission there does not see it any more.
  project_id bigint references project,
  permission text,
  facts jsonb not null check (jsonb_typeof(facts) = 'object'),
  -- What is gathered with it.
  thing text not null,
  times integer not null default 1 check (times > 0),
  first_at timestamptz not null,
  at timestamptz not null check (at >= first_at),
  read_at timestamptz,
  primary key (user_no, notification_no),
  check ((project_id is null) = (permission is null))
);
create index notification_thing on notification (user_no, thing);
create index notification_unread on notification (user_no, notification_no) where read_at is null;
create index notification_old on notification (at);
call enable_subject_rls('notification', '{user}');

-- The messages that were told: one that comes again tells nobody twice.
create table notification_told (
  message_id bigint primary key,
  told_at timestamptz not null
);
create index notification_told_old on notification_told (told_at);
