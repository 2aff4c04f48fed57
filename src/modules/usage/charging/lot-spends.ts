import type { ProjectId } from "../../../core/ids.ts";
import type { Minor } from "../../../core/money.ts";

/** What a lot of transferred money paid of a project's supplies of a month under a contract. */
export interface LotSpend {
  readonly projectId: ProjectId;
  readonly contractId: bigint;
  /** It paid later what had been charged on credit. */
  readonly cover: boolean;
  readonly lotNo: bigint;
  readonly amountMinor: Minor;
}

/** What is given back, or goes over to another contract: `cover` as in LotSpend. */
export type LotShare = Omit<LotSpend, "lotNo">;

/**
 * Which lots paid the supplies of one month, to take back from: the lot that paid last first, so that money that came first
 * is still spent first. What is taken is no longer there for the next one.
 */
export class SpentLots {
  readonly #spent: (LotSpend & { left: Minor })[];

  constructor(spent: readonly LotSpend[]) {
    this.#spent = spent
      .map((one) => ({ ...one, left: one.amountMinor }))
      .sort((a, b) => (a.lotNo < b.lotNo ? 1 : a.lotNo > b.lotNo ? -1 : 0));
  }

  /**
   * The lots that an amount comes back from: those that paid under the same contract, then (volume prices give back what
   * the month paid elsewhere) any of the project's month. More than they paid is a defect and throws.
   */
  take({
    projectId,
    contractId,
    cover,
    amountMinor,
  }: LotShare): Omit<LotSpend, "contractId" | "cover" | "projectId">[] {
    const taken = new Map<bigint, Minor>();
    let due = amountMinor;
    const paid = this.#spent.filter((one) => one.projectId === projectId && one.cover === cover);
    for (const own of [true, false]) {
      for (const lot of paid) {
        if (due === 0n) break;
        if ((lot.contractId === contractId) !== own || lot.left <= 0n) continue;
        const part = lot.left < due ? lot.left : due;
        lot.left -= part;
        due -= part;
        taken.set(lot.lotNo, (taken.get(lot.lotNo) ?? 0n) + part);
      }
    }
    if (due > 0n)
      throw new Error(`project ${projectId}: no transfer is known to have paid ${due} of what is given back`);
    return [...taken].map(([lotNo, amount]) => ({ lotNo, amountMinor: amount }));
  }
}

/** One row for each project, contract, lot and kind of payment; what adds up to nothing is left out. */
export function sumSpends(spends: readonly LotSpend[]): LotSpend[] {
  const sums = new Map<string, LotSpend>();
  for (const one of spends) {
    const key = `${one.projectId} ${one.contractId} ${one.cover} ${one.lotNo}`;
    sums.set(key, { ...one, amountMinor: one.amountMinor + (sums.get(key)?.amountMinor ?? 0n) });
  }
  return [...sums.values()].filter((one) => one.amountMinor !== 0n);
}
