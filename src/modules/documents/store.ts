import type { ProjectId } from "../../core/ids.ts";
import type { VatSplit } from "../../core/money.ts";
import { type Instant, type LocalDate, type LocalMonth, formatInstant } from "../../core/time.ts";
import { type Tx, numberArray, only } from "../../platform/db.ts";

/** Takes `count` consecutive numbers, holding the series until the transaction ends: no gap and no repeat (DOC-04). */
export async function takeNumbers(
  tx: Tx,
  supplierCode: string,
  series: string,
  year: number,
  count: number,
): Promise<number> {
  const row = only(
    await tx.query<{ lastNumber: number }>(
      `insert into document_number as n (supplier_code, kind, year, last_number) values ($1, $2, $3, $4)
       on conflict (supplier_code, kind, year) do update set last_number = n.last_number + excluded.last_number
       returning last_number as "lastNumber"`,
      [supplierCode, series, year, count],
    ),
  );
  return row.lastNumber - count + 1;
}

/** Gives back the last numbers of a series that were taken in this transaction and not used. */
export async function returnNumbers(
  tx: Tx,
  supplierCode: string,
  series: string,
  year: number,
  count: number,
): Promise<void> {
  const values = [supplierCode, series, year, count];
  await tx.execute(
    "delete from document_number where supplier_code = $1 and kind = $2 and year = $3 and last_number = $4",
    values,
  );
  await tx.execute(
    "update document_number set last_number = last_number - $4 where supplier_code = $1 and kind = $2 and year = $3",
    values,
  );
}

/** As its payer knew it when the paper was issued (decision 0070). */
export interface NamedProject {
  readonly projectId: ProjectId;
  readonly name: string;
}

export interface NewDocument extends VatSplit {
  readonly supplierCode: string;
  readonly kind: string;
  readonly year: number;
  readonly number: number;
  readonly numberText: string;
  readonly payerId: bigint;
  readonly regionCode: string;
  readonly month: LocalMonth;
  readonly issuedOn: LocalDate;
  readonly issuedAt: Instant;
  readonly currency: string;
  readonly correctsDocumentId: bigint | null;
  readonly snapshot: string;
  readonly xmlName: string | null;
  readonly xmlSha256: Buffer | null;
  readonly projects: readonly NamedProject[];
  readonly lines: readonly NewLine[];
}

export interface NewLine extends VatSplit {
  readonly serviceCode: string;
  readonly supplyMonth: LocalMonth;
  readonly vatRate: string | null;
}

/** Stores documents of one supplier and year, with their lines; answers their ids in the order given. */
export async function insertDocuments(tx: Tx, documents: readonly NewDocument[]): Promise<bigint[]> {
  const rows = await tx.query<{ documentId: bigint; kind: string; number: number }>(
    `insert into document (supplier_code, kind, year, number, number_text, payer_id, region_code, month, issued_on, issued_at,
                           currency, net_minor, vat_minor, gross_minor, corrects_document_id, snapshot, xml_name, xml_sha256)
     select d.* from unnest($1::text[], $2::text[], $3::int[], $4::int[], $5::text[], $6::bigint[], $7::text[], $8::date[],
              $9::date[], $10::timestamptz[], $11::text[], $12::bigint[], $13::bigint[], $14::bigint[], $15::bigint[],
              $16::text[], $17::text[], $18::bytea[])
            d(s, k, y, n, t, p, r, m, o, a, c, net, vat, gross, corrects, snapshot, xml_name, xml_hash)
      order by d.k, d.n
     returning document_id as "documentId", kind, number`,
    [
      documents.map((one) => one.supplierCode),
      documents.map((one) => one.kind),
      documents.map((one) => one.year),
      documents.map((one) => one.number),
      documents.map((one) => one.numberText),
      documents.map((one) => one.payerId),
      documents.map((one) => one.regionCode),
      documents.map((one) => `${one.month}-01`),
      documents.map((one) => one.issuedOn),
      documents.map((one) => formatInstant(one.issuedAt)),
      documents.map((one) => one.currency),
      documents.map((one) => one.net),
      documents.map((one) => one.vat),
      documents.map((one) => one.gross),
      documents.map((one) => one.correctsDocumentId),
      documents.map((one) => one.snapshot),
      documents.map((one) => one.xmlName),
      documents.map((one) => one.xmlSha256),
    ],
  );
  const idOf = new Map(rows.map((row) => [`${row.kind} ${row.number}`, row.documentId]));
  const ids = documents.map((one) => idOf.get(`${one.kind} ${one.number}`) as bigint);
  await insertLines(tx, documents, ids);
  return ids;
}

