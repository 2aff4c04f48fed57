-- What waits for a person, as it was noticed: one open row of an alarm and what it is about, kept for good. What comes back within
-- an hour goes on in its row, so that what flickers makes neither many rows nor many letters.
create table raised_alarm (
  alarm_id bigint generated always as identity primary key,
  alarm text not null check (alarm ~ '^[a-z_]{3,40}$'),
  -- which automation, destination, month…; empty where there is but one
  subject text not null check (length(subject) <= 200),
  severity text not null check (severity in ('info', 'warning', 'critical')),
  -- business time
  begun_at timestamptz not null,
  -- when it came back for the last time
  resumed_at timestamptz not null check (resumed_at >= begun_at),
  last_seen_at timestamptz not null check (last_seen_at >= resumed_at),
  ended_at timestamptz check (ended_at >= resumed_at),
  times integer not null default 1 check (times > 0),
  -- how many it was of when it was last seen
  count bigint not null check (count > 0),
  -- when people were last written to; null: it did not last long enough yet
  told_at timestamptz
);
create unique index raised_alarm_open on raised_alarm (alarm, subject) where ended_at is null;
create index raised_alarm_latest on raised_alarm (alarm, subject, alarm_id);
revoke delete on raised_alarm from saldo_app;

alter table notification drop constraint notification_topic_group_check,
  add constraint notification_topic_group_check
    check (topic_group in ('money', 'documents', 'people', 'requests', 'operations', 'security'));

-- A worker tells which of its jobs has not come round for the longest time.
alter table worker_heartbeat add column late_job text, add column late_ms bigint not null default 0 check (late_ms >= 0);
