import fc from "fast-check";
import { describe, expect, it } from "vitest";

import {
  Books,
  type File,
  type Shown,
  type Truth,
  counts,
  file,
  fileOf,
  lineOf,
  sums,
  truths,
} from "../../../../test/support/bank-exports.ts";
import { localDate } from "../../../core/time.ts";
import type { StatementFormat } from "./files/statement.ts";
import { matchTransfers } from "./match-transfers.ts";
import { recogniseLines } from "./recognise-transfers.ts";
import type { HeldLine } from "./statement-store.ts";
import { Transfer, type TransferFacts } from "./transfer.ts";

const base: TransferFacts = {
  format: "camt053",
  ownAccount: "40702810200000012345",
  direction: "in",
  amountMinor: 80_101n,
  currency: "RUB",
  bookedOn: localDate("2026-11-05"),
  valueOn: null,
  documentNumber: null,
  documentDate: null,
  bankReference: null,
  batchReference: null,
  endToEndId: null,
  payerAccount: "40702810400000000092",
  payerInn: "7700000016",
  purpose: "Оплата по договору mcs1000000002",
  opensAt: null,
  closesAt: null,
};
type Facts = Partial<TransferFacts>;
/** What becomes of the second of two, each of a file of its own. */
function second(first: Facts, then: Facts): "same" | "possible" | "new" | undefined {
  const [held, shownThen] = [first, then].map((facts) => new Transfer({ ...base, ...facts })) as [Transfer, Transfer];
  return matchTransfers([shownThen], [{ held: 1n, alike: [held] }])[0]?.kind;
}
const on = (day: number) => localDate(`2026-11-${String(day).padStart(2, "0")}`);

describe("a standing order has one number for all its payments", () => {
  it.each([
    ["camt.053", { format: "camt053", endToEndId: "SO-1" }],
    ["MT940", { format: "mt940", documentNumber: "1" }],
  ] as const)("PAY-12 %s: the next is honest where balances chain, in doubt where they do not", (_format, order) => {
    const first = { ...order, bookedOn: on(3), opensAt: 0n, closesAt: 80_101n };
    for (const days of [1, 3, 7, 10]) {
      const next = { ...order, bookedOn: on(3 + days) };
      expect(second(first, { ...next, opensAt: 80_101n, closesAt: 160_202n })).toBe("new");
      expect(second(first, next)).toBe("possible");
    }
    expect(second(first, { ...first })).toBe("same");
    // The days of one number and one date are those of one document.
    const dated = { ...order, format: "1c", documentNumber: "1", documentDate: on(3) } as const;
    expect(second(dated, { ...dated, bookedOn: on(6) })).toBe("same");
    expect(second({ ...order, format: "1c" }, { ...order, bookedOn: on(8) })).not.toBe("same");
  });

  it("PAY-12 a payment of every day is honest each day, in every format, while the balances chain", () => {
    const formats: readonly StatementFormat[] = ["1c", "camt053", "mt940"];
    fc.assert(
      fc.property(fc.constantFrom(...formats), fc.boolean(), fc.integer({ min: 1, max: 4 }), (format, dates, every) => {
        const transfers = [0, 1, 2, 3, 4, 5].map((index) => {
          const day = on(1 + index * every);
          const [opensAt, closesAt] = [BigInt(index) * 80_101n, BigInt(index + 1) * 80_101n];
          const documentDate = format === "1c" && dates ? day : null;
          return new Transfer({ ...base, format, documentNumber: "1", documentDate, bookedOn: day, opensAt, closesAt });
        });
        const found = transfers.map((one, at) => {
          const held = transfers.slice(0, at).map((before) => ({ held: before, alike: [before] }));
          return matchTransfers([one], held)[0]?.kind;
        });
        expect(found).toEqual(transfers.map(() => "new"));
      }),
    );
  });
});

