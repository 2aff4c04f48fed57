/** Corruptions of the audit, for the test in which each invariant catches its own; more of them stand in audit.db.test.ts. */
import type { Corruption } from "./planted-papers.ts";

const FIRST_LINK = "batch_no = 1 and chain = 'moscow'";

export const ACT_CORRUPTIONS: Readonly<Record<string, readonly Corruption[]>> = {
  "25-audit-chain": [
    {
      what: "an act that was put onto somebody else",
      by: ["update audit_event set actor = 'user:other' where act = 'payment.recorded'"],
    },
    { what: "a link that was changed", by: [`update audit_batch set sha256 = sha256(sha256) where ${FIRST_LINK}`] },
  ],
  "25-audit-acts-are-chained": [
    {
      what: "an act that was put in past the program",
      by: [
        `insert into audit_event (happened_at, act, class, times, actor_kind, actor, address, agent, request_id, subjects)
         values ('2026-11-01Z', 'x.y', 'money', 1, 'cli', 'os:root', '', '', '', '{}')`,
      ],
    },
  ],
  "25-audit-found-by-subject": [
    {
      what: "an act that was hidden from its subject",
      by: ["delete from audit_subject where subject like 'project:%'"],
    },
  ],
  "25-audit-heads-are-there": [
    {
      what: "a head that was told and is no more",
      by: [
        `insert into audit_anchor select chain, 'log', batch_no + 1, sha256, chained_at from audit_batch where ${FIRST_LINK}`,
      ],
    },
  ],
  "25-proposals-are-recorded": [
    {
      what: "an act of two persons that nobody confirmed",
      by: [
        `insert into proposal (kind, payload, things, stake, reason, proposed_by, proposer_user_id, proposed_at, expires_at, state,
                               decider_user_id, decided_at)
         values ('assign_transfer', '{}', '{}', '{}', 'x', 'u1', 'u1', '2026-11-01Z', '2026-11-08Z', 'done', 'u2', '2026-11-02Z')`,
      ],
    },
  ],
  "26-acts-are-told": [
    {
      what: "a token that was made past the program",
      by: [
        `insert into api_token (token_hash, name, project_id, scopes, created_at, expires_at)
         select sha256('x'), 'x', project_id, '{balance.view}', '2026-11-01Z', '2026-12-01Z' from project limit 1`,
      ],
    },
    {
      what: "a decision about a transfer that nobody tells of",
      by: [
        "update bank_statement_line set disposition = 'dismissed', decided_at = '2026-11-03Z', decided_by = 'x' where disposition = 'suspense'",
      ],
      also: ["28-suspense-is-waiting-lines"],
    },
  ],
};
