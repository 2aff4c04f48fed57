-- AUD-03: acts that need two persons. One asks, another confirms, and the act is done in the transaction that confirms it.
alter table region add column two_person_limits jsonb not null default '{}' check (jsonb_typeof(two_person_limits) = 'object');

create table proposal (
  proposal_id bigint generated always as identity primary key,
  kind text not null,
  region_code text references region,
  -- What is to be done, as its kind reads it.
  payload jsonb not null,
  -- What it is about, `bank_statement_line:12`: of each thing one proposal is open.
  things text[] not null,
  -- What whoever confirms is shown, and what must still be so then.
  stake jsonb not null,
  amount_minor bigint,
  currency text,
  reason text not null check (length(reason) between 1 and 1000),
  -- As the books name who asks; the user is null as long as nobody who signed in stands for it (the command line).
  proposed_by text not null,
  proposer_user_id text references app_user (user_id),
  proposed_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > proposed_at),
  state text not null default 'open' check (state in ('open', 'done', 'refused', 'withdrawn', 'expired')),
  decider_user_id text references app_user (user_id),
  decided_at timestamptz,
  decision_note text check (length(decision_note) <= 1000),
  check ((amount_minor is null) = (currency is null)),
  check ((state = 'open') = (decided_at is null)),
  check (state not in ('done', 'refused') or decider_user_id is not null),
  constraint proposal_two_persons check (state <> 'done' or (proposer_user_id is not null and proposer_user_id <> decider_user_id))
);
-- Logins of one mailbox: ann+2@x is ann@x.
create index app_user_mailbox on app_user (regexp_replace(email, '\+[^@]*@', '@'));
create index proposal_open on proposal (expires_at) where state = 'open';
create index proposal_things on proposal using gin (things) where state = 'open';
create index proposal_proposer on proposal (proposer_user_id, proposal_id);
-- What was asked for stays as it was, and what is decided is decided.
create function proposal_stays() returns trigger language plpgsql as $$
begin
  if old.state <> 'open' then
    raise exception 'proposal % is decided', old.proposal_id;
  end if;
  if old.proposer_user_id is not null and new.proposer_user_id is distinct from old.proposer_user_id then
    raise exception 'proposal % has its proposer', old.proposal_id;
  end if;
  return new;
end
$$;
create trigger proposal_stays before update on proposal for each row execute function proposal_stays();
revoke update, delete on proposal from saldo_app;
grant update (proposer_user_id, state, decider_user_id, decided_at, decision_note) on proposal to saldo_app;

-- What somebody did alone below a limit: what goes to one receiver within a day counts together.
create table lone_act (
  lone_act_id bigint generated always as identity primary key,
  kind text not null,
  actor text not null,
  receiver text not null,
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  done_at timestamptz not null
);
create index lone_act_of on lone_act (actor, kind, receiver, done_at);
call make_append_only('lone_act');
