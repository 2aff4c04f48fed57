import type { ProjectId } from "../../../core/ids.ts";
import type { Currency, Minor } from "../../../core/money.ts";
import { type Instant, type LocalDate, type Period, formatInstant } from "../../../core/time.ts";
import { type Tx, numberArray, only, textArray } from "../../../platform/db.ts";
import type { Direction, Statement, StatementFile, StatementFormat, StatementProblem } from "./files/statement.ts";
import type { SuspenseReason } from "./decide-line.ts";
import type { Held, LineToPlace, NewLine } from "./line.ts";

export interface BankFile {
  readonly fileId: bigint;
  readonly format: StatementFormat;
  readonly problems: readonly StatementProblem[];
  readonly lines: number;
}

export async function selectBankFile(tx: Tx, sha256: Buffer): Promise<BankFile | null> {
  const [row] = await tx.query<{
    fileId: bigint;
    format: StatementFormat;
    problems: StatementProblem[];
    lines: bigint;
  }>(
    `select f.bank_file_id as "fileId", f.format, f.problems,
            (select count(*) from bank_statement join bank_statement_sighting using (bank_statement_id)
              where bank_file_id = f.bank_file_id) as lines
       from bank_file f where sha256 = $1`,
    [sha256],
  );
  return row ? { ...row, lines: Number(row.lines) } : null;
}

export interface NewBankFile {
  readonly sha256: Buffer;
  readonly fileName: string;
  readonly importedBy: string;
  readonly now: Instant;
  readonly file: StatementFile;
}

export async function insertBankFile(
  tx: Tx,
  { sha256, fileName, importedBy, now, file }: NewBankFile,
): Promise<bigint> {
  const row = only(
    await tx.query<{ id: bigint }>(
      `insert into bank_file (sha256, file_name, format, format_version, imported_at, imported_by, problems)
       values ($1, $2, $3, $4, $5, $6, $7) returning bank_file_id as id`,
      [
        sha256,
        fileName,
        file.format,
        file.formatVersion,
        formatInstant(now),
        importedBy,
        JSON.stringify(file.problems),
      ],
    ),
  );
  return row.id;
}

/** What a customer may know of a line that was credited to its project. */
export interface CreditedLine {
  readonly lineId: bigint;
  readonly bookedOn: LocalDate;
  readonly documentNumber: string | null;
  readonly documentDate: LocalDate | null;
  readonly counterpartyName: string | null;
}

export function selectCredited(
  reader: Pick<Tx, "query">,
  projectIds: readonly ProjectId[],
  lineIds: readonly bigint[],
): Promise<CreditedLine[]> {
  return reader.query<CreditedLine>(
    `select line_id as "lineId", booked_on as "bookedOn", document_number as "documentNumber", document_date as "documentDate",
            counterparty_name as "counterpartyName"
       from bank_statement_line where line_id = any($1::bigint[]) and project_id = any($2::bigint[])`,
    [numberArray(lineIds), numberArray(projectIds)],
  );
}

export interface NewStatement {
  readonly fileId: bigint;
  readonly statementNo: number;
  readonly statement: Statement;
  readonly currency: Currency;
  readonly supplierCode: string | null;
}

export async function insertStatement(tx: Tx, added: NewStatement): Promise<bigint> {
  const { statement } = added;
  const row = only(
    await tx.query<{ id: bigint }>(
      `insert into bank_statement (bank_file_id, statement_no, own_account, supplier_code, currency, period_from, period_to,
                                   opening_minor, closing_minor, declared_in_minor, declared_out_minor, sums_agree)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning bank_statement_id as id`,
      [
        added.fileId,
        added.statementNo,
        statement.account,
        added.supplierCode,
        added.currency,
        statement.period?.from ?? null,
        statement.period?.to ?? null,
        statement.openingMinor,
        statement.closingMinor,
        statement.declaredTotals.inMinor,
        statement.declaredTotals.outMinor,
        statement.sumsAgree,
      ],
    ),
  );
  return row.id;
}

/** The lines already held, by fingerprint. */
export async function selectLineIds(tx: Tx, fingerprints: readonly string[]): Promise<Map<string, bigint>> {
  const rows = await tx.query<{ fingerprint: string; lineId: bigint }>(
    `select encode(fingerprint, 'hex') as fingerprint, line_id as "lineId" from bank_statement_line
      where fingerprint in (select decode(f, 'hex') from unnest($1::text[]) f)`,
    [textArray(fingerprints)],
  );
  return new Map(rows.map((row) => [row.fingerprint, row.lineId]));
}

/** Numbers for new lines, so that ledger entries can name them before they are written. */
export async function takeLineIds(tx: Tx, count: number): Promise<bigint[]> {
  const rows = await tx.query<{ id: bigint }>(
    "select nextval(pg_get_serial_sequence('bank_statement_line', 'line_id')) as id from generate_series(1, $1)",
    [count],
  );
  return rows.map((row) => row.id);
}

