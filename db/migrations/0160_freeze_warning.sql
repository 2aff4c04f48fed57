-- Whose people were told that the project will freeze (NTF-02). A row ends when it is topped up for longer, or freezes.
create table freeze_warning (
  project_id bigint primary key references project,
  told text not null check (told in ('freeze_ahead', 'freeze_last_day')),
  runs_out_at timestamptz not null,
  told_at timestamptz not null
);
