import { type Language, type Texts, fillText, refusal } from "../../../../core/errors.ts";
import { type Currency, type Minor, formatAmount } from "../../../../core/money.ts";
import type { LocalDate } from "../../../../core/time.ts";

/**
 * One model for every bank format. Nothing here knows projects or the ledger: a reader turns
 * bytes into statements and a list of problems, or refuses the file; it never guesses and never throws anything else.
 */
export type StatementFormat = "1c" | "camt053" | "mt940";
/** Seen from the supplier: `in` raises the balance of its bank account, `out` lowers it. */
export type Direction = "in" | "out";

export interface Counterparty {
  readonly name: string | null;
  readonly inn: string | null;
  readonly kpp: string | null;
  readonly account: string | null;
  readonly bic: string | null;
}

export interface StatementLine {
  /** Position within its statement, from 1. */
  readonly ordinal: number;
  /** Line of the file where the entry begins, for people who look it up. */
  readonly fileLine: number;
  /** The supplier's bank account the entry was booked on. */
  readonly ownAccount: string;
  readonly bookedOn: LocalDate;
  readonly valueOn: LocalDate | null;
  readonly direction: Direction;
  /** Always above zero; the sign is in `direction`. */
  readonly amountMinor: Minor;
  /** Null when the format carries no currency: it is then that of the bank account. */
  readonly currency: Currency | null;
  /** The entry takes back an earlier one; `direction` already says which way the money went. */
  readonly reversal: boolean;
  /** The bank says, or the purpose does, that a payment of ours came back: no customer's money. */
  readonly returned: boolean;
  readonly counterparty: Counterparty;
  readonly purpose: string;
  readonly documentNumber: string | null;
  readonly documentDate: LocalDate | null;
  /** The bank's own reference of the entry, when the format has one. */
  readonly bankReference: string | null;
  /** The bank's reference of the entry that the payment is a part of: of a detail of a batch that of the batch. */
  readonly batchReference: string | null;
  readonly endToEndId: string | null;
}

export interface DeclaredTotals {
  readonly inMinor: Minor | null;
  readonly outMinor: Minor | null;
}

export interface Statement {
  readonly format: StatementFormat;
  readonly account: string;
  /** What the bank calls this statement: tells one of several statements of a file from another. */
  readonly id: string | null;
  readonly currency: Currency | null;
  readonly period: { readonly from: LocalDate; readonly to: LocalDate } | null;
  readonly openingMinor: Minor | null;
  readonly closingMinor: Minor | null;
  readonly declaredTotals: DeclaredTotals;
  readonly lines: readonly StatementLine[];
  /** False when a declared balance or total differs from the lines, or an entry could not be read. */
  readonly sumsAgree: boolean;
}

/** `problem`: something was not taken and a person must look; `warning`: everything was taken, yet something is odd. */
export interface StatementProblem {
  readonly level: "problem" | "warning";
  /** The file may be cut, or does not continue the account: it is imported only when a person says that it is right. */
  readonly mustConfirm: boolean;
  readonly code: string;
  readonly line: number;
  readonly texts: Texts;
}

export interface StatementFile {
  readonly format: StatementFormat;
  readonly formatVersion: string | null;
  readonly statements: readonly Statement[];
  readonly problems: readonly StatementProblem[];
}

export interface ReadOptions {
  /** The suppliers' bank accounts: they tell own from foreign in a file that names no account of its own. */
  readonly knownOwnAccounts?: ReadonlySet<string>;
}

/** An entry as a reader meets it, before it is numbered within its statement. */
export type LineDraft = Omit<StatementLine, "ordinal">;

export const NO_COUNTERPARTY: Counterparty = { name: null, inn: null, kpp: null, account: null, bic: null };

/** More lines than any bank day has; beyond it the file is refused instead of filling the memory. */
export const MOST_LINES = 500_000;
/** Statements of one file: accounts of a 1C file, messages of MT940, Stmt of camt.053. */
export const MOST_STATEMENTS = 10_000;
/** A file reports at most so many problems one by one; a garbage file must not answer with a million of them. */
const MOST_PROBLEMS = 1_000;

