-- The audit's chains are unbroken: each link follows the one before, and each act in it is as it was when it was chained.
-- ru: Цепочки журнала целы: звенья идут друг за другом, действия в них те же, что при записи.
-- help: saldo audit verify
with link as (
  select b.*, coalesce(lag(batch_no) over w, 0) as no_before, coalesce(lag(sha256) over w, audit_root()) as sha256_before
    from audit_batch b window w as (partition by chain order by batch_no)
)
select chain, batch_no, null::bigint as audit_event_id, 'link' as broken
  from link
 where batch_no <> no_before + 1 or previous <> sha256_before
    or sha256 <> audit_link(chain, batch_no, chained_at, ids, leaves, previous)
union all
select b.chain, b.batch_no, l.id, case when e.audit_event_id is null then 'gone' else 'changed' end
  from audit_batch b cross join lateral unnest(b.ids, b.leaves) l(id, leaf)
  left join audit_event e on e.audit_event_id = l.id
 where e.audit_event_id is null or audit_leaf(e) <> l.leaf or coalesce(e.region_code, 'house') <> b.chain;
