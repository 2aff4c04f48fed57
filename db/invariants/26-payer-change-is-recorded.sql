-- A payer whose details are not those of its last change: somebody changed them past the history (PYR-06, AUD-01).
-- ru: Реквизиты плательщика — из последнего записанного изменения (PYR-06, AUD-01).
select y.payer_id
  from payer y
  join lateral (select c.after from payer_change c where c.payer_id = y.payer_id order by c.payer_change_id desc limit 1) last on true
 where (last.after - 'registeredAt') is distinct from jsonb_build_object(
         'kind', y.kind, 'countryCode', y.country_code, 'name', y.name, 'fullName', y.full_name, 'inn', y.inn, 'kpp', y.kpp,
         'ogrn', y.ogrn, 'address', y.address, 'documentEmail', y.document_email)
    or (last.after ->> 'registeredAt')::timestamptz is distinct from y.registered_at;
