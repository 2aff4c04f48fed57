-- A bonus that expired is zero within a minute of its project being looked at; a project that uses nothing is looked at then, one
-- with days to be charged anew once these are.
-- ru: Сгоревший бонус равен нулю через минуту после взгляда на проект.
select f.project_id, f.lot_no, f.remaining_minor, f.expires_at
  from fund_lot f left join project_accrual a using (project_id)
 where f.expires_at < least(:now, a.due_at) - interval '1 minute' and f.remaining_minor > 0
   and not exists (select from accrual_dirty d where d.project_id = f.project_id and d.day < a.open_day);
