-- REG-09, BAL-03: an account's services are activated once a telephone of its owner is linked; the bonus that goes with it is
-- given once to an account that was registered, and once to a number. The number itself is not kept: its digest is.
alter table region add column sign_up_bonus jsonb not null default '[]' check (jsonb_typeof(sign_up_bonus) = 'array');

-- BAL-03: where one bonus pays for everything that bonuses may pay for, whatever group a SKU is of.
alter table region add column bonus_group text check (bonus_group <> '');

-- Who joined by invitation and opened a project later gets none.
alter table account add column registered boolean not null default false;

create table account_activation (
  account_id bigint primary key references account (account_id),
  activated_at timestamptz not null,
  -- Of the number that was linked then; null: the account is older than this rule.
  phone_digest bytea check (length(phone_digest) = 32),
  -- Where the bonus was given; null: nowhere.
  bonus_project_id bigint references project (project_id),
  check (bonus_project_id is null or phone_digest is not null)
);
create unique index account_activation_bonus_once on account_activation (phone_digest) where bonus_project_id is not null;
revoke update, delete on account_activation from saldo_app;
-- Whoever sees a project sees whether its services are activated.
call enable_subject_rls('account_activation', '{account}', 'account_id in (select account_id from project)');

-- What was in use before goes on.
insert into account_activation (account_id, activated_at) select account_id, created_at from account;
