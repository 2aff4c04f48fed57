import { type Counted, type Difference, compare } from "./charges.ts";
import type { Charge, Cover, Facts } from "./facts.ts";
import type { Tx } from "../../src/platform/db.ts";

/**
 * Which paper a kopeck is in (DOC-09): by contract, service and month of supply as much as charges and covers say; on a
 * document of that contract's payer that states that contract; a correction on the document of the supply it is about.
 */

interface Contract {
  readonly contractId: string;
  readonly payerId: string;
  readonly number: string | null;
  readonly kind: string;
  readonly postpaid: boolean;
}

interface Placed {
  readonly contractId: string;
  readonly serviceCode: string;
  readonly supplyMonth: string;
  readonly gross: bigint;
  readonly documentId: string | null;
  readonly lineNo: number | null;
  readonly corrects: string | null;
}

interface Paper {
  readonly documentId: string;
  readonly number: string;
  readonly role: string;
  readonly payerId: string;
  readonly corrects: string | null;
  readonly month: string;
  readonly xml: Buffer | null;
  readonly lines: readonly Line[];
}

interface Line {
  readonly no: number;
  readonly service: string;
  readonly supply: string;
  readonly gross: string;
}

export async function recountChains(database: Pick<Tx, "query">, facts: Facts): Promise<Counted> {
  const [contracts, closed, parts, papers] = await readChains(database);
  const contractOf = new Map(contracts.map((one) => [one.contractId, one]));
  const held = new Map<string, bigint>();
  for (const part of parts) {
    const key = keyOf(part.contractId, part.serviceCode, part.supplyMonth);
    held.set(key, (held.get(key) ?? 0n) + part.gross);
  }
  const counted = compare("in papers", held, dueByContract(facts, contractOf, closed));
  const partsOf = Map.groupBy(parts, (part) => part.documentId);
  const paperOf = new Map(papers.map((paper) => [paper.documentId, paper]));
  const differences = papers
    .filter((paper) => paper.role !== "companion")
    .flatMap((paper) => [
      ...placeDifferences(paper, partsOf.get(paper.documentId) ?? [], contractOf),
      ...chainDifferences(paper, partsOf, paperOf),
    ]);
  return { compared: counted.compared + papers.length, differences: [...counted.differences, ...differences] };
}

function keyOf(contractId: string, service: string, month: string): string {
  return `contract ${contractId} ${service} ${month}`;
}

/** By contract, service and month of supply: of organisations alone, of months that are closed. */
function dueByContract(
  facts: Facts,
  contractOf: ReadonlyMap<string, Contract>,
  closed: readonly { region: string; month: string }[],
): Map<string, bigint> {
  const regionOf = new Map(facts.projects.map((one) => [one.projectId, one.region]));
  const isClosed = new Set(closed.map(({ region, month }) => `${region} ${month}`));
  const due = new Map<string, bigint>();
  const add = (row: Charge | Cover, amount: bigint) => {
    const contract = contractOf.get(row.contractId);
    if (!contract || contract.kind === "individual" || amount === 0n) return;
    if (!isClosed.has(`${regionOf.get(row.projectId)} ${row.bookingMonth}`)) return;
    const key = keyOf(row.contractId, row.serviceCode, row.day.slice(0, 7));
    due.set(key, (due.get(key) ?? 0n) + amount);
  };
  for (const charge of facts.charges)
    add(charge, charge.transfer + (contractOf.get(charge.contractId)?.postpaid ? charge.credit : 0n));
  for (const cover of facts.covers)
    if (cover.source === "transfer" && !contractOf.get(cover.contractId)?.postpaid) add(cover, cover.amount);
  return due;
}

/** Each line is its parts, all of one contract, which is the payer's and the one that the paper names. */
function placeDifferences(
  paper: Paper,
  parts: readonly Placed[],
  contractOf: ReadonlyMap<string, Contract>,
): Difference[] {
  const what = `document ${paper.number}`;
  const lines = paper.lines.map(({ no, service, supply, gross }) => `${no} ${service} ${supply} ${gross}`);
  const sums = paper.lines.map(({ no }) => {
    const own = parts.filter((part) => part.lineNo === no);
    const [service, supply] = [(one: Placed) => one.serviceCode, (one: Placed) => one.supplyMonth].map((of) =>
      [...new Set(own.map(of))].join("+"),
    );
    return `${no} ${service} ${supply} ${own.reduce((sum, part) => sum + part.gross, 0n)}`;
  });
  const contracts = [...new Set(parts.map((part) => part.contractId))].map((id) => contractOf.get(id));
  const stated = /<ОснПер [^>]*РеквНомерДок="([^"]*)"/.exec(textOf(paper.xml))?.[1] ?? null;
  const [contract] = contracts;
  const isNamed = stated === null || !contract?.number || stated === contract.number;
  return [
    ...(lines.join("; ") === sums.join("; ")
      ? []
      : [{ what: `${what} parts`, product: lines.join("; "), recount: sums.join("; ") }]),
    ...(contracts.length === 1 ? [] : [{ what: `${what} contracts`, product: String(contracts.length), recount: "1" }]),
    ...(contract?.payerId === paper.payerId
      ? []
      : [{ what: `${what} payer`, product: paper.payerId, recount: contract?.payerId ?? "" }]),
    ...(isNamed ? [] : [{ what: `${what} basis`, product: stated, recount: contract.number ?? "" }]),
  ];
}

