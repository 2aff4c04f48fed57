-- The same as before, but of immutable parts only, so that PostgreSQL writes it into the query instead of calling it for
-- every row (the epoch of a timestamptz counts as dependent on the session's zone).
create or replace function minute_of(instant timestamptz) returns int
  language sql immutable parallel safe
  return case when isfinite(instant) then floor(extract(epoch from instant at time zone 'UTC') / 60)::int
              when instant > 'epoch' then 2147483647 else 0 end;

-- Tiers are cut by a join in the query (usage/grain-sql), several times faster than a call for every piece.
drop function tiered_cost(jsonb, numeric, bigint);
drop function volume_cost(jsonb, numeric, bigint);