describe("what a bank writes otherwise is never credited again", () => {
  it.each<[string, Facts, Facts]>([
    ["a reference added", { bankReference: "TX-77" }, { bankReference: "BR-900" }],
    ["a reference of the detail", { bankReference: "ENTRY-5" }, { bankReference: "TXBR-5" }],
    ["a code before the purpose", {}, { purpose: `{VO99090}${base.purpose}` }],
    ["a code before a cut purpose", {}, { purpose: "{VO99090}Оплата по договору mcs10" }],
    ["the payer before the purpose", {}, { purpose: `OOO VYMPEL INN 7700000016\n${base.purpose}` }],
    ["the payer within it", { format: "1c" }, { purpose: "Oplata po dogovoru INN 7700000016 mcs1000000002" }],
    ["another format days later", { format: "mt940", payerAccount: null }, { format: "1c", bookedOn: on(9) }],
    ["the same number in another format", { documentNumber: "7" }, { format: "1c", documentNumber: "7", purpose: "?" }],
    ["a masked account", {}, { payerAccount: "407028104*92" }],
    ["an account without its middle", {}, { payerAccount: "40702810492" }],
    ["the bank's account", {}, { payerAccount: "30101810400000000225" }],
    ["another account of the payer", {}, { payerAccount: "40702810700000000093" }],
    ["another account, without the taxpayer", {}, { payerAccount: "40702810700000000093", payerInn: null }],
    [
      "the same, the PID broken by the end of a line",
      {},
      { payerAccount: "40702810700000000093", payerInn: null, purpose: base.purpose.replace("mcs", "m\ncs") },
    ],
    [
      "the same, booked the next day",
      { purpose: "Счёт 7, mcs1000000002" },
      { payerAccount: "40702810700000000093", payerInn: null, bookedOn: on(6), purpose: "Счёт № 7 mcs1000000002" },
    ],
    ["bullets in the account", {}, { payerAccount: "40702810•••••••00092" }],
    ["the KPP behind the INN", { payerAccount: null }, { payerAccount: null, payerInn: "7700000016/770001001" }],
    ["a masked INN", { payerAccount: null }, { payerAccount: null, payerInn: "77******16" }],
    ["INN written out", { payerAccount: null }, { payerAccount: null, payerInn: "ИНН 7700000016" }],
  ])("PAY-12 %s", (_title, one, other) => {
    expect(second(one, other)).not.toBe("new");
    expect(second(other, one)).not.toBe("new");
    const numbered = { documentNumber: "106" };
    expect(second({ ...numbered, ...one }, { ...numbered, ...other })).not.toBe("new");
  });

  it.each<[string, Facts, Facts]>([
    ["another number", { documentNumber: "106" }, { documentNumber: "107", bookedOn: on(6) }],
    ["another payer", {}, { payerAccount: "40702810700000000093", payerInn: "7700000017" }],
    [
      "another account behind the balances of the day before",
      { closesAt: 80_101n, opensAt: 0n, payerInn: null },
      { payerAccount: "40702810700000000093", payerInn: null, bookedOn: on(6), opensAt: 80_101n },
    ],
    ["another account a week later", { payerInn: null }, { payerAccount: "40702810700000000093", bookedOn: on(12) }],
    ["another invoice", { purpose: "Счёт 7, mcs1000000002" }, { purpose: "Счёт 8, mcs1000000002" }],
    ["another reference on another day", { bankReference: "A-1" }, { bankReference: "A-2", bookedOn: on(6) }],
  ])("PAY-12 %s is another transfer", (_title, one, other) => {
    expect(second(one, other)).toBe("new");
  });

  it("PAY-12 beside the held one, known by its reference, an equal transfer with another is new", () => {
    const [held, again, other] = [{}, { purpose: `«${base.purpose}»` }, { bankReference: "B-2" }].map(
      (facts) => new Transfer({ ...base, bankReference: "B-1", ...facts }),
    ) as [Transfer, Transfer, Transfer];
    const found = matchTransfers([again, other], [{ held: 1n, alike: [held] }]);
    expect(found.map(({ kind }) => kind)).toEqual(["same", "new"]);
  });

  it("PAY-12 what was dismissed for a line that is taken back stands for nothing: the transfer may come again", () => {
    const line = (lineId: bigint, disposition: string, duplicateOf: bigint | null): HeldLine => {
      return {
        ...base,
        bankReference: "R-1",
        lineId,
        disposition,
        duplicateOf,
        standsForNothing: false,
        wasTakenFor: false,
      };
    };
    const truthOf = {
      payer: 2,
      number: null,
      amount: 0,
      project: 2,
      day: 0,
      wording: 0,
      hasReference: false,
      batch: null,
      bookedAnew: false,
    };
    const plain = {
      quotes: 0,
      lost: "nothing",
      zeros: 0,
      numberKept: 9,
      bookedLater: 0,
      cutTo: 200,
      valueShift: 0,
      wrap: false,
      before: "",
    } as const;
    const none = { account: false, inn: false, number: false, date: false, reference: false };
    const how = { ...plain, account: "whole", innWithKpp: false, otherReference: false, empty: none } as const;
    const again = lineOf(truthOf, 0, how, "camt053");
    const shownAgain = { ...again, line: { ...again.line, purpose: base.purpose, bankReference: "R-1" } };
    const take = (first: string) =>
      recogniseLines([shownAgain], [line(1n, first, null), line(2n, "dismissed", 1n)], () => 3n)[0];
    expect(take("withdrawn")).toMatchObject({ isNew: true, duplicateOf: null });
    expect(take("credited")).toMatchObject({ isNew: false, lineId: 1n });
  });
});

