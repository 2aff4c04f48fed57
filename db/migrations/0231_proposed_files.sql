-- AUD-03: a bank file that may be cut waits here until a second person confirms that it is whole; it goes with the decision.
create table proposed_file (
  sha256 bytea primary key check (length(sha256) = 32),
  bytes bytea not null,
  proposed_at timestamptz not null
);
revoke update on proposed_file from saldo_app;
