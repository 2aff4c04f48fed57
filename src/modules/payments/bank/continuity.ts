import { type Minor } from "../../../core/money.ts";
import { type LocalDate, addDays, formatDate } from "../../../core/time.ts";
import { type BusinessCalendar, PLAIN_CALENDAR, isWorkingDay } from "../../../core/working-time.ts";
import type { Tx } from "../../../platform/db.ts";
import { calendarOf } from "../../tenancy/index.ts";
import {
  type ProblemCode,
  ProblemList,
  type ProblemValues,
  type Statement,
  type StatementFile,
  type StatementLine,
  type StatementProblem,
} from "./files/statement.ts";
import { type NewLine, type PlaceContext, chainsOf } from "./line.ts";
import { type KnownDays, selectKnownDays } from "./statement-store.ts";

/**
 * AUD-03: where a file does not continue what is known of our accounts, each as a doubt that a person answers. Its balances must
 * meet those of the statements that stand, before, after and within its days, in whatever order files come; no working day may be
 * left out between; and a day that a statement closed brings no transfer anew. The first statement of an account continues
 * nothing. Statements that tell no balances are compared with none; where an account has told them, one without is a doubt.
 */
export async function continuityOf(
  tx: Tx,
  file: StatementFile,
  fresh: readonly NewLine[],
  { ownAccounts, regions }: PlaceContext,
): Promise<StatementProblem[]> {
  const problems = new ProblemList();
  const chains = runsOf(file.statements).filter(({ account }) => ownAccounts.has(account));
  const credited = fresh.filter(({ decision }) => decision.disposition === "credited").map(({ line }) => line);
  const creditedBy = Map.groupBy(credited, ({ ownAccount }) => ownAccount);
  for (const [account, runs] of Map.groupBy(chains, (run) => run.account)) {
    const known = await selectKnownDays(tx, account, least(runs), greatest(runs));
    const supplier = ownAccounts.get(account)?.supplierCode;
    const country = regions.find(({ supplierCode }) => supplierCode === supplier)?.countryCode;
    const calendar = country === undefined ? PLAIN_CALENDAR : await calendarOf(tx, country);
    for (const doubt of doubtsAbout(runs, known, { calendar, credited: creditedBy.get(account) ?? [] }))
      problems.add(doubt.code, doubt.line, { account, ...doubt.values });
  }
  return problems.items;
}

/** Statements of a file that continue one another, as one. */
export interface Run {
  readonly account: string;
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly openingMinor: Minor | null;
  readonly closingMinor: Minor | null;
  readonly lines: readonly StatementLine[];
}

interface Doubt {
  readonly code: ProblemCode;
  readonly line: number;
  readonly values: ProblemValues;
}

interface Around {
  readonly calendar: BusinessCalendar;
  /** What the file would credit anew on this account. */
  readonly credited: readonly StatementLine[];
}

/** The same of one account, in the order of its days: what an earlier run of the file shows is known to a later one. Pure. */
export function doubtsAbout(
  runs: readonly Run[],
  known: readonly KnownDays[],
  { calendar, credited }: Around,
): Doubt[] {
  const doubts: Doubt[] = [];
  const seen = [...known];
  for (const run of runs.toSorted((a, b) => (a.from === b.from ? compare(a.to, b.to) : compare(a.from, b.from)))) {
    const { from, to, openingMinor, closingMinor, lines } = run;
    const line = lines[0]?.fileLine ?? 1;
    if (openingMinor === null || closingMinor === null) {
      if (seen.length > 0 && lines.length > 0) doubts.push({ code: "balances_missing", line, values: {} });
      continue;
    }
    const told = { from, to, openingMinor, closingMinor, lines };
    doubts.push(...unmet(told, seen).map((values) => ({ code: "balance_not_continued" as const, line, values })));
    doubts.push(...gaps(told, seen, calendar).map((values) => ({ code: "days_missing" as const, line, values })));
    seen.push({ from, to, openingMinor, closingMinor });
  }
  const closed = [...new Set(credited.map(({ bookedOn }) => bookedOn))].filter((day) =>
    known.some((one) => covers(one, day)),
  );
  const late = credited.find(({ bookedOn }) => closed.includes(bookedOn));
  if (late)
    doubts.push({ code: "closed_day_changed", line: late.fileLine, values: { date: formatDate(late.bookedOn) } });
  return doubts;
}

type Told = KnownDays & Pick<Run, "lines">;

/** The balances of days on which the statements known so far say others. */
function unmet(run: Told, known: readonly KnownDays[]): ProblemValues[] {
  const before = addDays(run.from, -1);
  const balances = balancesOf(run);
  const points = Map.groupBy(pointsOf(run, known, before), ({ on }) => on);
  return [...points]
    .toSorted(([a], [b]) => compare(a, b))
    .flatMap(([on, said]) => {
      const found = on <= before ? run.openingMinor : on >= run.to ? run.closingMinor : balances(on);
      if (said.some(({ balanceMinor }) => balanceMinor === found)) return [];
      const expected = said[0]?.balanceMinor ?? 0n;
      return [{ date: formatDate(on), found, known: expected }];
    });
}

