import type { Texts } from "../../core/errors.ts";
import type { Currency, Minor } from "../../core/money.ts";
import { type Instant, formatInstant } from "../../core/time.ts";
import { type Tx, only, textArray } from "../../platform/db.ts";
import type { ProposalCode } from "./acts.ts";
import type { Fact } from "./kind.ts";

/** SQL on proposal and lone_act. */
type Reader = Pick<Tx, "query">;

export const STATES = ["open", "done", "refused", "withdrawn", "expired"] as const;
export type State = (typeof STATES)[number];

/** What is kept of a stake. */
export interface KeptStake {
  /** Why it takes two persons. */
  readonly cause: Texts;
  /** `project:1234567890`. */
  readonly subjects: readonly string[];
  readonly receivers: readonly string[];
  readonly facts: readonly Fact[];
}

export interface Proposal {
  readonly proposalId: bigint;
  readonly kind: ProposalCode;
  readonly regionCode: string | null;
  readonly payload: unknown;
  readonly things: readonly string[];
  readonly stake: KeptStake;
  readonly amountMinor: Minor | null;
  readonly currency: Currency | null;
  readonly reason: string;
  readonly proposedBy: string;
  /** Null: it came from the command line, and nobody who signed in stands for it yet. */
  readonly proposerUserId: string | null;
  readonly proposedAt: Instant;
  readonly expiresAt: Instant;
  readonly state: State;
  readonly deciderUserId: string | null;
  readonly decidedAt: Instant | null;
  readonly decisionNote: string | null;
}

const PROPOSAL = `p.proposal_id as "proposalId", p.kind, p.region_code as "regionCode", p.payload, p.things, p.stake,
  p.amount_minor as "amountMinor", p.currency, p.reason, p.proposed_by as "proposedBy", p.proposer_user_id as "proposerUserId",
  p.proposed_at as "proposedAt", p.expires_at as "expiresAt", p.state,
  p.decider_user_id as "deciderUserId", p.decided_at as "decidedAt", p.decision_note as "decisionNote"`;

export type NewProposal = Pick<
  Proposal,
  | "kind"
  | "regionCode"
  | "payload"
  | "things"
  | "stake"
  | "amountMinor"
  | "currency"
  | "reason"
  | "proposedBy"
  | "proposerUserId"
  | "proposedAt"
  | "expiresAt"
>;

export async function insertProposal(tx: Tx, one: NewProposal): Promise<bigint> {
  const rows = await tx.query<{ id: bigint }>(
    `insert into proposal (kind, region_code, payload, stake, amount_minor, currency, reason, proposed_by, proposer_user_id,
                           proposed_at, expires_at, things)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning proposal_id as id`,
    [
      one.kind,
      one.regionCode,
      JSON.stringify(one.payload),
      JSON.stringify(one.stake),
      one.amountMinor,
      one.currency,
      one.reason,
      one.proposedBy,
      one.proposerUserId,
      formatInstant(one.proposedAt),
      formatInstant(one.expiresAt),
      textArray(one.things),
    ],
  );
  return only(rows).id;
}

export async function selectProposal(tx: Reader, proposalId: bigint): Promise<Proposal | null> {
  const rows = await tx.query<Proposal>(`select ${PROPOSAL} from proposal p where p.proposal_id = $1`, [proposalId]);
  return rows[0] ?? null;
}

/** The same, held against other decisions until the transaction ends. */
export async function lockProposal(tx: Tx, proposalId: bigint): Promise<Proposal | null> {
  const rows = await tx.query<Proposal>(
    `select ${PROPOSAL} from proposal p where p.proposal_id = $1 for no key update`,
    [proposalId],
  );
  return rows[0] ?? null;
}

export interface ProposalFilter {
  /** Null: in any state. Open are those whose time is not over. */
  readonly open: boolean | null;
  readonly kind: ProposalCode | null;
  readonly regionCode: string | null;
  /** Asked for by this user, or by anybody but this one. */
  readonly by: { readonly userId: string; readonly own: boolean } | null;
  readonly now: Instant;
  readonly before: bigint | null;
  readonly limit: number;
}

/** The newest first. */
export function selectProposals(tx: Reader, filter: ProposalFilter): Promise<Proposal[]> {
  const { open, kind, regionCode, by, now, before, limit } = filter;
  return tx.query<Proposal>(
    `select ${PROPOSAL} from proposal p
      where ($1::boolean is null or (p.state = 'open' and p.expires_at > $2) = $1)
        and ($3::text is null or p.kind = $3) and ($4::text is null or p.region_code = $4)
        and ($5::text is null or (coalesce(p.proposer_user_id, '') = $5) = $6)
        and ($7::bigint is null or p.proposal_id < $7)
      order by p.proposal_id desc limit $8`,
    [open, formatInstant(now), kind, regionCode, by?.userId ?? null, by?.own ?? null, before, limit],
  );
}

