-- AUD-03: what a bank file that waits for a second person would credit, as whoever confirms it is shown; it goes with the file.
create table proposed_credit (
  sha256 bytea not null references proposed_file on delete cascade,
  project_id bigint not null references project,
  currency text not null,
  lines int not null check (lines > 0),
  amount_minor bigint not null check (amount_minor > 0),
  primary key (sha256, project_id)
);
create index proposed_credit_project on proposed_credit (project_id);
revoke update on proposed_credit from saldo_app;
-- As much as a statement may have (statement.ts); what is kept of it goes with the decision.
alter table proposed_file add constraint proposed_file_bounded check (length(bytes) <= 67108864);
