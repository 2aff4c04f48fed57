-- A source of a project's own token holds events of that project alone: nobody reports for another by it.
-- ru: Источник токена проекта сообщает только о своём проекте.
select s.source, e.project_id, e.event_id
  from usage_source s join usage_event e using (source_id)
 where s.owner_project_id <> e.project_id;
