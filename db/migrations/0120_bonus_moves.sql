-- What was taken out of each lot of a bonus, kept beside the lot by whoever changes it: the books know a bonus group, not its
-- lots, so money that is moved from one lot of a group to another had no second witness.
create table bonus_move (
  project_id bigint not null,
  lot_no bigint not null,
  -- In all: what the lot was given less what is left of it.
  taken_minor bigint not null,
  -- The part of it that expired.
  expired_minor bigint not null,
  primary key (project_id, lot_no)
);
revoke delete on bonus_move from saldo_app;

insert into bonus_move (project_id, lot_no, taken_minor, expired_minor)
select project_id, lot_no, granted_minor - remaining_minor, expired_minor
  from fund_lot where bonus_group is not null and granted_minor <> remaining_minor;
