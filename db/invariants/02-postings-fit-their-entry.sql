-- Each posting has an entry, its instant, an account that its kind and source may touch, and the side that the kind moves it to.
-- ru: У проводки есть запись и её момент, счёт, которого могут касаться такая запись и такой источник, и сторона, в которую он ходит.
select p.project_id, p.entry_id, p.line_no, e.kind, p.ledger_account, p.funding_source, p.amount_minor, p.effective_at, e.effective_at as of_entry
  from posting p left join journal_entry e using (project_id, entry_id)
 where p.effective_at <> e.effective_at
    or (case
      when e.kind in ('payment', 'payment_return') then
        p.ledger_account in ('payment', case p.funding_source when 'transfer' then 'bank' when 'other' then 'acquirer' end)
        and (p.amount_minor > 0) = ((p.ledger_account = 'payment') = (e.kind = 'payment'))
      when e.kind in ('charge', 'correction') then
        (p.amount_minor > 0) = ((p.ledger_account = 'revenue') = (e.kind = 'charge'))
        and (p.ledger_account = 'revenue' or case p.funding_source when 'bonus' then p.ledger_account like 'bonus:%' else p.ledger_account = 'payment' end)
      when e.kind = 'cover' then
        p.funding_source <> 'bonus' and p.ledger_account in ('payment', 'revenue')
        and (p.amount_minor > 0) = ((p.ledger_account = 'revenue') = (p.funding_source <> 'credit'))
      when e.kind = 'suspense' then
        p.project_id <> 0 or p.funding_source = 'transfer' and p.ledger_account in ('bank:' || e.region_code, 'suspense:' || e.region_code)
      else
        -- An expired bonus that late usage still claims comes back by an expiry of the other sign.
        p.funding_source = 'bonus' and (p.ledger_account = 'bonus_cost' or p.ledger_account like 'bonus:%')
        and (p.amount_minor > 0) = ((p.ledger_account <> 'bonus_cost') = (e.kind = 'bonus' or e.reference = 'bonus_settlement'))
    end) is not true
union all
select project_id, entry_id, null, null, null, funding_source, sum(amount_minor), null, null
  from posting group by project_id, entry_id, funding_source having sum(amount_minor) <> 0;
