-- What is written once for good is as it was written, none of it is gone and none was put in: each row fits its seal.
-- ru: Записанное навсегда осталось как было: ничего не пропало, не изменилось и не добавилось.
with is_now(sealed, key, sha256) as (
  select 'fund_lot', seal_key(x), seal_of(x) from fund_lot x
  union all select 'payment', seal_key(x), seal_of(x) from payment x
  union all select 'payment_invoice', seal_key(x), seal_of(x) from payment_invoice x
  union all select 'payment_invoice_payment', seal_key(x), seal_of(x) from payment_invoice_payment x
  union all select 'bank_file', seal_key(x), seal_of(x) from bank_file x
  union all select 'bank_statement', seal_key(x), seal_of(x) from bank_statement x
  union all select 'document', seal_key(x), seal_of(x) from document x
  union all select 'document_print', seal_key(x), seal_of(x) from document_print x
  union all select 'delivery', seal_key(x), seal_of(x) from delivery x
  union all select 'period_lock', seal_key(x), seal_of(x) from period_lock x
  union all select 'month_close', seal_key(x), seal_of(x) from month_close x
  union all select 'freeze_event', seal_key(x), seal_of(x) from freeze_event x
  union all select 'idempotency_key', seal_key(x), seal_of(x) from idempotency_key x
), statement_batch as (
  select sealed, key, sha256, split_part(key, ' ', 1)::bigint as bank_statement_id, split_part(key, ' ', 2)::bigint as first_no,
         split_part(key, ' ', 3)::bigint as last_no
    from seal where sealed in ('bank_statement_line', 'bank_statement_sighting')
)
select coalesce(n.sealed, s.sealed) as sealed, coalesce(n.key, s.key) as key, s.sha256 is not null as was_sealed, n.sha256 is not null as is_there
  from is_now n full join (select * from seal where sealed not in ('bank_statement_line', 'bank_statement_sighting')) s using (sealed, key)
 where n.sha256 is distinct from s.sha256
   -- A transfer that was taken back whole has no lot any more.
   and not (n.key is null and s.sealed = 'fund_lot' and exists (
         select from journal_entry e join journal_entry r using (project_id, reference)
          where e.project_id = split_part(s.key, ' ', 1)::bigint and e.entry_id = split_part(s.key, ' ', 2)::bigint and r.kind = 'payment_return'))
union all
select b.sealed, b.key, true, l.rows > 0
  from statement_batch b
  cross join lateral (
    select count(*) as rows, sha256(convert_to(string_agg(seal_content_of(x), e'\n' order by x.line_id), 'UTF8')) as sha256
      from bank_statement_line x where x.bank_statement_id = b.bank_statement_id and x.line_id between b.first_no and b.last_no) l
 where b.sealed = 'bank_statement_line' and b.sha256 is distinct from l.sha256
union all
select b.sealed, b.key, true, l.rows > 0
  from statement_batch b
  cross join lateral (
    select count(*) as rows, sha256(convert_to(string_agg(seal_content_of(x), e'\n' order by x.line_no), 'UTF8')) as sha256
      from bank_statement_sighting x where x.bank_statement_id = b.bank_statement_id and x.line_no between b.first_no and b.last_no) l
 where b.sealed = 'bank_statement_sighting' and b.sha256 is distinct from l.sha256
union all
select 'bank_statement_line', x.line_id::text, false, true from bank_statement_line x
 where not exists (select from statement_batch b where b.sealed = 'bank_statement_line' and b.bank_statement_id = x.bank_statement_id
                      and x.line_id between b.first_no and b.last_no)
union all
select 'bank_statement_sighting', x.bank_statement_id || ' ' || x.line_no, false, true from bank_statement_sighting x
 where not exists (select from statement_batch b where b.sealed = 'bank_statement_sighting' and b.bank_statement_id = x.bank_statement_id
                      and x.line_no between b.first_no and b.last_no);
