import fc from "fast-check";

import { localDate } from "../../src/core/time.ts";
import type { StatementFormat, StatementLine } from "../../src/modules/payments/bank/files/statement.ts";
import { type LineToPlace, factsOf } from "../../src/modules/payments/bank/line.ts";
import { recognisePid } from "../../src/modules/payments/bank/recognise-pid.ts";
import { recogniseBatches, recogniseLines } from "../../src/modules/payments/bank/recognise-transfers.ts";
import type { HeldLine } from "../../src/modules/payments/bank/statement-store.ts";

/** A transfer as it really was; a bank's exports show it in many ways. */
export interface Truth {
  readonly payer: number;
  readonly number: number | null;
  readonly amount: number;
  readonly project: number;
  readonly day: number;
  readonly wording: number;
  readonly hasReference: boolean;
  /** Payments of one batch are one entry of the bank, which it shows with its details or as one sum. */
  readonly batch: number | null;
  /** A later export dates the booking anew: only the bank's reference can tell it then, and so it always stands there. */
  readonly bookedAnew: boolean;
}

/** How one export shows one transfer. */
export interface Shown {
  readonly quotes: number;
  readonly lost: "nothing" | "Kazakh letters" | "all letters";
  readonly zeros: number;
  /** Some banks keep the end of a document's number only. */
  readonly numberKept: number;
  /** Days by which this export dates such a booking anew. */
  readonly bookedLater: number;
  readonly cutTo: number;
  readonly valueShift: number;
  readonly wrap: boolean;
  /** What a bank writes before the purpose. */
  readonly before: string;
  readonly account: "whole" | "masked" | "the bank's";
  readonly innWithKpp: boolean;
  /** The reference of another level, or one that was filled in later. */
  readonly otherReference: boolean;
  /** A bank that does not know a payer's account does not know its taxpayer number either. */
  readonly empty: { readonly [field in "account" | "inn" | "number" | "date" | "reference"]: boolean };
}

const WORDINGS = ['Оплата по счёту "7" за услуги', 'Төлем ТОО "Қазына" за облако', "Cloud services, agreement 15"];
const QUOTES = [
  ['"', '"'],
  ["«", "»"],
  ["“", "”"],
  ["'", "'"],
] as const;

function purposeOf(truth: Truth, shown: Shown): string {
  const pid = `mcs100000000${truth.project}`;
  let left = true;
  const wording = (WORDINGS[truth.wording] ?? "").replace(/"/g, () => {
    const sign = QUOTES[shown.quotes]?.[left ? 0 : 1] ?? '"';
    left = !left;
    return sign;
  });
  const whole = `${pid} ${wording}`;
  const lossy =
    shown.lost === "nothing"
      ? whole
      : whole.replace(shown.lost === "Kazakh letters" ? /[ӘәҒғҚқҢңӨөҰұҮүҺһІі]/g : /[^\x20-\x7e]/g, "?");
  const cut = `${shown.before}${lossy.slice(0, Math.max(shown.cutTo, 16))}`;
  return shown.wrap ? cut.replace(/ /g, "\n") : cut;
}

function innOf(truth: Truth, { zeros, innWithKpp }: Shown): string {
  return `077000000${truth.payer}`.slice(zeros > 0 ? 0 : 1) + (innWithKpp ? "/770001001" : "");
}

function accountOf(truth: Truth, { account }: Shown): string {
  if (account === "masked") return `407028104*9${truth.payer}`;
  return account === "whole" ? `4070281040000000009${truth.payer}` : "30101810400000000225";
}

