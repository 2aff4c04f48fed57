import type { Currency, Minor } from "../../../../core/money.ts";
import type { LocalDate } from "../../../../core/time.ts";
import { decodeMt940 } from "./decode.ts";
import {
  type Counterparty,
  type LineDraft,
  MOST_LINES,
  MOST_STATEMENTS,
  NO_COUNTERPARTY,
  ProblemList,
  StatementAccountMissing,
  StatementEmpty,
  type StatementFile,
  StatementIntraday,
  StatementTooLarge,
  atLine,
} from "./statement.ts";
import {
  currencyOfCode,
  finishStatement,
  orNull,
  readAccount,
  readAmount,
  readCurrency,
  readShortDate,
  rowsOf,
} from "./values.ts";

interface Field {
  readonly tag: string;
  readonly line: number;
  /** The tag's own line and the lines that continue it, as written. */
  readonly rows: string[];
}

interface Balance {
  readonly minor: Minor;
  readonly currency: Currency | null;
}

interface Page {
  readonly line: number;
  readonly account: string;
  readonly currencySuffix: string;
  /** The currency that stands behind the account and a slash. */
  readonly currency: Currency | null;
  /** `:28C:` whole, and before the slash: pages of one statement share that. */
  readonly id: string | null;
  readonly statementNumber: string | null;
  readonly opening: Balance | null;
  readonly closing: Balance | null;
  /** Opened or closed by an intermediate balance (60M, 62M): one page of a longer statement. */
  readonly continuing: boolean;
  readonly continued: boolean;
  readonly drafts: LineDraft[];
  incomplete: boolean;
}

/**
 * Reads MT940: several messages in a file, with or without SWIFT envelopes, several pages in a message or in messages of
 * their own, `:86:` structured (`?20`) or free. An unreadable `:61:` becomes a problem; refuses a message without an
 * account, a file without messages, and the reports within the day (MT942).
 */
export function readMt940(bytes: Uint8Array): StatementFile {
  const problems = new ProblemList();
  const messages = new MessageReader(problems).read(decodeMt940(bytes));
  if (messages.length === 0) throw StatementEmpty(atLine(1));
  const statements = joinPages(messages.flatMap((fields) => readPages(fields, problems))).map((pages) =>
    finishPages(pages, problems),
  );
  return { format: "mt940", formatVersion: null, statements, problems: problems.items };
}

function finishPages(pages: readonly Page[], problems: ProblemList) {
  const first = pages[0] as Page;
  const last = pages.at(-1) as Page;
  const { opening } = first;
  const { closing } = last;
  const currency = opening?.currency ?? closing?.currency ?? first.currency;
  const account = accountWithoutCurrency(first, currency);
  if (!closing) problems.add("closing_balance_missing", last.line, { account });
  else if (last.continued || first.continuing) problems.add("page_missing", last.line, { account });
  const drafts = pages.flatMap((page) => page.drafts);
  return finishStatement(
    {
      format: "mt940",
      account,
      id: first.id,
      currency,
      openingMinor: opening?.minor ?? null,
      closingMinor: closing?.minor ?? null,
      declaredTotals: { inMinor: null, outMinor: null },
      period: null,
      drafts: drafts.map((draft) => ({ ...draft, currency, ownAccount: account })),
      fileLine: first.line,
      incomplete: pages.some((page) => page.incomplete),
    },
    problems,
  );
}

