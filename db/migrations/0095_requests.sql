-- A request is a subject as well (src/core/subject.ts): letters are about one, also where there is no project.
alter table outbox_message drop constraint outbox_message_subject_kind,
  add constraint outbox_message_subject_kind check (subject_kind in ('project', 'account', 'payer', 'partner', 'user', 'request'));
alter table outbox_removed drop constraint outbox_removed_subject_kind,
  add constraint outbox_removed_subject_kind check (subject_kind in ('project', 'account', 'payer', 'partner', 'user', 'request'));

-- REQ-11: a case: what somebody asked, who acts next and until when.
create table request (
  request_id bigint generated always as identity primary key,
  region_code text not null references region,
  number text not null check (number ~ '^R-\d{4}-\d{6,}$'),
  kind text not null check (kind ~ '^[a-z_]{1,40}$'),
  state text not null check (state in ('new', 'in_work', 'waits_customer', 'answered', 'closed', 'withdrawn')),
  department text not null check (department ~ '^[a-z_]{1,40}$'),
  -- null: from somebody of whom no project is known (by mail)
  project_id bigint references project,
  -- null: from somebody who is no user
  requester_user_id text references app_user,
  requester_email text not null check (requester_email = lower(requester_email) and requester_email like '%_@_%'),
  requester_name text not null,
  language text not null check (language in ('ru', 'en')),
  source text not null check (source in ('console', 'mail', 'staff')),
  title text not null check (title <> '' and length(title) <= 300),
  -- by the kind's schema
  fields jsonb not null,
  assignee_user_id text references app_user,
  opened_at timestamptz not null,
  changed_at timestamptz not null,
  -- while the provider acts next
  due_at timestamptz,
  -- working minutes that are left when the customer has answered
  left_minutes integer check (left_minutes >= 0),
  -- when it closes by itself unless somebody writes
  settles_at timestamptz,
  -- when what was asked for was done
  completed_at timestamptz,
  closed_at timestamptz,
  -- in the address to which a mail about this case is answered
  mail_token text not null unique check (mail_token ~ '^[a-z2-7]{26}$'),
  version integer not null default 1,
  constraint request_number unique (region_code, number),
  constraint request_due check ((state in ('new', 'in_work')) = (due_at is not null)),
  constraint request_left check ((state = 'waits_customer') = (left_minutes is not null)),
  constraint request_settles check ((state in ('waits_customer', 'answered')) = (settles_at is not null)),
  constraint request_closed check ((state in ('closed', 'withdrawn')) = (closed_at is not null))
);
create index request_of_project on request (project_id, request_id desc);
create index request_of_requester on request (requester_user_id, request_id desc);
create index request_due on request (due_at, request_id) where due_at is not null;
create index request_of_assignee on request (assignee_user_id, due_at, request_id) where due_at is not null;
create index request_by_state on request (state, request_id desc);
create index request_by_kind on request (kind, request_id desc);
create index request_by_email on request (requester_email, request_id desc);
create index request_by_number on request (number);
create index request_settling on request (settles_at) where settles_at is not null;
call enable_subject_rls('request', '{project,request}');

-- Numbers may have gaps.
create table request_counter (
  region_code text not null references region,
  year integer not null,
  last bigint not null check (last > 0),
  primary key (region_code, year)
);

create table request_message (
  message_id bigint generated always as identity primary key,
  request_id bigint not null references request,
  author text not null check (author in ('customer', 'staff', 'system')),
  author_user_id text references app_user,
  author_name text not null,
  -- a note between staff: no customer ever reads it
  is_internal boolean not null,
  via text not null check (via in ('console', 'mail')),
  -- of a mail, the address that it says it came from
  mail_from text,
  text text not null check (text <> '' and length(text) <= 50000),
  written_at timestamptz not null,
  constraint request_message_customer check (author <> 'customer' or not is_internal)
);
create index request_message_of on request_message (request_id, message_id);
call make_append_only('request_message');
call enable_tenant_rls('request_message', 'not is_internal and request_id in (select request_id from request)');

-- What was done with a case, by whom.
create table request_event (
  event_id bigint generated always as identity primary key,
  request_id bigint not null references request,
  at timestamptz not null,
  act text not null check (act ~ '^[a-z_]{1,40}$'),
  by_kind text not null check (by_kind in ('customer', 'staff', 'system')),
  by_user_id text references app_user,
  by_name text not null,
  from_state text,
  to_state text not null,
  details jsonb not null default '{}'
);
create index request_event_of on request_event (request_id, event_id);
call make_append_only('request_event');

create table request_file (
  file_id bigint primary key references uploaded_file,
  request_id bigint not null references request,
  message_id bigint not null references request_message
);
create index request_file_of on request_file (request_id);
call make_append_only('request_file');
-- A file is seen with its message.
call enable_tenant_rls('request_file', 'message_id in (select message_id from request_message)');
call enable_tenant_rls('uploaded_file', 'file_id in (select file_id from request_file)');

-- PTR-16: what the platform knew of the project when the request was opened, for who answers it: no customer reads this table.
create table request_facts (
  request_id bigint primary key references request,
  taken_at timestamptz not null,
  facts jsonb not null
);
call make_append_only('request_facts');

-- Mails that were taken: each once, whatever became of it. By machine time.
create table inbound_mail (
  mail_id bigint generated always as identity primary key,
  -- of sender and Message-ID
  key_sha256 bytea not null,
  sender text not null,
  received_at timestamptz not null,
  outcome text not null check (outcome in ('opened', 'answered', 'noted', 'dropped')),
  reason text,
  request_id bigint references request,
  constraint inbound_mail_once unique (key_sha256)
);
create index inbound_mail_of_sender on inbound_mail (sender, received_at);

-- What the program never does.
revoke delete on request, request_counter from saldo_app;
revoke update on inbound_mail from saldo_app;
