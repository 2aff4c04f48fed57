-- A kind of document is a row, so that a new one is a folder in the code and a row here. What the books must know of a kind
-- stands in the row; a test holds it against the code.
create table document_kind (
  kind text primary key,
  -- What was supplied; what takes off such a document's sums; or what shows the same beside one and counts nowhere.
  role text not null check (role in ('supply', 'correction', 'companion')),
  -- Of the suppliers that issue it.
  countries text[] not null check (cardinality(countries) > 0),
  -- Whose numbers it continues: its own as a rule.
  series text not null references document_kind,
  -- It is not issued without its file in the state's exchange format.
  has_xml boolean not null
);
insert into document_kind (kind, role, countries, series, has_xml) values
  ('upd', 'supply', '{RU}', 'upd', true),
  ('adjustment', 'correction', '{RU}', 'adjustment', false);

alter table document drop constraint document_kind_check;
alter table document add foreign key (kind) references document_kind;
alter table document_number add foreign key (kind) references document_kind;
