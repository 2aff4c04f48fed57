-- What was taken away of a bonus when it expired: late usage of the days in which it was valid may still claim it (BAL-04).
alter table fund_lot add column expired_minor bigint not null default 0;

update fund_lot f set expired_minor = e.minor
  from (select j.project_id, split_part(j.idempotency_key, ':', 2)::bigint as lot_no, -sum(p.amount_minor) as minor
          from journal_entry j join posting p using (project_id, entry_id)
         where j.kind = 'bonus_expiry' and p.ledger_account like 'bonus:%' group by 1, 2) e
 where e.project_id = f.project_id and e.lot_no = f.lot_no;

alter table fund_lot add constraint fund_lot_expired check (expired_minor >= 0 and remaining_minor + expired_minor <= granted_minor);
create index fund_lot_bonus on fund_lot (project_id) where bonus_group is not null;
