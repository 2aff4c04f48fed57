-- Money that came back stayed beside what was charged on credit until the next payment: the worker covers it now.
update wallet w set cover_since = l.received_at
  from (select project_id, min(received_at) as received_at from fund_lot where bonus_group is null group by 1 having sum(remaining_minor) > 0) l
 where l.project_id = w.project_id and w.cover_since is null
   and (select sum(p.amount_minor) from posting p
         where p.project_id = w.project_id and p.funding_source = 'credit' and p.ledger_account = 'payment') < 0;