/** What is known of a balance at the end of a day. */
interface Point {
  readonly on: LocalDate;
  readonly balanceMinor: Minor;
}

/** Where a run has to meet what is known: within its days, at both ends, and where nothing is known of an end, at the nearest. */
function pointsOf(run: KnownDays, known: readonly KnownDays[], before: LocalDate): Point[] {
  // Several statements of one day go on from each other within it.
  const followed = known.filter(({ to, closingMinor }) => to === run.from && closingMinor === run.openingMinor);
  const preceded = known.filter(({ from, openingMinor }) => from === run.to && openingMinor === run.closingMinor);
  const others = known.filter((one) => !followed.includes(one) && !preceded.includes(one));
  const points = others.flatMap(({ from, to, openingMinor, closingMinor }): Point[] => [
    { on: addDays(from, -1), balanceMinor: openingMinor },
    { on: to, balanceMinor: closingMinor },
  ]);
  const days = points.map(({ on }) => on).sort(compare);
  const end = (bound: LocalDate, nearest: LocalDate | undefined) => {
    // Within the days of one statement nothing is known of the balance.
    const isWithin = others.some(({ from, to }) => addDays(from, -1) < bound && bound < to);
    return points.filter(({ on }) => on === (days.includes(bound) || isWithin ? bound : nearest));
  };
  return [
    ...(followed.length > 0
      ? []
      : end(
          before,
          days.findLast((on) => on < before),
        )),
    ...points.filter(({ on }) => before < on && on < run.to),
    ...(preceded.length > 0
      ? []
      : end(
          run.to,
          days.find((on) => on > run.to),
        )),
  ];
}

/** The balance at the end of a day; asked for one day after another, it goes over the lines once. */
function balancesOf({ openingMinor, lines }: Told): (on: LocalDate) => Minor {
  const ordered = lines.toSorted((a, b) => compare(a.bookedOn, b.bookedOn));
  let [at, balance] = [0, openingMinor];
  return (on) => {
    for (let line = ordered[at]; line && line.bookedOn <= on; line = ordered[(at += 1)])
      balance += line.direction === "in" ? line.amountMinor : -line.amountMinor;
    return balance;
  };
}

/** Days before and after a run on which people worked and of which there is no statement. */
function gaps(
  run: KnownDays,
  known: readonly KnownDays[],
  calendar: BusinessCalendar,
): Readonly<Record<"from" | "to", string>>[] {
  if (known.length === 0) return [];
  const last = known
    .map(({ to }) => to)
    .filter((to) => to < run.from)
    .sort(compare)
    .at(-1);
  const next = known
    .map(({ from }) => from)
    .filter((from) => from > run.to)
    .sort(compare)[0];
  const isCovered = (day: LocalDate) => known.some((one) => covers(one, day));
  const found: (readonly [LocalDate, LocalDate])[] = [];
  const [before, after] = [addDays(run.from, -1), addDays(run.to, 1)];
  if (last !== undefined && last < before && !isCovered(before)) found.push([addDays(last, 1), before]);
  if (next !== undefined && next > after && !isCovered(after)) found.push([after, addDays(next, -1)]);
  return found
    .filter(([from, to]) => hasWorkingDay(from, to, calendar))
    .map(([from, to]) => ({ from: formatDate(from), to: formatDate(to) }));
}

function hasWorkingDay(from: LocalDate, to: LocalDate, calendar: BusinessCalendar): boolean {
  for (let day = from; day <= to; day = addDays(day, 1)) if (isWorkingDay(calendar, day)) return true;
  return false;
}

function covers({ from, to }: KnownDays, day: LocalDate): boolean {
  return from <= day && day <= to;
}

/** The statements of one chain are one run; those without days tell nothing. */
function runsOf(statements: readonly Statement[]): Run[] {
  const chains = chainsOf(statements);
  return [...Map.groupBy(statements, (_, index) => chains[index]).values()].flatMap((chain): Run[] => {
    const periods = chain.flatMap(({ period }) => period ?? []);
    const [first, last] = [chain[0], chain.at(-1)];
    if (!first || !last || periods.length === 0) return [];
    return [
      {
        account: first.account,
        from: least(periods),
        to: greatest(periods),
        openingMinor: first.openingMinor,
        closingMinor: last.closingMinor,
        lines: chain.flatMap(({ lines }) => lines),
      },
    ];
  });
}

function least(periods: readonly { readonly from: LocalDate }[]): LocalDate {
  return periods.map(({ from }) => from).reduce((a, b) => (a < b ? a : b));
}

function greatest(periods: readonly { readonly to: LocalDate }[]): LocalDate {
  return periods.map(({ to }) => to).reduce((a, b) => (a > b ? a : b));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
