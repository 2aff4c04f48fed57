-- REG-08: intake asks with each batch who was conserved, resumed or deleted a moment ago.
create index project_status_since on project (status_since) where status_since is not null;