/**
 * A correction stands on a document of its contract that is of the month of supply; what it takes off, that document and its
 * corrections so far have stated. A supply stands on none.
 */
function chainDifferences(
  paper: Paper,
  partsOf: ReadonlyMap<string | null, readonly Placed[]>,
  paperOf: ReadonlyMap<string, Paper>,
): Difference[] {
  const what = `chain of ${paper.number}`;
  const own = partsOf.get(paper.documentId) ?? [];
  if (paper.role !== "correction") {
    const early = own.filter((part) => part.supplyMonth > paper.month).length;
    const isFirst = paper.corrects === null && own.every((part) => part.corrects === null);
    return isFirst && early === 0
      ? []
      : [{ what, product: `${paper.corrects} ${early}`, recount: "a supply of its own" }];
  }
  const corrected = paper.corrects === null ? undefined : paperOf.get(paper.corrects);
  const chain = [...paperOf.values()]
    .filter(({ documentId, corrects }) => [documentId, corrects].includes(paper.corrects))
    .filter(({ documentId }) => BigInt(documentId) <= BigInt(paper.documentId))
    .flatMap(({ documentId }) => partsOf.get(documentId) ?? []);
  return own.flatMap((part) => {
    const ofSupply = chain.filter((one) => one.contractId === part.contractId && one.supplyMonth === part.supplyMonth);
    const stated = ofSupply
      .filter((one) => one.serviceCode === part.serviceCode)
      .reduce((sum, one) => sum + one.gross, 0n);
    const isOn = (partsOf.get(paper.corrects) ?? []).some((one) => ofSupply.includes(one));
    if (corrected?.role === "supply" && part.corrects === paper.corrects && isOn && stated >= 0n) return [];
    const supply = keyOf(part.contractId, part.serviceCode, part.supplyMonth);
    return [
      { what, product: `${stated} on ${corrected?.number ?? "nothing"}`, recount: `on the document of ${supply}` },
    ];
  });
}

function textOf(xml: Buffer | null): string {
  return xml === null ? "" : new TextDecoder("windows-1251").decode(xml);
}

async function readChains(
  database: Pick<Tx, "query">,
): Promise<[Contract[], { region: string; month: string }[], Placed[], Paper[]]> {
  return [
    await database.query<Contract & Record<string, unknown>>(
      `select c.contract_id::text as "contractId", c.payer_id::text as "payerId", c.number, y.kind,
              c.payment_scheme = 'postpaid' as postpaid
         from contract c join payer y using (payer_id)`,
    ),
    await database.query<{ region: string; month: string }>(
      "select region_code as region, to_char(month, 'YYYY-MM') as month from month_close where state = 'closed'",
    ),
    await database.query<Placed & Record<string, unknown>>(
      `select contract_id::text as "contractId", service_code as "serviceCode", to_char(supply_month, 'YYYY-MM') as "supplyMonth",
              gross_minor as gross, document_id::text as "documentId", line_no as "lineNo", corrects_document_id::text as corrects
         from document_part`,
    ),
    await database.query<Paper & Record<string, unknown>>(
      `select d.document_id::text as "documentId", d.number_text as number, k.role, d.payer_id::text as "payerId",
              d.corrects_document_id::text as corrects, to_char(d.month, 'YYYY-MM') as month, f.body as xml,
              coalesce((select jsonb_agg(jsonb_build_object('no', l.line_no, 'service', l.service_code,
                               'supply', to_char(l.supply_month, 'YYYY-MM'), 'gross', l.gross_minor::text) order by l.line_no)
                          from document_line l where l.document_id = d.document_id), '[]') as lines
         from document d join document_kind k using (kind) left join stored_file f on f.sha256 = d.xml_sha256
        order by d.document_id`,
    ),
  ];
}
