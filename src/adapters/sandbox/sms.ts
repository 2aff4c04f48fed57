import { type Instant, formatInstant } from "../../core/time.ts";
import type { Tx } from "../../platform/db.ts";

export interface SandboxSms {
  readonly to: string;
  readonly text: string;
  readonly receivedAt: Instant;
}

/** Keeps a message; one that comes again under its key is there already. */
export async function takeSandboxSms(
  tx: Pick<Tx, "query">,
  { to, text, key }: { readonly to: string; readonly text: string; readonly key: string },
  at: Instant,
): Promise<void> {
  await tx.query(
    `insert into sandbox_sms (received_at, idempotency_key, recipient, body_text) values ($1, $2, $3, $4)
     on conflict (idempotency_key) do nothing`,
    [formatInstant(at), key, to, text],
  );
}

/** What the sandbox's gateway was given, the newest first. */
export function listSandboxSms(tx: Pick<Tx, "query">, limit = 100): Promise<SandboxSms[]> {
  return tx.query<SandboxSms>(
    `select recipient as "to", body_text as text, received_at as "receivedAt" from sandbox_sms order by sms_id desc limit $1`,
    [limit],
  );
}
