-- A project may be frozen, unfrozen and frozen again at one business instant: corrections of one day, decided one after
-- another. Each change is a row of its own, in the order in which they were decided.
alter table freeze_event drop constraint freeze_event_pkey;
alter table freeze_event add column event_no bigint generated always as identity;
alter table freeze_event add primary key (project_id, event_no);
