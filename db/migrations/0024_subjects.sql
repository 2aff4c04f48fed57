-- Rows may belong to an account, a payer or a partner, and not to projects alone: the second lock (reliability 34)
-- knows the four kinds of subject (src/core/subject.ts).

-- The reader's subjects of one kind, as tenantRead set them for this transaction in saldo.projects, saldo.accounts,
-- saldo.payers and saldo.partners; null (no rows) when nobody did.
create function tenant_subjects(kind text) returns bigint[]
language sql stable parallel safe as $$
  select nullif(current_setting('saldo.' || kind || 's', true), '')::bigint[]
$$;

-- Lets saldo_tenant read the rows of its subjects of these kinds, by the column KIND_id of each. A row may also be theirs
-- by way of others: `also` says how. Replaces the table's policy where it has one. A table that belongs to a payer needs
-- one line: call enable_subject_rls('refund', '{payer}').
create procedure enable_subject_rls(target regclass, kinds text[], also text default 'false')
language plpgsql as $$
declare
  condition text := also;
begin
  for place in 1 .. cardinality(kinds) loop
    condition := format('%I = any ((select tenant_subjects(%L))::bigint[]) or (%s)', kinds[place] || '_id', kinds[place], condition);
  end loop;
  execute format('drop policy if exists tenant_read on %s', target);
  call enable_tenant_rls(target, condition);
end
$$;

-- An account opens its payers; a project the payer and the contract that pay for it, and no more of that payer's.
call enable_subject_rls('account', '{account}');
call enable_subject_rls('payer', '{payer,account}', 'payer_id in (select payer_id from project_payer)');
call enable_subject_rls('contract', '{payer}', 'contract_id in (select contract_id from project_payer)');
