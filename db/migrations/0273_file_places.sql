-- A brought file says where its bytes lie (decision 0215): in uploaded_chunk, or as objects `KEY/0`, `KEY/1`, … of the storage
-- outside. A key is made anew for each file and never used again, so that nothing is ever written over.
alter table uploaded_file
  add column object_key text check (object_key ~ '^[0-9a-f-]{36}$');
create unique index if not exists uploaded_file_object on uploaded_file (object_key) where object_key is not null;

-- Objects that are to go: marked by the transaction in which their file's row goes, or is to lie elsewhere, and taken away
-- afterwards. What is about to be copied is marked beforehand and the mark goes when it is in use. Times are the machine's.
create table object_removal (
  object_key text primary key check (object_key ~ '^[0-9a-f-]{36}$'),
  pieces integer not null check (pieces between 0 and 1000),
  due_at timestamptz not null
);
create index object_removal_due on object_removal (due_at);
