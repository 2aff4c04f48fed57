-- The second lock (reliability row 34) on everything that belongs to projects: a read for a customer sees rows of the
-- reader's projects only, whatever its SQL asks for. What staff alone read (quarantine, suspense, bank files, halts) is
-- not granted to saldo_tenant at all.

-- Money.
call enable_tenant_rls('journal_entry');
call enable_tenant_rls('posting');
call enable_tenant_rls('ledger_balance');
call enable_tenant_rls('wallet');
call enable_tenant_rls('fund_lot');
call enable_tenant_rls('freeze_event');

-- Usage and what it cost.
call enable_tenant_rls('resource');
call enable_tenant_rls('usage_event');
call enable_tenant_rls('gauge_interval');
call enable_tenant_rls('usage_quantity');
call enable_tenant_rls('charge');
call enable_tenant_rls('charge_cover');
call enable_tenant_rls('project_accrual');
call enable_tenant_rls('accrual_dirty');
call enable_tenant_rls('unpriced_usage');
-- A source is the name of one of the provider's meters, or of a project's own: seen by those it reported for.
call enable_tenant_rls('usage_source',
  'exists (select from usage_event e where e.source_id = usage_source.source_id)');

-- Documents: those of the reader's projects. The list of ids is made once per statement and used as an index condition.
create function tenant_documents() returns bigint[]
language sql stable parallel safe as $$
  select array_agg(document_id) from document_project
$$;
alter policy tenant_read on document using (document_id = any ((select tenant_documents())::bigint[]));
call enable_tenant_rls('document_line', 'document_id = any ((select tenant_documents())::bigint[])');
call enable_tenant_rls('document_print', 'document_id = any ((select tenant_documents())::bigint[])');
call enable_tenant_rls('delivery', 'document_id = any ((select tenant_documents())::bigint[])');
call enable_tenant_rls('delivery_event', 'delivery_id in (select delivery_id from delivery)');
call enable_tenant_rls('stored_file',
  'sha256 in (select xml_sha256 from document) or sha256 in (select pdf_sha256 from document_print)');
