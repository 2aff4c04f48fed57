-- Reports show which part of a day's charges on credit was repaid since: without it they would read all covers of a project.
create index charge_cover_day on charge_cover (project_id, day);

-- Whether a month is closed is no secret: a customer's page says whether what comes late will be a correction.
grant select on period_lock to saldo_tenant;
