-- Whether this database holds the demo world, and whether all of it is there: a load that was killed is taken up again.
create table demo_world (
  only_row boolean primary key default true check (only_row),
  -- The present of the world: what its months are counted from.
  begun_at timestamptz not null,
  finished_at timestamptz
);
