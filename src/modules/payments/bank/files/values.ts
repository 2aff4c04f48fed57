import { type Currency, type Minor, parseMinor } from "../../../../core/money.ts";
import { type LocalDate, localDate } from "../../../../core/time.ts";
import { speaksOfReturn } from "./returned.ts";
import type {
  DeclaredTotals,
  LineDraft,
  ProblemCode,
  ProblemList,
  Statement,
  StatementFormat,
  StatementLine,
} from "./statement.ts";

/** `1 234,5`, `1234.50`, `-10`: minor units, or null. Spaces group thousands; one comma or point, at most two decimals. */
export function readAmount(text: string): Minor | null {
  const compact = text.trim().replace(/[\s\u00a0\u202f]/g, "");
  if (!/^-?\d{1,18}(?:[.,]\d{0,5})?$/.test(compact)) return null;
  return parseMinor(compact.replace(",", ".").replace(/\.$/, ""));
}

/** `31.10.2026`, with or without a time behind it, as Russian banks write dates, or `2026-10-31`; null for no date. */
export function readDottedDate(text: string): LocalDate | null {
  const match = /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?:$|[ T,])/.exec(text.trim());
  if (!match) return readIsoDate(text);
  const [, day = "", month = "", year = ""] = match;
  return readDate(`${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`);
}

/** `2026-10-31`, with or without a time behind it, taken as the bank wrote it; null when it is not a date. */
export function readIsoDate(text: string): LocalDate | null {
  const match = /^(\d{4}-\d{2}-\d{2})(?:$|[ TZ+-])/.exec(text.trim());
  return match ? readDate(match[1] ?? "") : null;
}

/** `261031` of MT940: the years 80 to 99 are of the last century. */
export function readShortDate(text: string): LocalDate | null {
  const match = /^(\d{2})(\d{2})(\d{2})$/.exec(text);
  if (!match) return null;
  const century = Number(match[1]) >= 80 ? "19" : "20";
  return readDate(`${century}${match[1]}-${match[2]}-${match[3]}`);
}

function readDate(text: string): LocalDate | null {
  // A booking of another century is a damaged date, and the database has no year zero.
  if (text < "1990" || text > "2100") return null;
  try {
    return localDate(text);
  } catch {
    return null;
  }
}

/** ISO 4217 codes of the currencies that stand in the sixth to eighth digit of a Russian bank account. */
const ACCOUNT_CURRENCY: Readonly<Record<string, Currency>> = {
  "810": "RUB",
  "643": "RUB",
  "398": "KZT",
  "840": "USD",
  "978": "EUR",
  "156": "CNY",
  "933": "BYN",
};

/** The currency of such a code, as banks write it behind an account; null for any other number. */
export function currencyOfCode(code: string): Currency | null {
  return ACCOUNT_CURRENCY[code] ?? null;
}

/** The currency a Russian 20-digit account is kept in; null for any other account. */
export function accountCurrency(account: string): Currency | null {
  return /^\d{20}$/.test(account) ? (ACCOUNT_CURRENCY[account.slice(5, 8)] ?? null) : null;
}

/**
 * Account numbers are compared without spaces, points and hyphens and in upper case: banks group their digits. Points in a
 * row and bullets mask digits and become `*`, so that nobody takes what is left for a whole account.
 */
export function readAccount(text: string): string {
  return clean(text)
    .replace(/\.{2,}|[^\p{L}\p{N}\s.*?/-]+/gu, "*")
    .replace(/[\s.-]/g, "")
    .toUpperCase()
    .slice(0, LONGEST.account);
}

/** An ISO 4217 code, or null. RUR, the rouble's code until 1998, is still written by banks. */
export function readCurrency(text: string | null | undefined): Currency | null {
  if (!text || !/^[A-Z]{3}$/.test(text)) return null;
  return text === "RUR" ? "RUB" : text;
}

/** Trimmed text, or null when nothing is left. */
export function orNull(text: string | null | undefined): string | null {
  return text ? clean(text.slice(0, LONGEST.any)).trim() || null : null;
}

/** Longer than any bank writes them; what a hostile file puts there is cut before it reaches the database. */
const LONGEST = { any: 4_000, account: 64, short: 140, name: 500, purpose: 2_000 } as const;

/** What the database cannot keep: NUL, and halves of characters. */
function clean(text: string): string {
  return text.replaceAll("\u0000", "").toWellFormed();
}

function cut(text: string | null, length: number): string | null {
  return text === null ? null : text.slice(0, length).toWellFormed();
}