export function lineOf(truth: Truth, index: number, shown: Shown, format: StatementFormat): LineToPlace {
  const { empty } = shown;
  const hasReference = truth.bookedAnew || (format !== "1c" && truth.hasReference && !empty.reference);
  const hasOther = shown.otherReference && !truth.bookedAnew;
  const number = truth.number === null ? null : `000${123_450 + truth.number}`;
  const numberKept = number?.slice(-shown.numberKept) ?? null;
  const day = 5 + truth.day + (truth.bookedAnew ? shown.bookedLater : 0);
  const date = (of: number) => localDate(`2026-11-${String(of).padStart(2, "0")}`);
  const line: StatementLine = {
    ordinal: index + 1,
    fileLine: 1,
    ownAccount: "40702810200000012345",
    bookedOn: date(day),
    valueOn: format === "1c" ? null : date(day + shown.valueShift),
    direction: "in",
    amountMinor: BigInt(10_000 + truth.amount),
    currency: "RUB",
    reversal: false,
    returned: false,
    counterparty: {
      name: null,
      kpp: null,
      bic: null,
      inn: empty.inn || empty.account ? null : innOf(truth, shown),
      account: empty.account || format === "mt940" ? null : accountOf(truth, shown),
    },
    purpose: purposeOf(truth, shown),
    documentNumber: empty.number || numberKept === null ? null : `${"0".repeat(shown.zeros)}${numberKept}`,
    documentDate: empty.date || format !== "1c" ? null : date(day),
    batchReference: format === "camt053" && truth.batch !== null ? `BATCH-00${truth.batch}` : null,
    bankReference: hasReference ? `${hasOther ? "BR-" : "0".repeat(shown.zeros)}77${index}` : null,
    endToEndId: null,
  };
  const statement = {
    format,
    account: line.ownAccount,
    id: null,
    currency: "RUB",
    period: null,
    lines: [],
    sumsAgree: true,
    openingMinor: null,
    closingMinor: null,
    declaredTotals: { inMinor: null, outMinor: null },
  };
  return { statementId: 1n, statement, chain: 0, line, currency: "RUB" };
}

/** The payments of a batch as the one sum that a bank books; formats of 1C have no reference for it. */
function sumOf(parts: readonly LineToPlace[], batch: number): LineToPlace {
  const [first] = parts as [LineToPlace];
  const { line, statement } = first;
  const reference = statement.format === "1c" ? null : `BATCH-00${batch}`;
  return {
    ...first,
    line: {
      ...line,
      amountMinor: parts.reduce((sum, part) => sum + part.line.amountMinor, 0n),
      purpose: [...new Set(parts.map((part) => part.line.purpose))].join("\n"),
      counterparty: { ...line.counterparty, account: null, inn: null },
      documentNumber: null,
      documentDate: null,
      bankReference: reference,
      batchReference: reference,
    },
  };
}

/** What one file shows of some transfers. A batch is one booking: all of it stands in a file, or nothing. */
export function fileOf(all: readonly Truth[], { format, shown: how, members, sums }: File): LineToPlace[] {
  const isIn = (one: Truth, index: number) =>
    one.batch === null ? members[index] : members[all.findIndex(({ batch }) => batch === one.batch)];
  const singles: LineToPlace[] = [];
  const batches = new Map<number, LineToPlace[]>();
  for (const [index, one] of all.entries()) {
    if (!isIn(one, index) || (one.bookedAnew && format === "1c")) continue;
    // A sum has a text of its own, whole and with no payer before it.
    const isSummed = one.batch !== null && sums;
    const plain = { ...(how[0] as Shown), before: "", cutTo: 200 };
    const line = lineOf(one, index, isSummed ? plain : (how[index] as Shown), format);
    if (one.batch !== null && sums) batches.set(one.batch, [...(batches.get(one.batch) ?? []), line]);
    else singles.push(line);
  }
  const summed = [...batches].map(([batch, parts]) =>
    parts.length > 1 ? sumOf(parts, batch) : (parts[0] as LineToPlace),
  );
  return [...singles, ...summed];
}

/** What is held, as the store holds it: it takes in files one after another. */
export class Books {
  lines: { held: HeldLine; credited: { projectId: bigint; amountMinor: bigint } | null }[] = [];
  #lastId = 0n;

