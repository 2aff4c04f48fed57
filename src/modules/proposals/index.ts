export { PROPOSAL_TITLES, proposalActs } from "./acts.ts";
export { OwnInterest, refuseParties } from "./bars.ts";
export {
  type Approval,
  ProposalOutdated,
  approveProposal,
  countProposals,
  kindsOf,
  listOpenProposals,
  openProposals,
} from "./decide.ts";
export { type ApproveApart, proposalRoutes } from "./http.ts";
export { countExpiring as expiringProposals } from "./store.ts";
export { proposalJobs } from "./jobs.ts";
export {
  type Doing,
  type Fact,
  type ProposalKind,
  type Said,
  type Stake,
  amountSaid,
  defineProposalKind,
  factSchema,
  said,
} from "./kind.ts";
export {
  type Asking,
  type Outcome,
  ProposalOpen,
  ReasonNeeded,
  ReasonTooLong,
  actOrPropose,
  outcomeSchema,
  outcomeShown,
} from "./propose.ts";
export { selectOpenAbout as openAbout } from "./store.ts";
export { proposalById } from "./named.ts";
export { type ProposalNotice, proposalNotice } from "./topics.ts";
