import { createHash } from "node:crypto";

import { refusal } from "../../core/errors.ts";
import { type Instant, formatInstant } from "../../core/time.ts";
import { type Database, type Tx } from "../db.ts";
import { holdLock } from "../locks.ts";

export const IdempotencyKeyReused = refusal(
  "idempotency_key_reused",
  409,
  "Этот Idempotency-Key уже использован с другим запросом",
  "This Idempotency-Key was used with another request",
);
export const IdempotencyKeyMissing = refusal(
  "idempotency_key_missing",
  400,
  "Нужен заголовок Idempotency-Key: 1–255 знаков, новый для каждого нового действия",
  "The header Idempotency-Key is required: 1 to 255 characters, a new one for each new act",
);

export interface KeyedRequest {
  readonly principal: string;
  readonly key: string;
  /** `POST /v1/projects/mcs.../payment-invoices`: method and path as asked, with its query. */
  readonly route: string;
  readonly body: unknown;
  readonly now: Instant;
}

export interface KeptReply {
  readonly status: number;
  readonly body: string;
  readonly replayed: boolean;
}

interface KeyRow {
  readonly route: string;
  readonly request_sha256: Buffer;
  readonly status: number;
  readonly body: string;
}

/** The header's value; null when absent. Refuses IdempotencyKeyMissing for one that is empty, long or not printable. */
export function idempotencyKeyOf(header: string | string[] | undefined): string | null {
  if (header === undefined) return null;
  if (typeof header !== "string" || !/^[\x21-\x7e]{1,255}$/.test(header)) throw IdempotencyKeyMissing();
  return header;
}

/**
 * Does the work at most once per (principal, key): the reply is kept in the same transaction as the work, so both exist
 * or neither (invariant 27). A repeated request gets the kept reply; another request under the key IdempotencyKeyReused.
 * Two at once wait for each other. A refused request keeps nothing and may be sent again.
 */
export function onceOnly(
  database: Database,
  request: KeyedRequest,
  work: (tx: Tx) => Promise<{ status: number; body: string }>,
): Promise<KeptReply> {
  const digest = sha256(request);
  return database.transaction(async (tx) => {
    await holdLock(tx, "idempotencyKey", `${request.principal} ${request.key}`);
    const [kept] = await tx.query<KeyRow>(
      "select route, request_sha256, status, body from idempotency_key where principal = $1 and key = $2",
      [request.principal, request.key],
      "idempotency_find",
    );
    if (kept) {
      if (kept.route !== request.route || !kept.request_sha256.equals(digest)) throw IdempotencyKeyReused();
      return { status: kept.status, body: kept.body, replayed: true };
    }
    const reply = await work(tx);
    await tx.execute(
      `insert into idempotency_key (principal, key, route, request_sha256, status, body, created_at)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [request.principal, request.key, request.route, digest, reply.status, reply.body, formatInstant(request.now)],
      "idempotency_keep",
    );
    return { ...reply, replayed: false };
  });
}

/** The same meaning has the same hash: the parsed body without its white space, or the raw bytes. */
function sha256(request: KeyedRequest): Buffer {
  const body = Buffer.isBuffer(request.body) ? request.body : JSON.stringify(request.body ?? null);
  return createHash("sha256").update(`${request.route}\n`).update(body).digest();
}
