-- What documents must show, and where it is shown: which document a charge went into, and which charges a document is made
-- of, are look-ups. One row is what a project was supplied under a contract, of a service and supply month, and booked in a
-- month, for one cause. Filled when the month is locked; each row has its line of a document, or says what it waits for.
create table document_part (
  project_id bigint not null,
  -- 0: none was in force. Nothing is documented under no contract: the row waits.
  contract_id bigint not null,
  service_code text not null,
  supply_month date not null check (extract(day from supply_month) = 1),
  booking_month date not null check (extract(day from booking_month) = 1),
  -- supply: of the month itself, or of an earlier one that has no document. cover: prepaid credit that a transfer paid.
  -- increase, decrease: changes of an earlier month, by the sign of each grain, never netted. carried: a document of
  -- before, when a month's end decided for all of it.
  cause text not null check (cause in ('supply', 'cover', 'increase', 'decrease', 'carried')),
  -- A decrease that concerns several documents has a part for each.
  part_no smallint not null default 1,
  region_code text not null,
  payer_id bigint not null,
  gross_minor bigint not null check (gross_minor <> 0),
  document_id bigint,
  line_no int,
  -- What a correction corrects: the first document of the chain.
  corrects_document_id bigint references document,
  waits_for text,
  -- What a form or a kind of document says about it, in each language, where the code alone does not.
  waits_text jsonb,
  waits_since timestamptz,
  primary key (project_id, contract_id, service_code, supply_month, booking_month, cause, part_no),
  foreign key (document_id, line_no) references document_line,
  check ((document_id is null) = (line_no is null)),
  check ((document_id is null) <> (waits_for is null)),
  check (document_id is null or contract_id <> 0),
  check ((waits_for is null) = (waits_since is null)),
  check (cause = 'carried' or cause = 'supply' or (cause = 'decrease') = (gross_minor < 0))
);
create index document_part_line on document_part (document_id, line_no) where document_id is not null;
create index document_part_corrects on document_part (corrects_document_id) where corrects_document_id is not null;
create index document_part_waiting on document_part (region_code, booking_month, payer_id) where document_id is null;
create index document_part_supply on document_part (contract_id, supply_month);
-- What stands in a document stands there.
create trigger document_part_stays before update or delete on document_part
  for each row when (old.document_id is not null) execute function forbid_change();
call enable_tenant_rls('document_part');
call enable_tenant_rls('contract_change');

-- A project may stand in several documents of a month: it was supplied under several contracts, or a part came late.
alter table document_project drop constraint document_project_pkey;
alter table document_project add primary key (document_id, project_id);
drop index document_project_document;
create index document_project_project on document_project (project_id, month);

-- False: the month was closed when its end still decided for all of it; invariants of charge and document begin after it.
alter table month_close add column by_contract boolean not null default true;
update month_close set by_contract = false;

-- The lines of documents of before, by project: what each was charged of the service and supply month in the month.
create temp table carried on commit drop as
  select l.document_id, l.line_no, l.gross_minor as line_gross, d.region_code, d.payer_id, d.month, d.corrects_document_id,
         u.project_id, l.service_code, l.supply_month, u.contract_id, k.role,
         u.transfer + case when s.postpaid then u.credit else u.covered end as gross
    from document_line l join document d using (document_id) join document_kind k using (kind)
    join region r on r.region_code = d.region_code
    join document_project p using (document_id)
    join lateral (
      select x.project_id, max(x.contract_id) as contract_id, sum(x.transfer)::bigint as transfer, sum(x.credit)::bigint as credit,
             sum(x.covered)::bigint as covered
        from (select project_id, contract_id, sku_id, transfer_minor as transfer, credit_minor as credit, 0 as covered from charge
               where project_id = p.project_id and booking_month = d.month
                 and day >= l.supply_month and day < l.supply_month + interval '1 month'
              union all
              select project_id, contract_id, sku_id, 0, 0, amount_minor from charge_cover
               where project_id = p.project_id and booking_month = d.month and funding_source = 'transfer'
                 and day >= l.supply_month and day < l.supply_month + interval '1 month') x
        join sku using (sku_id) where sku.service_code = l.service_code
       group by x.project_id) u on true
    cross join lateral (
      select exists (select from project_payer a join contract c using (contract_id)
                      where a.project_id = u.project_id and c.payment_scheme = 'postpaid'
                        and a.starts_at < e.at and (a.ends_at is null or a.ends_at >= e.at)
                        and c.starts_at < e.at and (c.ends_at is null or c.ends_at >= e.at)) as postpaid
        from (select (l.supply_month + interval '1 month')::timestamp at time zone r.time_zone as at) e) s
   where k.role <> 'companion';

insert into document_part (project_id, contract_id, service_code, supply_month, booking_month, cause, region_code, payer_id,
                           gross_minor, document_id, line_no, corrects_document_id)
  select c.project_id, coalesce(own.contract_id, c.contract_id), c.service_code, c.supply_month, c.month, 'carried', c.region_code,
         c.payer_id, c.gross, c.document_id, c.line_no, c.corrects_document_id
    from carried c
    -- The document is of its payer, whatever the charge's grain says of a month of which both ends were in other hands.
    left join lateral (select contract_id from contract k where k.payer_id = c.payer_id
                        order by k.contract_id = c.contract_id desc, k.contract_id limit 1) own on true
   where c.gross <> 0 and coalesce(own.contract_id, c.contract_id) <> 0
on conflict do nothing;

-- What was booked in closed months for organisations and is in no document waits from now on; the next issue says for what.
insert into document_part (project_id, contract_id, service_code, supply_month, booking_month, cause, region_code, payer_id,
                           gross_minor, waits_for, waits_since)
  select x.project_id, x.contract_id, k.service_code, x.supply_month, x.booking_month,
         case when sum(x.minor) < 0 and x.supply_month < x.booking_month then 'decrease' else 'supply' end,
         p.region_code, c.payer_id, sum(x.minor)::bigint, 'to_be_issued', l.locked_at
    from (select project_id, contract_id, sku_id, date_trunc('month', day)::date as supply_month, booking_month,
                 transfer_minor as minor, credit_minor as credit, 0 as covered from charge
          union all
          select project_id, contract_id, sku_id, date_trunc('month', day)::date, booking_month, 0, 0, amount_minor
            from charge_cover where funding_source = 'transfer') u
    join contract c using (contract_id) join payer y on y.payer_id = c.payer_id and y.kind <> 'individual'
    cross join lateral (select u.project_id, u.contract_id, u.sku_id, u.supply_month, u.booking_month,
                               u.minor + case when c.payment_scheme = 'postpaid' then u.credit else u.covered end as minor) x
    join sku k on k.sku_id = x.sku_id join project p on p.project_id = x.project_id
    join period_lock l on l.region_code = p.region_code and l.month = x.booking_month
   where not exists (select from document_project d where d.project_id = x.project_id and d.month = x.booking_month)
   group by x.project_id, x.contract_id, k.service_code, x.supply_month, x.booking_month, p.region_code, c.payer_id, l.locked_at
  having sum(x.minor) <> 0;
