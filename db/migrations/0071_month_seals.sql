-- Seals are written by the database alone: the program fires their triggers, which run as their owner, and may not write one itself.
do $$
declare target text;
begin
  for target in select t.tgrelid::regclass::text from pg_trigger t where t.tgname = 'sealed' loop
    execute format('alter function seal_%s() security definer set search_path = public, pg_temp', target);
    execute format('revoke execute on function seal_%s() from public', target);
  end loop;
end
$$;
call keep_as_migrated('seal');

create or replace procedure seal_rows(target regclass, keys text[], columns text[]) language plpgsql as $$
declare
  content text := format('sha256(convert_to(%s, ''UTF8''))', seal_content(target, keys || columns, 'x'));
  key text := (select string_agg(format('x.%I', name), ' || '' '' || ' order by place) from unnest(keys) with ordinality k(name, place));
begin
  execute format('create function seal_key(x %s) returns text language sql stable as $f$ select (%s)::text $f$', target, key);
  execute format('create function seal_of(x %s) returns bytea language sql stable as $f$ select %s $f$', target, content);
  execute format('create function seal_%s() returns trigger language plpgsql security definer set search_path = public, pg_temp as $f$
begin
  insert into seal select %L, (%s)::text, %s from new_rows x;
  return null;
end $f$', target, target, key, content);
  execute format('revoke execute on function seal_%s() from public', target);
  execute format('create trigger sealed after insert on %s referencing new table as new_rows
                  for each statement execute function seal_%s()', target, target);
  execute format('insert into seal select %L, seal_key(x), seal_of(x) from %s x', target, target);
end
$$;
-- It was for the two tables of statements.
drop procedure seal_statement_rows(regclass, text, text[]);

-- What a closed month holds, sealed when its close ends: its charges and covers, and the seals of the documents that the close
-- issued. Each month's seal takes in the one before, so that none is made anew, moved or taken out without all that follow.
create table month_seal (
  seal_no bigint primary key check (seal_no > 0),
  region_code text not null references region,
  month date not null,
  -- The last document that the close issued; what is issued of the month later has its own seal alone.
  last_document_id bigint not null,
  content_sha256 bytea not null check (length(content_sha256) = 32),
  sha256 bytea not null check (length(sha256) = 32),
  unique (region_code, month)
);
call make_append_only('month_seal');
call keep_as_migrated('month_seal');

-- The lasting columns by name: one that is added to the tables later is not in it by itself.
create function month_content(of_region text, of_month date, last_document bigint) returns bytea language sql stable set search_path = public, pg_temp as $$
  select sha256(coalesce(
      (select string_agg(sha256(convert_to(jsonb_build_array(c.project_id, c.day, c.resource_id, c.sku_id, c.contract_id, c.quantity, c.numerator,
                c.amount_minor, c.transfer_minor, c.other_minor, c.bonus_minor, c.credit_minor, c.price_id, c.charged_until at time zone 'UTC')::text, 'UTF8')),
              ''::bytea order by c.project_id, c.day, c.resource_id, c.sku_id, c.contract_id)
         from charge c join project p using (project_id) where p.region_code = of_region and c.booking_month = of_month), ''::bytea)
    || sha256(coalesce(
      (select string_agg(sha256(convert_to(jsonb_build_array(v.project_id, v.entry_id, v.day, v.resource_id, v.sku_id, v.contract_id,
                v.funding_source, v.amount_minor)::text, 'UTF8')),
              ''::bytea order by v.project_id, v.entry_id, v.day, v.resource_id, v.sku_id, v.contract_id, v.funding_source)
         from charge_cover v join project p using (project_id) where p.region_code = of_region and v.booking_month = of_month), ''))
    || sha256(coalesce(
      (select string_agg(s.sha256, ''::bytea order by d.document_id)
         from month_close k join document d on d.region_code = k.region_code and d.issued_at = k.issue_at and d.document_id <= last_document
         join seal s on s.sealed = 'document' and s.key = d.document_id::text
        where (k.region_code, k.month) = (of_region, of_month)), '')))
$$;

-- What a seal says of itself, taken together with the one before.
create function month_link(of_month month_seal, before_sha256 bytea) returns bytea language sql stable as $$
  select sha256(coalesce(before_sha256, '') || of_month.content_sha256
    || convert_to(jsonb_build_array(of_month.seal_no, of_month.region_code, of_month.month, of_month.last_document_id)::text, 'UTF8'))
$$;

create procedure seal_month(of_region text, of_month date) language plpgsql as $$
declare
  made month_seal;
  last month_seal;
begin
  made.region_code := of_region;
  made.month := of_month;
  select coalesce(max(document_id), 0) into made.last_document_id from document where region_code = of_region;
  made.content_sha256 := month_content(of_region, of_month, made.last_document_id);
  -- Two regions that end their closes at once follow each other.
  lock table month_seal in share row exclusive mode;
  select * into last from month_seal order by seal_no desc limit 1;
  made.seal_no := coalesce(last.seal_no, 0) + 1;
  made.sha256 := month_link(made, last.sha256);
  insert into month_seal select made.*;
end
$$;

create function month_is_sealed() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  call seal_month(new.region_code, new.month);
  return null;
end $$;
create trigger sealed_whole after update on month_close for each row
  when (old.state = 'running' and new.state = 'closed') execute function month_is_sealed();
revoke execute on procedure seal_month(text, date) from public;
revoke execute on function month_is_sealed() from public;

do $$
declare k record;
begin
  for k in select region_code, month from month_close where state = 'closed' order by month, region_code loop
    call seal_month(k.region_code, k.month);
  end loop;
end
$$;
