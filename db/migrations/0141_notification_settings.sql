-- What a member of a project wants of each kind of notification; null: as the kind says for the role.
create table notification_choice (
  project_id bigint not null references project,
  user_no bigint not null references app_user (user_no),
  kind text not null check (kind ~ '^[a-z_.]{3,60}$'),
  letter boolean,
  console boolean,
  primary key (project_id, user_no, kind)
);
call enable_tenant_rls('notification_choice');

-- Further addresses of a project that get letters of some groups, once whoever has the mailbox agreed.
create table notification_address (
  address_id bigint generated always as identity primary key,
  project_id bigint not null references project,
  email text not null check (email = lower(email)),
  language text not null check (language in ('ru', 'en')),
  groups text[] not null check (cardinality(groups) > 0 and groups <@ array['money', 'documents']),
  added_by text not null references app_user (user_id),
  added_at timestamptz not null,
  confirmed_at timestamptz check (confirmed_at >= added_at),
  ended_at timestamptz check (ended_at >= added_at)
);
create unique index notification_address_once on notification_address (project_id, email) where ended_at is null;
call enable_tenant_rls('notification_address');
revoke delete on notification_address from saldo_app;