/** Within a page entries come after the opening balance and before the closing one; texts may stand anywhere. */
const BALANCE_LIKE = /^[CD]\d{6}/;
const STARTS_MESSAGE = /^(?:\{[1-5]:|:20:)/;
/** What only a report within the day (MT942) has, as it looks. */
const INTRADAY: Readonly<Record<string, RegExp>> = {
  "34F": /^[A-Z]{3}[CD]?\d/,
  "13D": /^\d{10}/,
  "90C": /^\d{1,5}[A-Z]{3}/,
  "90D": /^\d{1,5}[A-Z]{3}/,
};

/**
 * Cuts the text into messages and their fields. The text of `:86:` may hold anything: a lone `-`, or a row that looks
 * like a tag, is structure only where structure can stand. What stands outside messages is envelope, but a tag there is
 * told: it would be an entry nobody reads.
 */
class MessageReader {
  readonly #problems: ProblemList;
  readonly #messages: Field[][] = [];
  #fields: Field[] | null = null;
  /** The closing balance of the page was seen: the message may end. */
  #closed = false;

  constructor(problems: ProblemList) {
    this.#problems = problems;
  }

  read(text: string): Field[][] {
    let held: readonly [string, number] | null = null;
    for (const row of rowsOf(text)) {
      if (row[0].trim() === "") continue;
      if (held) this.#row(held[0], held[1], row[0]);
      held = row;
    }
    if (held) this.#row(held[0], held[1], null);
    return this.#messages;
  }

  #row(whole: string, line: number, next: string | null): void {
    const row = /^\{[1-5]:/.test(whole) && (!this.#fields || this.#closed) ? afterEnvelope(whole) : whole;
    if (row.trim() === "") return;
    if (this.#fields && endsMessage(row, this.#closed, next)) {
      this.#fields = null;
      return;
    }
    const [start, tag = ""] = /^:(\d{2}[A-Z]?|NS):/.exec(row) ?? [];
    if (start === undefined) return this.#text(row, line);
    const content = row.slice(start.length).trim();
    if (tag === "20" && this.#startsHere(next)) this.#messages.push((this.#fields = []));
    if (!this.#fields) {
      this.#problems.add(tag === "61" ? "entry_unreadable" : "row_unread", line, { value: row });
      return;
    }
    if (!this.#isStructure(tag, content, next)) return this.#text(row, line);
    if (tag.startsWith("62")) this.#closed = true;
    else if (tag === "20" || tag.startsWith("28") || tag.startsWith("60")) this.#closed = false;
    this.#fields.push({ tag, line, rows: [row.slice(start.length)] });
    if (this.#fields.length > MOST_LINES * 2) throw StatementTooLarge(atLine(line, { limit: String(MOST_LINES) }));
    if (this.#messages.length > MOST_STATEMENTS) {
      throw StatementTooLarge(atLine(line, { limit: String(MOST_STATEMENTS) }));
    }
  }

  #startsHere(next: string | null): boolean {
    return !this.#fields || this.#closed || next === null || /^:(?:21|25P?):/.test(next);
  }

  /** Whether a row that looks like a tag is one, in the message that is open. */
  #isStructure(tag: string, content: string, next: string | null): boolean {
    const last = this.#fields?.at(-1)?.tag ?? "";
    const inText = last === "86";
    switch (tag) {
      case "20":
        return this.#startsHere(next);
      case "21":
      case "25":
      case "25P":
      case "28":
      case "28C":
        return this.#closed || !(inText || last === "61");
      case "60F":
      case "60M":
      case "62F":
      case "62M":
      case "64":
      case "65":
        return !inText || BALANCE_LIKE.test(content);
      case "61":
        return !inText || /^\d{6}/.test(content);
      case "86":
        return !inText;
      default:
        return !(inText || last === "61") || (INTRADAY[tag]?.test(content) ?? false);
    }
  }

  #text(row: string, line: number): void {
    const last = this.#fields?.at(-1);
    if (!last) return;
    if (last.tag !== "86" && last.tag !== "61") this.#problems.add("row_unread", line, { value: row });
    else if (last.rows.length < MOST_ROWS) last.rows.push(row);
    else if (last.rows.length === MOST_ROWS) {
      // One row more stands for the rest, so that it is told once.
      last.rows.push("");
      this.#problems.add("text_cut", line, { value: row });
    }
  }
}

/** The standard gives `:86:` six rows; banks give it more, but not a file's worth. */
const MOST_ROWS = 60;

function afterEnvelope(row: string): string {
  const text = row.lastIndexOf("{4:");
  if (/\{2:[IO]942/.test(row)) throw StatementIntraday(atLine(1, { value: "MT942" }));
  return text < 0 ? "" : row.slice(text + 3);
}

/** A lone `-` or `-}` ends a message behind its closing balance, or where nothing or another message follows. */
function endsMessage(row: string, closed: boolean, next: string | null): boolean {
  if (/^-\}\s*\{5:/.test(row)) return true;
  return /^-\}?\s*$/.test(row) && (closed || next === null || STARTS_MESSAGE.test(next));
}

/** The pages of a message: each begins with its number or its opening balance behind the closing balance of another. */
function readPages(fields: readonly Field[], problems: ProblemList): Page[] {
  const intraday = fields.find((field) => INTRADAY[field.tag] !== undefined);
  if (intraday && !fields.some((field) => field.tag.startsWith("60"))) {
    throw StatementIntraday(atLine(intraday.line, { value: "MT942" }));
  }
  const head: Field[] = [];
  const pages: Field[][] = [];
  let page: Field[] = [];
  let closed = false;
  for (const field of fields) {
    if (closed && /^(?:28|60)/.test(field.tag)) {
      pages.push(page);
      page = [...head];
      closed = false;
    }
    if (pages.length === 0 && /^2[015]/.test(field.tag)) head.push(field);
    if (field.tag.startsWith("62")) closed = true;
    page.push(field);
  }
  return [...pages, page].map((own) => readPage(own, problems));
}

function readPage(fields: readonly Field[], problems: ProblemList): Page {
  const text = (tag: string) => fields.find((field) => field.tag === tag)?.rows[0]?.trim() ?? null;
  const opening = fields.find((field) => field.tag === "60F" || field.tag === "60M");
  const closing = fields.find((field) => field.tag === "62F" || field.tag === "62M");
  const line = (fields.find((field) => field.tag.startsWith("28")) ?? fields[0])?.line ?? 1;
  const start = fields[0]?.line ?? 1;
  const { account: own, currency } = readOwnAccount(orNull(text("25") ?? text("25P")) ?? "");
  if (!own) throw StatementAccountMissing(atLine(start));
  const id = orNull(text("28C") ?? text("28"));
  const page: Page = {
    line: Math.max(start, opening ? Math.min(line, opening.line) : start),
    account: own,
    currency,
    currencySuffix: /[A-Z]{3}$/.exec(own)?.[0] ?? "",
    id,
    statementNumber: orNull(id?.split("/")[0]),
    opening: readBalance(opening, problems),
    closing: readBalance(closing, problems),
    continuing: opening?.tag === "60M",
    continued: closing?.tag === "62M",
    drafts: [],
    incomplete: false,
  };
  fields.forEach((field, index) => {
    if (field.tag !== "61") return;
    const next = fields[index + 1];
    const before = problems.entriesLost;
    const draft = readEntry(field, next?.tag === "86" ? next : null, problems);
    if (draft) page.drafts.push(draft);
    page.incomplete ||= problems.entriesLost > before;
  });
  return page;
}

/** `BANK/40702…`, with the currency behind it or without: `/RUB`, `/810`, ` rub`, ` (RUB)`. */
function readOwnAccount(text: string): { account: string; currency: Currency | null } {
  const [, named = text, letters, digits] =
    /^(.*\d.*?)(?:[\s/([,;:-]+([A-Za-z]{3})[\s)\]]*|\s*\/\s*(\d{3})\s*)$/.exec(text.slice(0, 200)) ?? [];
  const currency = digits ? currencyOfCode(digits) : readCurrency(letters?.toUpperCase());
  const parts = (currency ? named : text).split("/").filter((part) => part.trim() !== "");
  return { account: readAccount(parts.at(-1) ?? ""), currency };
}

/** `C031002PLN40000,00`. */
function readBalance(field: Field | undefined, problems: ProblemList): Balance | null {
  if (!field) return null;
  const text = field.rows[0]?.trim() ?? "";
  const match = /^([CD])\d{6}([A-Z]{3})(\d{1,15},?\d{0,2})$/.exec(text);
  const amount = match ? readAmount(match[3] ?? "") : null;
  if (!match || amount === null) {
    problems.add("entry_unreadable", field.line, { value: `:${field.tag}:${text}` });
    return null;
  }
  return { minor: match[1] === "D" ? -amount : amount, currency: readCurrency(match[2]) };
}

/** Value date, entry date, mark, third letter of the currency, amount, type, customer's reference, bank's reference. */
const ENTRY =
  /^(\d{6})(\d{4})?(RC|RD|EC|ED|C|D)([A-Z])?(\d{1,15},\d{0,5})([A-Z][A-Z0-9]{3})?([^/]*(?:\/(?!\/)[^/]*)*)(?:\/\/(.*))?$/;

function readEntry(field: Field, details: Field | null, problems: ProblemList): LineDraft | null {
  const text = field.rows[0]?.trim() ?? "";
  const match = text.length <= 200 ? ENTRY.exec(text) : null;
  if (!match) return lose("entry_unreadable", field, text, problems);
  const [, valueText = "", entryText, mark = "", , amountText = "", type = "", reference, bankReference] = match;
  const valueOn = readShortDate(valueText);
  const bookedOn = entryText ? entryDate(valueOn, valueText, entryText) : valueOn;
  if (!bookedOn) return lose("date_unreadable", field, entryText ?? valueText, problems);
  const amountMinor = readAmount(amountText);
  if (amountMinor === null) return lose("amount_unreadable", field, amountText, problems);
  if (amountMinor === 0n) return lose("amount_zero", field, amountText, problems);
  if (mark.startsWith("E")) {
    problems.add("pending_skipped", field.line, { value: mark });
    return null;
  }
  if (!valueOn) problems.add("value_date_unreadable", field.line, { value: valueText });
  const about = readDetails(details, field.rows.slice(1));
  return {
    fileLine: field.line,
    ownAccount: "",
    bookedOn,
    valueOn,
    // A reversed credit takes money away, a reversed debit brings it back.
    direction: mark === "C" || mark === "RD" ? "in" : "out",
    amountMinor,
    currency: null,
    reversal: mark.startsWith("R"),
    // Type RTI: a returned item.
    returned: type.slice(1) === "RTI",
    counterparty: about.counterparty,
    purpose: about.purpose,
    documentNumber: reference?.trim() === "NONREF" ? null : orNull(reference),
    documentDate: null,
    bankReference: bankReference?.trim() === "NONREF" ? null : orNull(bankReference),
    batchReference: null,
    endToEndId: null,
  };
}

function lose(
  code: "entry_unreadable" | "date_unreadable" | "amount_unreadable" | "amount_zero",
  field: Field,
  value: string,
  problems: ProblemList,
): null {
  problems.add(code, field.line, { value });
  return null;
}

/** The entry date has no year: it is the one that lies nearest to the value date, or that of an impossible one. */
function entryDate(valueOn: LocalDate | null, valueText: string, monthDay: string): LocalDate | null {
  if (!valueOn) return readShortDate(`${valueText.slice(0, 2)}${monthDay}`);
  const year = Number(valueOn.slice(0, 4));
  const distance = Number(monthDay.slice(0, 2)) - Number(valueOn.slice(5, 7));
  const shown = distance > 6 ? year - 1 : distance < -6 ? year + 1 : year;
  return readShortDate(`${String(shown).slice(2)}${monthDay}`);
}

interface Details {
  readonly purpose: string;
  readonly counterparty: Counterparty;
}

/** `:86:` as code and `?NN` subfields where it is built so, else the free text with the supplementary line of `:61:`. */
function readDetails(details: Field | null, supplementary: readonly string[]): Details {
  const rows = details?.rows ?? [];
  // Subfields are cut hard at the line's width, so their rows are glued; free text keeps its line breaks.
  const glued = rows.join("");
  const shape = /^\s*\d{3}([?<>+^~])(?=\d{2})/.exec(glued) ?? /^\s*(\?)(?=\d{2})/.exec(glued);
  if (!shape) {
    const text = [...supplementary, ...rows].map((row) => row.trim()).filter((row) => row !== "");
    return { purpose: orNull(text.join("\n")) ?? "", counterparty: NO_COUNTERPARTY };
  }
  const subfields = readSubfields(glued.slice(shape[0].length - 1), shape[1] ?? "?");
  const take = (codes: readonly string[], separator: string) =>
    orNull(
      codes
        .map((code) => orNull(subfields.get(code)))
        .filter((part) => part !== null)
        .join(separator),
    );
  const account = take(["38"], "") ?? take(["31"], "");
  return {
    purpose: take(PURPOSE_CODES, "\n") ?? "",
    counterparty: {
      ...NO_COUNTERPARTY,
      name: take(["32", "33"], " "),
      account: account ? readAccount(account) : null,
      bic: take(["30"], ""),
    },
  };
}

/** The subfields that banks use; what bears another number is text with a sign of its own. */
const SUBFIELD = /^(?:00|10|2\d|3[0-8]|6[0-3])/;
/** What stands where a bank's code or an account should. Words tell a purpose that speaks of the 31st. */
const NOT_ACCOUNT = /\s\p{L}{3,}|[^\p{L}\p{N}\s.*/?•-]/u;
/** 34 holds a key of at most three digits, and nothing is known of those behind it. */
const KEY = /^\s*\d{0,3}\s*$/;
/** A project in a subfield that is none of the purpose: the sign before it is a lost letter. */
const NAMES_PROJECT = /mcs\s?\d/i;

/** Whether what stands behind a number of a subfield is what that subfield holds. */
function canHold(code: string, value: string): boolean {
  if (/^2|^6/.test(code)) return true;
  if (NAMES_PROJECT.test(value)) return false;
  if (/^3[018]$/.test(code)) return !NOT_ACCOUNT.test(value);
  return /^3[4-7]$/.test(code) ? KEY.test(value) : true;
}

/**
 * The subfields by their numbers. A sign that no number of a subfield follows is a question mark, or a letter that a charset
 * lost; so is one whose number is out of order: subfields ascend, and those of the purpose without a gap. It and what follows
 * belong to the text before it, so that no part of a purpose is dropped.
 */
function readSubfields(glued: string, sign: string): Map<string, string> {
  const parts = glued.split(sign).slice(1);
  const codes = parts.map((part) => {
    const code = SUBFIELD.exec(part)?.[0] ?? null;
    return code !== null && canHold(code, part.slice(2)) ? code : null;
  });
  const structure = [false, true]
    .map((sixtyFirst) => longestOrder(codes, sixtyFirst))
    .reduce((one, other) => (other.size > one.size ? other : one));
  const subfields = new Map<string, string>();
  let open: string | null = null;
  for (const [index, part] of parts.entries()) {
    const isText = !structure.has(index);
    open = isText ? (open ?? "20") : (codes[index] as string);
    subfields.set(open, `${subfields.get(open) ?? ""}${isText ? sign + part : part.slice(2)}`);
  }
  return subfields;
}

/** The places of as many subfields as can stand in one order, the earlier of two that are as good. */
function longestOrder(codes: readonly (string | null)[], sixtyFirst: boolean): ReadonlySet<number> {
  interface Chain {
    readonly length: number;
    readonly place: number;
    readonly before: Chain | null;
  }
  // The longest chain that ends with each number: there are few numbers, however many signs there are.
  const best = new Map<string, Chain>();
  for (const [place, code] of codes.entries()) {
    if (code === null) continue;
    let before: Chain | null = null;
    for (const [last, chain] of best)
      if (mayFollow(last, code, sixtyFirst) && chain.length > (before?.length ?? 0)) before = chain;
    const length = (before?.length ?? 0) + 1;
    if (length > (best.get(code)?.length ?? 0)) best.set(code, { length, place, before });
  }
  let longest: Chain | null = null;
  for (const chain of best.values()) if (chain.length > (longest?.length ?? 0)) longest = chain;
  const places = new Set<number>();
  for (let chain = longest; chain; chain = chain.before) places.add(chain.place);
  return places;
}

/** Some banks let the purpose go on (60 to 63) behind its tenth row, others behind the payer. */
function mayFollow(last: string, code: string, sixtyFirst: boolean): boolean {
  const goesOn = Number(code) === Number(last) + 1;
  if (code.startsWith("2")) return last < "20" || goesOn;
  if (code.startsWith("6")) return goesOn || (code === "60" && (sixtyFirst ? last === "29" : last.startsWith("3")));
  return code.startsWith("3") && last.startsWith("6") ? sixtyFirst : last < code;
}

const PURPOSE_CODES = ["20", "21", "22", "23", "24", "25", "26", "27", "28", "29", "60", "61", "62", "63"];

/** Pages of one statement (same account and number, joined by intermediate balances) become one statement. */
function joinPages(pages: readonly Page[]): Page[][] {
  const joined: Page[][] = [];
  for (const page of pages) {
    const open = joined.at(-1);
    const last = open?.at(-1);
    const same = last?.account === page.account && last.statementNumber === page.statementNumber;
    if (open && last && same && last.continued && page.continuing) open.push(page);
    else joined.push([page]);
  }
  return joined;
}

/** Some banks write the currency behind the account number; it is dropped when it is the statement's own. */
function accountWithoutCurrency(page: Page, currency: Currency | null): string {
  const suffixed = currency !== null && readCurrency(page.currencySuffix) === currency && page.account.length > 3;
  return suffixed ? page.account.slice(0, -3) : page.account;
}
