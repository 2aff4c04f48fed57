import type { Minor } from "../../../../core/money.ts";
import type { LocalDate } from "../../../../core/time.ts";
import { decodeOneC } from "./decode.ts";
import {
  type Counterparty,
  type Direction,
  type LineDraft,
  MOST_LINES,
  MOST_STATEMENTS,
  ProblemList,
  type ReadOptions,
  StatementEmpty,
  type StatementFile,
  StatementTooLarge,
  StatementTruncated,
  atLine,
} from "./statement.ts";
import { accountCurrency, finishStatement, orNull, readAccount, readAmount, readDottedDate, rowsOf } from "./values.ts";

/** `Key=Value` lines of one section; the first non-empty value of a key stands. */
interface Section {
  readonly line: number;
  readonly values: Map<string, string>;
}

interface OneCFile {
  readonly header: Section;
  readonly headerAccounts: string[];
  readonly accountSections: Section[];
  readonly documents: Section[];
  ended: boolean;
}

/**
 * Reads a 1CClientBankExchange file, versions 1.01 to 1.03, in whatever charset it really is. Damaged documents become
 * problems and the rest is taken; refuses a file that breaks off inside a section or holds neither account nor entry.
 */
export function readOneC(bytes: Uint8Array, options: ReadOptions = {}): StatementFile {
  const problems = new ProblemList();
  const file = splitSections(decodeOneC(bytes), problems);
  const own = ownAccounts(file, options);
  const booked = bookDocuments(file, own, problems);
  const accounts = new Set([...declaredAccounts(file), ...booked.keys()]);
  if (accounts.size === 0) {
    if (problems.items.length === 0) throw StatementEmpty(atLine(file.header.line));
    // Every document was unreadable: the problems are the answer.
  }
  const incomplete = problems.entriesLost > 0;
  const byAccount = sectionsByAccount(file);
  const statements = [...accounts].map((account) => {
    const sections = byAccount.get(account) ?? [];
    const drafts = booked.get(account) ?? [];
    return finishStatement(
      {
        format: "1c",
        account,
        currency: accountCurrency(account),
        ...balancesOf(sections),
        period: periodOf(sections, file.header),
        drafts,
        fileLine: sections[0]?.line ?? file.header.line,
        incomplete,
      },
      problems,
    );
  });
  return {
    format: "1c",
    formatVersion: orNull(file.header.values.get("версияформата")),
    statements,
    problems: problems.items,
  };
}

const FILE_KEYS = ["версияформата", "датаначала", "датаконца", "расчсчет"];
const TOTAL_KEYS = ["начальныйостаток", "всегопоступило", "всегосписано", "конечныйостаток"];
const DOCUMENT_KEYS = ["номер", "дата", "сумма", "квитанциядата", "датасписано", "датапоступило"];
const PARTY_KEYS = ["", "1", "счет", "расчсчет", "инн", "кпп", "бик"];
const PURPOSE_KEYS = ["", 1, 2, 3, 4, 5, 6].map((part) => `назначениеплатежа${part}`);
/** The keys that are read; of the others, whatever their number, nothing is kept. */
const KEYS: ReadonlySet<string> = new Set([
  ...FILE_KEYS,
  ...TOTAL_KEYS,
  ...DOCUMENT_KEYS,
  ...PARTY_KEYS.flatMap((key) => [`плательщик${key}`, `получатель${key}`]),
  ...PURPOSE_KEYS,
]);
/** A value that goes on over lines is kept up to here. */
const LONGEST_VALUE = 4_000;

