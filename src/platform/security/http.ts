import { z } from "zod";

import { SECURITY_KINDS } from "../../core/security-kind.ts";
import { formatInstant } from "../../core/time.ts";
import {
  type Route,
  cursorQuery,
  idInCursor,
  idSchema,
  instantSchema,
  limitQuery,
  nextCursorSchema,
  pageOf,
  route,
} from "../http/index.ts";
import { type SecurityRow, selectFacts } from "./store.ts";

const kindSchema = z.enum(SECURITY_KINDS);
const eventSchema = z.strictObject({
  id: idSchema,
  at: instantSchema,
  kind: kindSchema,
  actor: z.string().meta({ description: "user:ID, token:ID, os:NAME of the command line, or anonymous" }),
  address: z.string(),
  subject: z.string(),
  times: z.int(),
});

/** A row as the API and the command line show it. */
export function securityShown({
  id,
  at,
  kind,
  actor,
  address,
  subject,
  times,
}: SecurityRow): z.input<typeof eventSchema> {
  return { id: id.toString(), at: formatInstant(at), kind, actor, address, subject, times };
}

/** What happened at the doors and what people of the house did (reliability 66). */
export function securityRoutes(): Route[] {
  return [
    route({
      method: "GET",
      path: "/v1/office/security-events",
      operationId: "listSecurityEvents",
      summary: "Sign-ins, refusals, acts of staff and of the command line, the newest first",
      query: z.strictObject({
        kind: kindSchema.optional(),
        actor: z.string().min(1).max(200).optional(),
        cursor: cursorQuery,
        limit: limitQuery,
      }),
      response: z.strictObject({ items: z.array(eventSchema), nextCursor: nextCursorSchema }),
      access: { kind: "staff", roles: ["operator"] },
      handler: async ({ query, read }) => {
        const { kind = null, actor = null, limit } = query;
        const before = idInCursor(query.cursor);
        const found = await read((tx) => selectFacts(tx, { kind, actor, before, limit: limit + 1 }));
        return pageOf(found, limit, ({ id }) => id, securityShown);
      },
    }),
  ];
}
