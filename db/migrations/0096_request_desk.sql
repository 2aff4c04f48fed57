-- REQ-11: what staff do with cases beside answering them.
alter table request
  -- when staff were told that the deadline had passed: once for each deadline
  add column raised_at timestamptz,
  -- the case that goes on in its stead
  add column merged_into bigint references request,
  add constraint request_raised check (raised_at is null or due_at is not null),
  add constraint request_merged check (merged_into is null or (state = 'closed' and merged_into <> request_id));
create index request_to_raise on request (due_at) where due_at is not null and raised_at is null;
create index request_merged_into on request (merged_into) where merged_into is not null;

-- What a member of staff keeps an eye on without its being theirs.
create table request_follower (
  user_id text not null references app_user,
  request_id bigint not null references request,
  followed_at timestamptz not null,
  primary key (user_id, request_id)
);
create index request_follower_of on request_follower (request_id);
revoke update on request_follower from saldo_app;

-- Senders whose mail staff called unwanted: until then it opens no case. By machine time.
create table unwanted_sender (
  sender text primary key check (sender = lower(sender)),
  until timestamptz not null,
  request_id bigint not null references request
);
create index unwanted_sender_of on unwanted_sender (request_id);

-- What who asked thinks of the answer; said again, the last word holds.
create table request_rating (
  request_id bigint primary key references request,
  score smallint not null check (score between 1 and 5),
  comment text check (comment <> '' and length(comment) <= 2000),
  rated_by text not null references app_user,
  rated_at timestamptz not null
);
revoke delete on request_rating from saldo_app;
call enable_tenant_rls('request_rating', 'request_id in (select request_id from request)');

-- Cases are found by words: of their titles, of who asked, and of what was said.
create index request_words on request using gin (to_tsvector('russian', title || ' ' || requester_name));
create index request_message_words on request_message using gin (to_tsvector('russian', text));