/** Cuts the text into header, account sections and documents. Mixed line ends; a line without `=` continues a value. */
function splitSections(text: string, problems: ProblemList): OneCFile {
  const header: Section = { line: 1, values: new Map() };
  const file: OneCFile = { header, headerAccounts: [], accountSections: [], documents: [], ended: false };
  let open: { section: Section; kind: "account" | "document" } | null = null;
  let lastKey: string | null = null;
  let last = 1;
  for (const [raw, number] of rowsOf(text)) {
    last = number;
    const equals = raw.indexOf("=");
    const key = (equals < 0 ? raw : raw.slice(0, equals)).trim().toLowerCase();
    if (key === "конецфайла") {
      file.ended = true;
      break;
    }
    if (key === "секциярасчсчет" || key === "секциядокумент") {
      if (open) problems.add("document_unfinished", open.section.line);
      open = { section: { line: number, values: new Map() }, kind: key === "секциядокумент" ? "document" : "account" };
      lastKey = null;
    } else if (key === "конецрасчсчет" || key === "конецдокумента") {
      if (open) (open.kind === "document" ? file.documents : file.accountSections).push(open.section);
      open = null;
      if (file.documents.length > MOST_LINES) throw StatementTooLarge(atLine(number, { limit: String(MOST_LINES) }));
    } else if (equals >= 0) {
      lastKey = KEYS.has(key) ? key : null;
      const value = raw.slice(equals + 1, equals + 1 + LONGEST_VALUE);
      if (!open && key === "расчсчет") file.headerAccounts.push(value);
      const values = (open?.section ?? header).values;
      if (lastKey && !values.get(key)?.trim()) values.set(key, value);
    } else if (open && lastKey && key !== "") {
      const before = open.section.values.get(lastKey) ?? "";
      if (before.length < LONGEST_VALUE) open.section.values.set(lastKey, `${before}\n${raw.slice(0, LONGEST_VALUE)}`);
    }
    const accounts = file.headerAccounts.length + file.accountSections.length;
    if (accounts > MOST_STATEMENTS) throw StatementTooLarge(atLine(number, { limit: String(MOST_STATEMENTS) }));
  }
  if (open) throw StatementTruncated(atLine(open.section.line));
  if (!file.ended) problems.add("end_missing", last);
  return file;
}

function declaredAccounts(file: OneCFile): string[] {
  const named = [
    ...file.headerAccounts,
    ...file.accountSections.map((section) => section.values.get("расчсчет") ?? ""),
  ];
  return named.map(readAccount).filter((account) => account !== "");
}

/** The accounts the file says it is about; only a file that names none is read by the accounts known to be ours. */
function ownAccounts(file: OneCFile, options: ReadOptions): ReadonlySet<string> {
  const declared = declaredAccounts(file);
  return declared.length > 0 ? new Set(declared) : (options.knownOwnAccounts ?? new Set());
}

/** The account sections by account. A statement over several days may carry one a day, in any order. */
function sectionsByAccount(file: OneCFile): Map<string, Section[]> {
  const byAccount = Map.groupBy(file.accountSections, (section) => readAccount(section.values.get("расчсчет") ?? ""));
  for (const sections of byAccount.values()) {
    sections.sort((a, b) => (sectionDay(a) ?? "").localeCompare(sectionDay(b) ?? ""));
  }
  return byAccount;
}

function sectionDay(section: Section): LocalDate | null {
  return readDottedDate(section.values.get("датаначала") ?? "");
}

function balancesOf(sections: readonly Section[]) {
  const amount = (section: Section | undefined, key: string) => readAmount(section?.values.get(key) ?? "");
  const total = (key: string): Minor | null => {
    const amounts = sections.map((section) => amount(section, key));
    return amounts.length === 0 || amounts.includes(null)
      ? null
      : amounts.reduce<Minor>((sum, one) => sum + (one ?? 0n), 0n);
  };
  return {
    openingMinor: amount(sections[0], "начальныйостаток"),
    closingMinor: amount(sections.at(-1), "конечныйостаток"),
    declaredTotals: { inMinor: total("всегопоступило"), outMinor: total("всегосписано") },
  };
}

function periodOf(sections: readonly Section[], header: Section) {
  const from = readDottedDate((sections[0] ?? header).values.get("датаначала") ?? "");
  const to = readDottedDate((sections.at(-1) ?? header).values.get("датаконца") ?? "");
  return from && to && from <= to ? { from, to } : null;
}

/** The lines of each own account. A transfer between two own accounts of the file is a line of both. */
function bookDocuments(file: OneCFile, own: ReadonlySet<string>, problems: ProblemList): Map<string, LineDraft[]> {
  const booked = new Map<string, LineDraft[]>();
  const withSection = new Set(file.accountSections.map((section) => readAccount(section.values.get("расчсчет") ?? "")));
  const sole = soleAccount(file);
  for (const document of file.documents) {
    const sides = sidesOf(document, own, sole);
    if (sides.length === 0) problems.add("direction_unknown", document.line);
    for (const side of sides) {
      const line = bookSide(document, side, withSection.has(side.account), problems);
      if (!line) continue;
      const lines = booked.get(side.account);
      if (lines) lines.push(line);
      else booked.set(side.account, [line]);
    }
  }
  return booked;
}

