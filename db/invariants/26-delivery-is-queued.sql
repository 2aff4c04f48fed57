-- Every delivery of a document has exactly one letter, to its payer, in the outbox or counted as sent and removed, and a history that ends in its state (DLV-04).
-- ru: У каждой отправки документа ровно одно письмо его плательщику, в очереди или отправленное, и история, что кончается её состоянием (DLV-04).
with letters as (
  select v.delivery_id, v.document_id, d.payer_id, v.state, v.changed_at, coalesce(m.letters, 0) as letters, h.state as last_state, h.at as last_at
    from delivery v join document d on d.document_id = v.document_id
    left join (select payload ->> 'deliveryId' as id, subject_id as payer_id, count(*) as letters from outbox_message
                where subject_kind = 'payer' and destination = 'mail' and topic = 'document.delivery' group by 1, 2) m
           on m.id = v.delivery_id::text and m.payer_id = d.payer_id
    left join lateral (select e.state, e.at from delivery_event e where e.delivery_id = v.delivery_id order by e.event_no desc limit 1) h on true
), gone as (
  select payer_id, count(*) as letters from letters where letters = 0 group by payer_id
), removed as (
  select subject_id as payer_id, messages from outbox_removed
   where subject_kind = 'payer' and destination = 'mail' and topic = 'document.delivery'
)
select payer_id, delivery_id, document_id, state, letters, last_state, null::numeric as removed
  from letters
 where letters > 1 or (letters = 0 and state in ('prepared', 'retrying', 'failed')) or (last_state, last_at) is distinct from (state, changed_at)
union all
select coalesce(g.payer_id, r.payer_id), null, null, null, g.letters, null, r.messages
  from gone g full join removed r on r.payer_id = g.payer_id
 where coalesce(g.letters, 0) <> coalesce(r.messages, 0);
