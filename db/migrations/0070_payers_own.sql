-- What a payer sees of its own (decision 0070): its papers by the project's name of their day, until when each month is to be
-- paid, and that what came to nothing waits no more.

-- The name by which the payer knew the project when the paper was issued: the project may be somebody else's by now, and
-- bear another.
alter table document_project add column project_name text;
alter table document_project disable trigger forbid_change;
update document_project d set project_name = p.name from project p where p.project_id = d.project_id;
alter table document_project enable trigger forbid_change;
alter table document_project alter column project_name set not null;

-- Another term of payment of a contract, for months of supply from one on; contract.payment_days is that of its conclusion.
create table contract_term (
  contract_term_id bigint generated always as identity primary key,
  contract_id bigint not null references contract,
  from_month date not null check (extract(day from from_month) = 1),
  -- Null: as the contract says on paper.
  payment_days smallint check (payment_days between 1 and 180),
  changed_at timestamptz not null,
  changed_by text not null check (changed_by <> ''),
  note text
);
create index contract_term_contract on contract_term (contract_id, from_month);
call make_append_only('contract_term');
call enable_subject_rls('contract_term', '{}', 'contract_id in (select contract_id from contract)');

-- What was supplied and taken back to nothing needs no paper: it is settled, together with what it adds up to nothing with.
alter table document_part add column settled_at timestamptz;
alter table document_part drop constraint document_part_check1;
alter table document_part add constraint document_part_place check (num_nonnulls(document_id, waits_for, settled_at) = 1);
drop trigger document_part_stays on document_part;
create trigger document_part_stays before update or delete on document_part
  for each row when (old.document_id is not null or old.settled_at is not null) execute function forbid_change();
drop index document_part_waiting;
create index document_part_waiting on document_part (region_code, booking_month, payer_id) where waits_for is not null;