/**
 * Which new incoming lines look like lines that a file of another format brought: same own account, day and amount, and
 * no different payer's account. Formats name documents differently, so fingerprints cannot tell.
 */
export async function selectSeenInOtherFormat(
  tx: Tx,
  format: StatementFormat,
  lines: readonly LineToPlace[],
): Promise<Set<string>> {
  const incoming = lines.filter(({ line }) => line.direction === "in");
  const rows = await tx.query<{ fingerprint: string }>(
    `select distinct n.fingerprint
       from unnest($2::text[], $3::text[], $4::date[], $5::bigint[], $6::text[])
              as n(fingerprint, own_account, booked_on, amount_minor, payer)
       join bank_statement_line l
         on l.own_account = n.own_account and l.booked_on = n.booked_on and l.amount_minor = n.amount_minor
            and l.direction = 'in' and coalesce(l.counterparty_account = n.payer, true)
       join bank_statement s using (bank_statement_id)
       join bank_file f using (bank_file_id)
      where f.format <> $1`,
    [
      format,
      textArray(incoming.map((one) => one.fingerprint)),
      textArray(incoming.map((one) => one.line.ownAccount)),
      textArray(incoming.map((one) => one.line.bookedOn)),
      numberArray(incoming.map((one) => one.line.amountMinor)),
      textArray(incoming.map((one) => one.line.counterparty.account)),
    ],
  );
  return new Set(rows.map((row) => row.fingerprint));
}

interface Placed {
  readonly entries: ReadonlyMap<bigint, bigint>;
  readonly held: ReadonlyMap<bigint, Held>;
  readonly now: Instant;
}

const INSERT_LINES = `
insert into bank_statement_line
  (line_id, fingerprint, bank_statement_id, own_account, booked_on, value_on, direction, amount_minor, currency, reversal,
   counterparty_name, counterparty_inn, counterparty_kpp, counterparty_account, counterparty_bic, purpose,
   document_number, document_date, bank_reference, end_to_end_id, recorded_at, disposition, suspense_reason,
   project_id, entry_id, suspense_region, suspense_entry_id)
overriding system value
select line_id, decode(fingerprint, 'hex'), statement_id, own_account, booked_on, value_on, direction, amount_minor, currency,
       reversal, name, inn, kpp, account, bic, purpose, document_number, document_date, bank_reference, end_to_end_id, $1,
       disposition, suspense_reason, project_id, entry_id, suspense_region, suspense_entry_id
  from jsonb_to_recordset($2::jsonb) as n(
    line_id bigint, fingerprint text, statement_id bigint, own_account text, booked_on date, value_on date, direction text,
    amount_minor bigint, currency text, reversal boolean, name text, inn text, kpp text, account text, bic text, purpose text,
    document_number text, document_date date, bank_reference text, end_to_end_id text, disposition text,
    suspense_reason text, project_id bigint, entry_id bigint, suspense_region text, suspense_entry_id bigint)`;

export async function insertLines(tx: Tx, lines: readonly NewLine[], placed: Placed): Promise<void> {
  const rows = lines.map(({ lineId, fingerprint, statementId, line, currency, decision }) => ({
    line_id: lineId.toString(),
    fingerprint,
    statement_id: statementId.toString(),
    own_account: line.ownAccount,
    booked_on: line.bookedOn,
    value_on: line.valueOn,
    direction: line.direction,
    amount_minor: line.amountMinor.toString(),
    currency,
    reversal: line.reversal,
    ...line.counterparty,
    purpose: line.purpose,
    document_number: line.documentNumber,
    document_date: line.documentDate,
    bank_reference: line.bankReference,
    end_to_end_id: line.endToEndId,
    disposition: decision.disposition,
    suspense_reason: decision.disposition === "suspense" ? decision.reason : null,
    project_id: decision.disposition === "credited" ? decision.projectId.toString() : null,
    entry_id: placed.entries.get(lineId)?.toString() ?? null,
    suspense_region: placed.held.get(lineId)?.regionCode ?? null,
    suspense_entry_id: placed.held.get(lineId)?.entryId.toString() ?? null,
  }));
  await tx.execute(INSERT_LINES, [formatInstant(placed.now), JSON.stringify(rows)]);
}

export interface Sighting {
  readonly statementId: bigint;
  readonly line: { readonly ordinal: number };
  readonly lineId: bigint;
}

export async function insertSightings(tx: Tx, sightings: readonly Sighting[]): Promise<void> {
  await tx.execute(
    `insert into bank_statement_sighting (bank_statement_id, line_no, line_id)
     select * from unnest($1::bigint[], $2::int[], $3::bigint[])`,
    [
      numberArray(sightings.map((one) => one.statementId)),
      numberArray(sightings.map((one) => one.line.ordinal)),
      numberArray(sightings.map((one) => one.lineId)),
    ],
  );
}

