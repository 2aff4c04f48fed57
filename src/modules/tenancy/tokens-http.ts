import { z } from "zod";

import { formatInstant, type Instant } from "../../core/time.ts";
import type { ProjectId } from "../../core/ids.ts";
import type { Tx } from "../../platform/db.ts";
import {
  type Route,
  idInput,
  idSchema,
  instantSchema,
  pidParams,
  route,
  textsSchema,
  noProof,
} from "../../platform/http/index.ts";
import { tokenIssued, tokenRevoked } from "./acts.ts";
import { personOf } from "./change-members.ts";
import { projectOf } from "./people-parts.ts";
import { selectMembers, selectTokens } from "./people-store.ts";
import { type Permission, PROJECT_TOKEN_SCOPES, SCOPES } from "./permissions.ts";
import { TokenNamed, TooManyTokens, issueProjectToken, revokeProjectToken } from "./project-tokens.ts";
import { UnknownScope, UnknownToken } from "./tokens.ts";

const scopeSchema = z.strictObject({ code: z.string(), text: textsSchema });
const tokensSchema = z.strictObject({
  items: z.array(
    z.strictObject({
      id: idSchema,
      name: z.string(),
      memberName: z.string().nullable().meta({ description: "Whose rights it borrows; null: the project's own" }),
      issuedBy: z.string().nullable(),
      scopes: z.array(scopeSchema),
      createdAt: instantSchema,
      expiresAt: instantSchema,
      expired: z.boolean(),
      lastUsedAt: instantSchema.nullable().meta({ description: "The hour in which it was used last" }),
    }),
  ),
  scopes: z.array(scopeSchema).meta({ description: "What a token of a project may be lent" }),
});

/** REG-04: the API tokens of a project. */
export function tokenRoutes(): Route[] {
  const access = { kind: "member", of: "project", permission: "tokens.manage", from: "params.pid" } as const;
  return [
    route({
      method: "GET",
      path: "/v1/projects/{pid}/tokens",
      operationId: "listTokens",
      summary: "API tokens that open a project, and what one may be lent; never the tokens themselves",
      params: pidParams,
      response: tokensSchema,
      access,
      handler: ({ projects, now, read }) => read((tx) => tokensShown(tx, projectOf({ projects }), now)),
    }),
    route({
      method: "POST",
      path: "/v1/projects/{pid}/tokens",
      operationId: "issueToken",
      summary: "Makes an API token of a project; its text is in this answer and nowhere else",
      params: pidParams,
      body: z.strictObject({
        name: z.string().trim().min(1).max(200),
        scopes: z.array(z.string().max(40)).min(1).max(20),
        days: z.int().min(1).max(730),
      }),
      response: z.strictObject({ id: idSchema, token: z.string() }),
      status: 201,
      access,
      idempotent: "inherent",
      act: tokenIssued,
      refusals: [UnknownScope, TokenNamed, TooManyTokens],
      handler: async (context) => {
        const { body, now, principal } = context;
        const order = { ...body, scopes: [...new Set(body.scopes)] };
        const made = await context.transaction((tx) =>
          issueProjectToken(tx, projectOf(context), personOf(principal), order, now),
        );
        return { id: String(made.tokenId), token: made.token };
      },
    }),
    route({
      method: "DELETE",
      path: "/v1/projects/{pid}/tokens/{id}",
      operationId: "revokeToken",
      summary: "Ends an API token of a project, within seconds everywhere",
      params: pidParams.extend({ id: idInput }),
      access,
      proof: noProof("It takes a right away and gives none."),
      idempotent: "inherent",
      act: tokenRevoked,
      refusals: [UnknownToken],
      handler: async (context) => {
        const { params, now, principal } = context;
        await context.transaction((tx) =>
          revokeProjectToken(tx, projectOf(context), personOf(principal), params.id, now),
        );
      },
    }),
  ];
}

async function tokensShown(tx: Tx, projectId: ProjectId, now: Instant) {
  const names = new Map((await selectMembers(tx, projectId)).map(({ userId, name }) => [userId, name]));
  const nameOf = (userId: string | null) => (userId === null ? null : (names.get(userId) ?? null));
  const tokens = await selectTokens(tx, projectId);
  return {
    items: tokens.map(({ tokenId, name, userId, issuedBy, scopes, createdAt, expiresAt, lastUsedAt }) => ({
      id: String(tokenId),
      name,
      memberName: nameOf(userId),
      issuedBy: nameOf(issuedBy),
      scopes: scopes.map(scopeShown),
      createdAt: formatInstant(createdAt),
      expiresAt: formatInstant(expiresAt),
      expired: expiresAt <= now,
      lastUsedAt: lastUsedAt === null ? null : formatInstant(lastUsedAt),
    })),
    scopes: PROJECT_TOKEN_SCOPES.map(scopeShown),
  };
}

/** A scope of an older release has no words any more. */
function scopeShown(code: string) {
  return { code, text: SCOPES[code as Permission] ?? { ru: code, en: code } };
}
