-- When each worker last told that its jobs go round, by machine time; rows of a day ago are removed.
create table worker_heartbeat (
  worker text primary key,
  beaten_at timestamptz not null
);
