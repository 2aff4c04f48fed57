import { z } from "zod";

import { type Instant, formatInstant } from "../../core/time.ts";
import {
  type Route,
  STAFF_ROLES,
  type Visit,
  idInput,
  idSchema,
  instantSchema,
  noProof,
  route,
} from "../../platform/http/index.ts";
import { visitBegun, visitEnded } from "./acts.ts";
import { UnknownUser } from "./members.ts";
import type { PeopleParts } from "./people-parts.ts";
import { VISITORS } from "./permissions.ts";
import { selectOwnVisits } from "./visit-store.ts";
import { BlockedIsNotVisited, StaffAreNotVisited, beginVisit, endVisit } from "./visits.ts";

const visitors = { kind: "staff", roles: VISITORS } as const;
/** A visit as the page that shows it to its visitor needs it. */
export function visitShown({ visitId, reason, endsAt }: Visit) {
  return { id: String(visitId), reason, endsAt: formatInstant(endsAt) };
}

/** AUD-02: staff look at the platform as a customer does, and the customer sees that they did. */
export function visitRoutes({ machineNow }: PeopleParts): Route[] {
  return [
    route({
      method: "POST",
      path: "/v1/office/visits",
      operationId: "beginVisit",
      summary:
        "Lets this browser look at the platform as a customer, read only and for some minutes; the customer is told (AUD-02)",
      body: z.strictObject({
        email: z.string().min(3).max(320),
        reason: z.string().trim().min(10).max(500).meta({ description: "As the customer reads it" }),
        minutes: z.int().min(15).max(60).multipleOf(15).meta({ description: "Who needs longer says why once more" }),
      }),
      response: z.strictObject({ id: idSchema, endsAt: instantSchema }),
      status: 201,
      access: visitors,
      idempotent: "required",
      act: visitBegun,
      refusals: [UnknownUser, StaffAreNotVisited, BlockedIsNotVisited],
      handler: async ({ body, principal, now, transaction }) => {
        const { visitId, endsAt } = await transaction((tx) =>
          beginVisit(tx, principal, body, { machineNow: machineNow(), now }),
        );
        return { id: String(visitId), endsAt: formatInstant(endsAt) };
      },
    }),
    route({
      method: "POST",
      path: "/v1/office/visits/{id}/end",
      operationId: "endVisit",
      summary: "Ends a visit before its time",
      params: z.strictObject({ id: idInput }),
      access: visitors,
      proof: noProof("It takes a right away and gives none."),
      idempotent: "inherent",
      act: visitEnded,
      handler: async ({ params, principal, now, transaction }) => {
        await transaction((tx) => endVisit(tx, principal, params.id, { machineNow: machineNow(), now }));
      },
    }),
    listRoute(machineNow),
  ];
}

function listRoute(machineNow: () => Instant): Route {
  return route({
    method: "GET",
    path: "/v1/me/visits",
    operationId: "listVisits",
    summary: "When staff looked at the platform as the signed-in user, and why; the last hundred (AUD-02)",
    response: z.strictObject({
      items: z.array(
        z.strictObject({
          id: idSchema,
          staffRole: z.enum(STAFF_ROLES).nullable().meta({ description: "Null: no longer of the staff" }),
          reason: z.string(),
          beganAt: instantSchema,
          endedAt: instantSchema.meta({ description: "When it ended; of one that goes on, when it will" }),
          goesOn: z.boolean(),
        }),
      ),
    }),
    access: { kind: "signed_in" },
    handler: async ({ read }) => {
      const now = machineNow();
      const visits = await read((tx) => selectOwnVisits(tx));
      return {
        items: visits.map(({ visitId, staffRole, reason, beganAt, endsAt, endedAt, lives }) => ({
          id: String(visitId),
          staffRole,
          reason,
          beganAt: formatInstant(beganAt),
          endedAt: formatInstant(endedAt ?? endsAt),
          goesOn: lives && endedAt === null && endsAt > now,
        })),
      };
    },
  });
}
