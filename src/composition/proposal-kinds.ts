import { haltRelease } from "../modules/balance/index.ts";
import {
  statementTaking,
  statementWithdrawal,
  suspenseAssignment,
  suspenseClosing,
} from "../modules/payments/index.ts";
import type { ProposalKind } from "../modules/proposals/index.ts";

/** Every act that takes two persons (AUD-03); one that is not listed here is confirmed by nobody. */
export const PROPOSAL_KINDS: readonly ProposalKind[] = [
  suspenseAssignment,
  suspenseClosing,
  statementTaking,
  statementWithdrawal,
  haltRelease,
];
