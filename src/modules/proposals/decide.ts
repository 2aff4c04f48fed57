import { Forbidden, NotFound, refusal } from "../../core/errors.ts";
import type { Instant } from "../../core/time.ts";
import { type Act, amountText } from "../../platform/act.ts";
import type { Tx } from "../../platform/db.ts";
import { recordAct } from "../../platform/record-act.ts";
import { proposalAdopted, proposalApproved, proposalExpired, proposalRefused, proposalWithdrawn } from "./acts.ts";
import { type Decider, approvalBar, deciderBar, overBar, refuseParties, subjectsIn } from "./bars.ts";
import type { ProposalKind } from "./kind.ts";
import { type NamedProposal, withNames } from "./named.ts";
import { tellProposer } from "./notices.ts";
import { keptOf } from "./propose.ts";
import * as store from "./store.ts";

export const ProposalOutdated = refusal(
  "proposal_outdated",
  409,
  "С тех пор, как это предложили, изменилось то, чего оно касается: отклоните и предложите заново",
  "What it is about has changed since it was proposed: refuse it, and propose it anew",
);
export const StandsAlready = refusal(
  "proposal_has_proposer",
  409,
  "За это предложение уже отвечает сотрудник",
  "Somebody of the staff stands for this proposal already",
);

/** A kind by its code. */
export type Kinds = ReadonlyMap<string, ProposalKind>;

export function kindsOf(list: readonly ProposalKind[]): Kinds {
  return new Map(list.map((kind) => [kind.code, kind]));
}

export function kindOf(kinds: Kinds, { kind }: Pick<store.Proposal, "kind">): ProposalKind {
  const found = kinds.get(kind);
  if (!found) throw new Error(`no kind of proposal ${kind}`);
  return found;
}

/** What waits for a second person, for monitoring: how many, and since when. */
export function countProposals(
  tx: Pick<Tx, "query">,
  now: Instant,
): Promise<{ readonly kind: string; readonly count: bigint; readonly since: Instant }[]> {
  return store.countOpen(tx, now);
}

/** Of these things those about which a proposal is open, with its number. */
export async function openProposals(
  tx: Pick<Tx, "query">,
  things: readonly string[],
  now: Instant,
): Promise<ReadonlyMap<string, bigint>> {
  const rows = things.length === 0 ? [] : await store.selectOpenAbout(tx, things, now);
  return new Map(rows.map(({ thing, proposalId }) => [thing, proposalId]));
}

/** All that is open, the newest first. */
export async function listOpenProposals(tx: Pick<Tx, "query">, now: Instant, limit: number): Promise<NamedProposal[]> {
  const all = { kind: null, regionCode: null, by: null, before: null };
  return withNames(tx, await store.selectProposals(tx, { ...all, open: true, now, limit }));
}

interface Order {
  readonly proposalId: bigint;
  readonly decider: Decider;
  readonly note: string | null;
  readonly now: Instant;
}

/** Of what kind whoever confirms takes it to be: another is refused. */
export interface Approval extends Order {
  readonly kind: string;
}

/**
 * AUD-03, reliability 63: confirms a proposal and does the act, in this one transaction, against the books as they are now.
 * Refuses not_found, proposal_decided, proposal_expired, forbidden, confirmed_in_browser, nobody_stands_for_it,
 * own_proposal, own_interest, proposer_gone, proposal_outdated, and what the act refuses: then nothing is done and the
 * proposal stays open.
 */
export async function approveProposal(tx: Tx, kinds: Kinds, order: Approval): Promise<void> {
  const { decider, note, now } = order;
  const proposal = await lockProposal(tx, order.proposalId);
  const kind = kindOf(kinds, proposal);
  if (proposal.kind !== order.kind) throw ProposalOutdated();
  const bar = await approvalBar(tx, proposal, kind, decider, now);
  if (bar) throw bar;
  const payload = kind.payload.parse(proposal.payload);
  const staffUserId = proposal.proposedBy;
  const persons = [decider.userId, ...(proposal.proposerUserId === null ? [] : [proposal.proposerUserId])];
  await checkUnchanged(tx, proposal, kind, payload, now);
  await store.closeProposal(tx, proposal.proposalId, { state: "done", deciderUserId: decider.userId, note, at: now });
  await kind.perform(tx, payload, { staffUserId, persons, now });
  await tidy(tx, kind, payload, now);
  await record(tx, proposalApproved, proposal, note, now);
  await tellProposer(tx, proposal, "done", now);
}

/** Refuses proposal_outdated unless what is at stake is what was proposed, and what the kind refuses. */
export async function checkUnchanged(
  tx: Tx,
  proposal: store.Proposal,
  kind: ProposalKind,
  payload: unknown,
  now: Instant,
): Promise<void> {
  const stake = await kind.weigh(tx, payload, now);
  const present = JSON.parse(JSON.stringify(keptOf(stake, proposal.stake.cause))) as store.KeptStake;
  const amount = [stake.amount?.amountMinor ?? null, stake.amount?.currency ?? null];
  const isAlike =
    sorted(present) === sorted(proposal.stake) &&
    amount[0] === proposal.amountMinor &&
    amount[1] === proposal.currency &&
    stake.regionCode === proposal.regionCode;
  if (!isAlike) throw ProposalOutdated();
}

