/** See the front door. A plain query, so that the database looks into it when it is part of a larger one. */
export const MONEY_MOVEMENTS = `
  select e.project_id, e.entry_id, e.region_code, e.kind, e.effective_at, e.reference, p.funding_source, p.amount_minor
    from journal_entry e
    join posting p on p.project_id = e.project_id and p.entry_id = e.entry_id
     and (p.ledger_account = 'payment' or p.ledger_account like 'bonus:%')
   where e.kind in ('payment', 'payment_return', 'bonus', 'bonus_expiry')`;
