import type { ProjectId } from "../../../core/ids.ts";
import type { Currency, Minor } from "../../../core/money.ts";
import { type Instant, type LocalDate, formatInstant } from "../../../core/time.ts";
import { type Tx, numberArray, only, textArray } from "../../../platform/db.ts";
import type { Direction, Statement, StatementFile, StatementFormat, StatementProblem } from "./files/statement.ts";
import type { SuspenseReason } from "./decide-line.ts";
import type { Held, NewLine } from "./line.ts";
import type { TransferFacts } from "./transfer.ts";

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
       from bank_file f where sha256 = $1 and withdrawn_at is null`,
    [sha256],
  );
  return row ? { ...row, problems: row.problems.map(completed), lines: Number(row.lines) } : null;
}

/** Files of earlier releases do not say of a remark whether it had to be confirmed: then nobody was asked. */
function completed(problem: StatementProblem): StatementProblem {
  return { ...problem, mustConfirm: problem.mustConfirm ?? false };
}

export interface NewBankFile {
  readonly sha256: Buffer;
  readonly fileName: string;
  readonly importedBy: string;
  readonly now: Instant;
  readonly file: StatementFile;
  readonly problems: readonly StatementProblem[];
  /** A person had to say that the file is right, and did. */
  readonly confirmed: boolean;
}

export async function insertBankFile(
  tx: Tx,
  { sha256, fileName, importedBy, now, file, problems, confirmed }: NewBankFile,
): Promise<bigint> {
  const row = only(
    await tx.query<{ id: bigint }>(
      `insert into bank_file (sha256, file_name, format, format_version, imported_at, imported_by, problems, confirmed)
       values ($1, $2, $3, $4, $5, $6, $7, $8) returning bank_file_id as id`,
      [
        sha256,
        fileName,
        file.format,
        file.formatVersion,
        formatInstant(now),
        importedBy,
        JSON.stringify(problems),
        confirmed,
      ],
    ),
  );
  return row.id;
}

/** What a customer may know of a line that was credited to its project. */
export interface CreditedLine {
  readonly lineId: bigint;
  /** The bank's value date (PAY-13). */
  readonly paidOn: LocalDate;
  readonly documentNumber: string | null;
  readonly documentDate: LocalDate | null;
  readonly counterpartyName: string | null;
  readonly otherPayer: boolean;
}

export function selectCredited(
  reader: Pick<Tx, "query">,
  projectIds: readonly ProjectId[],
  lineIds: readonly bigint[],
): Promise<CreditedLine[]> {
  return reader.query<CreditedLine>(
    `select line_id as "lineId", paid_on as "paidOn", document_number as "documentNumber", document_date as "documentDate",
            counterparty_name as "counterpartyName", other_payer as "otherPayer"
       from bank_statement_line where line_id = any($1::bigint[]) and project_id = any($2::bigint[])`,
    [numberArray(lineIds), numberArray(projectIds)],
  );
}

/** The days and balances of a statement that stands. */
export interface KnownDays {
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly openingMinor: Minor;
  readonly closingMinor: Minor;
}

const KNOWN_DAYS = `select s.period_from as "from", s.period_to as "to", s.opening_minor as "openingMinor",
            s.closing_minor as "closingMinor"
       from bank_statement s join bank_file f using (bank_file_id)
      where s.own_account = $1 and f.withdrawn_at is null and s.opening_minor is not null and s.closing_minor is not null`;

/** Of an account what is known of these days, and of the nearest ones before and after them. */
export function selectKnownDays(
  tx: Pick<Tx, "query">,
  account: string,
  from: LocalDate,
  to: LocalDate,
): Promise<KnownDays[]> {
  return tx.query<KnownDays>(
    `with known as materialized (${KNOWN_DAYS})
     select * from known
      where "from" <= $3 and "to" >= $2
         or "to" = (select max("to") from known where "to" < $2) or "from" = (select min("from") from known where "from" > $3)`,
    [account, from, to],
  );
}

/** What an account was closed with before a day; null: no statement says. */
export async function selectLastClosing(
  tx: Pick<Tx, "query">,
  account: string,
  before: LocalDate,
): Promise<KnownDays | null> {
  const rows = await tx.query<KnownDays>(
    `${KNOWN_DAYS} and s.period_to < $2 order by s.period_to desc, s.bank_statement_id desc limit 1`,
    [account, before],
  );
  return rows[0] ?? null;
}

/** Numbers for the statements of a file, so that their lines can name them before they are written. */
export async function takeStatementIds(tx: Tx, count: number): Promise<bigint[]> {
  const rows = await tx.query<{ id: bigint }>(
    "select nextval(pg_get_serial_sequence('bank_statement', 'bank_statement_id')) as id from generate_series(1, $1)",
    [count],
  );
  return rows.map((row) => row.id);
}

export interface NewStatement {
  readonly fileId: bigint;
  readonly statementId: bigint;
  readonly statementNo: number;
  readonly statement: Statement;
  readonly currency: Currency;
  readonly supplierCode: string | null;
}

export async function insertStatement(tx: Tx, added: NewStatement): Promise<void> {
  const { statement } = added;
  await tx.execute(
    `insert into bank_statement (bank_statement_id, bank_file_id, statement_no, own_account, supplier_code, currency, period_from,
                                 period_to, opening_minor, closing_minor, declared_in_minor, declared_out_minor, sums_agree)
     overriding system value values ($13, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
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
      added.statementId,
    ],
  );
}

