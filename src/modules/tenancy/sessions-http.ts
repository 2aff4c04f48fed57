import { z } from "zod";

import { type Instant, formatInstant } from "../../core/time.ts";
import { type Route, instantSchema, route, shortAgent, noProof } from "../../platform/http/index.ts";
import { type ListedSession, selectOwnSessions } from "../../platform/identity/index.ts";
import { sessionEnded, sessionsEnded } from "./acts.ts";
import type { PeopleParts } from "./people-parts.ts";
import { browserOf, endSession, endSessions } from "./sessions.ts";

/** Of a session what its owner and staff see. */
export const sessionSchema = z.strictObject({
  id: z.string(),
  device: z.string().meta({ description: "`Chrome/142 Windows`; empty when the program said nothing of itself" }),
  address: z.string().meta({ description: "Of the network, as it was at the sign-in" }),
  startedAt: instantSchema,
  seenAt: instantSchema.meta({ description: "When it was used last, to the minute" }),
});

export function sessionShown({ sessionId, startedAt, seenAt, address, agent }: ListedSession) {
  return {
    id: sessionId,
    device: shortAgent(agent),
    address,
    startedAt: formatInstant(startedAt),
    seenAt: formatInstant(seenAt),
  };
}

/** REG-02, reliability 38: where one is signed in, and the end of it. */
export function sessionRoutes({ machineNow, forgetUser }: PeopleParts): Route[] {
  return [
    listRoute(machineNow),
    route({
      method: "DELETE",
      path: "/v1/me/sessions/{id}",
      operationId: "endSession",
      summary: "Ends one of the own sessions; it does nothing more within seconds (reliability 38)",
      params: z.strictObject({ id: z.string().regex(/^[A-Za-z0-9]{1,64}$/) }),
      access: { kind: "signed_in" },
      proof: noProof("It takes a right away and gives none."),
      idempotent: "inherent",
      act: sessionEnded,
      handler: async ({ params, principal, now, transaction }) => {
        const { userId } = browserOf(principal);
        await transaction((tx) => endSession(tx, userId, params.id, now));
        forgetUser(userId);
      },
    }),
    route({
      method: "POST",
      path: "/v1/me/sessions/end-others",
      operationId: "endOtherSessions",
      summary: "Ends all of the own sessions but the one that asks",
      response: z.strictObject({ ended: z.int() }),
      access: { kind: "signed_in" },
      proof: noProof("It takes a right away and gives none."),
      idempotent: "inherent",
      act: sessionsEnded,
      handler: async ({ principal, now, transaction }) => {
        const { userId, sessionId } = browserOf(principal);
        const ended = await transaction((tx) => endSessions(tx, userId, { but: sessionId, now }));
        forgetUser(userId);
        return { ended };
      },
    }),
  ];
}

function listRoute(machineNow: () => Instant): Route {
  return route({
    method: "GET",
    path: "/v1/me/sessions",
    operationId: "listSessions",
    summary: "Where the signed-in user is signed in: device, network and when, the one used last first (REG-02)",
    response: z.strictObject({
      items: z.array(sessionSchema.extend({ current: z.boolean().meta({ description: "The one that asks" }) })),
    }),
    access: { kind: "signed_in" },
    handler: async ({ principal, read }) => {
      const { sessionId } = browserOf(principal);
      const sessions = await read((tx) => selectOwnSessions(tx, machineNow()));
      return { items: sessions.map((one) => ({ ...sessionShown(one), current: one.sessionId === sessionId })) };
    },
  });
}
