-- Bills' rows are known by their cells as the file gives them. Which cells rows of a source had (bits of FocusCells): a row
-- that has more of them now is looked for by what it had then.
create table focus_row_shape (
  source text not null,
  cells integer not null,
  primary key (source, cells)
);
-- Rows (row_id) that came again with more cells than before (as filled_id), and the event that they are. One row is filled in
-- to only one other.
create table focus_row_filled (
  source text not null,
  filled_id uuid not null,
  row_id uuid not null,
  event_id uuid not null,
  event_key text not null,
  primary key (source, filled_id),
  unique (source, row_id)
);
-- Up to here rows were known otherwise: they are found by what was charged for them.
insert into focus_known_by_cells
select source, coalesce((select max(batch_id) from usage_batch), 0) from usage_source where source like 'focus/payer-%'
union
select distinct source, coalesce((select max(batch_id) from usage_batch), 0) from usage_quarantine where source like 'focus/payer-%'
on conflict (source) do update set last_batch_id = excluded.last_batch_id;
