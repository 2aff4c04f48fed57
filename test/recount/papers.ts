import type { Counted, Difference } from "./charges.ts";
import type { Tx } from "../../src/platform/db.ts";

/** What papers say of themselves: VAT of their lines, and the XML that was sent. What waits does so with its reason. */

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
  readonly reason: string | null;
}

export interface PapersCounted extends Counted {
  readonly papers: number;
  readonly lines: number;
  readonly waiting: number;
}

export async function recountPapers(database: Pick<Tx, "query">): Promise<PapersCounted> {
  const { papers, lines, waiting } = await readPapers(database);
  const byPaper = Map.groupBy(lines, (line) => line.documentId);
  const stated = new Map<string, Stated>();
  const differences = papers
    .filter((one) => one.role !== "companion")
    .flatMap((paper) => {
      const own = byPaper.get(paper.documentId) ?? [];
      return [...vatDifferences(paper, own, stated), ...xmlDifferences(paper, own)];
    });
  const mute = waiting.filter(({ reason }) => !reason);
  return {
    compared: lines.length,
    differences: [
      ...differences,
      ...mute.map(({ payerId }) => ({
        what: `waiting of payer ${payerId}`,
        product: "no reason",
        recount: "a reason",
      })),
    ],
    papers: papers.length,
    lines: lines.length,
    waiting: waiting.length,
  };
}

async function readPapers(database: Pick<Tx, "query">) {
  const [papers, lines, waiting] = [
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
      `select payer_id::text as "payerId", case when settled_at is null then waits_for else 'settled' end as reason
         from document_part where document_id is null`,
    ),
  ];
  return { papers, lines, waiting };
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
