-- REG-09: a telephone is linked to a person by a code that comes by SMS, or by support on request. A number belongs to one person
-- at a time. Codes are not kept: they follow from the row and the signing secret. By machine time, as links in letters live.
create table user_phone (
  user_no bigint primary key references app_user (user_no),
  phone text not null constraint user_phone_once unique check (phone ~ '^\+[1-9][0-9]{6,14}$'),
  linked_by text not null check (linked_by in ('code', 'request')),
  linked_at timestamptz not null
);
revoke delete on user_phone from saldo_app;
call enable_subject_rls('user_phone', '{user}');

create table phone_link (
  phone_link_id bigint generated always as identity primary key,
  user_no bigint not null references app_user (user_no),
  phone text not null check (phone ~ '^\+[1-9][0-9]{6,14}$'),
  -- The number that is linked now and has to agree.
  old_phone text check (old_phone <> phone),
  asked_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > asked_at),
  tries_left smallint not null check (tries_left between 0 and 5),
  ended_at timestamptz
);
create unique index phone_link_open on phone_link (user_no) where ended_at is null;
revoke delete on phone_link from saldo_app;
call enable_subject_rls('phone_link', '{user}');

-- What the sandbox's SMS gateway was given, to be seen in the browser.
create table sandbox_sms (
  sms_id bigint generated always as identity primary key,
  received_at timestamptz not null,
  idempotency_key text not null unique,
  recipient text not null,
  body_text text not null
);
revoke update, delete on sandbox_sms from saldo_app;
