import type { Minor } from "../../../../core/money.ts";
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
  StatementTooLarge,
  atLine,
} from "./statement.ts";
import { finishStatement, orNull, readAccount, readAmount, readShortDate, rowsOf } from "./values.ts";

interface Field {
  readonly tag: string;
  readonly line: number;
  /** The tag's own line and the lines that continue it, as written. */
  readonly rows: string[];
}

interface Balance {
  readonly minor: Minor;
  readonly currency: string;
}

interface Page {
  readonly line: number;
  readonly account: string;
  readonly currencySuffix: string;
  /** `:28C:` before the slash; pages of one statement share it. */
  readonly statementNumber: string | null;
  opening: Balance | null;
  closing: Balance | null;
  /** Opened or closed by an intermediate balance (60M, 62M): one page of a longer statement. */
  continues: boolean;
  readonly drafts: LineDraft[];
  incomplete: boolean;
}

/**
 * Reads MT940: several messages in a file, with or without SWIFT envelopes, `:86:` structured (`?20`) or free.
 * An unreadable `:61:` becomes a problem; refuses a message without an account and a file without messages.
 */
export function readMt940(bytes: Uint8Array): StatementFile {
  const problems = new ProblemList();
  const messages = splitMessages(decodeMt940(bytes));
  if (messages.length === 0) throw StatementEmpty(atLine(1));
  const statements = joinPages(messages.map((fields) => readPage(fields, problems))).map((pages) => {
    const first = pages[0] as Page;
    const opening = first.opening;
    const closing = pages.at(-1)?.closing ?? null;
    const currency = opening?.currency ?? closing?.currency ?? null;
    const drafts = pages.flatMap((page) => page.drafts).map((draft) => ({ ...draft, currency }));
    return finishStatement(
      {
        format: "mt940",
        account: accountWithoutCurrency(first, currency),
        currency,
        openingMinor: opening?.minor ?? null,
        closingMinor: closing?.minor ?? null,
        declaredTotals: { inMinor: null, outMinor: null },
        period: null,
        drafts: drafts.map((draft) => ({ ...draft, ownAccount: accountWithoutCurrency(first, currency) })),
        fileLine: first.line,
        incomplete: pages.some((page) => page.incomplete),
      },
      problems,
    );
  });
  return { format: "mt940", formatVersion: null, statements, problems: problems.items };
}

/** A message runs from `:20:` to the next one, or to a lone `-` or `-}`; everything outside is envelope. */
function splitMessages(text: string): Field[][] {
  const messages: Field[][] = [];
  let fields: Field[] | null = null;
  for (const [whole, number] of rowsOf(text)) {
    const envelope = whole.indexOf("{4:");
    const row = envelope >= 0 ? whole.slice(envelope + 3) : whole;
    if (/^-\}?\s*$/.test(row) || row.startsWith("-}")) {
      fields = null;
      continue;
    }
    const tag = /^:(\d{2}[A-Z]?):/.exec(row);
    if (tag?.[1] === "20") messages.push((fields = []));
    if (!fields) continue;
    if (tag) fields.push({ tag: tag[1] ?? "", line: number, rows: [row.slice(tag[0].length)] });
    else if (row.trim() !== "") continueField(fields.at(-1), row);
    if (fields.length > MOST_LINES * 2) throw StatementTooLarge(atLine(number, { limit: String(MOST_LINES) }));
    if (messages.length > MOST_STATEMENTS) throw StatementTooLarge(atLine(number, { limit: String(MOST_STATEMENTS) }));
  }
  return messages;
}

/** The standard gives `:86:` six rows; banks give it more, but not a file's worth. */
const MOST_ROWS = 60;

function continueField(field: Field | undefined, row: string): void {
  if (field && field.rows.length < MOST_ROWS) field.rows.push(row);
}