describe("two documents of one payer with the same number, day and amount, one of them in a batch", () => {
  const plain: Shown = {
    quotes: 0,
    lost: "nothing",
    zeros: 0,
    numberKept: 9,
    bookedLater: 0,
    cutTo: 200,
    valueShift: 0,
    wrap: false,
    before: "",
    account: "whole",
    innWithKpp: false,
    otherReference: false,
    empty: { account: false, inn: false, number: false, date: false, reference: false },
  };
  const facts = { payer: 1, project: 1, day: 1, wording: 0, hasReference: false, bookedAnew: false };
  const exports = (["1c", "camt053", "mt940"] as const).flatMap((format) =>
    [false, true].flatMap((sums) =>
      ["A", "BC", "ABC"].flatMap((inIt) => {
        const members = ["A", "B", "C"].map((one) => inIt.includes(one));
        // Of the single one alone there is one export.
        return sums && inIt === "A" ? [] : { format, sums, members, shown: [plain, plain, plain] };
      }),
    ),
  );

  it.each([
    ["the register's number", 1],
    ["numbers of its own", 2],
  ])("PAY-12 with %s are credited at most once each, in any three exports in any order", (_title, number) => {
    const all: Truth[] = [
      { ...facts, number: 1, amount: 0, batch: null },
      { ...facts, number: 1, amount: 0, batch: 1 },
      { ...facts, number, amount: 1, batch: 1 },
    ];
    const paid = all.reduce((sum, { amount }) => sum + BigInt(10_000 + amount), 0n);
    const over: string[] = [];
    for (const one of exports)
      for (const two of exports)
        for (const three of exports) {
          const books = new Books();
          for (const part of [one, two, three]) books.take(fileOf(all, part));
          const credited = books.lines.reduce((sum, line) => sum + (line.credited?.amountMinor ?? 0n), 0n);
          const say = ({ format, sums, members }: File) =>
            `${format} ${members[0] ? "A" : ""}${members[1] ? (sums ? "+" : "BC") : ""}`;
          if (credited > paid) over.push([one, two, three].map(say).join(", "));
        }
    expect(over).toEqual([]);
  });
});

