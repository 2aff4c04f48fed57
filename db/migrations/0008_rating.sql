-- Functions of rating: the set-based twin of usage/rate.ts (a property test holds the two together).

-- Whole minutes since the epoch; infinity is the open end of intervals.
create function minute_of(instant timestamptz) returns int
  language sql immutable parallel safe
  return case when isfinite(instant) then floor(extract(epoch from instant) / 60)::int
              when instant > 'epoch' then 2147483647 else 0 end;

-- The exact cost (in major units × divisor) of the first `axis` units of a month under graduated tiers:
-- [{"from": "0", "price": "1.2"}, …], bounds in priced units.
create function tiered_cost(tiers jsonb, axis numeric, divisor bigint) returns numeric
  language sql immutable parallel safe
  begin atomic
    select coalesce(sum((least(axis, t.until * divisor) - t.starts * divisor) * t.price), 0)
      from (select (tier ->> 'from')::numeric as starts, (tier ->> 'price')::numeric as price,
                   coalesce(lead((tier ->> 'from')::numeric) over (order by (tier ->> 'from')::numeric), 'Infinity') as until
              from jsonb_array_elements(tiers) tier) t
     where axis > t.starts * divisor;
  end;

-- The same under volume prices: the whole axis at the price of the tier it reaches.
create function volume_cost(tiers jsonb, axis numeric, divisor bigint) returns numeric
  language sql immutable parallel safe
  begin atomic
    select coalesce((select axis * (tier ->> 'price')::numeric
                       from jsonb_array_elements(tiers) tier
                      where axis >= (tier ->> 'from')::numeric * divisor
                      order by (tier ->> 'from')::numeric desc limit 1), 0);
  end;
