-- The names of providers in bills of a source, as they were spelt: a row that came again under another spelling is looked for
-- under those that were there before.
create table focus_provider_name (
  source text not null,
  name text not null,
  primary key (source, name)
);
revoke update, delete on focus_provider_name from saldo_app;