export const StatementFormatUnknown = refusal(
  "bank_statement_format_unknown",
  422,
  "Файл не похож на выписку банка: ожидается обмен 1С (1CClientBankExchange), camt.053 или MT940 (строка {line})",
  "The file is not a bank statement: 1C exchange (1CClientBankExchange), camt.053 or MT940 is expected (line {line})",
);
export const StatementTooLarge = refusal(
  "bank_statement_too_large",
  413,
  "Файл выписки слишком велик: предел {limit} (строка {line})",
  "The statement file is too large: the limit is {limit} (line {line})",
);
export const StatementEmpty = refusal(
  "bank_statement_empty",
  422,
  "В файле нет ни одного счёта и ни одной операции (строка {line})",
  "The file names no account and no entry (line {line})",
);
export const StatementAccountMissing = refusal(
  "bank_statement_account_missing",
  422,
  "В выписке не указан счёт (строка {line})",
  "The statement does not name its account (line {line})",
);
export const StatementXmlMalformed = refusal(
  "bank_statement_xml_malformed",
  422,
  "XML выписки повреждён, строка {line}",
  "The XML of the statement is malformed, line {line}",
);
export const StatementXmlUnsafe = refusal(
  "bank_statement_xml_unsafe",
  422,
  "XML с объявлением DOCTYPE не принимается (строка {line})",
  "XML with a DOCTYPE declaration is not accepted (line {line})",
);
export const StatementFirstLineLetter = refusal(
  "bank_statement_first_line_letter",
  422,
  "Первая строка похожа на 1CClientBankExchange, но буквы в ней русские: {letters}. Исправьте строку {line}",
  "The first line looks like 1CClientBankExchange but has Cyrillic letters: {letters}. Mend line {line}",
);
export const StatementIntraday = refusal(
  "bank_statement_intraday",
  422,
  "{value} — сводка внутри дня, её записи ещё могут измениться: загрузите итоговую выписку дня (строка {line})",
  "{value} is a report within the day whose entries may still change: import the day's final statement (line {line})",
);
export const StatementMessageUnsupported = refusal(
  "bank_statement_message_unsupported",
  422,
  "Сообщение «{value}» не поддерживается, нужна выписка camt.053 (строка {line})",
  "The message “{value}” is not supported, a camt.053 statement is needed (line {line})",
);

/**
 * lost: an entry was not taken. problem: a row or a text was not, its entry was. confirm: a warning that the file may be
 * cut, or does not continue what is known of its account, which a person must answer.
 */
type Effect = "lost" | "problem" | "confirm" | "warning";

const PROBLEM_KINDS = {
  amount_unreadable: ["lost", "Сумма «{value}» не читается", "The amount “{value}” is unreadable"],
  amount_zero: ["lost", "Сумма равна нулю", "The amount is zero"],
  date_unreadable: ["lost", "Дата «{value}» не читается", "The date “{value}” is unreadable"],
  document_date_unreadable: [
    "warning",
    "Дата документа «{value}» не читается",
    "The document date “{value}” is unreadable",
  ],
  direction_unknown: [
    "lost",
    "Неясно, поступление это или списание: ни один счёт документа не назван своим",
    "Neither account of the document is an own one, so it is unclear whether money came or went",
  ],
  not_booked: [
    "lost",
    "Документ не проведён банком: нет ни даты поступления, ни квитанции, ни секции счёта",
    "The bank has not booked the document: no receipt date and no account section",
  ],
  pending_skipped: ["warning", "Операция ещё не проведена банком ({value})", "The entry is not booked yet ({value})"],
  details_do_not_sum: [
    "warning",
    "Детали операции не сходятся с её суммой, операция взята целиком",
    "The details do not add up to the entry, which was taken as one line",
  ],
  document_unfinished: ["lost", "Документ не закрыт", "The document is not closed"],
  entry_unreadable: ["lost", "Запись не читается: {value}", "The entry is unreadable: {value}"],
  value_date_unreadable: [
    "warning",
    "Дата валютирования «{value}» не читается, взята дата проводки",
    "The value date “{value}” is unreadable, the booking date stands for it",
  ],
  value_date_far: [
    "warning",
    "Дата валютирования {value} слишком далека от даты проводки, взята дата проводки",
    "The value date {value} is too far from the booking date, which stands for it",
  ],
  status_unknown: [
    "lost",
    "Состояние операции не указано или неизвестно ({value}): проведена ли она, не ясно",
    "The entry's status is missing or unknown ({value}), so it is not clear whether it is booked",
  ],
  row_unread: [
    "problem",
    "Строка ни к чему не относится и не прочитана: {value}",
    "The row belongs to nothing and was not read: {value}",
  ],
  key_unknown: [
    "problem",
    "Ключ строки неизвестен, значение не прочитано: «{value}»",
    "The row's key is unknown, its value was not read: “{value}”",
  ],
  text_cut: [
    "problem",
    "Текст длиннее, чем пишет любой банк, прочитано только начало: {value}",
    "The text is longer than any bank writes, only its beginning was read: {value}",
  ],
  section_cut: [
    "confirm",
    "Файл обрезан: раздел, начатый здесь, не закончен и не прочитан",
    "The file is cut: the section that begins here does not end and was not read",
  ],
  end_missing: [
    "confirm",
    "Нет строки КонецФайла: файл мог быть обрезан",
    "The end mark is missing: the file may be cut",
  ],
  closing_balance_missing: [
    "confirm",
    "Счёт {account}: нет исходящего остатка, выписка могла быть обрезана",
    "Account {account}: there is no closing balance, the statement may be cut",
  ],
  page_missing: [
    "confirm",
    "Счёт {account}: выписка начинается или кончается промежуточным остатком, не хватает страниц",
    "Account {account}: the statement begins or ends with an intermediate balance, pages are missing",
  ],
  credit_total_differs: [
    "warning",
    "Счёт {account}: поступило по строкам {computed}, в выписке указано {declared}",
    "Account {account}: the lines credit {computed}, the statement declares {declared}",
  ],
  debit_total_differs: [
    "warning",
    "Счёт {account}: списано по строкам {computed}, в выписке указано {declared}",
    "Account {account}: the lines debit {computed}, the statement declares {declared}",
  ],
  closing_balance_differs: [
    "confirm",
    "Счёт {account}: остаток на конец по строкам {computed}, в выписке указано {declared}",
    "Account {account}: the lines close at {computed}, the statement declares {declared}",
  ],
  balances_missing: [
    "confirm",
    "Счёт {account}: в прошлых выписках остатки были, в этой их нет, и сверить её не с чем",
    "Account {account}: earlier statements told balances, this one tells none to compare",
  ],
  balance_not_continued: [
    "confirm",
    "Счёт {account}: на конец {date} остаток {found}, а по загруженным выпискам {known}",
    "Account {account}: at the end of {date} the balance is {found}, by the statements imported so far {known}",
  ],
  days_missing: [
    "confirm",
    "Счёт {account}: нет выписок за рабочие дни от {from} до {to}",
    "Account {account}: there are no statements of the working days from {from} to {to}",
  ],
  closed_day_changed: [
    "confirm",
    "Счёт {account}: поступление {date}, которого не было в загруженной выписке за этот день",
    "Account {account}: a transfer of {date} that the imported statement of that day did not show",
  ],
  problems_cut: [
    "problem",
    "Показаны первые замечания, всего их больше",
    "Only the first remarks are shown, there are more",
  ],
} as const satisfies Record<string, readonly [Effect, string, string]>;

