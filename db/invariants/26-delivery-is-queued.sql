-- Every delivery of a document has exactly one letter in the outbox and a history that ends in its state (DLV-04).
select v.delivery_id, v.document_id, v.state, m.letters, h.state as last_state
  from delivery v
  left join (select payload ->> 'deliveryId' as id, count(*) as letters from outbox_message
              where destination = 'mail' and topic = 'document.delivery' group by 1) m on m.id = v.delivery_id::text
  left join lateral (select e.state from delivery_event e where e.delivery_id = v.delivery_id order by e.event_no desc limit 1) h on true
 where m.letters is distinct from 1 or h.state is distinct from v.state;
