import type { Minor } from "../../core/money.ts";
import type { EntryDraft, EntryKind, FundingSource, LedgerAccount, PostingDraft } from "./entry.ts";

/** Which side an account's balance normally stands on. Positive postings are credit. */
export type NormalSide = "credit" | "debit";

interface ChartLine {
  readonly meaning: string;
  readonly normalSide: NormalSide;
}

/**
 * The chart of accounts: every ledger account a project may have. A name that ends in a colon is a family, whose members
 * are told apart by what follows. The database holds the same in `chart_of_accounts` and refuses any other account.
 */
export const CHART = {
  payment: { normalSide: "credit", meaning: "the project's money, which we owe it until it is consumed (BAL-01)" },
  "bonus:": { normalSide: "credit", meaning: "the bonus for one group of services (BAL-02), by group" },
  revenue: { normalSide: "credit", meaning: "what was charged for services" },
  bank: { normalSide: "debit", meaning: "transfers that came for the project" },
  "bank:": { normalSide: "debit", meaning: "transfers whose project is not known, by region" },
  acquirer: { normalSide: "debit", meaning: "money that came for the project in any other way" },
  "suspense:": { normalSide: "credit", meaning: "money that waits for its project to be found (PAY-05), by region" },
  bonus_cost: { normalSide: "debit", meaning: "what we gave as bonuses and did not take back" },
} as const satisfies Readonly<Record<string, ChartLine>>;

export type ChartName = keyof typeof CHART;

/**
 * Which accounts an entry of a kind may touch. The database refuses any other (constraint posting_in_chart).
 * `payment_return` has no builder yet: money goes back to customers only when refunds are built.
 * @public as the chart to read; a test holds it to the database's.
 */
export const ACCOUNTS_OF_KIND: Readonly<Record<EntryKind, readonly ChartName[]>> = {
  payment: ["payment", "bank", "acquirer"],
  payment_return: ["payment", "bank", "acquirer"],
  charge: ["payment", "bonus:", "revenue"],
  correction: ["payment", "bonus:", "revenue"],
  cover: ["payment", "revenue"],
  suspense: ["suspense:", "bank:"],
  bonus: ["bonus:", "bonus_cost"],
  bonus_expiry: ["bonus:", "bonus_cost"],
};

/** The account of a project's own money. */
export const PAYMENT = named("payment");
const BONUS = "bonus:" satisfies ChartName;

/** Whether the account holds a bonus. */
export function isBonus(ledgerAccount: LedgerAccount): boolean {
  return ledgerAccount.startsWith(BONUS);
}

/** The region's own books are kept under this number, which no project has: for money nobody is known to own. */
const REGION = 0n;

/** All of an entry but its kind and its postings, which a builder adds. */
export type EntryFacts = Omit<EntryDraft, "kind" | "postings">;

/** Who pays how much of a charge; above zero. */
export interface ChargedPart {
  /** The bonus that pays; without meaning unless the funding source is a bonus. */
  readonly bonusGroup: string | null;
  readonly fundingSource: FundingSource;
  readonly amountMinor: Minor;
}

/** Money that came in for a project (PAY-02). */
export function paymentEntry(facts: EntryFacts, source: "transfer" | "other", amountMinor: Minor): EntryDraft {
  const from = named(source === "transfer" ? "bank" : "acquirer");
  return { ...facts, kind: "payment", postings: move(from, PAYMENT, amountMinor, source) };
}

/** Money that came in for a project goes back whole to where it came from. */
export function paymentReturnEntry(facts: EntryFacts, source: "transfer" | "other", amountMinor: Minor): EntryDraft {
  return { ...paymentEntry(facts, source, -amountMinor), kind: "payment_return" };
}

/** What a project consumed, by who pays (BAL-04). */
export function chargeEntry(facts: EntryFacts, parts: readonly ChargedPart[]): EntryDraft {
  return { ...facts, kind: "charge", postings: charged(parts) };
}

