-- Bills' rows are known by what makes their charge. Up to these batches they were known by all their cells: an import of such
-- a payer looks for them by their charge too, so that none is imported twice.
create table focus_known_by_cells (
  source text primary key,
  last_batch_id bigint not null
);
insert into focus_known_by_cells
select source, coalesce((select max(batch_id) from usage_batch), 0) from usage_source where source like 'focus/payer-%'
union
select distinct source, coalesce((select max(batch_id) from usage_batch), 0) from usage_quarantine where source like 'focus/payer-%';