/** Where lines that may be the same are looked for: some days around those of a file. */
export interface LikenessSearch {
  readonly ownAccount: string;
  readonly direction: Direction;
  readonly amountMinor: Minor;
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly days: number;
}

/** A line that is held, with what identity is decided by. */
export interface HeldLine extends TransferFacts {
  readonly lineId: bigint;
  readonly disposition: string;
  readonly duplicateOf: bigint | null;
  /** It was dismissed as the duplicate of a line whose file was taken back. */
  readonly standsForNothing: boolean;
  /** A file that did not bring it showed it without the bank's reference of it: that may have been another of its number. */
  readonly wasTakenFor: boolean;
}

const HELD_LINE = `l.line_id as "lineId", l.disposition, l.duplicate_of as "duplicateOf", f.format, l.own_account as "ownAccount",
            l.direction, l.amount_minor as "amountMinor", l.currency, l.booked_on as "bookedOn", l.value_on as "valueOn",
            l.document_number as "documentNumber", l.document_date as "documentDate", l.bank_reference as "bankReference",
            l.batch_reference as "batchReference", l.end_to_end_id as "endToEndId", l.counterparty_account as "payerAccount",
            l.counterparty_inn as "payerInn", l.purpose, s.opening_minor as "opensAt", s.closing_minor as "closesAt",
            exists (select from bank_statement_line o where o.line_id = l.duplicate_of and o.disposition = 'withdrawn'
                       and l.disposition = 'dismissed') as "standsForNothing",
            exists (select from bank_statement_sighting g where g.line_id = l.line_id and not g.by_reference) as "wasTakenFor"`;

export function selectAlike(tx: Tx, searches: readonly LikenessSearch[]): Promise<HeldLine[]> {
  return tx.query<HeldLine>(
    `select ${HELD_LINE}
       from unnest($1::text[], $2::text[], $3::bigint[], $4::date[], $5::date[], $6::int[])
              as n(own_account, direction, amount_minor, starts_on, ends_on, days)
       join bank_statement_line l
         on l.own_account = n.own_account and l.amount_minor = n.amount_minor and l.direction = n.direction
            and l.booked_on between n.starts_on - n.days and n.ends_on + n.days
       join bank_statement s using (bank_statement_id)
       join bank_file f using (bank_file_id)`,
    [
      textArray(searches.map((one) => one.ownAccount)),
      textArray(searches.map((one) => one.direction)),
      numberArray(searches.map((one) => one.amountMinor)),
      textArray(searches.map((one) => one.from)),
      textArray(searches.map((one) => one.to)),
      numberArray(searches.map((one) => one.days)),
    ],
  );
}

/** What the bank calls an entry, and how many days around it is looked for. */
export interface ReferenceSearch {
  readonly ownAccount: string;
  readonly bankReference: string | null;
  readonly batchReference: string | null;
  readonly bookedOn: LocalDate;
  readonly days: number;
}

/** Lines with such references, whatever their amounts; zeros, case and signs of a reference make no difference. */
export function selectByReference(tx: Tx, searches: readonly ReferenceSearch[]): Promise<HeldLine[]> {
  return tx.query<HeldLine>(
    `with n as (
       select own_account, bank_reference_key(reference) as key, min(booked_on - days) as starts_on, max(booked_on + days) as ends_on
         from unnest($1::text[], $2::text[], $3::date[], $4::int[]) as u(own_account, reference, booked_on, days)
        group by 1, 2
     )
     select ${HELD_LINE}
       from n join bank_statement_line l
         on l.own_account = n.own_account and l.entry_key = n.key and l.booked_on between n.starts_on and n.ends_on
       join bank_statement s using (bank_statement_id)
       join bank_file f using (bank_file_id)`,
    [
      textArray(searches.map((one) => one.ownAccount)),
      textArray(searches.map((one) => one.batchReference ?? one.bankReference)),
      textArray(searches.map((one) => one.bookedOn)),
      numberArray(searches.map((one) => one.days)),
    ],
  );
}

