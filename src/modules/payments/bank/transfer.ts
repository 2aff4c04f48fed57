import type { Currency, Minor } from "../../../core/money.ts";
import type { LocalDate } from "../../../core/time.ts";
import type { Direction, StatementFormat } from "./files/statement.ts";
import { taxpayerNumber } from "./taxpayer-number.ts";

/** What identity is decided by: what a statement says of a transfer, and of the account before and after it. */
export interface TransferFacts {
  readonly format: StatementFormat;
  readonly ownAccount: string;
  readonly direction: Direction;
  readonly amountMinor: Minor;
  readonly currency: Currency;
  readonly bookedOn: LocalDate;
  readonly valueOn: LocalDate | null;
  readonly documentNumber: string | null;
  readonly documentDate: LocalDate | null;
  readonly bankReference: string | null;
  readonly batchReference: string | null;
  readonly endToEndId: string | null;
  readonly payerAccount: string | null;
  readonly payerInn: string | null;
  readonly purpose: string;
  /** The balances of the statement that showed it. */
  readonly opensAt: Minor | null;
  readonly closesAt: Minor | null;
}

/** How alike two transfers are; the more of what is known agrees, the more. From SAME on it is certain. */
export const DIFFERENT = 0;
export const MAYBE = 1;
export const SAME = 100;
export type Likeness = number;

/** A bank's day, a weekend and holidays: further apart nothing is the same transfer. */
export const MOST_DAYS = 10;
/** So far apart the bank's own reference is looked for: a booking may be dated anew, but not by a season. */
export const REFERENCE_DAYS = 62;
/** Without a number or a reference a transfer is looked for over a weekend only. */
export const FEW_DAYS = 3;
const DAY = 86_400_000;

type Agreement = "equal" | "differs" | "unknown";
/** cut: one is the end of the other, as banks keep the last three or six digits of a document's number. */
type NumberAgreement = Agreement | "cut";

/** A transfer with what identity needs of it, each made when first asked for. */
export class Transfer {
  readonly facts: TransferFacts;
  readonly number: string | null;
  readonly reference: string | null;
  /** What it shares with the other payments of its batch, and with the batch as one sum. */
  readonly entry: string | null;
  readonly endToEndId: string | null;
  readonly payerAccount: string | null;
  readonly payerInn: string | null;
  readonly day: number;
  readonly #valueDay: number | null;
  #words: Words | undefined;
  #content: string | undefined;

  constructor(facts: TransferFacts) {
    this.facts = facts;
    this.number = mark(facts.documentNumber);
    this.reference = mark(facts.bankReference);
    this.entry = mark(facts.batchReference) ?? this.reference;
    this.endToEndId = mark(facts.endToEndId);
    this.payerAccount = wholeAccount(facts.payerAccount);
    this.payerInn = taxpayerNumber(facts.payerInn);
    this.day = dayOf(facts.bookedOn);
    this.#valueDay = facts.valueOn === null ? null : dayOf(facts.valueOn);
  }

