import { type Instant, formatInstant } from "../../core/time.ts";
import { type Tx, textArray } from "../db.ts";

/** All SQL on auth.second_factor and auth.backup_code. Machine time. */
type Reader = Pick<Tx, "query">;

export interface FactorRow {
  readonly sealedSeed: Buffer;
  /** Null: begun, and no code of it was shown to be known yet. */
  readonly confirmedAt: Instant | null;
}

export async function selectFactor(reader: Reader, userId: string): Promise<FactorRow | null> {
  const rows = await reader.query<FactorRow>(
    `select sealed_seed as "sealedSeed", confirmed_at as "confirmedAt" from auth.second_factor where user_id = $1`,
    [userId],
    "second_factor_of",
  );
  return rows[0] ?? null;
}

/** Whether a code is asked of the user beside the password. */
export async function hasFactor(reader: Reader, userId: string): Promise<boolean> {
  return ((await selectFactor(reader, userId))?.confirmedAt ?? null) !== null;
}

/** Begins anew; false when one is confirmed already. */
export async function upsertSeed(tx: Tx, userId: string, sealedSeed: Buffer, now: Instant): Promise<boolean> {
  const touched = await tx.execute(
    `insert into auth.second_factor as known (user_id, sealed_seed, asked_at) values ($1, $2, $3)
     on conflict (user_id) do update set sealed_seed = excluded.sealed_seed, asked_at = excluded.asked_at
      where known.confirmed_at is null`,
    [userId, sealedSeed, formatInstant(now)],
  );
  return touched > 0;
}

export async function updateConfirmed(tx: Tx, userId: string, now: Instant): Promise<void> {
  await tx.execute("update auth.second_factor set confirmed_at = $2 where user_id = $1 and confirmed_at is null", [
    userId,
    formatInstant(now),
  ]);
}

/** Takes a step's code; false when it, or one after it, was taken before. */
export async function takeStep(reader: Reader, userId: string, step: number): Promise<boolean> {
  const taken = await reader.query(
    "update auth.second_factor set last_step = $2 where user_id = $1 and last_step < $2 returning 1",
    [userId, step],
  );
  return taken.length > 0;
}

export async function deleteFactor(tx: Tx, userId: string): Promise<boolean> {
  await tx.execute("delete from auth.backup_code where user_id = $1", [userId]);
  return (await tx.execute("delete from auth.second_factor where user_id = $1", [userId])) > 0;
}

/** The codes of before do nothing any more. */
export async function replaceCodes(tx: Tx, userId: string, marks: readonly Buffer[]): Promise<void> {
  await tx.execute("delete from auth.backup_code where user_id = $1", [userId]);
  await tx.execute("insert into auth.backup_code (user_id, mark) select $1, unnest($2::bytea[])", [
    userId,
    bytesOf(marks),
  ]);
}

/** Takes a backup code; false when there is none of these marks that was not taken before. */
export async function takeCode(
  reader: Reader,
  userId: string,
  marks: readonly Buffer[],
  now: Instant,
): Promise<boolean> {
  const taken = await reader.query(
    "update auth.backup_code set used_at = $3 where user_id = $1 and mark = any ($2::bytea[]) and used_at is null returning 1",
    [userId, bytesOf(marks), formatInstant(now)],
  );
  return taken.length > 0;
}

function bytesOf(marks: readonly Buffer[]): string {
  return textArray(marks.map((mark) => `\\x${mark.toString("hex")}`));
}

/** Of the reader itself, as the database shows it; null: it is not on. */
export async function selectOwnFactor(tx: Reader): Promise<{ onSince: Instant; codesLeft: number } | null> {
  const rows = await tx.query<{ onSince: Instant; codesLeft: bigint }>(
    'select on_since as "onSince", codes_left as "codesLeft" from tenant_second_factor()',
    [],
    "second_factor_own",
  );
  const [row] = rows;
  return row ? { onSince: row.onSince, codesLeft: Number(row.codesLeft) } : null;
}
