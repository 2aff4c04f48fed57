-- What waits in quarantine is kept as it was sent, byte by byte, beside what was read of it; and whoever dismisses it says why.
-- Of what waited before, and of what was accepted first and set aside later, the bytes are not there any more.
alter table usage_quarantine
  add column sent bytea,
  -- json: an event of CloudEvents; http: its attributes as headers, then its data; csv: the row of a file.
  add column sent_form text check (sent_form in ('json', 'http', 'csv')),
  add column note text,
  add constraint usage_quarantine_sent check ((sent is null) = (sent_form is null));