export interface WaitingLine {
  readonly lineId: bigint;
  readonly disposition: string;
  readonly direction: Direction;
  readonly ownAccount: string;
  readonly amountMinor: Minor;
  readonly currency: Currency;
  readonly purpose: string;
  readonly suspenseRegion: string | null;
}

/** A line, locked until the transaction ends; null when there is none. */
export async function lockLine(tx: Tx, lineId: bigint): Promise<WaitingLine | null> {
  const [line] = await tx.query<WaitingLine>(
    `select line_id as "lineId", disposition, direction, own_account as "ownAccount", amount_minor as "amountMinor",
            currency, purpose, suspense_region as "suspenseRegion"
       from bank_statement_line where line_id = $1 for update`,
    [lineId],
  );
  return line ?? null;
}

export interface LineDecided {
  readonly lineId: bigint;
  readonly disposition: "credited" | "returned" | "dismissed";
  readonly projectId: ProjectId | null;
  readonly entryId: bigint | null;
  readonly by: string;
  readonly note: string | null;
  readonly now: Instant;
}

export async function decideLine(tx: Tx, decided: LineDecided): Promise<void> {
  await tx.execute(
    `update bank_statement_line
        set disposition = $2, project_id = $3, entry_id = $4, decided_at = $5, decided_by = $6, decision_note = $7
      where line_id = $1`,
    [
      decided.lineId,
      decided.disposition,
      decided.projectId,
      decided.entryId,
      formatInstant(decided.now),
      decided.by,
      decided.note,
    ],
  );
}

/** A line in the queue of staff. Amounts in minor units; `direction` out is a reversal that took money away. */
export interface SuspenseItem {
  readonly lineId: bigint;
  readonly bookedOn: LocalDate;
  readonly direction: Direction;
  readonly amountMinor: Minor;
  readonly currency: Currency;
  readonly reason: SuspenseReason;
  readonly ownAccount: string;
  readonly supplierCode: string | null;
  readonly payerName: string | null;
  readonly payerInn: string | null;
  readonly payerAccount: string | null;
  readonly documentNumber: string | null;
  readonly purpose: string;
  readonly fileName: string;
  readonly waitsSince: Instant;
}

/** The oldest waiting lines after a line number. */
export function selectSuspense(tx: Pick<Tx, "query">, after: bigint, limit: number): Promise<SuspenseItem[]> {
  return tx.query<SuspenseItem>(
    `select l.line_id as "lineId", l.booked_on as "bookedOn", l.direction, l.amount_minor as "amountMinor", l.currency,
            l.suspense_reason as reason, l.own_account as "ownAccount", s.supplier_code as "supplierCode",
            l.counterparty_name as "payerName", l.counterparty_inn as "payerInn", l.counterparty_account as "payerAccount",
            l.document_number as "documentNumber", l.purpose, f.file_name as "fileName", l.recorded_at as "waitsSince"
       from bank_statement_line l join bank_statement s using (bank_statement_id) join bank_file f using (bank_file_id)
      where l.disposition = 'suspense' and l.line_id > $1 order by l.line_id limit $2`,
    [after, limit],
  );
}

export interface TransferRow {
  readonly projectId: ProjectId;
  readonly documentNumber: string | null;
  readonly documentDate: LocalDate | null;
  readonly bookedOn: LocalDate;
  readonly amountMinor: Minor;
}

/** The lines credited to projects within a half-open period, by the instant they were credited. */
export function selectTransfers(
  tx: Pick<Tx, "query">,
  projectIds: readonly ProjectId[],
  period: Period,
): Promise<TransferRow[]> {
  return tx.query<TransferRow>(
    `select project_id as "projectId", document_number as "documentNumber", document_date as "documentDate",
            booked_on as "bookedOn", amount_minor as "amountMinor"
       from bank_statement_line
      where project_id = any($1::bigint[]) and disposition = 'credited'
        and coalesce(decided_at, recorded_at) >= $2 and coalesce(decided_at, recorded_at) < $3
      order by project_id, booked_on, line_id`,
    [numberArray(projectIds), formatInstant(period.start), formatInstant(period.end)],
  );
}

export interface WaitingTransfers {
  readonly reason: SuspenseReason;
  readonly count: bigint;
  /** When the first of them came in. */
  readonly since: Instant;
}

/** How many lines wait for staff, by reason. */
export function countSuspense(tx: Pick<Tx, "query">): Promise<WaitingTransfers[]> {
  return tx.query<WaitingTransfers>(
    `select suspense_reason as reason, count(*) as count, min(recorded_at) as since
       from bank_statement_line where disposition = 'suspense' group by 1 order by 1`,
  );
}
