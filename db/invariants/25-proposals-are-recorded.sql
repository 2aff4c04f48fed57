-- An act of two persons that the audit does not show with both: who proposed it, and who confirmed it (AUD-03, reliability 63).
-- ru: В журнале у каждого действия двоих оба: кто предложил и кто подтвердил (AUD-03).
select p.proposal_id
  from proposal p
  left join audit_event e on e.act = 'proposal.approved' and e.refusal is null and e.thing = 'proposal:' || p.proposal_id
 where p.state = 'done'
   and (e.actor is distinct from 'user:' || p.decider_user_id or e.after ->> 'proposer' is distinct from 'user:' || p.proposer_user_id);
