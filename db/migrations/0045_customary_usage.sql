-- What a project is used to of a SKU, kept by the rater: an event a thousand times that waits for somebody to look at it.
create table usage_custom (
  project_id bigint not null references project,
  sku_id int not null references sku,
  -- The largest mean of the events of a day that were rated together.
  most numeric not null,
  -- Counted until there are enough.
  events bigint not null,
  since_day date not null,
  primary key (project_id, sku_id)
);
call enable_tenant_rls('usage_custom');
insert into usage_custom
select project_id, sku_id, max(most), sum(events), min(day)
  from (select project_id, sku_id, quantity / greatest(event_count, 1) as most, event_count as events, day from usage_quantity
        union all
        select project_id, sku_id, quantity, 1, (to_timestamp(from_minute * 60.0) at time zone 'UTC')::date from gauge_interval) u
 group by project_id, sku_id;

-- What of a project's usage costs the most where it cannot be charged.
alter table accrual_failure add column resource text, add column sku_code text, add column day date, add column quantity text;
