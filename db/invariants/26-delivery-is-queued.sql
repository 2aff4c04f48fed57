-- Every delivery of a document has exactly one letter, in the outbox or counted as sent and removed, and a history that ends in its state (DLV-04).
with letters as (
  select v.delivery_id, v.document_id, v.state, coalesce(m.letters, 0) as letters, h.state as last_state
    from delivery v
    left join (select payload ->> 'deliveryId' as id, count(*) as letters from outbox_message
                where destination = 'mail' and topic = 'document.delivery' group by 1) m on m.id = v.delivery_id::text
    left join lateral (select e.state from delivery_event e where e.delivery_id = v.delivery_id order by e.event_no desc limit 1) h on true
)
select delivery_id, document_id, state, letters, last_state, null::numeric as removed
  from letters
 where letters > 1 or (letters = 0 and state in ('prepared', 'retrying', 'failed')) or last_state is distinct from state
union all
select null, null, null, l.gone, null, r.messages
  from (select count(*) as gone from letters where letters = 0) l,
       (select coalesce(sum(messages), 0) as messages from outbox_removed where destination = 'mail' and topic = 'document.delivery') r
 where l.gone <> r.messages;
