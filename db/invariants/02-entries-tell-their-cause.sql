-- An entry names what caused it in its kind's own words, and was written down when it counts; a charge or what gives it back, no sooner.
-- ru: Запись называет свою причину словами своего вида и сделана тогда, когда считается; начисление и его возврат — не раньше.
select project_id, entry_id, kind, reference, idempotency_key, effective_at, booked_at
  from journal_entry
 where case
         when kind in ('charge', 'correction')
           then booked_at < effective_at or idempotency_key is not null or reference !~ '^(accrual:\d{4}-\d\d-\d\d|bonus_settlement)$'
         when reference = 'bonus_settlement' then booked_at < effective_at or kind <> 'bonus_expiry'
         else booked_at <> effective_at or case kind
           when 'cover' then reference <> 'cover' or idempotency_key is not null
           when 'bonus' then reference <> 'bonus' or idempotency_key is null
           when 'bonus_expiry' then reference <> 'bonus_expiry'
           when 'suspense' then idempotency_key !~ ('^' || reference || ':(hold|release)$') or reference !~ '^bank_statement_line:\d+$'
           -- Which payment or transfer it was: 12-payment-is-whose-it-was.
           when 'payment' then idempotency_key is null
           else idempotency_key <> reference || ':withdrawn' end
       end is not false;
