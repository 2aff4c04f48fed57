import { refusal } from "../../core/errors.ts";
import type { ProjectId } from "../../core/ids.ts";
import { DAY, type Instant, plus } from "../../core/time.ts";
import type { Tx } from "../../platform/db.ts";
import { type Person, actorOf } from "./change-members.ts";
import { countTokens, isTokenOf } from "./people-store.ts";
import { PROJECT_TOKEN_SCOPES } from "./permissions.ts";
import { UnknownScope, UnknownToken, issueToken, revokeToken } from "./tokens.ts";

export const TokenNamed = refusal(
  "token_named",
  409,
  "Токен с таким названием уже есть",
  "There is a token of this name already",
);
export const TooManyTokens = refusal(
  "too_many_tokens",
  409,
  "В проекте не больше {limit} действующих токенов",
  "A project has at most {limit} live tokens",
);

const MOST_TOKENS = 100;

export interface TokenOrder {
  readonly name: string;
  readonly scopes: readonly string[];
  readonly days: number;
}

/**
 * Makes a token of the project, shown this once. Its name tells it from the others, so that a request that is sent again
 * makes no second one. It is lent what a machine may do in a project, and no more than the caller's own token has. Refuses
 * forbidden, UnknownScope, TokenNamed, TooManyTokens.
 */
export async function issueProjectToken(
  tx: Tx,
  projectId: ProjectId,
  person: Person,
  { name, scopes, days }: TokenOrder,
  now: Instant,
): Promise<{ readonly tokenId: bigint; readonly token: string }> {
  await actorOf(tx, projectId, person, "tokens.manage");
  const lent = scopes.find((scope) => !mayLend(scope, person));
  if (lent !== undefined) throw UnknownScope({ field: "scopes", values: { scope: lent } });
  const { count, named } = await countTokens(tx, projectId, name, now);
  if (named) throw TokenNamed({ field: "name" });
  if (count >= MOST_TOKENS) throw TooManyTokens({ values: { limit: String(MOST_TOKENS) } });
  const expiresAt = plus(now, days * DAY);
  return issueToken(tx, { name, projectId, scopes, issuedBy: person.userId, now, expiresAt });
}

function mayLend(scope: string, { scopes }: Person): boolean {
  return PROJECT_TOKEN_SCOPES.some((one) => one === scope) && (scopes === null || scopes.includes(scope));
}

/** Ends a token of the project, everywhere within 5 s (reliability 38). Refuses forbidden and UnknownToken. */
export async function revokeProjectToken(
  tx: Tx,
  projectId: ProjectId,
  person: Person,
  tokenId: bigint,
  now: Instant,
): Promise<void> {
  await actorOf(tx, projectId, person, "tokens.manage");
  if (!(await isTokenOf(tx, projectId, tokenId))) throw UnknownToken();
  await revokeToken(tx, tokenId, now);
}
