import type { ProjectId } from "../../../core/ids.ts";
import type { Currency, Minor } from "../../../core/money.ts";
import { type Instant, formatInstant } from "../../../core/time.ts";
import { type Tx, numberArray, only, textArray } from "../../../platform/db.ts";

/** SQL on proposed_file and proposed_credit: bank files that wait for a second person, and what they would credit. */
export interface PlannedCredit {
  readonly projectId: ProjectId;
  readonly regionCode: string;
  readonly currency: Currency;
  readonly lines: number;
  readonly amountMinor: Minor;
}

export interface NewProposedFile {
  readonly sha256: Buffer;
  readonly bytes: Uint8Array;
  readonly credits: readonly PlannedCredit[];
  readonly now: Instant;
}

/** Credits of one SQL statement. */
const BATCH = 1_000;

/** In place of what was kept of the same bytes. */
export async function insertProposedFile(tx: Tx, { sha256, bytes, credits, now }: NewProposedFile): Promise<void> {
  await deleteProposedFile(tx, sha256);
  await tx.execute("insert into proposed_file (sha256, bytes, proposed_at) values ($1, $2, $3)", [
    sha256,
    Buffer.from(bytes),
    formatInstant(now),
  ]);
  for (let from = 0; from < credits.length; from += BATCH) {
    const batch = credits.slice(from, from + BATCH);
    await tx.execute(
      `insert into proposed_credit (sha256, project_id, currency, lines, amount_minor)
       select $1, n.* from unnest($2::bigint[], $3::text[], $4::int[], $5::bigint[]) n`,
      [
        sha256,
        numberArray(batch.map((one) => one.projectId)),
        textArray(batch.map((one) => one.currency)),
        numberArray(batch.map((one) => one.lines)),
        numberArray(batch.map((one) => one.amountMinor)),
      ],
    );
  }
}

/** Null when it went with a decision. */
export async function selectProposedFile(tx: Pick<Tx, "query">, sha256: Buffer): Promise<Buffer | null> {
  const rows = await tx.query<{ bytes: Buffer }>("select bytes from proposed_file where sha256 = $1", [sha256]);
  return rows[0]?.bytes ?? null;
}

/** What a file would credit, by project; at most `limit` after a project, all with null. */
export function selectProposedCredits(
  tx: Pick<Tx, "query">,
  sha256: Buffer,
  after: ProjectId | null,
  limit: number | null,
): Promise<Omit<PlannedCredit, "regionCode">[]> {
  return tx.query(
    `select project_id as "projectId", currency, lines, amount_minor as "amountMinor" from proposed_credit
      where sha256 = $1 and ($2::bigint is null or project_id > $2) order by project_id limit $3`,
    [sha256, after, limit],
  );
}

export async function deleteProposedFile(tx: Tx, sha256: Buffer): Promise<void> {
  await tx.execute("delete from proposed_file where sha256 = $1", [sha256]);
}

export async function countProposedFiles(tx: Pick<Tx, "query">): Promise<number> {
  const rows = await tx.query<{ n: bigint }>("select count(*) as n from proposed_file");
  return Number(only(rows).n);
}
