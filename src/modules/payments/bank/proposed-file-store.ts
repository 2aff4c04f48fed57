import { type Instant, formatInstant } from "../../../core/time.ts";
import type { Tx } from "../../../platform/db.ts";

/** SQL on proposed_file: the bytes of bank files that wait for a second person. */
export async function insertProposedFile(tx: Tx, sha256: Buffer, bytes: Uint8Array, at: Instant): Promise<void> {
  await tx.execute(
    "insert into proposed_file (sha256, bytes, proposed_at) values ($1, $2, $3) on conflict (sha256) do nothing",
    [sha256, Buffer.from(bytes), formatInstant(at)],
  );
}

/** Null when it went with a decision. */
export async function selectProposedFile(tx: Tx, sha256: Buffer): Promise<Buffer | null> {
  const rows = await tx.query<{ bytes: Buffer }>("select bytes from proposed_file where sha256 = $1", [sha256]);
  return rows[0]?.bytes ?? null;
}

export async function deleteProposedFile(tx: Tx, sha256: Buffer): Promise<void> {
  await tx.execute("delete from proposed_file where sha256 = $1", [sha256]);
}
