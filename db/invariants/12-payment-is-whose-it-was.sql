-- A transfer that nobody assigned went to the project that its purpose names (PAY-05), and each receipt's entry bears its key.
-- ru: Перевод, который никто не распределял, зачтён проекту из назначения платежа (PAY-05), а запись несёт его ключ.
select b.line_id, b.project_id, b.entry_id, e.reference, e.idempotency_key
  from bank_statement_line b left join journal_entry e using (project_id, entry_id)
 where b.disposition = 'credited'
   and (position(lpad(b.project_id::text, 10, '0') in regexp_replace(normalize(b.purpose, nfkc), '[^0-9]', '', 'g')) = 0 and b.decided_by is null
     or (e.reference, e.idempotency_key) is distinct from ('bank_statement_line:' || b.line_id, 'bank_statement_line:' || b.line_id))
union all
select null, y.project_id, y.entry_id, e.reference, e.idempotency_key
  from payment y left join journal_entry e using (project_id, entry_id)
 where (e.reference, e.idempotency_key)
       is distinct from (concat('payment:', y.provider, ':', y.external_id), concat('payment:', y.provider, ':', y.external_id));
