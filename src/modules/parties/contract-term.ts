import { refusal } from "../../core/errors.ts";
import { type Instant, type LocalMonth, addMonths, dateOf, monthOf } from "../../core/time.ts";
import type { Tx } from "../../platform/db.ts";
import { recordAct } from "../../platform/record-act.ts";
import { allRegions } from "../tenancy/index.ts";
import { paymentTermChanged } from "./acts.ts";
import { type ContractMonth, insertTerm, selectTermChanges, selectTermsOf } from "./contract-term-store.ts";
import { lockPayer } from "./payer-change-store.ts";
import { subjectsOfPayer } from "./payer-subjects.ts";
import { UnknownContract } from "./payer.ts";
import { selectContracts } from "./store.ts";

export const TermNeedsPostpaid = refusal(
  "term_needs_postpaid",
  409,
  "Срок оплаты есть только у договора с постоплатой",
  "Only a post-paid contract has a term of payment",
);

export interface NewTerm {
  readonly payerId: bigint;
  readonly contractId: bigint;
  /** 1 to 180 days after the month of supply; null: as the paper says. */
  readonly paymentDays: number | null;
  readonly changedBy: string;
  readonly note: string | null;
  readonly now: Instant;
}

/**
 * PYR-07: another term of payment of a post-paid contract. It is for the months of supply that begin after it was changed, by
 * the regions of the contract's supplier: what is due already, and the month under way, keep the term that they were supplied
 * under. Changed twice in a month, the later counts. The same term again changes nothing. Refuses UnknownContract,
 * TermNeedsPostpaid.
 */
export async function changePaymentTerm(tx: Tx, { payerId, now, ...change }: NewTerm): Promise<void> {
  await lockPayer(tx, payerId);
  const [contract] = await selectContracts(tx, [change.contractId]);
  if (!contract || contract.payerId !== payerId) throw UnknownContract({ field: "contractId" });
  if (contract.paymentScheme !== "postpaid") throw TermNeedsPostpaid({ field: "contractId" });
  const fromMonth = await nextMonth(tx, contract.supplierCode, now);
  const [term] = await selectTermsOf(tx, [{ contractId: contract.contractId, month: fromMonth }]);
  if (term?.paymentDays === change.paymentDays) return;
  await insertTerm(tx, { ...change, fromMonth, changedAt: now });
  const { paymentDays, note } = change;
  await recordAct(tx, paymentTermChanged, now, {
    subjects: await subjectsOfPayer(tx, payerId, now),
    thing: `contract:${contract.contractId}`,
    before: { paymentDays: term?.paymentDays ?? null },
    after: { paymentDays, fromMonth, ...(note === null ? {} : { note }) },
  });
}

/** The first month that has begun in no region of a supplier. */
async function nextMonth(tx: Tx, supplierCode: string, now: Instant): Promise<LocalMonth> {
  const regions = (await allRegions(tx)).filter((region) => region.supplierCode === supplierCode);
  const present = regions.map(({ timeZone }) => monthOf(dateOf(now, timeZone))).sort();
  const latest = present.at(-1);
  if (latest === undefined) throw new Error(`supplier ${supplierCode} has no region`);
  return addMonths(latest, 1);
}

/** The days of payment by contract and month of supply (`termKey`); null, or no entry: as the contract says on paper. */
export async function paymentTerms(
  tx: Pick<Tx, "query">,
  of: readonly ContractMonth[],
): Promise<Map<string, number | null>> {
  const terms = of.length === 0 ? [] : await selectTermsOf(tx, of);
  return new Map(terms.map((term) => [termKey(term), term.paymentDays]));
}

export const termKey = ({ contractId, month }: ContractMonth): string => `${contractId} ${month}`;

export { selectTermChanges as termChanges };
