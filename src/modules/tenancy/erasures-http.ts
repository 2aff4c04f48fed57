import { z } from "zod";

import { formatInstant } from "../../core/time.ts";
import {
  type Route,
  cursorQuery,
  idInCursor,
  idInput,
  idSchema,
  instantSchema,
  limitQuery,
  nextCursorSchema,
  noProof,
  pageOf,
  route,
} from "../../platform/http/index.ts";
import { erasureAsked, erasureHeld, erasureReleased, erasureWithdrawn } from "./acts.ts";
import { askErasure, holdErasure, releaseErasure, withdrawErasureOf } from "./erasure.ts";
import { type ListedErasure, selectErasures } from "./erasure-store.ts";
import { UnknownUser } from "./members.ts";
import type { PeopleParts } from "./people-parts.ts";
import { BLOCKERS } from "./personal-http.ts";
import { NotOneself, StaffByOperator, userUnder } from "./sessions.ts";

const path = "/v1/office/erasures";
const params = z.strictObject({ id: idInput });
const reasonInput = z.string().trim().min(10).max(500);
/** Papers in which people ask come to the document department as well as to support. */
const readers = { kind: "staff", roles: ["document_clerk", "support", "operator"] } as const;
const STATES = ["waits", "held", "kept", "erased", "withdrawn"] as const;

/** Reliability 65: the office's queue of erasures, with what only staff can do: on paper, held, let go. */
export function erasureRoutes(parts: PeopleParts): Route[] {
  return [listRoute(), askRoute(parts), ...decisions()];
}

function listRoute(): Route {
  return route({
    method: "GET",
    path,
    operationId: "listErasures",
    summary: "Who is to be erased and who was, the newest first",
    query: z.strictObject({
      open: z.enum(["true", "false"]).default("true").meta({ description: "Those alone that wait" }),
      limit: limitQuery,
      cursor: cursorQuery,
    }),
    response: z.strictObject({
      items: z.array(
        z.strictObject({
          id: idSchema,
          email: z.string().meta({ description: "Of whom was erased, what stands in its place" }),
          name: z.string(),
          askedAt: instantSchema,
          byStaff: z.boolean(),
          reason: z.string().nullable().meta({ description: "The paper by which staff asked" }),
          dueAt: instantSchema,
          state: z.enum(STATES).meta({ description: "`kept`: due, and something keeps it" }),
          keptBy: z.array(z.string()).meta({ description: "Codes of what keeps it" }),
          holdReason: z.string().nullable(),
          endedAt: instantSchema.nullable(),
        }),
      ),
      nextCursor: nextCursorSchema,
    }),
    access: readers,
    handler: async ({ query, read }) => {
      const { limit, cursor } = query;
      const filter = { open: query.open === "true", before: idInCursor(cursor), limit: limit + 1 };
      const rows = await read((tx) => selectErasures(tx, filter));
      return pageOf(rows, limit, ({ erasureId }) => erasureId, erasureShown);
    },
  });
}

function erasureShown(one: ListedErasure) {
  const { erasureId, email, name, askedAt, askedByKind, reason, dueAt, waitsFor, holdReason, endedAt } = one;
  return {
    id: erasureId.toString(),
    email,
    name,
    askedAt: formatInstant(askedAt),
    byStaff: askedByKind === "staff",
    reason,
    dueAt: formatInstant(dueAt),
    state: stateOf(one),
    keptBy: [...(waitsFor ?? [])],
    holdReason,
    endedAt: endedAt === null ? null : formatInstant(endedAt),
  };
}

function stateOf({ endedAs, heldAt, waitsFor }: ListedErasure): (typeof STATES)[number] {
  if (endedAs !== null) return endedAs;
  if (heldAt !== null) return "held";
  return waitsFor === null ? "waits" : "kept";
}

function askRoute({ personal }: PeopleParts): Route {
  return route({
    method: "POST",
    path,
    operationId: "askErasureOf",
    summary: "Has a person erased who asked for it on paper and has no access; told by letter, and can be taken back",
    body: z.strictObject({
      email: z.string().min(3).max(320),
      reason: reasonInput.meta({ description: "The paper: from whom, of when, how it was made sure who it is" }),
    }),
    response: z.strictObject({ dueAt: instantSchema }),
    status: 202,
    access: readers,
    proof: true,
    idempotent: "inherent",
    act: erasureAsked,
    refusals: [UnknownUser, NotOneself, StaffByOperator, ...BLOCKERS],
    handler: async ({ body, principal, now, transaction }) => {
      const dueAt = await transaction(async (tx) => {
        const userId = await userUnder(tx, principal, body.email);
        return askErasure(tx, { userId, reason: body.reason, now }, personal);
      });
      return { dueAt: formatInstant(dueAt) };
    },
  });
}

function decisions(): Route[] {
  return [
    route({
      method: "POST",
      path: `${path}/{id}/hold`,
      operationId: "holdErasure",
      summary: "Puts an erasure off until it is let go: a court, an inspection, a claim needs what would be gone",
      params,
      body: z.strictObject({ reason: reasonInput }),
      access: readers,
      idempotent: "inherent",
      act: erasureHeld,
      handler: ({ params: { id }, body, now, transaction }) =>
        transaction((tx) => holdErasure(tx, id, body.reason, now)),
    }),
    route({
      method: "POST",
      path: `${path}/{id}/release`,
      operationId: "releaseErasure",
      summary: "Lets a held erasure go on",
      params,
      access: readers,
      idempotent: "inherent",
      act: erasureReleased,
      handler: ({ params: { id }, now, transaction }) => transaction((tx) => releaseErasure(tx, id, now)),
    }),
    route({
      method: "POST",
      path: `${path}/{id}/withdraw`,
      operationId: "withdrawErasureOf",
      summary: "Takes an erasure back for a person who has no access and asks for it",
      params,
      access: readers,
      proof: noProof("It keeps everything as it is."),
      idempotent: "inherent",
      act: erasureWithdrawn,
      handler: ({ params: { id }, now, transaction }) => transaction((tx) => withdrawErasureOf(tx, id, now)),
    }),
  ];
}