async function insertLines(tx: Tx, documents: readonly NewDocument[], ids: readonly bigint[]): Promise<void> {
  const lines = documents.flatMap((one, index) =>
    one.lines.map((line, position) => ({ id: ids[index] as bigint, no: position + 1, line })),
  );
  await tx.execute(
    `insert into document_line (document_id, line_no, service_code, supply_month, vat_rate, net_minor, vat_minor, gross_minor)
     select * from unnest($1::bigint[], $2::int[], $3::text[], $4::date[], $5::numeric[], $6::bigint[], $7::bigint[], $8::bigint[])`,
    [
      lines.map(({ id }) => id),
      lines.map(({ no }) => no),
      lines.map(({ line }) => line.serviceCode),
      lines.map(({ line }) => `${line.supplyMonth}-01`),
      lines.map(({ line }) => line.vatRate),
      lines.map(({ line }) => line.net),
      lines.map(({ line }) => line.vat),
      lines.map(({ line }) => line.gross),
    ],
  );
  const projects = documents.flatMap((one, index) =>
    one.projects.map((project) => ({ id: ids[index] as bigint, ...project, one })),
  );
  await tx.execute(
    `insert into document_project (document_id, project_id, month, kind, project_name)
     select * from unnest($1::bigint[], $2::bigint[], $3::date[], $4::text[], $5::text[])`,
    [
      projects.map(({ id }) => id),
      projects.map(({ projectId }) => projectId),
      projects.map(({ one }) => `${one.month}-01`),
      projects.map(({ one }) => one.kind),
      projects.map(({ name }) => name),
    ],
  );
}

export interface DocumentedSum extends VatSplit {
  readonly documentId: bigint;
  readonly serviceCode: string;
  readonly supplyMonth: LocalMonth;
  /** As the documents state it; null is "without VAT". */
  readonly vatRate: string | null;
}

/** What documents say of each service and supply month by now: their own lines and those of all that corrected them. */
export function selectCorrectedSums(tx: Tx, documentIds: readonly bigint[]): Promise<DocumentedSum[]> {
  return tx.query<DocumentedSum>(
    `select coalesce(d.corrects_document_id, d.document_id) as "documentId", l.service_code as "serviceCode",
            to_char(l.supply_month, 'YYYY-MM') as "supplyMonth",
            trim_scale(max(l.vat_rate))::text as "vatRate", sum(l.net_minor)::bigint as net, sum(l.vat_minor)::bigint as vat, sum(l.gross_minor)::bigint as gross
       from document d join document_kind k using (kind) join document_line l using (document_id)
      where k.role <> 'companion' and (d.document_id = any($1::bigint[]) or d.corrects_document_id = any($1::bigint[]))
      group by 1, 2, 3`,
    [numberArray(documentIds)],
  );
}

/** An issued document with its print form and its first delivery, null as long as there is none. */
export interface DocumentRow extends VatSplit {
  readonly documentId: bigint;
  readonly kind: string;
  readonly numberText: string;
  readonly payerId: bigint;
  readonly payerName: string;
  readonly regionCode: string;
  readonly month: LocalMonth;
  readonly issuedOn: LocalDate;
  readonly issuedAt: Instant;
  readonly currency: string;
  readonly xmlName: string | null;
  readonly xmlSha256: Buffer | null;
  readonly pdfSha256: Buffer | null;
  readonly deliveryState: string | null;
  readonly deliveryReason: string | null;
  readonly deliveryChannel: string | null;
  readonly deliveryAt: Instant | null;
}

const DOCUMENT = `
select d.document_id as "documentId", d.kind, d.number_text as "numberText", d.payer_id as "payerId",
       y.full_name as "payerName", d.region_code as "regionCode", to_char(d.month, 'YYYY-MM') as month,
       d.issued_on as "issuedOn", d.issued_at as "issuedAt", d.currency, d.net_minor as net, d.vat_minor as vat,
       d.gross_minor as gross, d.xml_name as "xmlName", d.xml_sha256 as "xmlSha256", r.pdf_sha256 as "pdfSha256",
       v.state as "deliveryState", v.reason as "deliveryReason", v.channel as "deliveryChannel", v.changed_at as "deliveryAt"
  from document d
  join payer y on y.payer_id = d.payer_id
  left join document_print r on r.document_id = d.document_id
  left join lateral (select * from delivery v where v.document_id = d.document_id order by v.delivery_id limit 1) v on true`;

export interface DocumentFilter {
  /** Documents that show one of these projects; null: whatever they show. */
  readonly projectIds: readonly ProjectId[] | null;
  /** Documents of these payers, and those that show none but these projects; null: all (the house). */
  readonly reader: { readonly payerIds: readonly bigint[]; readonly projectIds: readonly ProjectId[] } | null;
  readonly regionCode: string | null;
  readonly from: LocalMonth | null;
  readonly to: LocalMonth | null;
  readonly kind: string | null;
  /** Newest first: only documents older than this id. */
  readonly before: bigint | null;
  readonly limit: number;
}

