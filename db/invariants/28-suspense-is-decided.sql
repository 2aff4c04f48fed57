-- A transfer that waits in suspense is credited, returned or dismissed within seven days.
-- ru: Невыясненный перевод зачтён, возвращён или отклонён за семь дней.
-- help: saldo suspense, then saldo suspense assign or saldo suspense close
select line_id, booked_on, direction, amount_minor, currency, suspense_reason, recorded_at
  from bank_statement_line
 where disposition = 'suspense' and recorded_at < :stale;