/** What is held of these accounts' days. */
export function selectOnDays(
  tx: Tx,
  days: readonly { readonly ownAccount: string; readonly bookedOn: LocalDate }[],
): Promise<HeldLine[]> {
  return tx.query<HeldLine>(
    `select ${HELD_LINE}
       from unnest($1::text[], $2::date[]) as n(own_account, booked_on)
       join bank_statement_line l on l.own_account = n.own_account and l.booked_on = n.booked_on
       join bank_statement s using (bank_statement_id)
       join bank_file f using (bank_file_id)`,
    [textArray(days.map((one) => one.ownAccount)), textArray(days.map((one) => one.bookedOn))],
  );
}

/** Numbers for new lines, so that ledger entries can name them before they are written. */
export async function takeLineIds(tx: Tx, count: number): Promise<bigint[]> {
  const rows = await tx.query<{ id: bigint }>(
    "select nextval(pg_get_serial_sequence('bank_statement_line', 'line_id')) as id from generate_series(1, $1)",
    [count],
  );
  return rows.map((row) => row.id);
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
   document_number, document_date, bank_reference, batch_reference, end_to_end_id, recorded_at, disposition, suspense_reason,
   project_id, entry_id, suspense_region, suspense_entry_id, duplicate_of, other_payer, decided_at, decided_by)
overriding system value
select line_id, decode(fingerprint, 'hex'), statement_id, own_account, booked_on, value_on, direction, amount_minor, currency,
       reversal, name, inn, kpp, account, bic, purpose, document_number, document_date, bank_reference, batch_reference, end_to_end_id,
       $1, disposition, suspense_reason, project_id, entry_id, suspense_region, suspense_entry_id, duplicate_of, other_payer,
       case disposition when 'dismissed' then $1::timestamptz end, case disposition when 'dismissed' then 'import' end
  from jsonb_to_recordset($2::jsonb) as n(
    line_id bigint, fingerprint text, statement_id bigint, own_account text, booked_on date, value_on date, direction text,
    amount_minor bigint, currency text, reversal boolean, name text, inn text, kpp text, account text, bic text, purpose text,
    document_number text, document_date date, bank_reference text, batch_reference text, end_to_end_id text, disposition text,
    suspense_reason text, project_id bigint, entry_id bigint, suspense_region text, suspense_entry_id bigint,
    duplicate_of bigint, other_payer boolean)`;

export async function insertLines(tx: Tx, lines: readonly NewLine[], placed: Placed): Promise<void> {
  const rows = lines.map(({ lineId, fingerprint, statementId, line, currency, decision, duplicateOf, otherPayer }) => ({
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
    batch_reference: line.batchReference,
    end_to_end_id: line.endToEndId,
    disposition: decision.disposition,
    suspense_reason: decision.disposition === "suspense" ? decision.reason : null,
    project_id: decision.disposition === "credited" ? decision.projectId.toString() : null,
    entry_id: placed.entries.get(lineId)?.toString() ?? null,
    suspense_region: placed.held.get(lineId)?.regionCode ?? null,
    suspense_entry_id: placed.held.get(lineId)?.entryId.toString() ?? null,
    duplicate_of: duplicateOf?.toString() ?? null,
    other_payer: otherPayer,
  }));
  await tx.execute(INSERT_LINES, [formatInstant(placed.now), JSON.stringify(rows)]);
}

export interface Sighting {
  readonly statementId: bigint;
  readonly line: { readonly ordinal: number };
  readonly lineId: bigint;
  readonly byReference: boolean;
}

export async function insertSightings(tx: Tx, sightings: readonly Sighting[]): Promise<void> {
  await tx.execute(
    `insert into bank_statement_sighting (bank_statement_id, line_no, line_id, by_reference)
     select * from unnest($1::bigint[], $2::int[], $3::bigint[], $4::boolean[])`,
    [
      numberArray(sightings.map((one) => one.statementId)),
      numberArray(sightings.map((one) => one.line.ordinal)),
      numberArray(sightings.map((one) => one.lineId)),
      textArray(sightings.map((one) => String(one.byReference))),
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
  readonly paidOn: LocalDate;
  readonly payerInn: string | null;
  readonly suspenseRegion: string | null;
}

/** A line, locked until the transaction ends; null when there is none. */
export async function lockLine(tx: Tx, lineId: bigint): Promise<WaitingLine | null> {
  const [line] = await tx.query<WaitingLine>(
    `select line_id as "lineId", disposition, direction, own_account as "ownAccount", amount_minor as "amountMinor",
            currency, purpose, paid_on as "paidOn", counterparty_inn as "payerInn", suspense_region as "suspenseRegion"
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
  readonly otherPayer: boolean;
  readonly by: string;
  readonly note: string | null;
  readonly now: Instant;
}