export function selectDocuments(tx: Pick<Tx, "query">, filter: DocumentFilter): Promise<DocumentRow[]> {
  return tx.query<DocumentRow>(
    `${DOCUMENT}
      where ($1::bigint[] is null or exists (select 1 from document_project p
               where p.document_id = d.document_id and p.project_id = any($1::bigint[])))
        and ($2::text is null or d.region_code = $2)
        and ($3::date is null or d.month >= $3) and ($4::date is null or d.month <= $4)
        and ($5::text is null or d.kind = $5) and ($6::bigint is null or d.document_id < $6)
        and ($8::bigint[] is null or d.payer_id = any($8::bigint[]) or not exists (select 1 from document_project p
               where p.document_id = d.document_id and p.project_id <> all($9::bigint[])))
      order by d.document_id desc limit $7`,
    [
      filter.projectIds === null ? null : numberArray(filter.projectIds),
      filter.regionCode,
      filter.from && `${filter.from}-01`,
      filter.to && `${filter.to}-01`,
      filter.kind,
      filter.before,
      filter.limit,
      filter.reader && numberArray(filter.reader.payerIds),
      filter.reader && numberArray(filter.reader.projectIds),
    ],
  );
}

export function selectDocumentsById(tx: Pick<Tx, "query">, documentIds: readonly bigint[]): Promise<DocumentRow[]> {
  return tx.query<DocumentRow>(`${DOCUMENT} where d.document_id = any($1::bigint[])`, [numberArray(documentIds)]);
}

export async function selectDocument(tx: Pick<Tx, "query">, documentId: bigint): Promise<DocumentRow | null> {
  const rows = await tx.query<DocumentRow>(`${DOCUMENT} where d.document_id = $1`, [documentId]);
  return rows[0] ?? null;
}

/** Documents of a printed number, newest first. Two suppliers may print the same; one supplier does not twice. */
export function selectByNumber(tx: Pick<Tx, "query">, numberText: string): Promise<DocumentRow[]> {
  return tx.query<DocumentRow>(`${DOCUMENT} where d.number_text = $1 order by d.document_id desc`, [numberText]);
}

export interface DocumentLineRow extends VatSplit {
  readonly lineNo: number;
  readonly serviceCode: string;
  readonly supplyMonth: LocalMonth;
  readonly vatRate: string | null;
}

export function selectLines(tx: Pick<Tx, "query">, documentId: bigint): Promise<DocumentLineRow[]> {
  return tx.query<DocumentLineRow>(
    `select line_no as "lineNo", service_code as "serviceCode", to_char(supply_month, 'YYYY-MM') as "supplyMonth",
            vat_rate as "vatRate", net_minor as net, vat_minor as vat, gross_minor as gross
       from document_line where document_id = $1 order by line_no`,
    [documentId],
  );
}

/** The projects of all these documents, each once; null when one of the documents is not there or has none. */
export async function selectDocumentProjects(
  tx: Pick<Tx, "query">,
  documentIds: readonly bigint[],
): Promise<ProjectId[] | null> {
  const rows = await tx.query<{ documentId: bigint; projectId: ProjectId }>(
    `select document_id as "documentId", project_id as "projectId" from document_project
      where document_id = any($1::bigint[]) order by project_id`,
    [numberArray(documentIds)],
  );
  const found = new Set(rows.map((row) => row.documentId));
  return documentIds.every((id) => found.has(id)) ? [...new Set(rows.map((row) => row.projectId))] : null;
}

/** The first `most` projects of each document, with how many there are. */
export async function selectNamedProjects(
  tx: Pick<Tx, "query">,
  documentIds: readonly bigint[],
  most: number,
): Promise<Map<bigint, (NamedProject & { readonly count: bigint })[]>> {
  const rows = await tx.query<NamedProject & { readonly documentId: bigint; readonly count: bigint }>(
    `select "documentId", "projectId", name, count from (
       select document_id as "documentId", project_id as "projectId", project_name as name,
              count(*) over (partition by document_id) as count, row_number() over (partition by document_id order by project_id) as no
         from document_project where document_id = any($1::bigint[])) p
      where no <= $2 order by "documentId", "projectId"`,
    [numberArray(documentIds), most],
  );
  return Map.groupBy(rows, (row) => row.documentId);
}

