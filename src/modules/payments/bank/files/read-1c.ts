import type { Minor } from "../../../../core/money.ts";
import type { LocalDate } from "../../../../core/time.ts";
import { recognisePid } from "../recognise-pid.ts";
import { decodeOneC } from "./decode.ts";
import { inRussianLetters } from "./lookalikes.ts";
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
  atLine,
} from "./statement.ts";
import {
  MOST_VALUE_DAYS,
  accountCurrency,
  daysBetween,
  finishStatement,
  orNull,
  readAccount,
  readAmount,
  readCurrency,
  readDottedDate,
  rowsOf,
} from "./values.ts";

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
 * problems and the rest is taken; refuses a file that holds neither account nor entry. The dialect of Kazakh banks is read
 * too: one amount for each direction, and its own names.
 */
export function readOneC(bytes: Uint8Array, options: ReadOptions = {}): StatementFile {
  const problems = new ProblemList();
  const file = new SectionReader(problems).read(decodeOneC(bytes));
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
    const balances = balancesOf(sections);
    // Its end mark tells whether a file is whole, but a bank that tells a section's sums also says what is left.
    if (balances.closingMinor === null && tellsSums(balances)) {
      problems.add("closing_balance_missing", sections[0]?.line ?? 1, { account });
    }
    return finishStatement(
      {
        format: "1c",
        account,
        id: null,
        currency: accountCurrency(account),
        ...balances,
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

const words = (text: string) => text.split(/\s+/);
const PARTIES = ["плательщик", "получатель"] as const;
const FILE_KEYS = words(
  "версияформата кодировка отправитель получатель датасоздания времясоздания датаначала датаконца дата1 дата2 расчсчет документ",
);
const TOTAL_KEYS = words("начальныйостаток всегопоступило всегосписано конечныйостаток");
const DOCUMENT_KEYS = words(
  "номер дата сумма квитанциядата датасписано датапоступило датаоперации датавалютирования суммаприход суммарасход валюта",
);
const PARTY_KEYS = ["", ...words("1 счет расчсчет инн кпп бик")];
const WHOLE_PURPOSE = "назначениеплатежа";
/** The standard has six parts, some banks more. */
const PURPOSE_PART = /^назначениеплатежа\d{1,3}$/;
/** The keys that are read, beside those of the purpose's parts. */
const KEYS: ReadonlySet<string> = new Set([
  ...FILE_KEYS,
  ...TOTAL_KEYS,
  ...DOCUMENT_KEYS,
  ...PARTY_KEYS.flatMap((key) => PARTIES.map((party) => `${party}${key}`)),
  WHOLE_PURPOSE,
]);
/** Keys of the exchange that say nothing here. They are known so that a purpose's row with `=`, or a key that nobody knows, is told from them. */
const SILENT_KEYS: ReadonlySet<string> = new Set([
  ...words("видплатежа видоплаты код очередность срокплатежа срокакцепта видаккредитива кодназплатежа уин"),
  ...words("кодназначенияплатежа виддокумента квитанциявремя квитанциясодержание статуссоставителя показателькбк"),
  ...words("окато октмо показательоснования показательпериода показательномера показательдаты показательтипа"),
  ...words("условиеоплаты1 условиеоплаты2 условиеоплаты3 номерсчетапоставщика платежпопредст дополнуслов"),
  ...words("датаотсылкидок резервноеполе назначениеплатежакод очередностьплатежа уип дополнусловия времяоперации"),
  ...words("содержаниеоперации номероперации суммандс ставкандс"),
  ...words("2 3 4 банк1 банк2 корсчет кбе рнн банкнаименование банккорсчет банкбин_иин").flatMap((key) =>
    PARTIES.map((party) => `${party}${key}`),
  ),
]);
/** The dialect of Kazakh banks calls the same things otherwise. */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ["номердокумента", "номер"],
  ["датадокумента", "дата"],
  ...PARTIES.flatMap((party) => [
    [`${party}наименование`, party] as const,
    ...["бин_иин", "иин_бин", "биниин", "иинбин", "бин", "иин"].map(
      (key) => [`${party}${key}`, `${party}инн`] as const,
    ),
    ...["иик", "ик"].map((key) => [`${party}${key}`, `${party}счет`] as const),
    [`${party}банкбик`, `${party}бик`] as const,
  ]),
]);
/** Words without a value that begin and end sections. */
const MARKS: ReadonlySet<string> = new Set(
  words("секциярасчсчет секциядокумент конецрасчсчет конецдокумента конецфайла"),
);

/**
 * A key as the standard has it: in its letters, where people or programs typed Latin ones that look the same, and without
 * signs between its words. Within a purpose blanks are text. A word that is no key even so stays as it is.
 */
function keyOf(word: string, withBlanks: boolean): string {
  const lower = word.toLowerCase();
  const name = (text: string) => OTHER_NAMES.get(text) ?? (isKnown(text) || MARKS.has(text) ? text : null);
  const plain = (text: string) => inRussianLetters(text.replace(withBlanks ? /[\s_/.-]+/g : /[_/.-]+/g, ""));
  return name(lower) ?? name(inRussianLetters(lower)) ?? name(plain(lower)) ?? lower;
}

function isRead(key: string): boolean {
  return KEYS.has(key) || PURPOSE_PART.test(key);
}

function isKnown(key: string): boolean {
  return isRead(key) || SILENT_KEYS.has(key);
}

/** A value that goes on over lines is kept up to here. */
const LONGEST_VALUE = 4_000;
/** No key of the exchange is longer, and no bank has more of them. */
const LONGEST_KEY = 60;
const LONGEST_MARK = 20;
const MOST_KEYS = 2_000;

/**
 * Cuts the text into header, account sections and documents. A purpose may hold anything, rows with `=` and the words
 * of the format among it: what cannot be structure where it stands is its text. A row that is read as nothing is told.
 */
class SectionReader {
  readonly file: OneCFile = {
    header: { line: 1, values: new Map() },
    headerAccounts: [],
    accountSections: [],
    documents: [],
    ended: false,
  };
  readonly #problems: ProblemList;
  #open: { section: Section; kind: "account" | "document" } | null = null;
  /** The key whose value the next row may continue; null after a key that is not kept. */
  #lastKey: string | null = null;
  /** Rows outside all sections are told once for a run of them. */
  #strayed = false;
  /** Banks have keys of their own, in every document: each is told once. */
  readonly #unknown = new Set<string>();
  readonly #keys = new Map<string, string>();

  constructor(problems: ProblemList) {
    this.#problems = problems;
  }

  read(text: string): OneCFile {
    let last = 1;
    for (const [row, number] of rowsOf(text)) {
      last = number;
      this.#row(row, number);
      const accounts = this.file.headerAccounts.length + this.file.accountSections.length;
      if (accounts > MOST_STATEMENTS) throw StatementTooLarge(atLine(number, { limit: String(MOST_STATEMENTS) }));
    }
    if (this.#open) {
      if (this.#open.kind === "document") this.#problems.add("document_unfinished", this.#open.section.line);
      this.#problems.add("section_cut", this.#open.section.line);
    } else if (!this.file.ended) this.#problems.add("end_missing", last);
    return this.file;
  }

  #row(row: string, number: number): void {
    const equals = row.indexOf("=");
    const word = (equals < 0 ? row : row.slice(0, equals)).trim();
    const key = equals < 0 && !this.#isMark(word) ? "" : this.#keyOf(word);
    if (this.file.ended) this.#stray(row, number);
    else if (key === "секциярасчсчет" || key === "секциядокумент") this.#begin(key, number);
    else if (key === "конецрасчсчет" || key === "конецдокумента") this.#finish(row, number);
    else if (key === "конецфайла" && !this.#open) this.file.ended = true;
    else if (equals >= 0) this.#pair(key, row, equals, number);
    else if (word !== "") this.#text(row, number);
  }

  /** A mark of a section has no value; anything else without one is text. */
  #isMark(word: string): boolean {
    return word.length <= LONGEST_MARK && MARKS.has(inRussianLetters(word.toLowerCase()));
  }

  #keyOf(word: string): string {
    if (word.length > LONGEST_KEY) return word.toLowerCase();
    const withBlanks = !this.#inPurpose;
    const name = withBlanks ? word : `=${word}`;
    let key = this.#keys.get(name);
    if (key === undefined) {
      key = keyOf(word, withBlanks);
      if (this.#keys.size < MOST_KEYS) this.#keys.set(name, key);
    }
    return key;
  }

  get #inPurpose(): boolean {
    return this.#open?.kind === "document" && this.#lastKey !== null && isPurpose(this.#lastKey);
  }

  #begin(key: string, line: number): void {
    if (this.#open) this.#problems.add("document_unfinished", this.#open.section.line);
    this.#open = { section: { line, values: new Map() }, kind: key === "секциядокумент" ? "document" : "account" };
    this.#lastKey = null;
    this.#strayed = false;
  }

  #finish(row: string, number: number): void {
    if (!this.#open) return this.#stray(row, number);
    const { kind, section } = this.#open;
    (kind === "document" ? this.file.documents : this.file.accountSections).push(section);
    this.#open = null;
    if (this.file.documents.length > MOST_LINES) {
      throw StatementTooLarge(atLine(number, { limit: String(MOST_LINES) }));
    }
  }

  #pair(key: string, row: string, equals: number, number: number): void {
    const value = row.slice(equals + 1, equals + 1 + LONGEST_VALUE);
    if (!this.#open && this.#begun) {
      if (key === "расчсчет") this.file.headerAccounts.push(value);
      else this.#stray(row, number);
      return;
    }
    if (!this.#open && key === "расчсчет") this.file.headerAccounts.push(value);
    const { values } = this.#open?.section ?? this.file.header;
    const before = values.get(key)?.trim();
    const known = isRead(key);
    const inPurpose = this.#inPurpose;
    const isTaken = known ? Boolean(before) && before !== value.trim() : !SILENT_KEYS.has(key);
    if (inPurpose && !isPurpose(key) && (isTaken || !fitsKey(key, value.trim(), values))) {
      this.#text(row, number);
      return;
    }
    this.#lastKey = known ? key : null;
    if (known && !before) values.set(key, value);
    else if (known && this.#open && value.trim() && before !== value.trim()) {
      this.#problems.add("row_unread", number, { value: row });
    } else if (!isKnown(key) && this.#open && value.trim()) this.#unread(key, row, value, number);
  }

  /** A row of a section whose key nobody knows: its value may be what a misspelt key was to say. */
  #unread(key: string, row: string, value: string, number: number): void {
    const isNew = !this.#unknown.has(key);
    if (isNew && this.#unknown.size < MOST_KEYS) this.#unknown.add(key);
    if (isNew || recognisePid(value).kind !== "unrecognised") this.#problems.add("key_unknown", number, { value: row });
  }

  /** A row without a key, or one that cannot be a key's: it continues the last value. */
  #text(row: string, number: number): void {
    if (!this.#open) {
      if (this.#begun) this.#stray(row, number);
      return;
    }
    const { values } = this.#open.section;
    if (!this.#lastKey) {
      this.#problems.add("row_unread", number, { value: row });
      return;
    }
    // Where the purpose stands whole and in parts, what follows the last part belongs to the whole.
    const key = isPurpose(this.#lastKey) && values.get(WHOLE_PURPOSE)?.trim() ? WHOLE_PURPOSE : this.#lastKey;
    const before = values.get(key) ?? "";
    if (before.length < LONGEST_VALUE) values.set(key, `${before}\n${row.slice(0, LONGEST_VALUE)}`);
  }

  get #begun(): boolean {
    return this.file.documents.length + this.file.accountSections.length > 0;
  }

  #stray(row: string, number: number): void {
    if (row.trim() === "" || this.#strayed) return;
    this.#strayed = true;
    this.#problems.add("row_unread", number, { value: row });
  }
}

/** Keys whose values are words. */
const WORDY =
  /^(?:плательщик|получатель)(?:[1-4]?|банк[12]|банкнаименование)$|^(?:вид|условие|дополн|квитанцияс|назначение|показатель|резервное|платежпоср)/;

/**
 * Whether a row within a purpose is one of the document's rather than the purpose's text: its value is such as the key
 * has. What decides the sum, the side or the day is not taken from there once the document has said it.
 */
function fitsKey(key: string, value: string, said: ReadonlyMap<string, string>): boolean {
  if (value === "") return true;
  if (recognisePid(value).kind !== "unrecognised" || /mcs/i.test(value)) return false;
  const isSaid = (...keys: readonly string[]) => keys.some((one) => said.get(one)?.trim());
  if (key.startsWith("сумма")) return readAmount(value) !== null && !isSaid("сумма", "суммаприход", "суммарасход");
  if (key === "датавалютирования") {
    const [valueOn, ...booked] = [value, ...BOOKING_DATES.map((one) => said.get(one) ?? "")].map(readDottedDate);
    return valueOn ? booked.every((date) => !date || daysBetween(valueOn, date) <= MOST_VALUE_DAYS) : false;
  }
  if (/^(?:дата|срок|квитанциядата)/.test(key)) {
    return readDottedDate(value) !== null && !(BOOKING_DATES.includes(key) && isSaid(...BOOKING_DATES));
  }
  if (/(?:инн|кпп|бик|счет|корсчет)$/.test(key)) return /^[A-Z]{0,2}[\d\s.*•/-]{1,40}[A-Z\d]*$/i.test(value);
  return WORDY.test(key) || /^[\p{L}\d./-]{1,30}$/u.test(value);
}

const BOOKING_DATES = ["датапоступило", "датасписано", "датаоперации", "квитанциядата"];

function isPurpose(key: string): boolean {
  return key.startsWith(WHOLE_PURPOSE);
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

/** A nought stands in the field of banks that give no balances. */
function tellsSums({ openingMinor, declaredTotals }: ReturnType<typeof balancesOf>): boolean {
  const { inMinor, outMinor } = declaredTotals;
  return inMinor !== null || outMinor !== null || (openingMinor !== null && openingMinor !== 0n);
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

/** Which own accounts a document moved: by the accounts it names, else by which of two dates or amounts is set. */
function sidesOf(document: Section, own: ReadonlySet<string>, sole: string | null): Side[] {
  const payer = accountOf(document, "плательщик");
  const recipient = accountOf(document, "получатель");
  const marked = markedDirection(document);
  const sides: Side[] = [];
  if (payer && own.has(payer)) sides.push({ direction: "out", account: payer });
  if (recipient && own.has(recipient)) sides.push({ direction: "in", account: recipient });
  // A payment of ours that came back to its account, or a statement of one account with both of them ours.
  if (sides.length > 0) {
    const told = payer === recipient || hasAmountByDirection(document) ? marked : null;
    return told ? sides.filter((side) => side.direction === told) : sides;
  }
  // Banks mask accounts: then the booking date or the amount tells the side, if it is the only one.
  return sole && marked ? [{ direction: marked, account: sole }] : [];
}

/** What a document says of its direction, apart from the accounts; null when it says both or nothing. */
function markedDirection(document: Section): Direction | null {
  const keys = hasAmountByDirection(document) ? ["суммаприход", "суммарасход"] : ["датапоступило", "датасписано"];
  const [credited, debited] = keys.map((key) => isSet(document, key));
  return credited === debited ? null : credited ? "in" : "out";
}

function hasAmountByDirection(document: Section): boolean {
  return isSet(document, "суммаприход") || isSet(document, "суммарасход");
}

function isSet(document: Section, key: string): boolean {
  const value = orNull(document.values.get(key));
  return value !== null && readAmount(value) !== 0n;
}

/** A party's account; where a bank writes its own correspondent account in its place, the other key has the real one. */
function accountOf(document: Section, party: "плательщик" | "получатель"): string | null {
  const [first, second] = ["счет", "расчсчет"].map((key) =>
    readAccount(orNull(document.values.get(party + key)) ?? ""),
  );
  const isReal = (account = "") => /^(?!301)\d{20}$|^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(account);
  return (!isReal(first) && isReal(second) ? second : first || second) || null;
}

function bookSide(document: Section, side: Side, inSection: boolean, problems: ProblemList): LineDraft | null {
  const values = document.values;
  const incoming = side.direction === "in";
  const amountText = orNull(values.get(incoming ? "суммаприход" : "суммарасход")) ?? values.get("сумма");
  const signed = readAmount(amountText ?? "");
  if (signed === null) return lose(problems, "amount_unreadable", document, amountText);
  if (signed === 0n) return lose(problems, "amount_zero", document, "0");
  const bookedText =
    orNull(values.get(incoming ? "датапоступило" : "датасписано")) ??
    orNull(values.get("датаоперации")) ??
    orNull(values.get("квитанциядата"));
  // An order on its way to the bank looks like a booked document; money that has not come must not be credited.
  if (bookedText === null && incoming && !inSection) return lose(problems, "not_booked", document, "");
  const bookedOn = readDottedDate(bookedText ?? values.get("дата") ?? "");
  if (!bookedOn) return lose(problems, "date_unreadable", document, bookedText ?? values.get("дата"));
  const optionalDate = (key: string, code: "document_date_unreadable" | "value_date_unreadable") => {
    const text = orNull(values.get(key));
    const date = readDottedDate(text ?? "");
    if (!date && text) problems.add(code, document.line, { value: text });
    return date;
  };
  const reversal = signed < 0n;
  return {
    fileLine: document.line,
    ownAccount: side.account,
    bookedOn,
    valueOn: optionalDate("датавалютирования", "value_date_unreadable"),
    direction: reversal ? (incoming ? "out" : "in") : side.direction,
    amountMinor: reversal ? -signed : signed,
    currency: readCurrency(orNull(values.get("валюта"))) ?? accountCurrency(side.account),
    reversal,
    returned: false,
    counterparty: counterpartyOf(document, incoming ? "плательщик" : "получатель"),
    purpose: purposeOf(document),
    documentNumber: orNull(values.get("номер")),
    documentDate: optionalDate("дата", "document_date_unreadable"),
    bankReference: null,
    batchReference: null,
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

/**
 * НазначениеПлатежа and its numbered parts, joined by line breaks because a bank cuts at a fixed width. Most that fill both
 * say the same twice; what only one of them says is kept.
 */
function purposeOf(document: Section): string {
  const whole = orNull(document.values.get(WHOLE_PURPOSE)) ?? "";
  const parts = partsOf(document).join("\n");
  if (parts === "" || said(whole).includes(said(parts))) return whole;
  return said(parts).includes(said(whole)) ? parts : `${whole}\n${parts}`;
}

function partsOf({ values }: Section): string[] {
  const numbered = [...values].flatMap(([key, value]) => {
    const text = PURPOSE_PART.test(key) ? orNull(value) : null;
    return text === null ? [] : [{ text, part: Number(key.slice(WHOLE_PURPOSE.length)) }];
  });
  return numbered.sort((a, b) => a.part - b.part).map(({ text }) => text);
}

/** A text without what exports change. */
function said(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}
