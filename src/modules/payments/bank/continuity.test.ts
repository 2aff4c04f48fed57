import { describe, expect, it } from "vitest";

import type { LocalDate } from "../../../core/time.ts";
import { PLAIN_CALENDAR } from "../../../core/working-time.ts";
import { type Run, doubtsAbout } from "./continuity.ts";
import type { StatementLine } from "./files/statement.ts";

const date = (day: number) => `2026-10-${String(day).padStart(2, "0")}` as LocalDate;
const line = (day: number, amountMinor: bigint) =>
  ({
    fileLine: day,
    bookedOn: date(day),
    direction: amountMinor < 0n ? "out" : "in",
    amountMinor: amountMinor < 0n ? -amountMinor : amountMinor,
  }) as StatementLine;
/** Days of October 2026, whose 5th is a Monday; the lines are day and amount. */
const run = (
  from: number,
  to: number,
  openingMinor: bigint | null,
  closingMinor: bigint | null,
  ...lines: [number, bigint][]
): Run => ({
  account: "1",
  from: date(from),
  to: date(to),
  openingMinor,
  closingMinor,
  lines: lines.map(([day, amount]) => line(day, amount)),
});
const known = (from: number, to: number, openingMinor: bigint, closingMinor: bigint) => ({
  from: date(from),
  to: date(to),
  openingMinor,
  closingMinor,
});
const around = { calendar: PLAIN_CALENDAR, credited: [] };
const FIRST = known(1, 2, 100n, 150n);

describe("AUD-03 whether a statement continues its account", () => {
  it.each<[string, Run[], ReturnType<typeof known>[], string[]]>([
    ["the first of an account, without balances", [run(5, 5, null, null, [5, 1n])], [], []],
    ["over a week's end", [run(5, 5, 150n, 160n, [5, 10n])], [FIRST], []],
    ["another balance", [run(5, 5, 151n, 161n, [5, 10n])], [FIRST], ["balance_not_continued"]],
    ["a working day is left out", [run(6, 6, 150n, 160n, [6, 10n])], [FIRST], ["days_missing"]],
    ["no balances, though earlier ones told theirs", [run(5, 5, null, null, [5, 1n])], [FIRST], ["balances_missing"]],
    ["no balances and no lines", [run(5, 5, null, null)], [FIRST], []],
    ["before what is known", [run(5, 5, 90n, 100n, [5, 10n])], [known(6, 7, 100n, 120n)], []],
    [
      "before what is known, with another balance",
      [run(5, 5, 90n, 99n, [5, 9n])],
      [known(6, 7, 100n, 120n)],
      ["balance_not_continued"],
    ],
    ["between two that are known", [run(5, 5, 150n, 100n, [5, -50n])], [FIRST, known(6, 7, 100n, 120n)], []],
    ["over known days, and on", [run(1, 5, 100n, 160n, [1, 30n], [2, 20n], [5, 10n])], [FIRST], []],
    [
      "over known days that ended otherwise",
      [run(1, 5, 100n, 160n, [1, 30n], [5, 30n])],
      [FIRST],
      ["balance_not_continued"],
    ],
    ["known days over again", [run(1, 2, 100n, 150n, [1, 50n])], [FIRST], []],
    ["known days over again with another end", [run(1, 2, 100n, 155n, [1, 55n])], [FIRST], ["balance_not_continued"]],
    ["within known days, whose balances nobody told", [run(2, 2, 120n, 130n, [2, 10n])], [known(1, 5, 100n, 150n)], []],
    ["the second statement of a day", [run(2, 2, 150n, 170n, [2, 20n])], [FIRST], []],
    [
      "the first statement of a day that has a second",
      [run(5, 5, 150n, 160n, [5, 10n])],
      [FIRST, known(5, 5, 160n, 170n)],
      [],
    ],
    [
      "what an earlier run of the file shows",
      [run(6, 6, 160n, 170n, [6, 10n]), run(5, 5, 150n, 160n, [5, 10n])],
      [FIRST],
      [],
    ],
  ])("AUD-03 %s", (_name, runs, before, codes) => {
    expect(doubtsAbout(runs, before, around).map(({ code }) => code)).toEqual(codes);
  });

  it("AUD-03 a day that a statement closed brings no transfer anew, even where all balances meet", () => {
    const same = run(1, 2, 100n, 150n, [1, 50n], [2, 5n], [2, -5n]);
    const found = doubtsAbout([same], [FIRST], { ...around, credited: [line(2, 5n)] });
    expect(found).toMatchObject([{ code: "closed_day_changed", line: 2, values: { date: "02.10.2026" } }]);
    expect(doubtsAbout([same], [FIRST], { ...around, credited: [line(3, 5n)] })).toEqual([]);
  });
});