/** Of these things those about which a proposal is open, each with its number. */
export function selectOpenAbout(
  tx: Reader,
  things: readonly string[],
  now: Instant,
): Promise<{ readonly thing: string; readonly proposalId: bigint }[]> {
  return tx.query(
    `select thing, p.proposal_id as "proposalId" from proposal p, unnest(p.things) thing
      where p.state = 'open' and p.things && $1::text[] and thing = any ($1::text[]) and p.expires_at > $2`,
    [textArray(things), formatInstant(now)],
  );
}

/** Open proposals whose time is over, held; those that another worker has in hand are passed over. */
export function lockOverdue(tx: Tx, now: Instant, limit: number): Promise<Proposal[]> {
  return tx.query<Proposal>(
    `select ${PROPOSAL} from proposal p where p.state = 'open' and p.expires_at <= $1
      order by p.proposal_id limit $2 for no key update skip locked`,
    [formatInstant(now), limit],
  );
}

export async function countOverdue(tx: Reader, now: Instant): Promise<number> {
  const rows = await tx.query<{ n: bigint }>(
    "select count(*) as n from proposal where state = 'open' and expires_at <= $1",
    [formatInstant(now)],
  );
  return Number(only(rows).n);
}

/** Open ones whose time is not over, by kind. */
export function countOpen(
  tx: Reader,
  now: Instant,
): Promise<{ readonly kind: ProposalCode; readonly count: bigint; readonly since: Instant }[]> {
  return tx.query(
    `select kind, count(*) as count, min(proposed_at) as since from proposal
      where state = 'open' and expires_at > $1 group by kind order by kind`,
    [formatInstant(now)],
  );
}

/** Open ones whose time is over between `now` and `before`: how many, and which is the first. */
export async function countExpiring(
  tx: Reader,
  now: Instant,
  before: Instant,
): Promise<{ readonly count: bigint; readonly firstAt: Instant | null }> {
  const rows = await tx.query<{ count: bigint; firstAt: Instant | null }>(
    `select count(*) as count, min(expires_at) as "firstAt" from proposal
      where state = 'open' and expires_at > $1 and expires_at <= $2`,
    [formatInstant(now), formatInstant(before)],
  );
  return only(rows);
}

export interface Decision {
  readonly state: Exclude<State, "open">;
  readonly deciderUserId: string | null;
  readonly note: string | null;
  readonly at: Instant;
}

export async function closeProposal(
  tx: Tx,
  proposalId: bigint,
  { state, deciderUserId, note, at }: Decision,
): Promise<void> {
  await tx.execute(
    "update proposal set state = $2, decider_user_id = $3, decision_note = $4, decided_at = $5 where proposal_id = $1",
    [proposalId, state, deciderUserId, note, formatInstant(at)],
  );
}

export async function setProposer(tx: Tx, proposalId: bigint, userId: string): Promise<void> {
  await tx.execute("update proposal set proposer_user_id = $2 where proposal_id = $1", [proposalId, userId]);
}

/** What one person did alone. */
export interface LoneAct {
  readonly kind: ProposalCode;
  readonly actor: string;
  readonly receiver: string;
  readonly amountMinor: Minor;
  readonly currency: Currency;
}

export async function insertLoneAct(tx: Tx, one: LoneAct, at: Instant): Promise<void> {
  await tx.execute(
    `insert into lone_act (kind, actor, receiver, amount_minor, currency, done_at) values ($1, $2, $3, $4, $5, $6)`,
    [one.kind, one.actor, one.receiver, one.amountMinor, one.currency, formatInstant(at)],
  );
}

/** What the same person did alone for the same receiver after an instant. */
export async function sumLoneActs(tx: Reader, one: LoneAct, actors: readonly string[], after: Instant): Promise<Minor> {
  const rows = await tx.query<{ sum: Minor }>(
    `select coalesce(sum(amount_minor), 0)::bigint as sum from lone_act
      where actor = any($1::text[]) and kind = $2 and receiver = $3 and currency = $4 and done_at > $5`,
    [textArray(actors), one.kind, one.receiver, one.currency, formatInstant(after)],
  );
  return only(rows).sum;
}
