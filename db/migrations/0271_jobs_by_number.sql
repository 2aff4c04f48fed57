-- Open jobs, the newest first, among however many that are finished. finished_at changes once: taking and renewing a job still
-- change no column of an index.
create index if not exists job_open_number on job (job_id) where finished_at is null;
