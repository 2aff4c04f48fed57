-- Staff look projects and payers up by any part of a name: found at once among however many (REG-08, PYR-10).
create index if not exists project_name_parts on project using gin (name gin_trgm_ops);
create index if not exists payer_name_parts on payer using gin (full_name gin_trgm_ops, name gin_trgm_ops);
