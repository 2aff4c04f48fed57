import { ParseOption, type XmlDocument as XmlDocumentType, XmlDocument, XmlElement } from "libxml2-wasm";

import type { Currency, Minor } from "../../../../core/money.ts";
import {
  type Counterparty,
  type Direction,
  type LineDraft,
  MOST_LINES,
  MOST_STATEMENTS,
  ProblemList,
  StatementAccountMissing,
  StatementEmpty,
  type StatementFile,
  StatementIntraday,
  StatementMessageUnsupported,
  StatementTooLarge,
  StatementXmlMalformed,
  StatementXmlUnsafe,
  atLine,
} from "./statement.ts";
import {
  type StatementDraft,
  finishStatement,
  orNull,
  readAccount,
  readAmount,
  readCurrency,
  readIsoDate,
} from "./values.ts";

const NAMESPACE = /^urn:iso:std:iso:20022:tech:xsd:camt\.053\.001\.(\d{2})$/;
const OPTIONS = ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_NO_XXE | ParseOption.XML_PARSE_BIG_LINES;

/**
 * Reads camt.053 (001.02, .04, .08 and the versions between, whose names are the same). Only booked entries count; a
 * batch entry becomes a line per detail when the details add up to it. Refuses DOCTYPE, other messages, broken XML.
 */
export function readCamt053(bytes: Uint8Array): StatementFile {
  // Refused unread: nothing a DTD can declare is wanted, and its entities are an attack (reliability 50).
  const doctype = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).indexOf("<!DOCTYPE");
  if (doctype >= 0) throw StatementXmlUnsafe(atLine(lineAt(bytes, doctype)));
  const document = parse(bytes);
  try {
    if (document.dtd) throw StatementXmlUnsafe(atLine(1));
    return readDocument(document.root);
  } finally {
    document.dispose();
  }
}

function parse(bytes: Uint8Array): XmlDocumentType {
  try {
    return XmlDocument.fromBuffer(bytes, { option: OPTIONS });
  } catch (error) {
    const details = (error as { details?: readonly { line?: number }[] }).details;
    throw StatementXmlMalformed(atLine(details?.[0]?.line ?? 1));
  }
}

function lineAt(bytes: Uint8Array, offset: number): number {
  let line = 1;
  for (let index = 0; index < offset; index += 1) if (bytes[index] === 10) line += 1;
  return line;
}

function readDocument(root: XmlElement): StatementFile {
  const version = NAMESPACE.exec(root.namespaceUri)?.[1];
  const report = child(root, "BkToCstmrStmt");
  const intraday = /camt\.052\.001/.exec(root.namespaceUri);
  if (intraday) throw StatementIntraday(atLine(root.line, { value: "camt.052" }));
  if (!version || root.name !== "Document" || !report) {
    throw StatementMessageUnsupported(atLine(root.line, { value: root.namespaceUri || root.name }));
  }
  const problems = new ProblemList();
  const elements = children(report, "Stmt");
  if (elements.length > MOST_STATEMENTS)
    throw StatementTooLarge(atLine(report.line, { limit: String(MOST_STATEMENTS) }));
  const pages = elements.map((element) => readPage(element, problems));
  if (pages.length === 0) throw StatementEmpty(atLine(report.line));
  const statements = joinPages(pages).map((page) => finishPages(page, problems));
  return { format: "camt053", formatVersion: `001.${version}`, statements, problems: problems.items };
}

interface Page extends StatementDraft {
  readonly pageNumber: string | null;
  readonly drafts: LineDraft[];
}

function readPage(element: XmlElement, problems: ProblemList): Page {
  const accountElement = child(element, "Acct");
  const account = readAccount(accountId(accountElement) ?? "");
  if (!account) throw StatementAccountMissing(atLine(element.line));
  const entries = children(element, "Ntry");
  if (entries.length > MOST_LINES) throw StatementTooLarge(atLine(element.line, { limit: String(MOST_LINES) }));
  const currency = readCurrency(text(accountElement, "Ccy")) ?? balanceCurrency(element) ?? entryCurrency(entries[0]);
  const before = problems.entriesLost;
  const drafts = entries.flatMap((entry) => readEntry(entry, account, currency, problems));
  const total = (name: "TtlCdtNtries" | "TtlDbtNtries") => amountOrNull(text(element, "TxsSummry", name, "Sum"));
  return {
    id: text(element, "Id"),
    pageNumber: text(element, "StmtPgntn", "PgNb"),
    format: "camt053",
    account,
    currency,
    openingMinor: balance(element, ["OPBD", "PRCD"], currency),
    closingMinor: balance(element, ["CLBD"], currency),
    declaredTotals: { inMinor: total("TtlCdtNtries"), outMinor: total("TtlDbtNtries") },
    period: periodOf(element),
    drafts,
    fileLine: element.line,
    incomplete: problems.entriesLost > before,
  };
}

