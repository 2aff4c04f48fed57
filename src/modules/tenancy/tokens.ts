import { createHash, randomBytes } from "node:crypto";

import { refusal } from "../../core/errors.ts";
import { type ProjectId } from "../../core/ids.ts";
import { type Instant, formatInstant, plus } from "../../core/time.ts";
import { type Tx } from "../../platform/db.ts";
import type { AccessReason } from "../../core/security-kind.ts";
import { subjectsOf } from "../../core/subject.ts";
import { recordAct, recordActs } from "../../platform/record-act.ts";
import { tokenIssued, tokenRevoked } from "./acts.ts";
import { onUser } from "./members.ts";
import { revokeTokensOf } from "./people-store.ts";
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
  /** Who made it, where somebody did in the console. */
  readonly issuedBy?: string;
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
  const { name, scopes, now, expiresAt, userId = null, projectId = null, issuedBy = null } = request;
  const whose = { userId, projectId, issuedBy };
  const tokenId = await insertToken(tx, { hash: tokenHash(token), name, ...whose, scopes, now, expiresAt });
  await recordAct(tx, tokenIssued, now, {
    subjects: projectId === null ? [] : [{ kind: "project", id: projectId }],
    thing: `token:${tokenId}`,
    after: { name, scopes, expiresAt: formatInstant(expiresAt) },
  });
  return { tokenId, token };
}

/** Takes effect within 5 s in every process (reliability 38). Refuses UnknownToken, also for one revoked before. */
export async function revokeToken(tx: Tx, tokenId: bigint, now: Instant): Promise<void> {
  const revoked = await revokeTokenRow(tx, tokenId, now);
  if (!revoked) throw UnknownToken();
  const { projectId } = revoked;
  await recordAct(tx, tokenRevoked, now, {
    subjects: projectId === null ? [] : [{ kind: "project", id: projectId }],
    thing: `token:${tokenId}`,
  });
}

/**
 * Revokes every live token that borrows a user's rights or was made by the user, within 5 s everywhere (reliability 38): what an
 * intruder made does not outlive the sessions. Answers how many. Each is an act on its project and on the user.
 */
export async function revokeTokensOfUser(
  tx: Tx,
  userId: string,
  { now, reason = null }: { readonly now: Instant; readonly reason?: AccessReason | null },
): Promise<number> {
  const revoked = await revokeTokensOf(tx, userId, now);
  const { subjects } = await onUser(tx, userId);
  await recordActs(
    tx,
    tokenRevoked,
    now,
    revoked.map(({ tokenId, projectId }) => ({
      subjects: [...subjects, ...subjectsOf("project", projectId === null ? [] : [projectId])],
      thing: `token:${tokenId}`,
      ...(reason === null ? {} : { after: { reason } }),
    })),
  );
  return revoked.length;
}

export function tokenHash(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}
