import { type Counted, type Difference, compare } from "./charges.ts";
import type { Charge, Cover, Facts } from "./facts.ts";
import type { Database } from "../../src/platform/db.ts";

/**
 * Which kopecks papers must show, counted from charges and covers by the rules of PAY-08 and DOC-09, held against what the
 * papers say: the XML that was sent where there is one, else the stored lines. What waits visibly is counted as such.
 */

interface Contract {
  readonly contractId: string;
  readonly payerId: string;
  readonly kind: string;
  readonly postpaid: boolean;
}

interface Paper {
  readonly documentId: string;
  readonly number: string;
  readonly role: "supply" | "correction" | "companion";
  /** The document that this one corrects. */
  readonly corrects: string | null;
  readonly payerId: string;
  readonly inn: string | null;
  readonly xml: Buffer | null;
}

interface Line {
  readonly documentId: string;
  readonly lineNo: number;
  readonly serviceCode: string;
  readonly supplyMonth: string;
  readonly rate: string | null;
  readonly net: bigint;
  readonly vat: bigint;
  readonly gross: bigint;
  readonly lawful: string | null;
}

interface Waiting {
  readonly payerId: string;
  readonly serviceCode: string;
  readonly supplyMonth: string;
  readonly gross: bigint;
  readonly reason: string | null;
}

export interface PapersCounted extends Counted {
  readonly papers: number;
  readonly lines: number;
  readonly waiting: number;
}

export async function recountPapers(database: Database, facts: Facts): Promise<PapersCounted> {
  const { contracts, closed, papers, lines, waiting } = await readPapers(database);
  const due = dueByPayer(facts, contracts, closed);
  const shown = new Map<string, bigint>();
  const add = (key: string, amount: bigint) => shown.set(key, (shown.get(key) ?? 0n) + amount);
  const byPaper = Map.groupBy(lines, (line) => line.documentId);
  const differences: Difference[] = [];
  const stated = new Map<string, Stated>();
  for (const paper of papers.filter((one) => one.role !== "companion")) {
    const own = byPaper.get(paper.documentId) ?? [];
    differences.push(...vatDifferences(paper, own, stated), ...xmlDifferences(paper, own));
    for (const line of own) add(`payer ${paper.payerId} ${line.serviceCode} ${line.supplyMonth}`, line.gross);
  }
  for (const one of waiting) {
    add(`payer ${one.payerId} ${one.serviceCode} ${one.supplyMonth}`, one.gross);
    if (!one.reason)
      differences.push({ what: `waiting of payer ${one.payerId}`, product: "no reason", recount: "a reason" });
  }
  const counted = compare("documented", shown, due);
  return {
    compared: counted.compared,
    differences: [...differences, ...counted.differences],
    papers: papers.length,
    lines: lines.length,
    waiting: waiting.length,
  };
}

async function readPapers(database: Database) {
  const [contracts, closed, papers, lines, waiting] = [
    await database.query<Contract & Record<string, unknown>>(
      `select c.contract_id::text as "contractId", c.payer_id::text as "payerId", y.kind, c.payment_scheme = 'postpaid' as postpaid
         from contract c join payer y using (payer_id)`,
    ),
    await database.query<{ region: string; month: string }>(
      "select region_code as region, to_char(month, 'YYYY-MM') as month from month_close where state = 'closed'",
    ),
    await database.query<Paper & Record<string, unknown>>(
      `select d.document_id::text as "documentId", d.number_text as number, k.role, d.payer_id::text as "payerId", y.inn,
              d.corrects_document_id::text as corrects, f.body as xml
         from document d join document_kind k using (kind) join payer y using (payer_id)
         left join stored_file f on f.sha256 = d.xml_sha256 order by d.document_id`,
    ),
    await database.query<Line & Record<string, unknown>>(
      `select l.document_id::text as "documentId", l.line_no as "lineNo", l.service_code as "serviceCode",
              to_char(l.supply_month, 'YYYY-MM') as "supplyMonth", trim_scale(l.vat_rate)::text as rate,
              l.net_minor as net, l.vat_minor as vat, l.gross_minor as gross,
              (select trim_scale(t.rate_percent)::text from tax_rate t
                where t.country_code = w.country_code and (l.supply_month + interval '1 month - 1 day')::date >= t.starts_on
                  and (t.ends_on is null or (l.supply_month + interval '1 month - 1 day')::date <= t.ends_on)) as lawful
         from document_line l join document d using (document_id) join supplier w using (supplier_code)
        order by l.document_id, l.line_no`,
    ),
    await database.query<Waiting & Record<string, unknown>>(
      `select payer_id::text as "payerId", service_code as "serviceCode", to_char(supply_month, 'YYYY-MM') as "supplyMonth",
              gross_minor as gross, case when settled_at is null then waits_for else 'settled' end as reason
         from document_part where document_id is null`,
    ),
  ];
  return { contracts, closed, papers, lines, waiting };
}

