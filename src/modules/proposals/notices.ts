import type { Subject } from "../../core/subject.ts";
import type { Instant } from "../../core/time.ts";
import type { Tx } from "../../platform/db.ts";
import { enqueue } from "../../platform/outbox/index.ts";
import { staffWith, userOfId } from "../tenancy/index.ts";
import { belongsTo, isSamePerson } from "./bars.ts";
import type { ProposalKind } from "./kind.ts";
import { type ProposalNotice, proposalNotice } from "./topics.ts";

interface Asked {
  readonly proposalId: bigint;
  readonly proposerUserId: string | null;
  readonly subjects: readonly Subject[];
}

/** Who of the staff could confirm it: the right role, another person than the proposer, no hand in it. */
export async function approversOf<P>(
  tx: Tx,
  { approvers }: ProposalKind<P>,
  { proposerUserId, subjects }: Omit<Asked, "proposalId">,
): Promise<{ readonly userNo: bigint; readonly userId: string }[]> {
  const proposer = proposerUserId === null ? null : await userOfId(tx, proposerUserId);
  const found: { userNo: bigint; userId: string }[] = [];
  for (const { userId } of await staffWith(tx, approvers)) {
    const user = await userOfId(tx, userId);
    if (!user || (proposer && isSamePerson(user, proposer)) || (await belongsTo(tx, user, subjects))) continue;
    found.push({ userNo: user.userNo, userId });
  }
  return found;
}

/** Tells them that it waits, in the transaction that proposes it. */
export async function tellApprovers<P>(tx: Tx, kind: ProposalKind<P>, asked: Asked, now: Instant): Promise<void> {
  const people = await approversOf(tx, kind, asked);
  const { proposalId } = asked;
  await enqueue(
    tx,
    people.map(({ userNo }) => proposalNotice.message(userNo, { notice: "asked", proposalId }, now)),
  );
}

/** Tells who proposed it what became of it; nobody where no person stood for it. */
export async function tellProposer(
  tx: Tx,
  { proposalId, proposerUserId }: Pick<Asked, "proposalId" | "proposerUserId">,
  notice: Exclude<ProposalNotice, "asked">,
  now: Instant,
): Promise<void> {
  const user = proposerUserId === null ? null : await userOfId(tx, proposerUserId);
  if (user) await enqueue(tx, [proposalNotice.message(user.userNo, { notice, proposalId }, now)]);
}
