-- Catalogue: what is sold, how it is measured and what it costs whom, and when.
-- No foreign keys leave this module: regions and projects are named by their keys only.

create table service (
  service_code  text primary key check (service_code ~ '^[a-z0-9][a-z0-9._-]{0,99}$'),
  name          jsonb not null check (name ?& array['ru', 'en']),
  service_group text not null check (service_group <> ''),
  position      int not null
);

-- How consumption is measured. A gauge holds until it changes or ends; a quantity is a delta over an interval.
create table meter (
  meter_code text primary key check (meter_code <> ''),
  kind       text not null check (kind in ('gauge', 'quantity')),
  unit       text not null check (unit <> ''),
  largest    numeric not null check (largest > 0)
);

-- divisor: minutes in the time unit of a gauge's price (1, 60, 1440, 43200); of a quantity's, the units
-- that its price is for (1, or 1000 and 10000 for requests).
-- bonus_group: which typed bonus may pay; null means none may (BAL-03).
create table sku (
  sku_id       int generated always as identity primary key,
  sku_code     text not null unique check (sku_code <> ''),
  service_code text not null references service,
  meter_code   text not null references meter,
  name         jsonb not null check (name ?& array['ru', 'en']),
  unit_name    jsonb not null check (unit_name ?& array['ru', 'en']),
  divisor      bigint not null check (divisor > 0),
  bonus_group  text check (bonus_group <> '')
);
create index sku_service on sku (service_code);
create index sku_meter on sku (meter_code);

-- One row: the version a cached copy of services, meters and SKUs was read at, and the lock of every catalogue change.
create table catalog_version (
  only_row boolean primary key default true check (only_row),
  version  bigint not null
);
insert into catalog_version (version) values (1);

create table price_list (
  price_list_id   int generated always as identity primary key,
  price_list_code text not null unique check (price_list_code <> ''),
  region_code     text,
  currency        text not null check (currency ~ '^[A-Z]{3}$'),
  kind            text not null check (kind in ('region', 'contract', 'partner')),
  check (kind <> 'region' or region_code is not null)
);
create unique index price_list_of_region on price_list (region_code) where kind = 'region';

-- VAT-inclusive prices in major units. A row with ends_at = starts_at is withdrawn: it prices nothing, but it stays.
create table price (
  price_id           bigint generated always as identity primary key,
  price_list_id      int not null references price_list,
  sku_id             int not null references sku,
  starts_at          timestamptz not null check (isfinite(starts_at)),
  ends_at            timestamptz not null default 'infinity',
  model              text not null check (model in ('flat', 'daily', 'monthly', 'tiered', 'volume', 'committed')),
  unit_price         numeric not null check (unit_price >= 0 and unit_price < 'Infinity'),
  tiers              jsonb,
  committed_quantity numeric check (committed_quantity >= 0 and committed_quantity < 'Infinity'),
  check (ends_at >= starts_at),
  check ((tiers is not null) = (model in ('tiered', 'volume'))),
  check ((committed_quantity is not null) = (model = 'committed')),
  constraint price_no_overlap exclude using gist
    (price_list_id with =, sku_id with =, tstzrange(starts_at, ends_at) with &&)
);
create index price_by_list on price (price_list_id, sku_id, starts_at);

-- PRC-02: what was once a price stays as it was; it can only end sooner or later. The change of an end is seen in
-- charges as a correction, never as an edit. (The database knows no business time, so this holds for coming prices too.)
create function price_keep_history() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'a price is never deleted: end it at its start' using errcode = 'restrict_violation', table = 'price';
  end if;
  if (new.price_id, new.price_list_id, new.sku_id, new.starts_at, new.model, new.unit_price, new.tiers, new.committed_quantity)
     is distinct from
     (old.price_id, old.price_list_id, old.sku_id, old.starts_at, old.model, old.unit_price, old.tiers, old.committed_quantity)
  then
    raise exception 'only the end of a price may change' using errcode = 'restrict_violation', table = 'price';
  end if;
  return new;
end $$;
create trigger price_keep_history before update or delete on price
  for each row execute function price_keep_history();

-- The price lists that price a project, in order of precedence: contract, partner, region.
create table price_scope (
  scope_id int generated always as identity primary key,
  chain    int[] not null unique check (cardinality(chain) > 0)
);

create table project_price_scope (
  project_id bigint not null,
  scope_id   int not null references price_scope,
  starts_at  timestamptz not null,
  ends_at    timestamptz not null default 'infinity',
  primary key (project_id, starts_at),
  check (ends_at > starts_at),
  constraint project_price_scope_no_overlap exclude using gist
    (project_id with =, tstzrange(starts_at, ends_at) with &&)
);
create index project_price_scope_by_scope on project_price_scope (scope_id);

-- Derived: each scope's chain flattened, on whole minutes. Rebuilt in the transaction that changes prices or scopes,
-- by catalog/effective-price. No foreign keys, since it is rewritten in bulk and never written by anything else.
create table effective_price (
  scope_id           int not null,
  sku_id             int not null,
  starts_at          timestamptz not null,
  ends_at            timestamptz not null check (ends_at > starts_at),
  price_id           bigint not null,
  model              text not null,
  unit_price         numeric not null,
  tiers              jsonb,
  committed_quantity numeric,
  primary key (scope_id, sku_id, starts_at)
);
create index effective_price_committed on effective_price (scope_id) where model = 'committed';

-- What is sold is public; what it costs is seen by those whom it prices (reliability row 36).
call share_with_tenants('service');
call share_with_tenants('meter');
call share_with_tenants('sku');
call share_with_tenants('catalog_version');
call enable_tenant_rls('project_price_scope');
call enable_tenant_rls('price_scope', 'scope_id in (select scope_id from project_price_scope)');
call enable_tenant_rls('effective_price', 'scope_id in (select scope_id from project_price_scope)');
call enable_tenant_rls('price_list', 'price_list_id in (select unnest(chain) from price_scope)');
call enable_tenant_rls('price', 'price_list_id in (select unnest(chain) from price_scope)');
