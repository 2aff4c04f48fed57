-- What somebody looks at again and again in a list, under a name of their own.
create table saved_filter (
  saved_filter_id bigint generated always as identity primary key,
  user_no bigint not null references app_user (user_no),
  list text not null check (list ~ '^[a-z_]{1,40}$'),
  name text not null check (name <> '' and length(name) <= 60),
  -- as in the list's address
  query text not null check (length(query) <= 1000),
  saved_at timestamptz not null,
  constraint saved_filter_name unique (user_no, list, name)
);
call enable_subject_rls('saved_filter', '{user}');