describe("a part of a batch whose value date is that of a payment booked a day later", () => {
  const empty = { account: true, inn: true, number: true, date: true, reference: true };
  const bare: Shown = {
    quotes: 0,
    lost: "nothing",
    zeros: 0,
    numberKept: 9,
    bookedLater: 0,
    cutTo: 16,
    valueShift: 0,
    wrap: false,
    before: "",
    account: "whole",
    innWithKpp: false,
    otherReference: false,
    empty,
  };
  const facts = { payer: 0, project: 1, number: null, amount: 0, wording: 0, bookedAnew: false };
  const all: Truth[] = [
    { ...facts, day: 0, batch: 1, hasReference: false },
    { ...facts, day: 0, batch: 1, hasReference: false },
    { ...facts, day: 1, batch: null, hasReference: true },
  ];
  const named = { ...bare, empty: { ...empty, account: false, inn: false } };
  const of = (format: StatementFormat, sums: boolean, how: readonly Shown[]): File => ({
    format,
    sums,
    members: all.map(() => true),
    shown: how,
  });

  it("PAY-12 is perhaps that payment, and then the payment itself waits though only it has a reference: neither is credited again", () => {
    // The sum of the batch, and the payment, of the day before by its value date.
    const first = of("camt053", true, [bare, bare, { ...named, valueShift: -1 }]);
    // All three; the part that names its payer is likelier to be the held payment than the payment, which names none.
    const withReference = { ...bare, empty: { ...empty, reference: false } };
    const then = of("mt940", false, [bare, named, withReference]);
    const books = new Books();
    for (const part of [first, then]) books.take(fileOf(all, part));
    expect(books.lines.flatMap(({ credited }) => credited?.amountMinor ?? [])).toEqual([10_000n, 20_000n]);
    expect(books.lines.map(({ held }) => held.disposition).slice(2)).toEqual(["suspense", "suspense", "suspense"]);
  });

  it("PAY-12 may be that payment and is not taken for it: the sum that holds it is not credited beside its parts", () => {
    const named: Truth = { ...facts, day: 2, batch: null, hasReference: true, bookedAnew: true };
    const part: Truth = { ...facts, day: 1, batch: 1, hasReference: false };
    const truthful = [named, part, { ...part, amount: 1 }];
    const later = (days: number) => ({ ...bare, valueShift: days });
    const books = new Books();
    const parts: readonly [boolean, boolean][] = [
      [true, false],
      [false, true],
    ];
    // The payment, booked on the 7th and of the 8th; then the batch in two, booked on the 6th, one of them of the 8th too.
    for (const [first, second] of parts)
      books.take(
        fileOf(truthful, {
          ...of("camt053", false, [later(1), later(2), bare]),
          members: [first, second, second],
        }),
      );
    expect(books.lines.map(({ held }) => held.disposition)).toEqual(["credited", "suspense", "credited"]);
    books.take(fileOf(truthful, of("camt053", true, [later(1), bare, bare])));
    const credited = books.lines.reduce((sum, line) => sum + (line.credited?.amountMinor ?? 0n), 0n);
    expect(credited).toBeLessThanOrEqual(30_001n);
  });

  it("PAY-12 a document that was taken for another of its number is part of a sum that would be credited again", () => {
    const numbered: Truth = { ...facts, number: 1, day: 0, batch: null, hasReference: true };
    const inBatch: Truth = { ...numbered, batch: 2, hasReference: false };
    const other: Truth = { ...inBatch, payer: 2, number: null };
    const truthful = [numbered, inBatch, other];
    const known = { ...bare, empty: { ...empty, account: false, inn: false, number: false, reference: false } };
    const unnamed = { ...bare, empty: { ...empty, reference: false } };
    const books = new Books();
    const show = (file: File, members: readonly boolean[]) => books.take(fileOf(truthful, { ...file, members }));
    // The document that has a reference; then, where there are none, the other of its number; then the first beside the batch.
    show(of("camt053", false, [known, known, known]), [true, false, false]);
    show(of("1c", false, [known, known, known]), [false, true, true]);
    show(of("mt940", true, [unnamed, unnamed, unnamed]), [true, true, true]);
    expect(books.lines.map(({ held }) => held.disposition)).toEqual(["credited", "credited", "suspense"]);
  });

  it.each<[string, Facts]>([
    ["nothing else", {}],
    ["a number", { documentNumber: "7" }],
    ["a number, in another format", { documentNumber: "7", format: "mt940", payerAccount: null }],
  ])("PAY-12 with %s it waits, of one booking day it is the same", (_title, says) => {
    const held = { ...says, bookedOn: on(7), valueOn: on(8) };
    const shownThen = says.format ? { ...held, format: "camt053" as const } : held;
    expect(second(held, { ...shownThen, bookedOn: on(6) })).toBe("possible");
    expect(second(held, shownThen)).toBe("same");
  });
});

describe("a transfer in any export of it", () => {
  it("PAY-12 is credited once, and no honest one is lost, over ten thousand random re-exports (reliability 27, 28)", () => {
    const files = fc.array(file, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(truths, files, file, (all, parts, last) => {
        const books = new Books();
        for (const part of parts) books.take(fileOf(all, part));
        const lastLines = fileOf(all, { ...last, members: all.map(() => true) });
        books.take(lastLines);
        const credited = books.lines.flatMap((line) => line.credited ?? []);
        const real = all.map(({ amount, project }) => ({
          projectId: BigInt(1_000_000_000 + project),
          amountMinor: BigInt(10_000 + amount),
        }));
        const [paid, counted] = [sums(real), sums(credited)];
        for (const [project, sum] of counted) expect(sum, project).toBeLessThanOrEqual(paid.get(project) ?? 0n);
        const held = counts(books.lines.map((line) => line.held));
        for (const [amount, count] of counts(lastLines.map(({ line }) => line)))
          expect(held.get(amount) ?? 0, amount).toBeGreaterThanOrEqual(count);
      }),
      { numRuns: 10_000 },
    );
  }, 120_000);
});
