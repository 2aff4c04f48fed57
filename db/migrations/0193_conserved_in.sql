-- REG-08: when a project was conserved, for what is told only later of that time.
alter table project add column conserved_in tstzmultirange not null default '{}';