export type ProblemCode = keyof typeof PROBLEM_KINDS;

/** What a remark names: texts as they came, and amounts, which each language writes in its own way. */
export type ProblemValues = Readonly<Record<string, string | Minor>>;

/** Collects what a reader could not take; bounded, so a hostile file cannot grow the answer. */
export class ProblemList {
  readonly items: StatementProblem[] = [];
  /** Entries left out, however many of them are listed. */
  entriesLost = 0;

  add(code: ProblemCode, line: number, values: ProblemValues = {}): void {
    if (PROBLEM_KINDS[code][0] === "lost") this.entriesLost += 1;
    if (this.items.length < MOST_PROBLEMS) this.#push(code, line, values);
    else if (this.items.length === MOST_PROBLEMS) this.#push("problems_cut", line, {});
  }

  #push(code: ProblemCode, line: number, values: ProblemValues): void {
    const [effect, ru, en] = PROBLEM_KINDS[code];
    const level = effect === "lost" || effect === "problem" ? "problem" : "warning";
    const texts = {
      ru: fillText(ru, excerpts(inWords(values, "ru"))),
      en: fillText(en, excerpts(inWords(values, "en"))),
    };
    this.items.push({ level, mustConfirm: effect === "confirm", code, line, texts });
  }
}

function inWords(values: ProblemValues, language: Language): Record<string, string> {
  const shown = Object.entries(values).map(([name, value]) => {
    return [name, typeof value === "string" ? value : formatAmount(value, language)] as const;
  });
  return Object.fromEntries(shown);
}

/** The values every refusal of a file carries: the line it was met on, and a short excerpt. */
export function atLine(line: number, values: Readonly<Record<string, string>> = {}) {
  return { values: { line: String(line), ...excerpts(values) } };
}

/** Short and printable, whatever the file holds: excerpts are kept and shown. */
function excerpts(values: Readonly<Record<string, string>>): Record<string, string> {
  const shown = Object.entries(values).map(([name, value]) => {
    return [
      name,
      value
        .slice(0, 80)
        .replace(/\p{Cc}+/gu, " ")
        .toWellFormed(),
    ] as const;
  });
  return Object.fromEntries(shown);
}