function readPage(fields: readonly Field[], problems: ProblemList): Page {
  const line = fields[0]?.line ?? 1;
  const text = (tag: string) => fields.find((field) => field.tag === tag)?.rows[0]?.trim() ?? null;
  const named = orNull(text("25"));
  if (!named) throw StatementAccountMissing(atLine(line));
  const own = readAccount(named.slice(named.lastIndexOf("/") + 1));
  if (!own) throw StatementAccountMissing(atLine(line));
  const opening = fields.find((field) => field.tag === "60F" || field.tag === "60M");
  const closing = fields.find((field) => field.tag === "62F" || field.tag === "62M");
  const page: Page = {
    line,
    account: own,
    currencySuffix: /[A-Z]{3}$/.exec(own)?.[0] ?? "",
    statementNumber: orNull((text("28C") ?? text("28"))?.split("/")[0]),
    opening: readBalance(opening, problems),
    closing: readBalance(closing, problems),
    continues: opening?.tag === "60M" || closing?.tag === "62M",
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
  return { minor: match[1] === "D" ? -amount : amount, currency: match[2] ?? "" };
}

/** Value date, entry date, mark, third letter of the currency, amount, type, customer's reference, bank's reference. */
const ENTRY =
  /^(\d{6})(\d{4})?(RC|RD|EC|ED|C|D)([A-Z])?(\d{1,15},\d{0,5})([A-Z][A-Z0-9]{3})?([^/]*(?:\/(?!\/)[^/]*)*)(?:\/\/(.*))?$/;

function readEntry(field: Field, details: Field | null, problems: ProblemList): LineDraft | null {
  const text = field.rows[0]?.trim() ?? "";
  const match = text.length <= 200 ? ENTRY.exec(text) : null;
  if (!match) return lose("entry_unreadable", field, text, problems);
  const [, valueText = "", entryText, mark = "", , amountText = "", , reference, bankReference] = match;
  const valueOn = readShortDate(valueText);
  if (!valueOn) return lose("date_unreadable", field, valueText, problems);
  const bookedOn = entryText ? entryDate(valueOn, entryText) : valueOn;
  if (!bookedOn) return lose("date_unreadable", field, entryText ?? "", problems);
  const amountMinor = readAmount(amountText);
  if (amountMinor === null) return lose("amount_unreadable", field, amountText, problems);
  if (amountMinor === 0n) return lose("amount_zero", field, amountText, problems);
  if (mark.startsWith("E")) {
    problems.add("pending_skipped", field.line, { value: mark });
    return null;
  }
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
    counterparty: about.counterparty,
    purpose: about.purpose,
    documentNumber: reference?.trim() === "NONREF" ? null : orNull(reference),
    documentDate: null,
    bankReference: orNull(bankReference),
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

/** The entry date has no year: it is the one that lies nearest to the value date. */
function entryDate(valueOn: LocalDate, monthDay: string): LocalDate | null {
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
  const subfields = new Map<string, string>();
  for (const part of glued.slice(shape[0].length - 1).split(shape[1] ?? "?")) {
    const code = part.slice(0, 2);
    if (/^\d{2}$/.test(code)) subfields.set(code, `${subfields.get(code) ?? ""}${part.slice(2)}`);
  }
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

const PURPOSE_CODES = ["20", "21", "22", "23", "24", "25", "26", "27", "28", "29", "60", "61", "62", "63"];

/** Pages of one statement (same account and number, joined by intermediate balances) become one statement. */
function joinPages(pages: readonly Page[]): Page[][] {
  const joined: Page[][] = [];
  for (const page of pages) {
    const open = joined.at(-1);
    const last = open?.at(-1);
    const same =
      last?.account === page.account && last.statementNumber !== null && last.statementNumber === page.statementNumber;
    if (open && last && same && last.continues && page.continues) open.push(page);
    else joined.push([page]);
  }
  return joined;
}

/** Some banks write the currency behind the account number; it is dropped when it is the statement's own. */
function accountWithoutCurrency(page: Page, currency: string | null): string {
  const suffixed = currency !== null && page.currencySuffix === currency && page.account.length > 3;
  return suffixed ? page.account.slice(0, -3) : page.account;
}
