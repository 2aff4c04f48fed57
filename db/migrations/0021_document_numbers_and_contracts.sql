-- A document names one contract, so a payer has one for each of its contracts. That no project's month is documented twice
-- is the key of document_project.
alter table document drop constraint document_payer_id_region_code_month_kind_key;
create index document_payer on document (payer_id, month);

-- Printed numbers name their year from now on; issued ones stay as they are.
alter table supplier add column document_number text not null default '{prefix}-{yy}-{number}';