/** Pages of one statement in one file (same account and Id, other page number) are one statement. */
function joinPages(pages: readonly Page[]): Page[] {
  const joined: Page[] = [];
  const places = new Map<string, number>();
  for (const page of pages) {
    const key = JSON.stringify([page.account, page.id]);
    const place = page.id === null ? undefined : places.get(key);
    const last = place === undefined ? undefined : joined[place];
    if (!last || place === undefined || last.pageNumber === page.pageNumber) {
      places.set(key, joined.length);
      joined.push(page);
      continue;
    }
    for (const draft of page.drafts) last.drafts.push(draft);
    joined[place] = {
      ...last,
      closingMinor: page.closingMinor,
      declaredTotals: { inMinor: null, outMinor: null },
      pageNumber: page.pageNumber,
      incomplete: last.incomplete || page.incomplete,
    };
  }
  return joined;
}

/** A statement that says with what it opened says with what it closed, unless pages of it are missing. */
function finishPages(page: Page, problems: ProblemList) {
  if (page.openingMinor !== null && page.closingMinor === null) {
    problems.add("closing_balance_missing", page.fileLine, { account: page.account });
  }
  return finishStatement(page, problems);
}

/** The standard's states of an entry that is not on the account yet, or never comes there. */
const NOT_BOOKED: ReadonlySet<string> = new Set(["PDNG", "INFO", "FUTR"]);

function readEntry(
  entry: XmlElement,
  account: string,
  statementCurrency: Currency | null,
  problems: ProblemList,
): LineDraft[] {
  const status = text(entry, "Sts", "Cd") ?? text(entry, "Sts", "Prtry") ?? text(entry, "Sts");
  if (status !== "BOOK") {
    const known = status !== null && NOT_BOOKED.has(status);
    problems.add(known ? "pending_skipped" : "status_unknown", entry.line, { value: status ?? "-" });
    return [];
  }
  const amount = child(entry, "Amt");
  const amountMinor = amountOrNull(amount?.content);
  const direction = directionOf(entry);
  const dateText = dateTextOf(entry, "BookgDt") ?? dateTextOf(entry, "ValDt");
  const bookedOn = readIsoDate(dateText ?? "");
  if (amountMinor === null || amountMinor < 0n) return lose("amount_unreadable", entry, amount?.content, problems);
  if (amountMinor === 0n) return lose("amount_zero", entry, "0", problems);
  const currency = amount?.attr("Ccy") ? readCurrency(amount.attr("Ccy")?.value) : statementCurrency;
  if (!currency) return lose("entry_unreadable", entry, "Ccy", problems);
  if (!direction) return lose("entry_unreadable", entry, "CdtDbtInd", problems);
  if (!bookedOn) return lose("date_unreadable", entry, dateText ?? "", problems);
  const valueText = dateTextOf(entry, "ValDt");
  const valueOn = readIsoDate(valueText ?? "");
  if (valueText && !valueOn) problems.add("value_date_unreadable", entry.line, { value: valueText });
  const whole: LineDraft = {
    fileLine: entry.line,
    ownAccount: account,
    bookedOn,
    valueOn,
    direction,
    amountMinor,
    currency,
    // CdtDbtInd already says which way the money went; RvslInd only says that it undoes an earlier entry.
    reversal: /^(true|1)$/.test(text(entry, "RvslInd") ?? ""),
    returned: text(entry, "BkTxCd", "Domn", "Fmly", "SubFmlyCd") === "RRTN",
    counterparty: { name: null, inn: null, kpp: null, account: null, bic: null },
    purpose: text(entry, "AddtlNtryInf") ?? "",
    documentNumber: text(entry, "NtryRef"),
    documentDate: null,
    bankReference: text(entry, "AcctSvcrRef"),
    batchReference: batchReference(entry),
    endToEndId: null,
  };
  return splitDetails(entry, whole, problems);
}