/** By payer, service and month of supply: of organisations alone, of months that are closed. */
function dueByPayer(
  facts: Facts,
  contracts: readonly Contract[],
  closed: readonly { region: string; month: string }[],
): Map<string, bigint> {
  const contractOf = new Map(contracts.map((one) => [one.contractId, one]));
  const regionOf = new Map(facts.projects.map((one) => [one.projectId, one.region]));
  const isClosed = new Set(closed.map(({ region, month }) => `${region} ${month}`));
  const due = new Map<string, bigint>();
  const add = (row: Charge | Cover, amount: bigint) => {
    const contract = contractOf.get(row.contractId);
    if (!contract || contract.kind === "individual" || amount === 0n) return;
    if (!isClosed.has(`${regionOf.get(row.projectId)} ${row.bookingMonth}`)) return;
    const key = `payer ${contract.payerId} ${row.serviceCode} ${row.day.slice(0, 7)}`;
    due.set(key, (due.get(key) ?? 0n) + amount);
  };
  for (const charge of facts.charges) {
    add(charge, charge.transfer + (contractOf.get(charge.contractId)?.postpaid ? charge.credit : 0n));
  }
  for (const cover of facts.covers) {
    if (cover.source === "transfer" && !contractOf.get(cover.contractId)?.postpaid) add(cover, cover.amount);
  }
  return due;
}

/** What a document and its corrections so far say of a supply. */
interface Stated {
  readonly gross: bigint;
  readonly vat: bigint;
}

/**
 * VAT is in the sum: gross * rate / (100 + rate), half up, line by line; a correction's is what that makes of the corrected sum,
 * less what was said before it (DOC-05, DOC-07). A rate is the law's or none at all.
 */
function vatDifferences(paper: Paper, lines: readonly Line[], stated: Map<string, Stated>): Difference[] {
  return lines.flatMap((line) => {
    const what = `document ${paper.number} line ${line.lineNo}`;
    const supply = `${paper.corrects ?? paper.documentId} ${line.serviceCode} ${line.supplyMonth}`;
    const said = stated.get(supply);
    const before = paper.role === "correction" && said ? said : { gross: 0n, vat: 0n };
    const vat = vatIn(before.gross + line.gross, BigInt(line.rate ?? "0")) - before.vat;
    stated.set(supply, { gross: (said?.gross ?? 0n) + line.gross, vat: (said?.vat ?? 0n) + vat });
    const isLawful = line.rate === null || line.rate === line.lawful;
    return [
      ...(line.vat === vat ? [] : [{ what: `${what} VAT`, product: line.vat, recount: vat }]),
      ...(line.net === line.gross - line.vat
        ? []
        : [{ what: `${what} net`, product: line.net, recount: line.gross - line.vat }]),
      ...(isLawful ? [] : [{ what: `${what} rate`, product: line.rate ?? "", recount: line.lawful ?? "none" }]),
    ];
  });
}

function vatIn(gross: bigint, rate: bigint): bigint {
  const size = gross < 0n ? -gross : gross;
  const vat = (2n * size * rate + (100n + rate)) / (2n * (100n + rate));
  return gross < 0n ? -vat : vat;
}

/** What the file says, read by patterns alone: its lines, its totals, its buyer. */
function xmlDifferences(paper: Paper, lines: readonly Line[]): Difference[] {
  if (!paper.xml) return [];
  const text = new TextDecoder("windows-1251").decode(paper.xml);
  const what = `XML of ${paper.number}`;
  const told = [...text.matchAll(/<СведТов ([^>]*)>/g)].map(([, attributes = ""]) =>
    minor(attribute(attributes, "СтТовУчНал")),
  );
  const sums = told.reduce((sum, one) => sum + one, 0n);
  const total = minor(attribute(/<ВсегоОпл ([^>]*)>/.exec(text)?.[1] ?? "", "СтТовУчНалВсего"));
  const stored = lines.map((line) => line.gross);
  const buyer = /<СвПокуп[ >][\s\S]*?<\/СвПокуп>/.exec(text)?.[0] ?? "";
  const inn = /ИНН(?:ЮЛ|ФЛ)="(\d+)"/.exec(buyer)?.[1] ?? null;
  return [
    ...(told.join() === stored.join() ? [] : [{ what: `${what} lines`, product: told.join(), recount: stored.join() }]),
    ...(sums === total ? [] : [{ what: `${what} total`, product: total, recount: sums }]),
    ...(inn === null || inn === paper.inn ? [] : [{ what: `${what} buyer`, product: inn, recount: paper.inn ?? "" }]),
  ];
}

function attribute(text: string, name: string): string {
  return new RegExp(`${name}="([^"]*)"`).exec(text)?.[1] ?? "0.00";
}

function minor(text: string): bigint {
  const [whole = "0", fraction = ""] = text.split(".");
  return BigInt(whole + fraction.padEnd(2, "0"));
}