  take(lines: readonly LineToPlace[]): void {
    const held = this.lines.map((line) => line.held);
    const recognised = [...Map.groupBy(lines, ({ line }) => line.amountMinor)].flatMap(([amount, bucket]) => {
      const known = held.filter(({ amountMinor }) => amountMinor === amount);
      return recogniseLines(bucket, known, () => (this.#lastId += 1n));
    });
    const takenFor = new Set(recognised.flatMap(({ byReference, lineId }) => (byReference ? [] : [lineId])));
    for (const found of recogniseBatches(recognised, held)) {
      if (!found.isNew) continue;
      const pid = recognisePid(found.line.purpose);
      const isCredited = found.duplicateOf === null && pid.kind === "recognised";
      const disposition = isCredited ? "credited" : found.isHeldOtherwise ? "dismissed" : "suspense";
      const { lineId, duplicateOf } = found;
      this.lines.push({
        held: { ...factsOf(found), lineId, disposition, duplicateOf, standsForNothing: false, wasTakenFor: false },
        credited: isCredited ? { projectId: pid.projectId, amountMinor: found.line.amountMinor } : null,
      });
    }
    this.lines = this.lines.map((line) =>
      takenFor.has(line.held.lineId) ? { ...line, held: { ...line.held, wasTakenFor: true } } : line,
    );
  }
}

const MOST = 5;
const truth: fc.Arbitrary<Truth> = fc.record({
  payer: fc.nat(2),
  number: fc.option(fc.nat(3), { freq: 4 }),
  amount: fc.nat(1),
  project: fc.nat(1),
  day: fc.nat(2),
  wording: fc.nat(2),
  hasReference: fc.boolean(),
  batch: fc.constantFrom(null, null, 1, 2),
  bookedAnew: fc.nat(5).map((one) => one === 0),
});
/**
 * Payments of one batch are booked on one day; what is booked anew is none of it. A payer's documents of one day have numbers
 * of their own, but those of one batch may have that of its register.
 */
export const truths = fc.array(truth, { minLength: 1, maxLength: MOST }).map((all) =>
  all.map((one) => {
    const batch = one.bookedAnew ? null : one.batch;
    const number = one.number === null ? null : one.number % 2;
    if (batch === null) return { ...one, batch, number };
    return {
      ...one,
      batch,
      number,
      day: all.find((first) => !first.bookedAnew && first.batch === batch)?.day ?? one.day,
    };
  }),
);
const seldom = fc.nat(4).map((one) => one === 0);
const shown: fc.Arbitrary<Shown> = fc.record({
  quotes: fc.nat(3),
  lost: fc.constantFrom("nothing", "nothing", "Kazakh letters", "all letters"),
  zeros: fc.nat(3),
  numberKept: fc.constantFrom(9, 9, 9, 6, 4, 3),
  bookedLater: fc.constantFrom(0, 0, 12, 18),
  cutTo: fc.constantFrom(16, 20, 30, 200, 200, 200),
  valueShift: fc.integer({ min: -2, max: 2 }),
  wrap: fc.boolean(),
  before: fc.constantFrom("", "", "", "{VO99090}", "ООО Вымпел ИНН 7700000016 "),
  account: fc.constantFrom("whole", "whole", "masked", "the bank's"),
  innWithKpp: seldom,
  otherReference: seldom,
  empty: fc.record({ account: seldom, inn: seldom, number: seldom, date: seldom, reference: seldom }),
});
export interface File {
  readonly format: StatementFormat;
  readonly members: readonly boolean[];
  readonly shown: readonly Shown[];
  /** Batches stand in it as one sum each. */
  readonly sums: boolean;
}
export const file: fc.Arbitrary<File> = fc.record({
  format: fc.constantFrom<StatementFormat>("1c", "1c", "camt053", "mt940"),
  members: fc.array(fc.boolean(), { minLength: MOST, maxLength: MOST }),
  shown: fc.array(shown, { minLength: MOST, maxLength: MOST }),
  sums: seldom,
});

/** What each project was paid. */
export function sums(payments: readonly { projectId: bigint; amountMinor: bigint }[]): Map<string, bigint> {
  const found = new Map<string, bigint>();
  for (const { projectId, amountMinor } of payments)
    found.set(String(projectId), (found.get(String(projectId)) ?? 0n) + amountMinor);
  return found;
}

/** How many lines there are of each amount. */
export function counts(lines: readonly { amountMinor: bigint }[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const { amountMinor } of lines) found.set(String(amountMinor), (found.get(String(amountMinor)) ?? 0) + 1);
  return found;
}