/** What was charged too much, given back to who paid it (PAY-08). */
export function correctionEntry(facts: EntryFacts, parts: readonly ChargedPart[]): EntryDraft {
  return { ...facts, kind: "correction", postings: charged(parts.map(negated)) };
}

/** Money that came later pays what was charged on credit (PAY-08): the balance stays, its sources change. */
export function coverEntry(facts: EntryFacts, parts: readonly ChargedPart[]): EntryDraft {
  const amountMinor = parts.reduce((sum, part) => sum - part.amountMinor, 0n);
  const credit = { bonusGroup: null, fundingSource: "credit", amountMinor } as const;
  return { ...facts, kind: "cover", postings: charged([...parts, credit]) };
}

/** A transfer whose project is not known waits (PAY-05). Below zero: one that left our account. */
export function suspenseHoldEntry(facts: Omit<EntryFacts, "projectId">, amountMinor: Minor): EntryDraft {
  const [bank, suspense] = [named("bank:", facts.regionCode), named("suspense:", facts.regionCode)];
  return { ...facts, projectId: REGION, kind: "suspense", postings: move(bank, suspense, amountMinor, "transfer") };
}

/** The waiting of an amount that suspenseHoldEntry booked ends: it goes to a project by a payment, or to nobody. */
export function suspenseReleaseEntry(facts: Omit<EntryFacts, "projectId">, amountMinor: Minor): EntryDraft {
  return suspenseHoldEntry(facts, -amountMinor);
}

/** A bonus that the platform gives (BAL-02). */
export function bonusEntry(facts: EntryFacts, bonusGroup: string, amountMinor: Minor): EntryDraft {
  return { ...facts, kind: "bonus", postings: move(named("bonus_cost"), bonusOf(bonusGroup), amountMinor, "bonus") };
}

/** What is left of a bonus that expired is taken away (BAL-02). */
export function bonusExpiryEntry(facts: EntryFacts, bonusGroup: string, amountMinor: Minor): EntryDraft {
  return { ...bonusEntry(facts, bonusGroup, -amountMinor), kind: "bonus_expiry" };
}

/** Of what expired so, as much as usage that became known later still claims (BAL-04). */
export function bonusRevivalEntry(facts: EntryFacts, bonusGroup: string, amountMinor: Minor): EntryDraft {
  return bonusExpiryEntry(facts, bonusGroup, -amountMinor);
}

function named(name: ChartName, member = ""): LedgerAccount {
  return `${name}${member}` as LedgerAccount;
}

function bonusOf(bonusGroup: string | null): LedgerAccount {
  return named(BONUS, bonusGroup ?? "");
}

/** The receiving account first: it is the customer's. */
function move(
  from: LedgerAccount,
  to: LedgerAccount,
  amountMinor: Minor,
  fundingSource: FundingSource,
): PostingDraft[] {
  return [
    { ledgerAccount: to, amountMinor, fundingSource },
    { ledgerAccount: from, amountMinor: -amountMinor, fundingSource },
  ];
}

/** One pair of postings per payer: its account, and revenue from the same source. */
function charged(parts: readonly ChargedPart[]): PostingDraft[] {
  const totals = new Map<string, { from: LedgerAccount; fundingSource: FundingSource; amountMinor: Minor }>();
  for (const { bonusGroup, fundingSource, amountMinor } of parts) {
    const from = fundingSource === "bonus" ? bonusOf(bonusGroup) : PAYMENT;
    const key = `${from} ${fundingSource}`;
    const total = totals.get(key);
    if (total) total.amountMinor += amountMinor;
    else totals.set(key, { from, fundingSource, amountMinor });
  }
  return [...totals.values()].flatMap(({ from, fundingSource, amountMinor }) =>
    move(named("revenue"), from, -amountMinor, fundingSource),
  );
}

function negated(part: ChargedPart): ChargedPart {
  return { ...part, amountMinor: -part.amountMinor };
}
