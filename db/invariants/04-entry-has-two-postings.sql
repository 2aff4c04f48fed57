-- Every entry has two postings or more.
-- ru: В каждой записи не меньше двух проводок.
select e.project_id, e.entry_id, count(p.line_no) as postings
  from journal_entry e left join posting p using (project_id, entry_id)
 group by e.project_id, e.entry_id having count(p.line_no) < 2;
