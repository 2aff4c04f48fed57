import { createHash, randomBytes } from "node:crypto";

import { refusal } from "../../core/errors.ts";
import { type ProjectId } from "../../core/ids.ts";
import { type Instant, plus } from "../../core/time.ts";
import { type Tx } from "../../platform/db.ts";
import { isScope } from "./permissions.ts";
import { insertToken, revokeTokenRow } from "./store.ts";

export const UnknownScope = refusal(
  "unknown_scope",
  422,
  "Нет такого права: {scope}",
  "There is no such scope: {scope}",
);
export const TokenLifetime = refusal(
  "token_lifetime",
  422,
  "Токен действует не дольше {days} дней",
  "A token lives at most {days} days",
);
export const UnknownToken = refusal("unknown_token", 404, "Нет такого токена", "There is no such token");

const PREFIX = "saldo_";
const MOST_DAYS = 730;
const DAY = 86_400_000;

export interface TokenRequest {
  readonly name: string;
  /** Whose rights it borrows: a user's, one project's, or (neither) those of a machine of the provider. */
  readonly userId?: string;
  readonly projectId?: ProjectId;
  readonly scopes: readonly string[];
  readonly now: Instant;
  readonly expiresAt: Instant;
}

/**
 * Makes a token: 256 random bits, of which only the SHA-256 is kept; the text is shown this once. Refuses UnknownScope
 * and TokenLifetime.
 */
export async function issueToken(
  tx: Tx,
  request: TokenRequest,
): Promise<{ readonly tokenId: bigint; readonly token: string }> {
  const wrong = request.scopes.find((scope) => !isScope(scope));
  if (wrong !== undefined) throw UnknownScope({ field: "scopes", values: { scope: wrong } });
  if (request.expiresAt <= request.now || request.expiresAt > plus(request.now, MOST_DAYS * DAY)) {
    throw TokenLifetime({ field: "expiresAt", values: { days: String(MOST_DAYS) } });
  }
  const token = PREFIX + randomBytes(32).toString("base64url");
  const { name, scopes, now, expiresAt, userId = null, projectId = null } = request;
  const tokenId = await insertToken(tx, { hash: tokenHash(token), name, userId, projectId, scopes, now, expiresAt });
  return { tokenId, token };
}

/** Takes effect within 5 s in every process (reliability 38). Refuses UnknownToken, also for one revoked before. */
export async function revokeToken(tx: Tx, tokenId: bigint, now: Instant): Promise<void> {
  if ((await revokeTokenRow(tx, tokenId, now)) === 0) throw UnknownToken();
}

export function tokenHash(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}
