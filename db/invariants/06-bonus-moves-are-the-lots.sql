-- What is gone from a bonus's lot, and what of it expired, is what was written down when it went (BAL-02, BAL-04).
-- ru: Сколько ушло и сгорело из партии бонусов, столько и было записано (BAL-02, BAL-04).
select coalesce(f.project_id, m.project_id) as project_id, coalesce(f.lot_no, m.lot_no) as lot_no,
       f.taken, m.taken_minor, f.expired, m.expired_minor
  from (select project_id, lot_no, granted_minor - remaining_minor as taken, expired_minor as expired from fund_lot
         where bonus_group is not null and (granted_minor <> remaining_minor or expired_minor <> 0)) f
  full join (select project_id, lot_no, taken_minor, expired_minor from bonus_move
              where taken_minor <> 0 or expired_minor <> 0) m using (project_id, lot_no)
 where (f.taken, f.expired) is distinct from (m.taken_minor, m.expired_minor);