/** What names the entry whether it is exported with its details or as one sum. */
function batchReference(entry: XmlElement): string | null {
  const batch = child(child(entry, "NtryDtls"), "Btch");
  return text(entry, "AcctSvcrRef") ?? text(batch, "PmtInfId") ?? text(batch, "MsgId") ?? text(entry, "NtryRef");
}

function lose(
  code: "entry_unreadable" | "date_unreadable" | "amount_unreadable" | "amount_zero",
  entry: XmlElement,
  value: string | undefined,
  problems: ProblemList,
): LineDraft[] {
  problems.add(code, entry.line, { value: value ?? "" });
  return [];
}

/** One detail takes the entry's amount; several become a line each if they add up to it, else one line for all. */
function splitDetails(entry: XmlElement, whole: LineDraft, problems: ProblemList): LineDraft[] {
  const details = children(entry, "NtryDtls").flatMap((group) => children(group, "TxDtls"));
  const [only] = details;
  if (!only) return [whole];
  if (details.length === 1) return [withDetail(whole, only)];
  const lines: LineDraft[] = [];
  let sum: Minor = 0n;
  for (const detail of details) {
    const amountMinor = detailAmount(detail, whole.currency);
    const direction = directionOf(detail) ?? whole.direction;
    if (amountMinor === null || amountMinor <= 0n) break;
    sum += direction === whole.direction ? amountMinor : -amountMinor;
    lines.push({ ...withDetail(whole, detail), amountMinor, direction });
  }
  if (lines.length === details.length && sum === whole.amountMinor) return lines;
  problems.add("details_do_not_sum", entry.line);
  const parts = details.map((detail) => withDetail(whole, detail).purpose).filter((part) => part !== "");
  return [{ ...whole, purpose: [...new Set(parts)].join("\n") || whole.purpose }];
}

/** The amount of a detail in the currency of the account: its own since .04, TxAmt before; null when it gives none. */
function detailAmount(detail: XmlElement, currency: Currency | null): Minor | null {
  for (const path of [["Amt"], ["AmtDtls", "TxAmt", "Amt"], ["AmtDtls", "InstdAmt", "Amt"]]) {
    const amount = path.reduce<XmlElement | null>((at, name) => at && child(at, name), detail);
    if (amount && readCurrency(amount.attr("Ccy")?.value) === currency) return amountOrNull(amount.content);
  }
  return null;
}

function withDetail(whole: LineDraft, detail: XmlElement): LineDraft {
  const refs = child(detail, "Refs");
  const reference = (name: string) => {
    const value = text(refs, name);
    return value === "NOTPROVIDED" ? null : value;
  };
  const purpose = remittance(detail) ?? text(detail, "AddtlTxInf") ?? whole.purpose;
  return {
    ...whole,
    fileLine: detail.line,
    returned: whole.returned || child(detail, "RtrInf") !== null,
    counterparty: counterpartyOf(detail, whole.direction, whole.reversal),
    purpose,
    documentNumber: reference("ChqNb") ?? reference("InstrId") ?? whole.documentNumber,
    bankReference: reference("AcctSvcrRef") ?? whole.bankReference ?? reference("TxId"),
    endToEndId: reference("EndToEndId"),
  };
}

/** Ustrd may repeat (140 characters each); structured references follow, so that a PID put there is found too. */
function remittance(detail: XmlElement): string | null {
  const parts = children(detail, "RmtInf").flatMap((remit) => [
    ...children(remit, "Ustrd").map((part) => part.content),
    ...children(remit, "Strd").flatMap((part) => [
      text(part, "CdtrRefInf", "Ref") ?? "",
      ...children(part, "AddtlRmtInf").map((more) => more.content),
    ]),
  ]);
  const shown = parts.map((part) => orNull(part)).filter((part) => part !== null);
  return orNull(shown.join("\n"));
}

/** The other side: the debtor of money that came, the creditor of money that went; a reversal keeps the first roles. */
function counterpartyOf(detail: XmlElement, direction: Direction, reversal: boolean): Counterparty {
  const debtor = (direction === "in") !== reversal;
  const parties = child(detail, "RltdPties");
  const party = child(parties, debtor ? "Dbtr" : "Cdtr");
  const described = child(party, "Pty") ?? party;
  const account = accountId(child(parties, debtor ? "DbtrAcct" : "CdtrAcct"));
  const agent = child(child(child(detail, "RltdAgts"), debtor ? "DbtrAgt" : "CdtrAgt"), "FinInstnId");
  return {
    name: text(described, "Nm"),
    inn: taxNumberOf(child(described, "Id")),
    kpp: null,
    account: account ? readAccount(account) : null,
    bic: text(agent, "ClrSysMmbId", "MmbId") ?? text(agent, "BICFI") ?? text(agent, "BIC"),
  };
}

