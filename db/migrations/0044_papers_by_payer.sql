-- Papers belong to their payer and stay there, whoever the projects go to (REG-05, REG-06, decision 0045). A project opens a
-- payer's papers to its members only while it is the payer's own: of the payer's account, and with that account's owner.
create function opens_papers(project bigint, payer bigint) returns boolean
language sql stable parallel safe security definer set search_path = public, pg_temp as $$
  select exists (
    select from project j
      join payer y on y.account_id = j.account_id
      join account a on a.account_id = y.account_id
      join project_member m on m.project_id = j.project_id and m.user_id = a.owner_user_id and m.role = 'owner'
     where j.project_id = project and y.payer_id = payer)
$$;

-- The documents of the reader's payers, and those that show no project but the reader's, all of them the payer's own.
create or replace function tenant_documents() returns bigint[]
language sql stable parallel safe security definer set search_path = public, pg_temp as $$
  select array_agg(document_id) from (
    select document_id from document where payer_id = any (tenant_subjects('payer'))
    union
    select d.document_id from document d
     where d.document_id in (select document_id from document_project where project_id = any (tenant_subjects('project')))
       and not exists (
         select from document_project o
          where o.document_id = d.document_id
            and not (o.project_id = any (tenant_subjects('project')) and opens_papers(o.project_id, d.payer_id)))) seen
$$;
call enable_subject_rls('document_project', '{}', 'document_id = any ((select tenant_documents())::bigint[])');

-- The payers of the reader, of its accounts, and those whose own the reader's projects are.
create function tenant_payers() returns bigint[]
language sql stable parallel safe security definer set search_path = public, pg_temp as $$
  select array_agg(payer_id) from (
    select payer_id from payer where payer_id = any (tenant_subjects('payer'))
    union
    select payer_id from payer where account_id = any (tenant_subjects('account'))
    union
    select payer_id from project_payer
     where project_id = any (tenant_subjects('project')) and opens_papers(project_id, payer_id)) seen
$$;
call enable_subject_rls('payer', '{}', 'payer_id = any ((select tenant_payers())::bigint[])');
-- How a project is paid for now is known in it, whoever pays; what was before is the earlier payer's.
call enable_subject_rls('project_payer', '{project,payer}');
call enable_subject_rls('contract', '{payer}', 'contract_id in (
  select contract_id from project_payer where ends_at is null or payer_id = any ((select tenant_payers())::bigint[]))');

-- What documents are made of, and what waits for one.
call enable_subject_rls('document_part', '{payer}', 'project_id = any ((select tenant_projects())::bigint[])
  and payer_id = any ((select tenant_payers())::bigint[])');

-- An invoice to pay without a payer is the project's.
call enable_subject_rls('payment_invoice', '{}', 'payer_id = any ((select tenant_subjects(''payer''))::bigint[])
  or project_id = any ((select tenant_projects())::bigint[])
     and (payer_id is null or payer_id = any ((select tenant_payers())::bigint[]))');

-- What a payer's documents are made of: the charges under its contracts.
call enable_subject_rls('charge', '{}', 'project_id = any ((select tenant_projects())::bigint[])
  or contract_id = any ((select array_agg(contract_id) from contract
                          where payer_id = any ((select tenant_subjects(''payer''))::bigint[]))::bigint[])');
call enable_subject_rls('charge_cover', '{}', 'project_id = any ((select tenant_projects())::bigint[])
  or contract_id = any ((select array_agg(contract_id) from contract
                          where payer_id = any ((select tenant_subjects(''payer''))::bigint[]))::bigint[])');
