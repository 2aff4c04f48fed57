-- Every freeze and unfreeze has its webhook in the outbox (FRZ-07).
select f.project_id, f.at, f.kind from freeze_event f
 where f.kind in ('frozen', 'unfrozen', 'deletion_due')
   and not exists (select 1 from outbox_message m
                    where m.project_id = f.project_id and m.destination = 'control_plane' and m.topic = 'project.' || f.kind and m.created_at = f.at);
