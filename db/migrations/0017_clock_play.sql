-- A clock that is moved day by day stands still between the moves. It does so only as long as its mover lives, who holds the
-- advisory lock `sandbox_clock`: a mover that was killed leaves a clock that runs on.
alter table sandbox_clock add column playing boolean not null default false;
