import { z } from "zod";

import { defineTopic, idField } from "../../platform/outbox/index.ts";

export const PROPOSAL_NOTICES = ["asked", "done", "refused", "expired"] as const;
export type ProposalNotice = (typeof PROPOSAL_NOTICES)[number];

/** AUD-03: to one of the staff, that a proposal waits for a second person, or what became of the own one. */
export const proposalNotice = defineTopic({
  name: "proposal.notice",
  destination: "mail",
  subject: "user",
  ordered: false,
  console: true,
  payload: z.strictObject({ notice: z.enum(PROPOSAL_NOTICES), proposalId: idField }),
});
