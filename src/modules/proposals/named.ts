import type { Tx } from "../../platform/db.ts";
import { peopleOfIds } from "../tenancy/index.ts";
import { type Proposal, selectProposal } from "./store.ts";

/** A proposal with the names of both persons, as they are called by now. */
export interface NamedProposal extends Proposal {
  /** Who stands for it, else how the command line named itself. */
  readonly proposerName: string;
  readonly deciderName: string | null;
}

/** Asks once for all names. */
export async function withNames(tx: Pick<Tx, "query">, proposals: readonly Proposal[]): Promise<NamedProposal[]> {
  const ids = proposals.flatMap(({ proposerUserId, deciderUserId }) =>
    [proposerUserId ?? [], deciderUserId ?? []].flat(),
  );
  const people = ids.length === 0 ? [] : await peopleOfIds(tx, [...new Set(ids)]);
  const names = new Map(people.map(({ userId, name }) => [userId, name]));
  return proposals.map((one) => ({
    ...one,
    proposerName: names.get(one.proposerUserId ?? "") ?? one.proposedBy,
    deciderName: names.get(one.deciderUserId ?? "") ?? one.deciderUserId,
  }));
}

/** Null when there is none of that number. */
export async function proposalById(tx: Pick<Tx, "query">, proposalId: bigint): Promise<NamedProposal | null> {
  const proposal = await selectProposal(tx, proposalId);
  return proposal && ((await withNames(tx, [proposal]))[0] ?? null);
}
