import { type ProjectId } from "../../core/ids.ts";
import { type Instant, formatInstant } from "../../core/time.ts";
import { type Tx, likePatterns, numberArray, only } from "../../platform/db.ts";
import type { Contract, EditableDetails, Payer } from "./payer.ts";
import { CONTRACT, PAYER } from "./store.ts";
import type { Supplier } from "./supplier.ts";

type Reader = Pick<Tx, "query">;
export type Changeable = EditableDetails & Pick<Payer, "registeredAt">;

/** What of a payer is kept in its history, always in one order. */
export function changeable(payer: Changeable): Readonly<Record<string, string | null>> {
  const { kind, countryCode, name, fullName, inn, kpp, ogrn, address, documentEmail, registeredAt } = payer;
  const registered = registeredAt === null ? null : formatInstant(registeredAt);
  return { kind, countryCode, name, fullName, inn, kpp, ogrn, address, documentEmail, registeredAt: registered };
}

export async function lockPayer(tx: Tx, payerId: bigint): Promise<void> {
  await tx.query("select payer_id from payer where payer_id = $1 for update", [payerId]);
}

export function selectSuppliersOf(
  tx: Reader,
  payerId: bigint,
): Promise<Pick<Supplier, "countryCode" | "inn" | "name">[]> {
  return tx.query(
    `select distinct s.country_code as "countryCode", s.inn, s.name
       from contract c join supplier s using (supplier_code) where c.payer_id = $1`,
    [payerId],
  );
}

export async function updatePayer(tx: Tx, payerId: bigint, payer: Changeable): Promise<void> {
  await tx.execute(
    `update payer set kind = $2, country_code = $3, name = $4, full_name = $5, inn = $6, kpp = $7, ogrn = $8,
            address = $9, document_email = $10, registered_at = $11
      where payer_id = $1`,
    [
      payerId,
      payer.kind,
      payer.countryCode,
      payer.name,
      payer.fullName,
      payer.inn,
      payer.kpp,
      payer.ogrn,
      payer.address,
      payer.documentEmail,
      payer.registeredAt === null ? null : formatInstant(payer.registeredAt),
    ],
  );
}

export interface NewChange extends Pick<PayerChangeRow, "changedBy" | "note" | "before" | "after"> {
  readonly payerId: bigint;
  readonly now: Instant;
}

export async function insertChange(tx: Tx, change: NewChange): Promise<bigint> {
  const rows = await tx.query<{ id: bigint }>(
    `insert into payer_change (payer_id, changed_at, changed_by, note, before, after) values ($1, $2, $3, $4, $5, $6)
     returning payer_change_id as id`,
    [
      change.payerId,
      formatInstant(change.now),
      change.changedBy,
      change.note,
      JSON.stringify(change.before),
      JSON.stringify(change.after),
    ],
  );
  return only(rows).id;
}

export async function selectLastChange(tx: Reader, payerId: bigint): Promise<bigint | null> {
  const rows = await tx.query<{ id: bigint }>(
    "select payer_change_id as id from payer_change where payer_id = $1 order by payer_change_id desc limit 1",
    [payerId],
  );
  return rows[0]?.id ?? null;
}

export interface PayerChangeRow {
  readonly payerChangeId: bigint;
  readonly changedAt: Instant;
  readonly changedBy: string;
  readonly note: string | null;
  readonly before: Readonly<Record<string, string | null>>;
  readonly after: Readonly<Record<string, string | null>>;
}

/** Newest first. */
export function selectChanges(tx: Reader, payerId: bigint, limit: number): Promise<PayerChangeRow[]> {
  return tx.query<PayerChangeRow>(
    `select payer_change_id as "payerChangeId", changed_at as "changedAt", changed_by as "changedBy", note, before, after
       from payer_change where payer_id = $1 order by payer_change_id desc limit $2`,
    [payerId, limit],
  );
}

/** Newest first. */
export function selectContractsOf(tx: Reader, payerIds: readonly bigint[], limit: number): Promise<Contract[]> {
  return tx.query<Contract>(
    `select ${CONTRACT} from contract c where c.payer_id = any($1::bigint[]) order by c.contract_id desc limit $2`,
    [numberArray(payerIds), limit],
  );
}

export async function selectProjectsOfPayer(
  tx: Reader,
  payerId: bigint,
  at: Instant,
  limit: number,
): Promise<ProjectId[]> {
  const rows = await tx.query<{ projectId: ProjectId }>(
    `select project_id as "projectId" from project_payer
      where payer_id = $1 and starts_at <= $2 and (ends_at is null or ends_at > $2) order by project_id limit $3`,
    [payerId, formatInstant(at), limit],
  );
  return rows.map((row) => row.projectId);
}

export interface PayerSearch {
  /** Words of a name, digits of a tax number, or a project. Null: all. */
  readonly words: string | null;
  readonly projectId: ProjectId | null;
  /** Newest first: only payers older than this id. */
  readonly before: bigint | null;
  readonly limit: number;
}

/** What many names have fills a page from the newest; only what does not is looked for in all, as in the projects' search. */
export function selectPayersFound(tx: Reader, { words, projectId, before, limit }: PayerSearch): Promise<Payer[]> {
  if (words === null)
    return tx.query<Payer>(
      `select ${PAYER} from payer p
        where ($1::bigint is null or p.payer_id in (select payer_id from project_payer where project_id = $1))
          and ($2::bigint is null or p.payer_id < $2)
        order by p.payer_id desc limit $3`,
      [projectId, before, limit],
    );
  return tx.query<Payer>(
    `with near as materialized (
       select n.payer_id
         from (select payer_id, full_name, name from payer where payer_id < $4 order by payer_id desc limit 2000) n
        where n.full_name ilike $1 or n.full_name ilike $2 or n.name ilike $1 or n.name ilike $2
        order by n.payer_id desc limit $5),
     all_of_them as materialized (
       select n.payer_id from payer n
        where (select count(*) from near) < $5 and n.payer_id < $4
          and (n.full_name ilike $1 or n.full_name ilike $2 or n.name ilike $1 or n.name ilike $2))
     select ${PAYER}
       from (select payer_id from near
             union
             (select payer_id from all_of_them order by payer_id desc limit $5)
             union
             (select i.payer_id from payer i where i.inn = $3 and i.payer_id < $4 order by i.payer_id desc limit $5)) f
       join payer p using (payer_id)
      order by p.payer_id desc limit $5`,
    [...likePatterns(words), words, before ?? ABOVE_ALL, limit],
  );
}

const ABOVE_ALL = 9_223_372_036_854_775_807n;
