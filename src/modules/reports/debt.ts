import type { Minor } from "../../core/money.ts";
import { type Instant, type LocalDate, type LocalMonth, addDays, dateOf, lastDayOf, monthOf } from "../../core/time.ts";
import type { Tx } from "../../platform/db.ts";
import { payerOf, paymentTerms, termKey } from "../parties/index.ts";
import type { BalanceView } from "./balance-view.ts";
import type { ProjectFacts } from "../tenancy/index.ts";
import { owedMonths } from "../usage/index.ts";

export interface Debt {
  /** For months that are over, the oldest first; `until` is null where only the contract's paper says it. */
  readonly due: readonly {
    readonly month: LocalMonth;
    readonly amountMinor: Minor;
    readonly until: LocalDate | null;
    /** The day after `until`, once it has begun in the region: since then it is overdue. */
    readonly overdueSince: LocalDate | null;
  }[];
  /** The term of the contract in force, for what is supplied this month: days after it; null as `until`. */
  readonly paymentDays: number | null;
  /** Of the present month: not due yet. */
  readonly accruedMinor: Minor;
}

/**
 * PYR-02, PYR-07: what a post-paid project owes, by month of supply, and until when by the terms that its contract had in that
 * month; what is not paid by the end of that day in the region's zone is overdue. With what is accrued
 * it adds up to the balance below zero. Money that has come pays the oldest month, also before the next accrual books so.
 */
export async function debtOf(
  reader: Pick<Tx, "query">,
  { projectId, timeZone }: ProjectFacts,
  { paymentMinor, funds }: Pick<BalanceView, "paymentMinor" | "funds">,
  now: Instant,
): Promise<Debt> {
  const today = dateOf(now, timeZone);
  const present = monthOf(today);
  const contract = (await payerOf(reader as Tx, [projectId], now)).get(projectId)?.contract;
  const owed = (await owedMonths(reader, projectId)).filter(({ month }) => month < present);
  const inForce = contract ? [{ contractId: contract.contractId, month: present }] : [];
  const terms = await paymentTerms(reader, [...owed, ...inForce]);
  let unspent = funds.unspentMinor;
  const due = owed.flatMap(({ owedMinor, ...of }) => {
    const paid = owedMinor < unspent ? owedMinor : unspent;
    unspent -= paid;
    const days = terms.get(termKey(of)) ?? null;
    const until = days === null ? null : addDays(lastDayOf(of.month), days);
    const overdueSince = until !== null && until < today ? addDays(until, 1) : null;
    return paid === owedMinor ? [] : [{ month: of.month, amountMinor: owedMinor - paid, until, overdueSince }];
  });
  const total = due.reduce((sum, one) => sum + one.amountMinor, 0n);
  const [first] = inForce;
  const paymentDays = first ? (terms.get(termKey(first)) ?? null) : null;
  return { due, paymentDays, accruedMinor: -paymentMinor > total ? -paymentMinor - total : 0n };
}
