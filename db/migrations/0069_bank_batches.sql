-- A batch of payments is exported now with its details, now as one sum: both name the bank's entry (decision 0069).
-- A reference as it is looked for: Latin letters and digits, without leading zeros. The application compares exactly, so this
-- may find too much and never too little.
create function bank_reference_key(reference text) returns text language sql immutable strict parallel safe as $$
  select nullif(ltrim(regexp_replace(upper(normalize(reference, NFKC) collate "C"), '[^A-Z0-9]', '', 'g'), '0'), '')
$$;

alter table bank_statement_line
  add column batch_reference text,
  add column entry_key text generated always as (bank_reference_key(coalesce(batch_reference, bank_reference))) stored;

create index bank_statement_line_entry on bank_statement_line (own_account, entry_key) where entry_key is not null;
-- What is held of a day that another file shows.
create index bank_statement_line_day on bank_statement_line (own_account, booked_on);

-- Generated columns are made after this trigger: they are no part of a decision.
create or replace function bank_statement_line_decided_once() returns trigger language plpgsql as $$
declare
  decision text[] := '{disposition,project_id,entry_id,decided_at,decided_by,decision_note,other_payer,paid_on,entry_key}';
  withdrawal text[] := '{disposition,decided_at,decided_by,decision_note,paid_on,entry_key}';
begin
  if old.disposition = 'suspense' and to_jsonb(old) - decision = to_jsonb(new) - decision then return new; end if;
  -- A file that is taken back takes its lines along; what they were stays readable.
  if new.disposition = 'withdrawn' and old.disposition not in ('withdrawn', 'returned')
    and to_jsonb(old) - withdrawal = to_jsonb(new) - withdrawal then return new; end if;
  raise exception 'bank statement line % is already decided', old.line_id
    using errcode = 'integrity_constraint_violation', constraint = 'bank_statement_line_decided_once';
end $$;

-- The seal of a line (0062) is of its batch reference too. Without one the content is as it was, so that earlier seals stay good.
do $$
declare
  content text := (select trim(substr(trim(prosrc), 8)) from pg_proc where oid = 'seal_content_of(bank_statement_line)'::regprocedure);
  whole text := content || ' || coalesce('' '' || to_json(x.batch_reference)::text, '''')';
  of text;
begin
  foreach of in array array['seal_content_of(bank_statement_line)', 'seal_bank_statement_line()'] loop
    execute replace(pg_get_functiondef(of::regprocedure), content, whole);
  end loop;
end $$;
