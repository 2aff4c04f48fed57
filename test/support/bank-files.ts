import iconv from "iconv-lite";

/** Builders of hand-made bank files for tests; amounts are decimal texts, dates as each format writes them. */
export interface OneCDocument {
  readonly number?: string;
  readonly date?: string;
  readonly amount: string;
  readonly payer?: string;
  readonly recipient?: string;
  readonly purpose?: string;
  readonly creditedOn?: string;
  readonly debitedOn?: string;
  readonly extra?: readonly string[];
}

export interface OneCAccount {
  readonly account: string;
  readonly opening?: string;
  readonly credited?: string;
  readonly debited?: string;
  readonly closing?: string;
  readonly from?: string;
  readonly to?: string;
}

export const OWN_ACCOUNT = "40702810900000000017";
export const PAYER_ACCOUNT = "40702810400000000092";

export function oneCText(
  documents: readonly OneCDocument[],
  accounts: readonly OneCAccount[] = [{ account: OWN_ACCOUNT }],
): string {
  return [
    "1CClientBankExchange",
    "ВерсияФормата=1.03",
    "Кодировка=Windows",
    "Отправитель=Клиент-банк",
    "ДатаНачала=15.10.2026",
    "ДатаКонца=15.10.2026",
    ...accounts.flatMap(accountRows),
    ...documents.flatMap(documentRows),
    "КонецФайла",
    "",
  ].join("\r\n");
}

function accountRows(account: OneCAccount): string[] {
  const optional = (key: string, value: string | undefined) => (value === undefined ? [] : [`${key}=${value}`]);
  return [
    `РасчСчет=${account.account}`,
    "СекцияРасчСчет",
    ...optional("ДатаНачала", account.from),
    ...optional("ДатаКонца", account.to),
    `РасчСчет=${account.account}`,
    ...optional("НачальныйОстаток", account.opening),
    ...optional("ВсегоПоступило", account.credited),
    ...optional("ВсегоСписано", account.debited),
    ...optional("КонечныйОстаток", account.closing),
    "КонецРасчСчет",
  ];
}

function documentRows(document: OneCDocument): string[] {
  return [
    "СекцияДокумент=Платежное поручение",
    `Номер=${document.number ?? "1"}`,
    `Дата=${document.date ?? "15.10.2026"}`,
    `Сумма=${document.amount}`,
    `ПлательщикСчет=${document.payer ?? PAYER_ACCOUNT}`,
    "Плательщик=ИНН 7700000001 ООО «Ромашка»",
    "ПлательщикИНН=7700000001",
    "ПлательщикКПП=770001001",
    "ПлательщикБИК=044525000",
    `ПолучательСчет=${document.recipient ?? OWN_ACCOUNT}`,
    `ДатаСписано=${document.debitedOn ?? ""}`,
    `ДатаПоступило=${document.creditedOn ?? (document.debitedOn === undefined ? "15.10.2026" : "")}`,
    ...(document.purpose === undefined ? [] : [`НазначениеПлатежа=${document.purpose}`]),
    ...(document.extra ?? []),
    "КонецДокумента",
  ];
}

export function encode(
  text: string,
  charset: "utf-8" | "windows-1251" | "cp866" | "utf-16le",
  mark = false,
): Uint8Array {
  return iconv.encode(text, charset, { addBOM: mark });
}

export interface CamtEntry {
  readonly amount: string;
  readonly currency?: string;
  readonly mark?: "CRDT" | "DBIT";
  readonly status?: string;
  readonly reversal?: boolean;
  readonly bookedOn?: string;
  readonly reference?: string;
  readonly details?: readonly CamtDetail[];
}

export interface CamtDetail {
  readonly amount?: string;
  readonly purposes: readonly string[];
  readonly debtor?: string;
  readonly debtorAccount?: string;
}

export interface CamtStatement {
  readonly account?: string;
  readonly currency?: string;
  readonly opening?: string;
  readonly closing?: string;
  readonly id?: string;
  readonly page?: string;
  readonly entries: readonly CamtEntry[];
}

export function camtText(
  statements: readonly CamtStatement[],
  version: "02" | "04" | "08" = "08",
  prefix = "",
): string {
  const p = prefix === "" ? "" : `${prefix}:`;
  const namespace = `urn:iso:std:iso:20022:tech:xsd:camt.053.001.${version}`;
  const body = statements.map((statement) => statementXml(statement, version)).join("\n");
  const plain = `<Document xmlns="${namespace}"><BkToCstmrStmt><GrpHdr><MsgId>M</MsgId></GrpHdr>\n${body}</BkToCstmrStmt></Document>`;
  if (p === "") return plain;
  return plain.replace("xmlns=", `xmlns:${prefix}=`).replace(/<(\/?)([A-Z])/g, `<$1${p}$2`);
}

function statementXml(statement: CamtStatement, version: string): string {
  const currency = statement.currency ?? "RUB";
  const balance = (code: string, amount: string | undefined) =>
    amount === undefined
      ? ""
      : `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="${currency}">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-10-15</Dt></Dt></Bal>`;
  const page = statement.page
    ? `<StmtPgntn><PgNb>${statement.page}</PgNb><LastPgInd>false</LastPgInd></StmtPgntn>`
    : "";
  return `<Stmt><Id>${statement.id ?? "S1"}</Id>${page}<Acct><Id><Othr><Id>${statement.account ?? OWN_ACCOUNT}</Id></Othr></Id><Ccy>${currency}</Ccy></Acct>
${balance("OPBD", statement.opening)}${balance("CLBD", statement.closing)}
${statement.entries.map((entry) => entryXml(entry, currency, version)).join("\n")}</Stmt>`;
}

function entryXml(entry: CamtEntry, currency: string, version: string): string {
  const status = entry.status ?? "BOOK";
  const details = (entry.details ?? []).map((detail) => detailXml(detail, currency, version)).join("");
  return `<Ntry><Amt Ccy="${entry.currency ?? currency}">${entry.amount}</Amt><CdtDbtInd>${entry.mark ?? "CRDT"}</CdtDbtInd>
${entry.reversal ? "<RvslInd>true</RvslInd>" : ""}<Sts>${version === "08" ? `<Cd>${status}</Cd>` : status}</Sts>
<BookgDt><Dt>${entry.bookedOn ?? "2026-10-15"}</Dt></BookgDt><AcctSvcrRef>${entry.reference ?? "REF1"}</AcctSvcrRef>
${details === "" ? "" : `<NtryDtls>${details}</NtryDtls>`}</Ntry>`;
}

function detailXml(detail: CamtDetail, currency: string, version: string): string {
  const name = `<Nm>${detail.debtor ?? "Romashka LLC"}</Nm><Id><OrgId><Othr><Id>7700000001</Id></Othr></OrgId></Id>`;
  const amount = detail.amount === undefined ? "" : `<Amt Ccy="${currency}">${detail.amount}</Amt>`;
  const amounts = amount === "" ? "" : version === "02" ? `<AmtDtls><TxAmt>${amount}</TxAmt></AmtDtls>` : amount;
  return `<TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>${amounts}
<RltdPties><Dbtr>${version === "08" ? `<Pty>${name}</Pty>` : name}</Dbtr><DbtrAcct><Id><Othr><Id>${detail.debtorAccount ?? PAYER_ACCOUNT}</Id></Othr></Id></DbtrAcct></RltdPties>
<RmtInf>${detail.purposes.map((purpose) => `<Ustrd>${purpose}</Ustrd>`).join("")}</RmtInf></TxDtls>`;
}
