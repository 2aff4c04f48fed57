-- An idempotency key of a principal stands for one request and has one answer.
-- ru: Ключ идемпотентности значит один запрос и имеет один ответ.
select principal, key, count(distinct request_sha256) as requests, count(*) as answers
  from idempotency_key group by principal, key having count(*) > 1;
