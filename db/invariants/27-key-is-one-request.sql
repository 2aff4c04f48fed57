-- An idempotency key of a principal stands for one request and has one answer.
select principal, key, count(distinct request_sha256) as requests, count(*) as answers
  from idempotency_key group by principal, key having count(*) > 1;
