-- Regions, suppliers, taxes, users, accounts, projects (tenancy) and payers, contracts (parties).
-- Every instant is business time handed in by the code: there are no default now() columns.

-- The provider's legal entity that concludes contracts in a region (REG-01).
create table supplier (
  supplier_code text primary key,
  name text not null,
  full_name text not null,
  country_code char(2) not null,
  inn text,
  kpp text,
  ogrn text,
  address text not null,
  bank jsonb not null check (jsonb_typeof(bank) = 'array'),
  signers jsonb not null check (jsonb_typeof(signers) = 'array'),
  edm_id text,
  document_prefix text not null
);

create table region (
  region_code text primary key,
  name jsonb not null,
  sites text[] not null,
  currency char(3) not null,
  time_zone text not null,
  supplier_code text not null references supplier,
  country_code char(2) not null,
  document_address text not null,
  payment_methods jsonb not null,
  edm_available boolean not null,
  unique (region_code, currency)
);

-- DOC-05: the rate by the date of supply. Both dates belong to the period; no end means "still in force".
create table tax_rate (
  country_code char(2) not null,
  starts_on date not null,
  ends_on date,
  rate_percent numeric(5, 2) not null check (rate_percent >= 0 and rate_percent < 100),
  primary key (country_code, starts_on),
  check (ends_on >= starts_on),
  constraint tax_rate_no_overlap
    exclude using gist (country_code with =, daterange(starts_on, ends_on, '[]') with &&)
);

-- One user base over all regions: an e-mail registers once (REG-02).
create table app_user (
  user_id text primary key,
  email text not null constraint app_user_email_once unique check (email = lower(email)),
  name text not null,
  language text not null check (language in ('ru', 'en')),
  staff_role text check (staff_role in ('document_clerk', 'accountant', 'support', 'partner_manager', 'operator')),
  blocked_at timestamptz
);

-- A registration: fixes the region of every project made under it (REG-02).
create table account (
  account_id bigint generated always as identity primary key,
  region_code text not null references region,
  owner_user_id text not null references app_user,
  created_at timestamptz not null,
  unique (account_id, region_code)
);

create index account_owner on account (owner_user_id);

-- REG-03: project_id is the ten digits of the PID.
create table project (
  project_id bigint primary key check (project_id between 0 and 9999999999),
  account_id bigint not null,
  region_code text not null,
  currency char(3) not null,
  name text not null,
  status text not null check (status in ('active', 'conserved', 'deleted')),
  created_at timestamptz not null,
  constraint project_in_region_of_account foreign key (account_id, region_code) references account (account_id, region_code),
  constraint project_currency_of_region foreign key (region_code, currency) references region (region_code, currency)
);

create index project_account on project (account_id);

create table project_member (
  project_id bigint not null references project,
  user_id text not null references app_user,
  role text not null check (role in (
    'owner', 'superadministrator', 'project_administrator', 'billing_administrator', 'user_administrator', 'viewer'
  )),
  primary key (project_id, user_id)
);

-- REG-04: one owner.
create unique index project_member_one_owner on project_member (project_id) where role = 'owner';
create index project_member_user on project_member (user_id);

-- The token itself is shown once and not kept: only its SHA-256. It stands for a user or for one project.
create table api_token (
  token_id bigint generated always as identity primary key,
  token_hash bytea not null unique check (length(token_hash) = 32),
  name text not null,
  user_id text references app_user,
  project_id bigint references project,
  scopes text[] not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  check (expires_at > created_at)
);

create index api_token_user on api_token (user_id) where user_id is not null;
create index api_token_project on api_token (project_id) where project_id is not null;

-- Who pays. registered_at is set by the additional registration (PYR-05): null means the details are not confirmed.
create table payer (
  payer_id bigint generated always as identity primary key,
  account_id bigint not null references account,
  kind text not null check (kind in ('individual', 'sole_proprietor', 'legal_entity')),
  country_code char(2) not null,
  name text not null,
  full_name text not null,
  inn text,
  kpp text,
  ogrn text,
  address text,
  document_email text,
  registered_at timestamptz
);

create index payer_account on payer (account_id);
create index payer_inn on payer (inn) where inn is not null;

create table contract (
  contract_id bigint generated always as identity primary key,
  payer_id bigint not null references payer,
  supplier_code text not null references supplier,
  type text not null check (type in ('public_offer', 'individual')),
  payment_scheme text not null check (payment_scheme in ('prepaid', 'postpaid')),
  number text,
  signed_on date,
  starts_at timestamptz not null,
  ends_at timestamptz check (ends_at > starts_at),
  unique (contract_id, payer_id),
  -- PYR-02, invariant 8.
  constraint contract_postpaid_needs_individual check (payment_scheme = 'prepaid' or type = 'individual'),
  constraint contract_individual_has_number check (type = 'public_offer' or (number is not null and signed_on is not null))
);

create index contract_payer on contract (payer_id);

-- PYR-03: individual contracts (and with them post-payment, invariant 8) are for organisations and sole proprietors.
create function refuse_individual_contract_of_individual() returns trigger
language plpgsql as $$
declare
  wrong boolean;
begin
  if tg_table_name = 'contract' then
    wrong := new.type = 'individual'
      and exists (select from payer where payer_id = new.payer_id and kind = 'individual' for share);
  else
    wrong := new.kind = 'individual'
      and exists (select from contract where payer_id = new.payer_id and type = 'individual');
  end if;
  if wrong then
    raise exception using
      errcode = 'check_violation',
      constraint = 'contract_individual_needs_organisation',
      message = 'an individual contract is for organisations and sole proprietors only (PYR-03)';
  end if;
  return new;
end
$$;

create trigger contract_fits_payer before insert or update on contract
  for each row execute function refuse_individual_contract_of_individual();
create trigger payer_fits_contract before update of kind on payer
  for each row execute function refuse_individual_contract_of_individual();

-- Who pays for a project, and by which contract, from when to when: half-open, at any instant at most one.
create table project_payer (
  project_id bigint not null references project,
  payer_id bigint not null references payer,
  contract_id bigint not null,
  starts_at timestamptz not null,
  ends_at timestamptz check (ends_at > starts_at),
  primary key (project_id, starts_at),
  constraint project_payer_contract_of_payer foreign key (contract_id, payer_id) references contract (contract_id, payer_id),
  constraint project_payer_no_overlap
    exclude using gist (project_id with =, tstzrange(starts_at, ends_at) with &&)
);

create index project_payer_payer on project_payer (payer_id);
create index project_payer_contract on project_payer (contract_id);

call share_with_tenants('region');
call share_with_tenants('supplier');
call share_with_tenants('tax_rate');
call enable_tenant_rls('project');
call enable_tenant_rls('project_member');
call enable_tenant_rls('project_payer');
call enable_tenant_rls('payer', 'payer_id in (select payer_id from project_payer)');
call enable_tenant_rls('contract', 'contract_id in (select contract_id from project_payer)');