/** The database keeps the fields of an object in an order of its own. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_key, one: unknown) =>
    typeof one === "object" && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );
}

/** Turns a proposal down. Whoever may confirm such may refuse it, who has a hand in it too: nothing is given to anybody. */
export async function refuseProposal(tx: Tx, kinds: Kinds, order: Order & { readonly note: string }): Promise<void> {
  const { decider, note, now } = order;
  const proposal = await lockProposal(tx, order.proposalId);
  const kind = kindOf(kinds, proposal);
  const bar = overBar(proposal, now) ?? deciderBar(kind, decider);
  if (bar) throw bar;
  await end(tx, kind, proposal, { state: "refused", deciderUserId: decider.userId, note, at: now });
  await record(tx, proposalRefused, proposal, note, now);
  await tellProposer(tx, proposal, "refused", now);
}

/** The proposer takes it back. Refuses forbidden for another's. */
export async function withdrawProposal(tx: Tx, kinds: Kinds, { proposalId, decider, note, now }: Order): Promise<void> {
  const proposal = await lockProposal(tx, proposalId);
  const over = overBar(proposal, now);
  if (over) throw over;
  if (proposal.proposerUserId !== decider.userId) throw Forbidden();
  const withdrawn = { state: "withdrawn", deciderUserId: decider.userId, note, at: now } as const;
  await end(tx, kindOf(kinds, proposal), proposal, withdrawn);
  await record(tx, proposalWithdrawn, proposal, note, now);
}

/**
 * One of the staff stands for what came from the command line, as if they had proposed it: nobody knows who sat there, so that
 * two persons of the office are needed. Refuses proposal_has_proposer, own_interest, and as approval does.
 */
export async function adoptProposal(tx: Tx, kinds: Kinds, { proposalId, decider, now }: Order): Promise<void> {
  const proposal = await lockProposal(tx, proposalId);
  const kind = kindOf(kinds, proposal);
  const bar = overBar(proposal, now) ?? deciderBar({ ...kind, approvers: kind.proposers }, decider);
  if (bar) throw bar;
  if (proposal.proposerUserId !== null) throw StandsAlready();
  await refuseParties(tx, [decider.userId], subjectsIn(proposal));
  await store.setProposer(tx, proposalId, decider.userId);
  // That it waits all who could confirm it were told when it came.
  await record(tx, proposalAdopted, { ...proposal, proposerUserId: decider.userId }, null, now);
}

/** Ends what nobody decided about in time; answers whether there is more. */
export async function expireProposals(tx: Tx, kinds: Kinds, now: Instant, limit: number): Promise<boolean> {
  const overdue = await store.lockOverdue(tx, now, limit);
  for (const proposal of overdue) {
    const expired = { state: "expired", deciderUserId: null, note: null, at: now } as const;
    await end(tx, kindOf(kinds, proposal), proposal, expired);
    await record(tx, proposalExpired, proposal, null, now);
    await tellProposer(tx, proposal, "expired", now);
  }
  return overdue.length === limit;
}

/** Closes what is not done. */
async function end(
  tx: Tx,
  kind: ProposalKind,
  { proposalId, payload }: store.Proposal,
  decision: store.Decision,
): Promise<void> {
  await store.closeProposal(tx, proposalId, decision);
  await tidy(tx, kind, kind.payload.parse(payload), decision.at);
}

/** What was kept for a proposal goes with it; not when one that was made since needs it, too. */
async function tidy<P>(tx: Tx, kind: ProposalKind<P>, payload: P, now: Instant): Promise<void> {
  if (kind.ended && (await store.selectOpenAbout(tx, kind.thingsOf(payload), now)).length === 0)
    await kind.ended(tx, payload);
}

async function lockProposal(tx: Tx, proposalId: bigint): Promise<store.Proposal> {
  const proposal = await store.lockProposal(tx, proposalId);
  if (!proposal) throw NotFound({ values: { what: "proposal" } });
  return proposal;
}

type ProposalField = "what" | "amount" | "proposer" | "reason";

/** Both persons: who proposed it stands in the row, who decides is its actor. */
async function record(
  tx: Tx,
  act: Act<ProposalField>,
  proposal: store.Proposal,
  note: string | null,
  now: Instant,
): Promise<void> {
  const { proposalId, kind, regionCode, amountMinor, currency, proposerUserId, proposedBy } = proposal;
  await recordAct(tx, act, now, {
    subjects: [],
    ...(regionCode === null ? {} : { regionCode }),
    thing: `proposal:${proposalId}`,
    after: {
      what: kind,
      amount: amountMinor === null || currency === null ? null : amountText(amountMinor, currency),
      proposer: proposerUserId === null ? proposedBy : `user:${proposerUserId}`,
      reason: note,
    },
  });
}
