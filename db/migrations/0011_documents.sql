-- Accounting documents: numbered without gaps, kept as they were issued.
-- Files are stored once, by the SHA-256 of their bytes.
create table stored_file (
  sha256 bytea primary key check (length(sha256) = 32),
  media_type text not null,
  byte_length int not null,
  body bytea not null
);
alter table stored_file alter column body set storage external;
call make_append_only('stored_file');

-- The last number given out, per supplier, kind and year: taken in the transaction that stores the document, so a number
-- exists if and only if its document does (DOC-04).
create table document_number (
  supplier_code text not null,
  kind text not null,
  year int not null,
  last_number int not null check (last_number > 0),
  primary key (supplier_code, kind, year)
);

create table document (
  document_id bigint generated always as identity primary key,
  supplier_code text not null,
  kind text not null check (kind in ('upd', 'adjustment')),
  year int not null,
  number int not null,
  number_text text not null,
  payer_id bigint not null,
  region_code text not null,
  month date not null check (extract(day from month) = 1),
  issued_on date not null,
  issued_at timestamptz not null,
  currency char(3) not null,
  net_minor bigint not null,
  vat_minor bigint not null,
  gross_minor bigint not null,
  -- What a correction corrects; null for a first document.
  corrects_document_id bigint references document,
  -- Everything that is shown, copied: a later change of details cannot reach an issued document (DOC-07).
  snapshot text not null,
  xml_name text,
  xml_sha256 bytea references stored_file,
  unique (supplier_code, kind, year, number),
  unique (payer_id, region_code, month, kind),
  check (gross_minor = net_minor + vat_minor)
);
create index document_month on document (region_code, month);
call make_append_only('document');

create table document_line (
  document_id bigint not null references document,
  line_no int not null,
  service_code text not null,
  supply_month date not null,
  vat_rate numeric,
  net_minor bigint not null,
  vat_minor bigint not null,
  gross_minor bigint not null,
  primary key (document_id, line_no),
  check (gross_minor = net_minor + vat_minor)
);
call make_append_only('document_line');

-- Which projects' charges of which booking month a document shows; each at most once (invariant 16).
create table document_project (
  document_id bigint not null references document,
  project_id bigint not null,
  month date not null,
  kind text not null,
  primary key (project_id, month, kind)
);
create index document_project_document on document_project (document_id);
call make_append_only('document_project');

-- The print form is made after the document is issued, from its snapshot, and never changes either.
create table document_print (
  document_id bigint primary key references document,
  pdf_sha256 bytea not null references stored_file
);
call make_append_only('document_print');

create table delivery (
  delivery_id bigint generated always as identity primary key,
  document_id bigint not null references document,
  channel text not null check (channel in ('mail')),
  address text not null,
  state text not null check (state in ('prepared', 'sent', 'delivered', 'signed', 'rejected', 'failed', 'retrying')),
  reason text,
  changed_at timestamptz not null,
  unique (document_id, channel, address)
);
create table delivery_event (
  delivery_id bigint not null references delivery,
  at timestamptz not null,
  event_no bigint generated always as identity,
  state text not null,
  reason text,
  primary key (delivery_id, event_no)
);
call make_append_only('delivery_event');

create table month_close (
  region_code text not null,
  month date not null check (extract(day from month) = 1),
  -- Fixed when the close begins: documents bear it, so a resumed close makes the same bytes.
  issue_at timestamptz not null,
  state text not null check (state in ('running', 'closed')),
  closed_at timestamptz,
  primary key (region_code, month)
);

call enable_tenant_rls('document_project');
call enable_tenant_rls('document', 'document_id in (select document_id from document_project)');
