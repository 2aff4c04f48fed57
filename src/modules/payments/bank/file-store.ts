import type { ProjectId } from "../../../core/ids.ts";
import type { Currency, Minor } from "../../../core/money.ts";
import { type Instant, formatInstant } from "../../../core/time.ts";
import { type Tx, numberArray } from "../../../platform/db.ts";
import type { Direction, StatementFormat } from "./files/statement.ts";

/** SQL on whole bank files: what they are, and what goes when one is taken back. */
export interface FileItem {
  readonly fileId: bigint;
  readonly fileName: string;
  readonly format: StatementFormat;
  readonly importedAt: Instant;
  readonly importedBy: string;
  readonly confirmed: boolean;
  readonly accounts: string[];
  readonly lines: bigint;
  readonly credited: bigint;
  readonly waiting: bigint;
  /** Of the credited: paid by another company than the project's payer (PAY-13). */
  readonly otherPayers: bigint;
  /** The projects that those were credited to, at most twenty. */
  readonly otherPayersTo: string[];
  readonly withdrawnAt: Instant | null;
  readonly withdrawnBy: string | null;
  readonly withdrawalNote: string | null;
}

export function selectFiles(tx: Pick<Tx, "query">, before: bigint | null, limit: number): Promise<FileItem[]> {
  return tx.query<FileItem>(
    `select f.bank_file_id as "fileId", f.file_name as "fileName", f.format, f.imported_at as "importedAt",
            f.imported_by as "importedBy", f.confirmed, f.withdrawn_at as "withdrawnAt", f.withdrawn_by as "withdrawnBy",
            f.withdrawal_note as "withdrawalNote",
            array(select distinct own_account from bank_statement where bank_file_id = f.bank_file_id order by 1 limit 20) as accounts,
            n.lines, n.credited, n.waiting, n.other_payers as "otherPayers",
            array(select distinct 'mcs' || lpad(l.project_id::text, 10, '0')
                    from bank_statement s join bank_statement_line l using (bank_statement_id)
                   where s.bank_file_id = f.bank_file_id and l.disposition = 'credited' and l.other_payer order by 1 limit 20)
              as "otherPayersTo"
       from bank_file f
       cross join lateral (
         select count(*) as lines, count(*) filter (where l.disposition = 'credited') as credited,
                count(*) filter (where l.disposition = 'suspense') as waiting,
                count(*) filter (where l.disposition = 'credited' and l.other_payer) as other_payers
           from bank_statement s join bank_statement_line l using (bank_statement_id) where s.bank_file_id = f.bank_file_id) n
      where $1::bigint is null or f.bank_file_id < $1
      order by f.bank_file_id desc limit $2`,
    [before, limit],
  );
}

/** Null when there is no such file. */
export async function selectFileFacts(
  tx: Pick<Tx, "query">,
  fileId: bigint,
): Promise<Pick<FileItem, "fileName" | "withdrawnAt"> | null> {
  const [file] = await tx.query<Pick<FileItem, "fileName" | "withdrawnAt">>(
    `select file_name as "fileName", withdrawn_at as "withdrawnAt" from bank_file where bank_file_id = $1`,
    [fileId],
  );
  return file ?? null;
}

/** What a file that is taken back takes out of the books: out of a project's balance, or of what waits of a payer. */
export interface BookedSum {
  readonly projectId: ProjectId | null;
  /** By taxpayer number, else by account. */
  readonly payer: string;
  /** Where it waits. */
  readonly suspenseRegion: string | null;
  readonly currency: Currency;
  readonly amountMinor: Minor;
  readonly lines: bigint;
}

export function sumBooked(tx: Pick<Tx, "query">, fileId: bigint): Promise<BookedSum[]> {
  return tx.query<BookedSum>(
    `select l.project_id as "projectId", l.suspense_region as "suspenseRegion", l.currency,
            case when l.project_id is null then coalesce(l.counterparty_inn, l.counterparty_account, 'unknown') else '' end as payer,
            sum(l.amount_minor)::bigint as "amountMinor", count(*) as lines
       from bank_statement s join bank_statement_line l using (bank_statement_id)
      where s.bank_file_id = $1 and l.direction = 'in' and ${BROUGHT_ALONE}
        and (l.disposition = 'credited' or (l.disposition = 'suspense' and l.suspense_region is not null))
      group by 1, 2, 3, 4 order by 1, 4, 2, 3`,
    [fileId],
  );
}

/** No other file that stands shows the line. */
const BROUGHT_ALONE = `not exists (
          select from bank_statement_sighting g join bank_statement o using (bank_statement_id) join bank_file f using (bank_file_id)
           where g.line_id = l.line_id and f.bank_file_id <> $1 and f.withdrawn_at is null)`;

export async function lockFile(tx: Tx, fileId: bigint): Promise<{ withdrawnAt: Instant | null } | null> {
  const [file] = await tx.query<{ withdrawnAt: Instant | null }>(
    `select withdrawn_at as "withdrawnAt" from bank_file where bank_file_id = $1 for update`,
    [fileId],
  );
  return file ?? null;
}

/** A line that this file brought and no other file that stands shows. */
export interface OwnLine {
  readonly lineId: bigint;
  readonly disposition: string;
  readonly direction: Direction;
  readonly amountMinor: Minor;
  readonly projectId: ProjectId | null;
  readonly entryId: bigint | null;
  readonly suspenseRegion: string | null;
}

export function lockOwnLines(tx: Tx, fileId: bigint): Promise<OwnLine[]> {
  return tx.query<OwnLine>(
    `select l.line_id as "lineId", l.disposition, l.direction, l.amount_minor as "amountMinor", l.project_id as "projectId",
            l.entry_id as "entryId", l.suspense_region as "suspenseRegion"
       from bank_statement s join bank_statement_line l using (bank_statement_id)
      where s.bank_file_id = $1 and ${BROUGHT_ALONE}
      order by l.line_id for update of l`,
    [fileId],
  );
}

export interface Withdrawal {
  readonly fileId: bigint;
  readonly staffUserId: string;
  readonly note: string;
  readonly now: Instant;
}

/** A line that waited is decided by the withdrawal; one that was decided keeps who decided it. */
export async function withdrawLines(tx: Tx, lineIds: readonly bigint[], by: Withdrawal): Promise<void> {
  await tx.execute(
    `update bank_statement_line
        set disposition = 'withdrawn', decided_at = coalesce(decided_at, $2), decided_by = coalesce(decided_by, $3),
            decision_note = coalesce(decision_note, $4)
      where line_id = any($1::bigint[])`,
    [numberArray(lineIds), formatInstant(by.now), by.staffUserId, by.note],
  );
}

export async function withdrawFile(tx: Tx, by: Withdrawal): Promise<void> {
  await tx.execute(
    "update bank_file set withdrawn_at = $2, withdrawn_by = $3, withdrawal_note = $4 where bank_file_id = $1",
    [by.fileId, formatInstant(by.now), by.staffUserId, by.note],
  );
}
