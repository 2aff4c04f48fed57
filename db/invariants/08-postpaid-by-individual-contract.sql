-- Post-payment is for organisations and sole proprietors with an individual contract (PYR-02).
-- ru: Постоплата — только у организаций и предпринимателей с индивидуальным договором (PYR-02).
select c.contract_id, c.type, c.payment_scheme, y.kind
  from contract c join payer y using (payer_id)
 where (c.payment_scheme = 'postpaid' and c.type <> 'individual') or (c.type = 'individual' and y.kind = 'individual');
