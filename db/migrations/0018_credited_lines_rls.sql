-- What a customer reads of a bank's line: when it came, its payment order and its payer, and only of lines credited to a
-- project of theirs. Everything else of a line, and every line that waits or was decided otherwise, is for staff.
alter table bank_statement_line enable row level security;
create policy tenant_read on bank_statement_line for select to saldo_tenant
  using (project_id = any ((select tenant_projects())::bigint[]));
grant select (line_id, project_id, booked_on, document_number, document_date, counterparty_name)
  on bank_statement_line to saldo_tenant;
