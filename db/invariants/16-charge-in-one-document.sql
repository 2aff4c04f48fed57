-- A project's month is in at most one document of a kind.
select project_id, month, kind, count(*) as documents from document_project group by 1, 2, 3 having count(*) > 1;