export async function decideLine(tx: Tx, decided: LineDecided): Promise<void> {
  await tx.execute(
    `update bank_statement_line
        set disposition = $2, project_id = $3, entry_id = $4, decided_at = $5, decided_by = $6, decision_note = $7,
            other_payer = $8
      where line_id = $1`,
    [
      decided.lineId,
      decided.disposition,
      decided.projectId,
      decided.entryId,
      formatInstant(decided.now),
      decided.by,
      decided.note,
      decided.otherPayer,
    ],
  );
}

/** A line in the queue of staff. Amounts in minor units; `direction` out is a reversal that took money away. */
export interface SuspenseItem {
  readonly lineId: bigint;
  readonly bookedOn: LocalDate;
  readonly paidOn: LocalDate;
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
  readonly fileId: bigint;
  readonly fileName: string;
  readonly duplicateOf: bigint | null;
  readonly waitsSince: Instant;
}

/** The oldest waiting lines after a line number. */
export function selectSuspense(tx: Pick<Tx, "query">, after: bigint, limit: number): Promise<SuspenseItem[]> {
  return tx.query<SuspenseItem>(
    `select l.line_id as "lineId", l.booked_on as "bookedOn", l.paid_on as "paidOn", l.direction,
            l.amount_minor as "amountMinor", l.currency, l.suspense_reason as reason, l.own_account as "ownAccount",
            s.supplier_code as "supplierCode",
            l.counterparty_name as "payerName", l.counterparty_inn as "payerInn", l.counterparty_account as "payerAccount",
            l.document_number as "documentNumber", l.purpose, f.bank_file_id as "fileId", f.file_name as "fileName",
            l.duplicate_of as "duplicateOf", l.recorded_at as "waitsSince"
       from bank_statement_line l join bank_statement s using (bank_statement_id) join bank_file f using (bank_file_id)
      where l.disposition = 'suspense' and l.line_id > $1 order by l.line_id limit $2`,
    [after, limit],
  );
}

/** A line as who decides about it sees it. */
export interface WeighedLine
  extends Pick<
    SuspenseItem,
    | "lineId"
    | "bookedOn"
    | "direction"
    | "amountMinor"
    | "currency"
    | "reason"
    | "payerName"
    | "payerInn"
    | "payerAccount"
    | "purpose"
    | "ownAccount"
  > {
  readonly disposition: string;
  readonly suspenseRegion: string | null;
}

/** The lines of these numbers, by number. */
export function selectWeighed(tx: Pick<Tx, "query">, lineIds: readonly bigint[]): Promise<WeighedLine[]> {
  return tx.query<WeighedLine>(
    `select line_id as "lineId", disposition, booked_on as "bookedOn", direction, amount_minor as "amountMinor", currency,
            suspense_reason as reason, counterparty_name as "payerName", counterparty_inn as "payerInn",
            counterparty_account as "payerAccount", purpose, own_account as "ownAccount", suspense_region as "suspenseRegion"
       from bank_statement_line where line_id = any ($1::bigint[]) order by line_id`,
    [numberArray(lineIds)],
  );
}

export interface TransferRow {
  readonly projectId: ProjectId;
  readonly lotNo: bigint;
  readonly documentNumber: string | null;
  readonly paidOn: LocalDate;
  readonly amountMinor: Minor;
}

/** The lines that were credited as these lots, in the order of their value dates. */
export function selectTransfers(
  tx: Pick<Tx, "query">,
  lots: readonly { readonly projectId: ProjectId; readonly lotNo: bigint }[],
): Promise<TransferRow[]> {
  return tx.query<TransferRow>(
    `select l.project_id as "projectId", l.entry_id as "lotNo", l.document_number as "documentNumber",
            l.paid_on as "paidOn", l.amount_minor as "amountMinor"
       from unnest($1::bigint[], $2::bigint[]) n(project_id, lot_no)
       join bank_statement_line l on l.project_id = n.project_id and l.entry_id = n.lot_no and l.disposition = 'credited'
      order by l.paid_on, l.line_id`,
    [numberArray(lots.map((lot) => lot.projectId)), numberArray(lots.map((lot) => lot.lotNo))],
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
