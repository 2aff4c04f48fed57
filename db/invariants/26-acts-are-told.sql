-- What was done to money, rights, details and documents left its row in the audit, and what the audit tells of was done.
-- ru: Сделанное с деньгами, правами, реквизитами и документами есть в журнале, а записанное в журнале — сделано.
with deed(act, thing) as (
  select 'bank_file.imported', 'bank_file:' || bank_file_id from bank_file where bank_file_id > before_audit('bank_file')
  union all
  select 'bank_file.withdrawn', 'bank_file:' || bank_file_id from bank_file
   where withdrawn_at is not null and bank_file_id > before_audit('bank_file')
  union all
  select 'payment.recorded', 'payment:' || payment_id from payment where payment_id > before_audit('payment')
  union all
  select 'payment_invoice.made', 'payment_invoice:' || payment_invoice_id from payment_invoice
   where payment_invoice_id > before_audit('payment_invoice')
  union all
  select 'payer.changed', 'payer_change:' || payer_change_id from payer_change where payer_change_id > before_audit('payer_change')
  union all
  select 'document.issued', 'document:' || document_id from document where document_id > before_audit('document')
  union all
  select 'token.issued', 'token:' || token_id from api_token where token_id > before_audit('token')
  union all
  select 'bonus.granted', 'journal_entry:' || entry_id from journal_entry where kind = 'bonus' and entry_id > before_audit('journal_entry')
), told as (
  -- Of an act that was asked for again and changed nothing, the request stands in place of the thing.
  select act, thing from audit_event where refusal is null and act in (select act from deed) and thing !~ ' '
)
select act, thing, d.act is not null as done, t.act is not null as told
  from (select act, thing from deed union select act, thing from told) a
  left join deed d using (act, thing)
  left join told t using (act, thing)
 where d.act is null or t.act is null
union all
select 'transfer', 'bank_statement_line:' || line_id, true, false
  from bank_statement_line l
 where line_id > before_audit('bank_statement_line') and suspense_reason is not null and disposition in ('credited', 'returned', 'dismissed')
   and not exists (select from audit_event e where e.act in ('transfer.assigned', 'transfer.closed')
                                               and e.thing = 'bank_statement_line:' || l.line_id and e.refusal is null);
