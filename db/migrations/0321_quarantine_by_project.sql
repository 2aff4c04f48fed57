-- What of a project's usage waits for a person is told on its page in the office, however much others have waiting.
create index if not exists usage_quarantine_project on usage_quarantine ((body #>> '{data,project}')) where state = 'waiting';