/** Documents with their payers and the projects that open them: all that they show, or none (see opens_papers); null when one is not there. */
export async function selectPapers(
  tx: Pick<Tx, "query">,
  documentIds: readonly bigint[],
): Promise<{ readonly payerId: bigint; readonly projectIds: readonly ProjectId[] }[] | null> {
  const ids = [...new Set(documentIds)];
  const rows = await tx.query<{ payerId: bigint; projects: string[] }>(
    `select d.payer_id as "payerId", coalesce(array_agg(p.project_id) filter (where p.project_id is not null), '{}') as projects
       from document d
       left join document_project p on p.document_id = d.document_id and not exists (
         select from document_project o where o.document_id = d.document_id and not opens_papers(o.project_id, d.payer_id))
      where d.document_id = any($1::bigint[])
      group by d.document_id, d.payer_id`,
    [numberArray(ids)],
  );
  if (rows.length < ids.length) return null;
  return rows.map(({ payerId, projects }) => ({ payerId, projectIds: projects.map(BigInt) }));
}

export interface SnapshotRow {
  readonly documentId: bigint;
  readonly kind: string;
  readonly snapshot: string;
}

/** Documents of a month, or of one before, without a print form yet, in the order of issue, after one of them. */
export function selectUnprinted(
  tx: Tx,
  regionCode: string,
  month: LocalMonth,
  after: bigint,
  limit: number,
): Promise<SnapshotRow[]> {
  return tx.query<SnapshotRow>(
    `select d.document_id as "documentId", d.kind, d.snapshot from document d left join document_print r using (document_id)
      where d.region_code = $1 and d.month <= $2 and r.document_id is null and d.document_id > $3
      order by d.document_id limit $4`,
    [regionCode, `${month}-01`, after, limit],
  );
}

export async function insertPrints(tx: Tx, prints: readonly { documentId: bigint; sha256: Buffer }[]): Promise<void> {
  await tx.execute(
    `insert into document_print (document_id, pdf_sha256) select * from unnest($1::bigint[], $2::bytea[]) on conflict do nothing`,
    [prints.map((print) => print.documentId), prints.map((print) => print.sha256)],
  );
}

export interface DeliveryRow {
  readonly deliveryId: bigint;
  readonly documentId: bigint;
  readonly address: string;
}

/**
 * Prepares the mail delivery of printed documents whose payer gave an address: those of a month, and those of any that were
 * issued at `issuedAt`. What is prepared stays as it is.
 */
export function insertDeliveries(
  tx: Tx,
  regionCode: string,
  month: LocalMonth,
  issuedAt: Instant,
  at: Instant,
  limit: number,
): Promise<(DeliveryRow & { readonly payerId: bigint })[]> {
  return tx.query<DeliveryRow & { readonly payerId: bigint }>(
    `with fresh as (
       insert into delivery (document_id, channel, address, state, changed_at)
       select d.document_id, 'mail', y.document_email, 'prepared', $3
         from document d join document_print r using (document_id) join payer y on y.payer_id = d.payer_id
        where d.region_code = $1 and (d.month = $2 or d.issued_at = $5) and y.document_email is not null
          and not exists (select 1 from delivery v where v.document_id = d.document_id)
        order by d.document_id limit $4
       on conflict do nothing returning delivery_id, document_id, address
     ), event as (
       insert into delivery_event (delivery_id, at, state) select delivery_id, $3, 'prepared' from fresh
     )
     select delivery_id as "deliveryId", document_id as "documentId", address, payer_id as "payerId"
       from fresh join document using (document_id) order by delivery_id`,
    [regionCode, `${month}-01`, formatInstant(at), limit, formatInstant(issuedAt)],
  );
}

export async function updateDelivery(
  tx: Tx,
  deliveryId: bigint,
  state: string,
  reason: string | null,
  at: Instant,
): Promise<void> {
  await tx.execute(
    `with changed as (
       update delivery set state = $2, reason = $3, changed_at = $4 where delivery_id = $1 returning delivery_id
     )
     insert into delivery_event (delivery_id, at, state, reason) select delivery_id, $4, $2, $3 from changed`,
    [deliveryId, state, reason, formatInstant(at)],
  );
}

export async function selectDelivery(tx: Pick<Tx, "query">, deliveryId: bigint): Promise<DeliveryRow | null> {
  const rows = await tx.query<DeliveryRow>(
    'select delivery_id as "deliveryId", document_id as "documentId", address from delivery where delivery_id = $1',
    [deliveryId],
  );
  return rows[0] ?? null;
}

export async function countDocuments(
  tx: Tx,
  regionCode: string,
  month: LocalMonth,
): Promise<{ payers: number; documents: number }> {
  const row = only(
    await tx.query<{ payers: bigint; documents: bigint }>(
      "select count(distinct payer_id) as payers, count(*) as documents from document where region_code = $1 and month = $2",
      [regionCode, `${month}-01`],
    ),
  );
  return { payers: Number(row.payers), documents: Number(row.documents) };
}
