-- A row of a bill that lacks cells is looked for among those in quarantine by what it costs and when it begins.
create index usage_quarantine_bill on usage_quarantine (source, (body ->> 'billcost'), (body ->> 'billstart'))
  where body ? 'billcost';
