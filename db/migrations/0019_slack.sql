-- How many minor units more than at the last look the open day may cost up to due_at before the payment account is below
-- zero: usage that surely costs less does not wake its project. Below zero: it must be looked at.
alter table project_accrual add column slack_minor bigint not null default 0;
-- Slack changes with every event, due_at seldom: room for updates that touch no index.
alter table project_accrual set (fillfactor = 70);