function soleAccount(file: OneCFile): string | null {
  const accounts = new Set(declaredAccounts(file));
  return accounts.size === 1 ? ([...accounts][0] ?? null) : null;
}

interface Side {
  readonly direction: Direction;
  readonly account: string;
}

/** Which own accounts a document moved: by the accounts it names, else by which of the two booking dates is set. */
function sidesOf(document: Section, own: ReadonlySet<string>, sole: string | null): Side[] {
  const payer = accountOf(document, "плательщик");
  const recipient = accountOf(document, "получатель");
  const sides: Side[] = [];
  if (payer && own.has(payer)) sides.push({ direction: "out", account: payer });
  if (recipient && own.has(recipient)) sides.push({ direction: "in", account: recipient });
  if (sides.length > 0 || !sole) return sides;
  // Banks mask accounts: then the booking date tells the side, if it is the only one.
  const credited = Boolean(document.values.get("датапоступило")?.trim());
  const debited = Boolean(document.values.get("датасписано")?.trim());
  if (credited === debited) return [];
  return [{ direction: credited ? "in" : "out", account: sole }];
}

function accountOf(document: Section, party: "плательщик" | "получатель"): string | null {
  const values = document.values;
  const text = orNull(values.get(`${party}счет`)) ?? orNull(values.get(`${party}расчсчет`));
  return text ? readAccount(text) : null;
}

function bookSide(document: Section, side: Side, inSection: boolean, problems: ProblemList): LineDraft | null {
  const values = document.values;
  const signed = readAmount(values.get("сумма") ?? "");
  if (signed === null) return lose(problems, "amount_unreadable", document, values.get("сумма"));
  if (signed === 0n) return lose(problems, "amount_zero", document, "0");
  const dateKey = side.direction === "in" ? "датапоступило" : "датасписано";
  const bookedText = orNull(values.get(dateKey)) ?? orNull(values.get("квитанциядата"));
  // An order on its way to the bank looks like a booked document; money that has not come must not be credited.
  if (bookedText === null && side.direction === "in" && !inSection) return lose(problems, "not_booked", document, "");
  const bookedOn = readDottedDate(bookedText ?? values.get("дата") ?? "");
  if (!bookedOn) return lose(problems, "date_unreadable", document, bookedText ?? values.get("дата"));
  const documentDate = readDottedDate(values.get("дата") ?? "");
  if (!documentDate && orNull(values.get("дата"))) {
    problems.add("document_date_unreadable", document.line, { value: values.get("дата") ?? "" });
  }
  const reversal = signed < 0n;
  return {
    fileLine: document.line,
    ownAccount: side.account,
    bookedOn,
    valueOn: null,
    direction: reversal ? (side.direction === "in" ? "out" : "in") : side.direction,
    amountMinor: reversal ? -signed : signed,
    currency: accountCurrency(side.account),
    reversal,
    counterparty: counterpartyOf(document, side.direction === "in" ? "плательщик" : "получатель"),
    purpose: purposeOf(document),
    documentNumber: orNull(values.get("номер")),
    documentDate,
    bankReference: null,
    endToEndId: null,
  };
}

function lose(
  problems: ProblemList,
  code: "amount_unreadable" | "amount_zero" | "date_unreadable" | "not_booked",
  document: Section,
  value: string | undefined,
): null {
  problems.add(code, document.line, { value: value ?? "" });
  return null;
}

function counterpartyOf(document: Section, party: "плательщик" | "получатель"): Counterparty {
  const get = (suffix: string) => orNull(document.values.get(`${party}${suffix}`));
  // The plain key often begins with the taxpayer number that has its own field.
  const name = get("")?.replace(/^ИНН\s*\d{10,12}\s+/i, "") ?? get("1");
  return { name: orNull(name), inn: get("инн"), kpp: get("кпп"), account: accountOf(document, party), bic: get("бик") };
}

/** НазначениеПлатежа, else its numbered parts; parts are joined by line breaks because a bank cuts at a fixed width. */
function purposeOf(document: Section): string {
  const whole = orNull(document.values.get("назначениеплатежа"));
  if (whole) return whole;
  const parts = [1, 2, 3, 4, 5, 6].map((part) => orNull(document.values.get(`назначениеплатежа${part}`)));
  return parts.filter((part) => part !== null).join("\n");
}
