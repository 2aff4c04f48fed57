-- What belongs to a closed month stays as it is, whoever asks (DOC-07): the database refuses, not the code's good manners.

-- Charges and covers grow by upserts in the open month only. Cheap where it is hot: nothing more is read while no region has
-- closed a month that the statement touches.
create function refuse_closed_month() returns trigger language plpgsql as $$
declare offender record;
begin
  if not exists (select from period_lock l where l.month in (select booking_month from old_rows)) then return null; end if;
  select o.project_id, o.booking_month into offender
    from old_rows o join project p using (project_id)
    join period_lock l on l.region_code = p.region_code and l.month = o.booking_month limit 1;
  if found then
    raise exception '% of project % is of %, which is closed', tg_table_name, offender.project_id, offender.booking_month
      using errcode = 'integrity_constraint_violation', constraint = tg_table_name || '_of_closed_month', table = tg_table_name;
  end if;
  return null;
end $$;

create procedure keep_closed_months(target regclass) language plpgsql as $$
begin
  execute format('create trigger stays_when_closed after update on %s referencing old table as old_rows
                  for each statement execute function refuse_closed_month()', target);
  execute format('create trigger forbid_delete before delete or truncate on %s for each statement execute function forbid_change()', target);
end
$$;
call keep_closed_months('charge');
call keep_closed_months('charge_cover');

create trigger forbid_truncate before truncate on price for each statement execute function forbid_change();
create trigger forbid_truncate before truncate on document_part for each statement execute function forbid_change();

-- Numbers that were taken and not used go back in the transaction that took them; one that a document bears never does (DOC-04).
create function document_number_is_given() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or (new.supplier_code, new.kind, new.year) is distinct from (old.supplier_code, old.kind, old.year)
     or new.last_number < old.last_number then
    if exists (select from document d join document_kind k using (kind)
                where d.supplier_code = old.supplier_code and k.series = old.kind and d.year = old.year
                  and (tg_op = 'DELETE' or (new.supplier_code, new.kind, new.year) is distinct from (old.supplier_code, old.kind, old.year)
                       or d.number > new.last_number)) then
      raise exception 'a number that a document bears is given for good'
        using errcode = 'integrity_constraint_violation', constraint = 'document_number_is_given', table = 'document_number';
    end if;
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;
create trigger is_given before update or delete on document_number for each row execute function document_number_is_given();
create trigger forbid_truncate before truncate on document_number for each statement execute function forbid_change();

-- A close ends once, and nothing else of it changes.
create function month_close_ends_once() returns trigger language plpgsql as $$
begin
  if old.state = 'running' and new.state = 'closed'
     and to_jsonb(old) - '{state,closed_at}'::text[] = to_jsonb(new) - '{state,closed_at}'::text[] then return new; end if;
  raise exception 'the close of % in % is kept as it was', old.month, old.region_code
    using errcode = 'integrity_constraint_violation', constraint = 'month_close_ends_once', table = 'month_close';
end $$;
create trigger ends_once before update on month_close for each row execute function month_close_ends_once();
create trigger forbid_delete before delete or truncate on month_close for each statement execute function forbid_change();
