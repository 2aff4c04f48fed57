-- An entry names what caused it in its kind's own words, and money that came or went was written down when it counts.
-- ru: Запись называет свою причину словами своего вида, а приход и уход денег записаны тогда, когда считаются.
select project_id, entry_id, kind, reference, idempotency_key, effective_at, booked_at
  from journal_entry
 where case
         -- Money in suspense is no project's.
         when kind = 'suspense' and project_id <> 0 then false
         when kind in ('charge', 'correction')
           then idempotency_key is not null or reference !~ '^(accrual:\d{4}-\d\d-\d\d|bonus_settlement)$'
         when reference = 'bonus_settlement' then kind <> 'bonus_expiry'
         else booked_at <> effective_at or case kind
           when 'cover' then reference <> 'cover' or idempotency_key is not null
           when 'bonus' then reference <> 'bonus' or idempotency_key is null
           when 'bonus_expiry' then reference <> 'bonus_expiry'
           when 'suspense' then idempotency_key !~ ('^' || reference || ':(hold|release)$') or reference !~ '^bank_statement_line:\d+$'
           -- Which payment or transfer it was: 12-payment-is-whose-it-was.
           when 'payment' then false
           else idempotency_key <> reference || ':withdrawn' end
       end is not false;