/** How banks name the scheme of a taxpayer's number: by the standard's code or in a word of their own. */
const TAX_SCHEME =
  /^(?:txid|tax\s*-?_?(?:id|no|number|payer)?|tin|vat|inn|bin|iin|unp|unn|инн|бин|иин|унп)(?:[\s/_-]*(?:inn|kio|iin|bin|инн|кио|иин|бин))?$/i;

/**
 * The taxpayer's number among all numbers of a party: the one that is said to be it, else one of which nothing is said. A
 * bank's number of its customer, a register's and others are none.
 */
function taxNumberOf(id: XmlElement | null): string | null {
  const others = ["OrgId", "PrvtId"].flatMap((kind) => {
    const of = child(id, kind);
    return of ? children(of, "Othr") : [];
  });
  const schemeOf = (other: XmlElement) => text(other, "SchmeNm", "Cd") ?? text(other, "SchmeNm", "Prtry");
  const [said] = others.filter((other) => TAX_SCHEME.test(schemeOf(other)?.trim() ?? ""));
  const [bare] = others.filter((other) => schemeOf(other) === null);
  return text(said ?? bare ?? null, "Id");
}

function accountId(account: XmlElement | null): string | null {
  return text(account, "Id", "IBAN") ?? text(account, "Id", "Othr", "Id");
}

function balance(statement: XmlElement, codes: readonly string[], currency: Currency | null): Minor | null {
  const all = children(statement, "Bal");
  for (const code of codes) {
    for (const element of all) {
      const amount = child(element, "Amt");
      if (text(element, "Tp", "CdOrPrtry", "Cd") !== code || readCurrency(amount?.attr("Ccy")?.value) !== currency)
        continue;
      const minor = amountOrNull(amount?.content);
      return minor !== null && directionOf(element) === "out" ? -minor : minor;
    }
  }
  return null;
}

function balanceCurrency(statement: XmlElement): Currency | null {
  return readCurrency(child(child(statement, "Bal"), "Amt")?.attr("Ccy")?.value);
}

function entryCurrency(entry: XmlElement | undefined): Currency | null {
  return readCurrency(child(entry ?? null, "Amt")?.attr("Ccy")?.value);
}

function periodOf(statement: XmlElement): StatementDraft["period"] {
  const from = readIsoDate(text(statement, "FrToDt", "FrDtTm") ?? "");
  const to = readIsoDate(text(statement, "FrToDt", "ToDtTm") ?? "");
  return from && to && from <= to ? { from, to } : null;
}

function directionOf(element: XmlElement): Direction | null {
  const mark = text(element, "CdtDbtInd");
  return mark === "CRDT" ? "in" : mark === "DBIT" ? "out" : null;
}

function dateTextOf(element: XmlElement, name: "BookgDt" | "ValDt"): string | null {
  return text(element, name, "Dt") ?? text(element, name, "DtTm");
}

function amountOrNull(content: string | null | undefined): Minor | null {
  return content === null || content === undefined ? null : readAmount(content);
}

/** First child element of that local name in the parent's namespace; prefixes do not matter. */
function child(parent: XmlElement | null, name: string): XmlElement | null {
  for (let node = parent?.firstChild ?? null; node; node = node.next) {
    if (node instanceof XmlElement && node.name === name && node.namespaceUri === parent?.namespaceUri) return node;
  }
  return null;
}

function children(parent: XmlElement, name: string): XmlElement[] {
  const found: XmlElement[] = [];
  for (let node = parent.firstChild; node; node = node.next) {
    if (node instanceof XmlElement && node.name === name && node.namespaceUri === parent.namespaceUri) found.push(node);
  }
  return found;
}

/** Text of the element at the end of a path of first children; null when it is missing or empty. */
function text(parent: XmlElement | null, ...path: readonly string[]): string | null {
  const element = path.reduce<XmlElement | null>((at, name) => child(at, name), parent);
  if (!element) return null;
  // An element with children has no text of its own: `Sts` of .08 holds `Cd`.
  for (let node = element.firstChild; node; node = node.next) if (node instanceof XmlElement) return null;
  return orNull(element.content);
}
