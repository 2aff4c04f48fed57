-- Letters of one kind to one person within a window: the first goes out at once, the rest wait here and go as one when it is over.
create table letter_window (
  user_no bigint not null references app_user (user_no),
  kind text not null check (kind ~ '^[a-z_.]{3,60}$'),
  -- business time, as what happened
  until timestamptz not null,
  primary key (user_no, kind)
);
create sequence letter_digest_no;
create table letter_gathered (
  message_id bigint primary key,
  user_no bigint not null,
  kind text not null,
  -- the message as its letter reads it
  topic text not null,
  subject_kind text not null,
  subject_id bigint not null,
  payload jsonb not null,
  created_at timestamptz not null,
  -- the letter that carries it; null while it waits; 0: it goes by itself, also when it is tried again
  digest_no bigint,
  foreign key (user_no, kind) references letter_window
);
create index letter_gathered_waiting on letter_gathered (user_no, kind) where digest_no is null;
create index letter_gathered_digest on letter_gathered (digest_no, message_id);
create index letter_gathered_old on letter_gathered (created_at);
