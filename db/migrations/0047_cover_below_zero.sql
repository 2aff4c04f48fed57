-- Under volume prices and a change of contract, what later money covered of a contract's month may come to less than nothing:
-- such a part waits as what has nothing to show; it must not keep a month from being locked.
alter table document_part drop constraint document_part_check4;
alter table document_part add constraint document_part_sign
  check (case cause when 'increase' then gross_minor > 0 when 'decrease' then gross_minor < 0 else true end);
