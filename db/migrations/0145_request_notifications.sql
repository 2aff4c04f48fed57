-- What became of requests is told in the console, too.
alter table notification drop constraint notification_topic_group_check,
  add constraint notification_topic_group_check check (topic_group in ('money', 'documents', 'people', 'requests', 'security'));