  /** Everything a statement says of it, as it says it, apart from white space: equal lines are equal in this. */
  get content(): string {
    const { facts } = this;
    this.#content ??= JSON.stringify([
      [facts.format, facts.currency, facts.bookedOn, facts.valueOn, facts.documentDate],
      [this.number, this.reference, this.endToEndId, this.payerAccount, this.payerInn],
      facts.purpose.replace(/\s+/g, ""),
    ]);
    return this.#content;
  }

  /** Named so well that its exact equal can be nothing else. */
  get isNamed(): boolean {
    return this.reference !== null || (this.number !== null && this.payerAccount !== null);
  }

  /** How much is known of it: of two that may be the held one, the one that says more is, and the other is new. */
  get known(): number {
    const { number, reference, endToEndId, payerAccount, payerInn } = this;
    return [number, reference, endToEndId, payerAccount, payerInn, this.facts.documentDate].filter(
      (one) => one !== null,
    ).length;
  }

  get words(): Words {
    return (this.#words ??= wordsOf(this.facts.purpose));
  }

  /** The days it is booked and valued on. */
  get days(): readonly number[] {
    return this.#valueDay === null || this.#valueDay === this.day ? [this.day] : [this.day, this.#valueDay];
  }

  /** Whole days between two, by the dates that say the least. */
  daysTo(other: Transfer): number {
    const booked = Math.abs(this.day - other.day);
    if (this.#valueDay === null || other.#valueDay === null) return booked;
    return Math.min(booked, Math.abs(this.#valueDay - other.#valueDay));
  }
}

/**
 * Whether a transfer that a file shows is one that is held already (PAY-12). The bank's own reference decides where both
 * have one; else the payer and the number of its document within some days. What a later export may change decides
 * nothing: quotes, letters lost to a charset, leading zeros, the end of a purpose, fields that were empty before. Both are
 * of one own account, direction and amount. `before`: closing balances of the statements that the shown one continues. Pure.
 */
export function likeness(shown: Transfer, held: Transfer, before = balanceBefore(shown)): Likeness {
  const found = verdict(shown, held, follows(shown, held, before));
  if (found === DIFFERENT) return DIFFERENT;
  const purposes = purposesAgree(shown, held);
  // Every agreement counts for more than all that stand behind it, so that of several the likeliest is chosen.
  const agreements = [
    agree(shown.reference, held.reference) === "equal",
    purposes === "equal" || purposes === "like",
    shown.daysTo(held) === 0,
    agree(shown.number, held.number) === "equal" || agree(shown.endToEndId, held.endToEndId) === "equal",
    payersAgree(shown, held) === "equal",
    shown.content === held.content,
  ];
  return agreements.reduce((sum, agrees, index) => sum + (agrees ? 2 ** (5 - index) : 0), found);
}

/** Whether they are the same, may be or are not: each of the two ends only where it is certain. */
function verdict(shown: Transfer, held: Transfer, later: boolean): Likeness {
  if (shown.facts.currency !== held.facts.currency) return DIFFERENT;
  const days = shown.daysTo(held);
  if (days > MOST_DAYS) return bookedAnew(shown, held, days, later);
  const oneFormat = shown.facts.format === held.facts.format;
  const payer = payersAgree(shown, held);
  const number = numbersAgree(shown, held, oneFormat);
  const reference = agree(shown.reference, held.reference);
  const purposes = purposesAgree(shown, held);
  if (reference === "equal") {
    const doubted = payer === "differs" || number === "differs" || purposes === "differs";
    return doubted || later ? MAYBE : SAME;
  }
  if (payer === "differs") return likeOfOtherAccounts(shown, held, { days, number, purposes, later });
  const about = { days, isOneDay: shown.day === held.day, number, payer, purposes, later };
  if (!oneFormat) return likeAcrossFormats(about);
  const found = likeInOneFormat(shown, held, about);
  if (reference !== "differs") return found;
  // A bank has a reference for the entry, one for its details and one of the payer's bank, and may show another of them.
  if (found === DIFFERENT || purposes === "differs" || later) return DIFFERENT;
  return days === 0 || number === "equal" || number === "cut" ? MAYBE : DIFFERENT;
}

/**
 * A bank may name another account of the payer's, or its own. Where both tell the taxpayer's number, that decides; where one
 * does not, a payment of one amount and one purpose may be the same, over a weekend too: banks differ in the day they book.
 */
function likeOfOtherAccounts(
  shown: Transfer,
  held: Transfer,
  { days, number, purposes, later }: Pick<Compared, "days" | "number" | "purposes" | "later">,
): Likeness {
  if (days > FEW_DAYS || purposes === "differs") return DIFFERENT;
  if (days === 0 && number === "equal") return MAYBE;
  if (agree(shown.payerInn, held.payerInn) !== "unknown" || number === "differs") return DIFFERENT;
  if (days > 0 && later) return DIFFERENT;
  return number === "equal" || purposes !== "unknown" ? MAYBE : DIFFERENT;
}

/**
 * A season apart only the bank's own reference speaks for one transfer. A standing order may have one reference for all its
 * payments, it is never certain: only balances, or staff, tell them apart.
 */
function bookedAnew(shown: Transfer, held: Transfer, days: number, later: boolean): Likeness {
  if (days > REFERENCE_DAYS || later || agree(shown.reference, held.reference) !== "equal") return DIFFERENT;
  if (payersAgree(shown, held) === "differs") return DIFFERENT;
  const number = numbersAgree(shown, held, shown.facts.format === held.facts.format);
  const dated = agree(shown.facts.documentDate, held.facts.documentDate);
  return number === "differs" || dated === "differs" ? DIFFERENT : MAYBE;
}

/** A reference that no counter of a day or a statement gives twice. */
export function isTelling(reference: string | null): boolean {
  return reference !== null && reference.length >= TELLING_REFERENCE && /\d/.test(reference);
}
const TELLING_REFERENCE = 6;

/** What was compared already. `later`: the shown one's statement continues that of the held one. */
interface Compared {
  readonly days: number;
  /** Both are booked on one day: a value date that they share is not enough to be certain. */
  readonly isOneDay: boolean;
  readonly number: NumberAgreement;
  readonly payer: Agreement;
  readonly purposes: Agreement | "like";
  readonly later: boolean;
}

function likeInOneFormat(shown: Transfer, held: Transfer, about: Compared): Likeness {
  const { facts } = shown;
  const { days, isOneDay, number, purposes, later } = about;
  if (number === "differs") return facts.format === "camt053" && days === 0 ? MAYBE : DIFFERENT;
  if (shown.content === held.content) return later ? MAYBE : SAME;
  const dated = agree(facts.documentDate, held.facts.documentDate);
  if (dated === "differs") return days === 0 ? MAYBE : DIFFERENT;
  if (number === "cut") return purposes === "differs" || (later && days > 0) ? DIFFERENT : MAYBE;
  if (number === "equal") {
    // A standing order has one number for all its payments; only the document's date tells them apart.
    if (later) return days > 0 && dated !== "equal" ? DIFFERENT : MAYBE;
    if (purposes === "differs" || (!isOneDay && dated !== "equal")) return MAYBE;
    return about.payer === "equal" || (purposes === "equal" && isOneDay) ? SAME : MAYBE;
  }
  if (days > FEW_DAYS || purposes === "differs") return DIFFERENT;
  if (days > 0) return later ? DIFFERENT : MAYBE;
  return purposes === "equal" && isOneDay && !later ? SAME : MAYBE;
}

/** Formats name documents, days and purposes differently: without number, payer and day it is never certain. */
function likeAcrossFormats({ days, isOneDay, number, payer, purposes, later }: Compared): Likeness {
  if (days > 0 && later) return DIFFERENT;
  const named = number === "equal" && payer === "equal";
  if (named && isOneDay && purposes !== "differs" && !later) return SAME;
  const cut = number === "cut" && payer === "equal";
  return named || cut || days === 0 || purposes === "equal" || purposes === "like" ? MAYBE : DIFFERENT;
}

/** Its statement goes on from where the other's closed: the account had the other's money before. */
function follows(shown: Transfer, held: Transfer, before: ReadonlySet<Minor>): boolean {
  const { opensAt, closesAt } = held.facts;
  return closesAt !== null && closesAt !== opensAt && before.has(closesAt) && shown.day >= held.day;
}

/** The shown one's statement goes on from where the held one's closed. Pure. */
export function continues(shown: Transfer, held: Transfer): boolean {
  return follows(shown, held, balanceBefore(shown));
}

function balanceBefore({ facts }: Transfer): ReadonlySet<Minor> {
  return new Set(facts.opensAt === null ? [] : [facts.opensAt]);
}

/**
 * The balances that statements of earlier days closed with, each of which the next continues, back from the one that
 * shows the transfer: a payment of every day is told from that of any day before. Pure.
 */
export function balancesBefore(shown: Transfer, held: readonly Transfer[]): ReadonlySet<Minor> {
  const before = new Set(balanceBefore(shown));
  const reached = [...before].map((balance) => ({ balance, day: shown.day }));
  for (const { balance, day } of reached) {
    for (const { facts, day: earlier } of held) {
      if (facts.closesAt !== balance || facts.opensAt === null || earlier >= day || before.has(facts.opensAt)) continue;
      before.add(facts.opensAt);
      reached.push({ balance: facts.opensAt, day: earlier });
    }
  }
  return before;
}

function agree(a: string | null, b: string | null): Agreement {
  return a === null || b === null ? "unknown" : a === b ? "equal" : "differs";
}

/** Of one taxpayer with two accounts it is not known which of them paid: banks show now one, now another. */
export function payersAgree(a: Transfer, b: Transfer): Agreement {
  const account = agree(a.payerAccount, b.payerAccount);
  const inn = agree(a.payerInn, b.payerInn);
  if (account === "unknown") return inn;
  return account === "differs" && inn === "equal" ? "unknown" : account;
}

/** An account that names a payer: whole, not masked and none of a bank's own; else null, since it says nothing. */
function wholeAccount(text: string | null): string | null {
  if (text === null || /X{3}/.test(text)) return null;
  // Accounts that begin with 3, 409 and 474 are correspondent and transit accounts of banks.
  return /^(?!3|409|474)\d{20}$/.test(text) || /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(text) ? text : null;
}

/** Both have the bank's own reference. Pure. */
export function haveOneReference(one: Transfer, other: Transfer): boolean {
  return agree(one.reference, other.reference) === "equal";
}

export function numbersAgree(a: Transfer, b: Transfer, oneFormat: boolean): NumberAgreement {
  const endToEnd = agree(a.endToEndId, b.endToEndId);
  const number = agree(a.number, b.number);
  if (number === "equal" || endToEnd === "equal") return "equal";
  if (number === "differs" && endToEnd !== "differs" && isCut(a.facts.documentNumber, b.facts.documentNumber))
    return "cut";
  return number === "differs" || endToEnd === "differs" ? (oneFormat ? "differs" : "unknown") : "unknown";
}

/** Zeros at the beginning may be added or belong to what was kept: "100056" is kept as "056". */
function isCut(a: string | null, b: string | null): boolean {
  const numbers = [plain(a), plain(b)].sort((one, two) => bare(one).length - bare(two).length);
  const [short = "", long = ""] = numbers;
  for (let kept = short; kept.length >= LEAST_KEPT; kept = kept.slice(1)) {
    if (long.endsWith(kept)) return true;
    if (!kept.startsWith("0")) return false;
  }
  return false;
}

function bare(number: string): string {
  return number.replace(/^0+/, "");
}
const LEAST_KEPT = 3;

/** A number or a reference without what exports change: case, spaces, signs, leading zeros; null where it says nothing. */
function mark(text: string | null): string | null {
  const kept = bare(plain(text));
  return kept === "" || /^(?:NONREF|NOTPROVIDED|NOREF|БН|NULL)$/.test(kept) ? null : kept;
}

function plain(text: string | null): string {
  return (text ?? "")
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
}

interface Words {
  /** Letters and digits in lower case, and `?` for what a charset lost. */
  readonly text: string;
  readonly digits: string;
}

function wordsOf(purpose: string): Words {
  const text = purpose
    .normalize("NFKC")
    // The code of the currency law is the bank's, not the payer's.
    .replace(/\{VO\d{5}[^{}]{0,40}\}/gi, "")
    .toLowerCase()
    .replaceAll("ё", "е")
    .replaceAll("\ufffd", "?")
    .replace(/[^\p{L}\p{N}?]/gu, "");
  return { text, digits: text.replace(/\D/g, "") };
}

/** Shorter than this the beginning of a purpose is the beginning of many. */
const TELLING = 10;

/**
 * equal: the same letters and digits, lost ones aside, or one is the beginning of the other. like: the same numbers in
 * other letters, as transliteration or another charset gives, or with more text before or between, as banks add a code of
 * the currency law or the payer's name. unknown: one of them is empty.
 */
function purposesAgree(a: Transfer, b: Transfer): "equal" | "like" | "differs" | "unknown" {
  const [one, two] = [a.words, b.words];
  if (one.text === two.text) return one.text === "" ? "unknown" : "equal";
  const [short, long] = one.text.length <= two.text.length ? [one, two] : [two, one];
  const telling = short.text.replaceAll("?", "").length >= TELLING;
  if (short.text.replaceAll("?", "") === "") return "unknown";
  if (telling && long.text.startsWith(short.text)) return "equal";
  if (isLossy(one.text, two.text) || isLossy(two.text, one.text)) return telling ? "equal" : "like";
  if (overlaps(one.text, two.text) || overlaps(two.text, one.text)) return "like";
  if (hasNumbersOf(one, two) || hasNumbersOf(two, one)) return "like";
  if (!long.digits.startsWith(short.digits) && !short.digits.startsWith(long.digits)) return "differs";
  return short.digits === "" && long.digits !== "" && telling ? "differs" : "like";
}

/** One text, or its beginning where it was cut, stands behind other words of the other. */
function overlaps(whole: string, part: string): boolean {
  if (part.length < TELLING) return false;
  const head = part.slice(0, TELLING);
  for (let at = whole.indexOf(head); at >= 0; at = whole.indexOf(head, at + 1)) {
    const tail = whole.slice(at);
    if (tail.startsWith(part) || part.startsWith(tail) || isLossy(tail, part) || isLossy(part, tail)) return true;
  }
  return false;
}

/** Numbers shorter than this stand within others by chance. */
const TELLING_DIGITS = 4;

/** All numbers of a purpose stand in the other in their order, though others may stand between. */
function hasNumbersOf(part: Words, whole: Words): boolean {
  const numbers = part.text.match(/\d+/g) ?? [];
  if (numbers.length === 0) return false;
  const rest = ` ${(whole.text.match(/\d+/g) ?? []).join(" ")} `;
  let at = 0;
  return numbers.every((number) => {
    const sought = number.length < TELLING_DIGITS ? ` ${number} ` : number;
    const found = rest.indexOf(sought, at);
    at = found + sought.length - (number.length < TELLING_DIGITS ? 1 : 0);
    return found >= 0;
  });
}

/** Whether a text is another of which a charset, and perhaps a cut, lost something: every `?` was one letter or a sign. */
function isLossy(lossy: string, whole: string): boolean {
  const lost = lossy.split("?").length - 1;
  if (lost === 0) return false;
  let at = 0;
  let passed = 0;
  for (const letter of lossy) {
    if (letter === "?") {
      passed += 1;
      continue;
    }
    const found = whole.indexOf(letter, at);
    // Where the other text ends it was cut.
    if (found < 0 || found - at > passed) return at + passed >= whole.length;
    passed -= found - at;
    at = found + 1;
  }
  return true;
}

function dayOf(date: LocalDate): number {
  return Date.parse(`${date}T00:00:00Z`) / DAY;
}
