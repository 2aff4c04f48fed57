-- What is written once for good leaves its seal beside it: a hash of the row, in a table that nothing else writes. A row that
-- was changed, taken out or put in past the program does not fit its seal, even when all that depends on it was changed along
-- (invariant 29). Hot tables (postings, events, charges) have none: each of their rows is tied to others by an invariant.
create table seal (
  sealed text not null,
  key text not null,
  sha256 bytea not null check (length(sha256) = 32),
  primary key (sealed, key)
);
call make_append_only('seal');

-- What a seal is taken of: the named columns as JSON, the same whatever a session's settings are. $1 stands for the row's name.
create function seal_content(target regclass, columns text[], of_row text) returns text language sql as $$
  select 'jsonb_build_array(' || string_agg(case a.atttypid::regtype::text
           when 'timestamp with time zone' then format('%s.%I at time zone ''UTC''', of_row, a.attname)
           when 'bytea' then format('encode(%s.%I, ''hex'')', of_row, a.attname)
           else format('%s.%I', of_row, a.attname) end, ', ' order by c.place) || ')::text'
    from unnest(columns) with ordinality c(name, place) join pg_attribute a on a.attrelid = target and a.attname = c.name
$$;

-- Seals each row of a table by itself, those that are there and those to come. A column that is added later is not sealed.
create procedure seal_rows(target regclass, keys text[], columns text[]) language plpgsql as $$
declare
  content text := format('sha256(convert_to(%s, ''UTF8''))', seal_content(target, keys || columns, 'x'));
  key text := (select string_agg(format('x.%I', name), ' || '' '' || ' order by place) from unnest(keys) with ordinality k(name, place));
begin
  execute format('create function seal_key(x %s) returns text language sql stable as $f$ select (%s)::text $f$', target, key);
  execute format('create function seal_of(x %s) returns bytea language sql stable as $f$ select %s $f$', target, content);
  execute format('create function seal_%s() returns trigger language plpgsql as $f$
begin
  insert into seal select %L, (%s)::text, %s from new_rows x;
  return null;
end $f$', target, target, key, content);
  execute format('create trigger sealed after insert on %s referencing new table as new_rows
                  for each statement execute function seal_%s()', target, target);
  execute format('insert into seal select %L, seal_key(x), seal_of(x) from %s x', target, target);
end
$$;

-- Seals the rows of a statement of a bank together, as they are written: one seal for those of a batch, from one number to another.
create procedure seal_statement_rows(target regclass, number text, columns text[]) language plpgsql as $$
declare
  batch text := format('select %L, concat_ws('' '', x.bank_statement_id, min(x.%I), max(x.%I)),
         sha256(convert_to(string_agg(%s, e''\n'' order by x.%I), ''UTF8''))', target, number, number, seal_content(target, columns, 'x'), number);
begin
  execute format('create function seal_content_of(x %s) returns text language sql stable as $f$ select %s $f$',
                 target, seal_content(target, columns, 'x'));
  execute format('create function seal_%s() returns trigger language plpgsql as $f$
begin
  insert into seal %s from new_rows x group by x.bank_statement_id;
  return null;
end $f$', target, batch);
  execute format('create trigger sealed after insert on %s referencing new table as new_rows
                  for each statement execute function seal_%s()', target, target);
  execute format('insert into seal %s from %s x group by x.bank_statement_id', batch, target);
end
$$;

-- A statement that began with the closing balance of one that was held says so: then neither moves without the other.
alter table bank_statement add column follows_statement_id bigint references bank_statement;
create function statement_follows(account text, money char(3), starts date, opening bigint, before_id bigint) returns bigint language sql stable as $$
  select s.bank_statement_id from bank_statement s join bank_file f using (bank_file_id)
   where s.own_account = account and s.currency = money and s.closing_minor = opening and s.bank_statement_id < before_id
     and (s.period_to <= starts or s.period_to is null or starts is null) and f.withdrawn_at is null
   order by s.period_to desc nulls last, s.bank_statement_id desc limit 1
$$;
alter table bank_statement disable trigger forbid_change;
update bank_statement set follows_statement_id = statement_follows(own_account, currency, period_from, opening_minor, bank_statement_id);
alter table bank_statement enable trigger forbid_change;
create function bank_statement_follows() returns trigger language plpgsql as $$
begin
  new.follows_statement_id := statement_follows(new.own_account, new.currency, new.period_from, new.opening_minor, new.bank_statement_id);
  return new;
end $$;
create trigger follows before insert on bank_statement for each row execute function bank_statement_follows();

-- Money that came in.
call seal_rows('fund_lot', '{project_id,lot_no}', '{funding_source,bonus_group,granted_minor,received_at,expires_at}');
call seal_rows('payment', '{payment_id}', '{provider,method,external_id,project_id,amount_minor,currency,received_at,entry_id}');
call seal_rows('payment_invoice', '{payment_invoice_id}',
  '{supplier_code,issue_year,invoice_no,number,project_id,payer_id,amount_minor,currency,issued_on,issued_at,issued_by,purpose,details}');
call seal_rows('payment_invoice_payment', '{payment_invoice_id,line_id}', '{amount_minor}');
call seal_rows('bank_file', '{bank_file_id}', '{sha256,file_name,format,format_version,imported_at,imported_by,problems,confirmed}');
call seal_rows('bank_statement', '{bank_statement_id}',
  '{bank_file_id,statement_no,own_account,supplier_code,currency,period_from,period_to,opening_minor,closing_minor,declared_in_minor,declared_out_minor,sums_agree,follows_statement_id}');
call seal_statement_rows('bank_statement_line', 'line_id',
  '{line_id,fingerprint,bank_statement_id,own_account,booked_on,value_on,direction,amount_minor,currency,reversal,counterparty_name,counterparty_inn,counterparty_kpp,counterparty_account,counterparty_bic,purpose,document_number,document_date,bank_reference,end_to_end_id,recorded_at,suspense_reason,suspense_region,suspense_entry_id,duplicate_of}');
call seal_statement_rows('bank_statement_sighting', 'line_no', '{bank_statement_id,line_no,line_id}');

-- Papers: a print form is any bytes, so that only its seal says which they were.
call seal_rows('document', '{document_id}',
  '{supplier_code,kind,year,number,number_text,payer_id,region_code,month,issued_on,issued_at,currency,net_minor,vat_minor,gross_minor,corrects_document_id,snapshot,xml_name,xml_sha256}');
call seal_rows('document_print', '{document_id}', '{pdf_sha256}');
call seal_rows('delivery', '{delivery_id}', '{document_id,channel,address}');

-- What was decided for good.
call seal_rows('period_lock', '{region_code,month}', '{locked_at}');
call seal_rows('month_close', '{region_code,month}', '{issue_at,by_contract}');
call seal_rows('freeze_event', '{project_id,event_no}', '{at,recorded_at,kind,reason,balance_minor}');
call seal_rows('idempotency_key', '{principal,key}', '{route,request_sha256,status,body,created_at}');