/** No bank values a transfer further from the day it books it: such a date is a mistake, or a purpose's text. */
export const MOST_VALUE_DAYS = 62;

export function daysBetween(one: LocalDate, other: LocalDate): number {
  return Math.abs(Date.parse(one) - Date.parse(other)) / 86_400_000;
}

function bounded(line: LineDraft, problems: ProblemList): LineDraft {
  const { name, inn, kpp, account, bic } = line.counterparty;
  if (line.purpose.length > LONGEST.purpose) problems.add("text_cut", line.fileLine, { value: line.purpose });
  const isFar = line.valueOn !== null && daysBetween(line.valueOn, line.bookedOn) > MOST_VALUE_DAYS;
  if (isFar) problems.add("value_date_far", line.fileLine, { value: line.valueOn ?? "" });
  return {
    ...line,
    valueOn: isFar ? null : line.valueOn,
    purpose: cut(line.purpose, LONGEST.purpose) ?? "",
    returned: line.returned || speaksOfReturn(line.purpose),
    documentNumber: cut(line.documentNumber, LONGEST.short),
    bankReference: cut(line.bankReference, LONGEST.short),
    endToEndId: cut(line.endToEndId, LONGEST.short),
    counterparty: {
      name: cut(name, LONGEST.name),
      inn: cut(inn, LONGEST.short),
      kpp: cut(kpp, LONGEST.short),
      account,
      bic: cut(bic, LONGEST.short),
    },
  };
}

/** The rows of a text with their numbers from 1, whatever ends them; one at a time, so a huge file costs no list. */
export function* rowsOf(text: string): Generator<[row: string, number: number]> {
  let number = 0;
  let from = 0;
  while (from <= text.length) {
    let end = from;
    while (end < text.length && text.charCodeAt(end) !== 10 && text.charCodeAt(end) !== 13) end += 1;
    number += 1;
    yield [text.slice(from, end), number];
    from = end + (text.startsWith("\r\n", end) ? 2 : 1);
  }
}

export interface StatementDraft {
  readonly format: StatementFormat;
  readonly account: string;
  readonly id: string | null;
  readonly currency: Currency | null;
  readonly openingMinor: Minor | null;
  readonly closingMinor: Minor | null;
  readonly declaredTotals: DeclaredTotals;
  readonly period: Statement["period"];
  readonly drafts: readonly LineDraft[];
  /** The file line the statement begins at. */
  readonly fileLine: number;
  /** Some entry of this statement could not be read, so its sums cannot agree. */
  readonly incomplete: boolean;
}

/** Numbers the lines and holds the declared totals against them; a difference is a warning. */
export function finishStatement(draft: StatementDraft, problems: ProblemList): Statement {
  const lines: StatementLine[] = draft.drafts.map((line, index) => ({
    ordinal: index + 1,
    ...bounded(line, problems),
  }));
  const inMinor = sumOf(lines, "in");
  const outMinor = sumOf(lines, "out");
  let sumsAgree = !draft.incomplete;
  const hold = (code: ProblemCode, computed: Minor, declared: Minor | null) => {
    if (declared === null || declared === computed) return;
    sumsAgree = false;
    const values = { account: draft.account, computed, declared };
    problems.add(code, draft.fileLine, values);
  };
  hold("credit_total_differs", inMinor, draft.declaredTotals.inMinor);
  hold("debit_total_differs", outMinor, draft.declaredTotals.outMinor);
  if (draft.openingMinor !== null) {
    hold("closing_balance_differs", draft.openingMinor + inMinor - outMinor, draft.closingMinor);
  }
  const { format, account, id, currency, openingMinor, closingMinor, declaredTotals } = draft;
  const period = draft.period ?? periodOf(lines);
  return { format, account, id, currency, openingMinor, closingMinor, declaredTotals, period, lines, sumsAgree };
}

export function sumOf(
  lines: readonly { direction: "in" | "out"; amountMinor: Minor }[],
  direction: "in" | "out",
): Minor {
  let sum = 0n;
  for (const line of lines) if (line.direction === direction) sum += line.amountMinor;
  return sum;
}

function periodOf(lines: readonly StatementLine[]): Statement["period"] {
  let from: LocalDate | undefined;
  let to: LocalDate | undefined;
  for (const { bookedOn } of lines) {
    if (from === undefined || bookedOn < from) from = bookedOn;
    if (to === undefined || bookedOn > to) to = bookedOn;
  }
  return from === undefined || to === undefined ? null : { from, to };
}
