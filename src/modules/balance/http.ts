import { z } from "zod";

import { formatInstant } from "../../core/time.ts";
import { type Route, idSchema, instantSchema, route, userOf } from "../../platform/http/index.ts";
import { ProposalOpen, actOrPropose, openProposals, outcomeSchema, outcomeShown } from "../proposals/index.ts";
import { automationReleased } from "./acts.ts";
import { openHalts } from "./freezing.ts";
import { HALT_KINDS, NothingHalted, haltRelease, presentRelease } from "./propose-release.ts";

const haltSchema = z.strictObject({
  kind: z.enum(HALT_KINDS),
  haltedAt: instantSchema,
  affected: z.int().meta({ description: "How many projects it would touch" }),
  allowed: z.int().meta({ description: "How many within an hour are done without being asked" }),
  proposal: idSchema.nullable().meta({ description: "What waits for a second person about it (AUD-03)" }),
});

/** What automation halted at (FRZ-01), and that it goes on (AUD-03). */
export function haltRoutes(): Route[] {
  return [
    route({
      method: "GET",
      path: "/v1/office/halts",
      operationId: "listHalts",
      summary: "What automation halted at because it would touch too many projects at once (reliability 15)",
      response: z.strictObject({ items: z.array(haltSchema) }),
      access: { kind: "staff", roles: ["accountant", "operator"] },
      handler: ({ now, read }) =>
        read(async (tx) => {
          const halts = await openHalts(tx);
          const thingOf = ({ haltId }: (typeof halts)[number]) => `automation_halt:${haltId}`;
          const open = await openProposals(tx, halts.map(thingOf), now);
          return {
            items: halts.map((halt) => ({
              kind: halt.kind,
              haltedAt: formatInstant(halt.haltedAt),
              affected: halt.affected,
              allowed: halt.allowed,
              proposal: open.get(thingOf(halt))?.toString() ?? null,
            })),
          };
        }),
    }),
    route({
      method: "POST",
      path: "/v1/office/halts/{kind}/release",
      operationId: "releaseHalt",
      summary: "Proposes that automation goes on with as many as are shown; a second person confirms it (AUD-03)",
      params: z.strictObject({ kind: z.enum(HALT_KINDS) }),
      body: z.strictObject({ note: z.string().trim().min(1).max(1000) }),
      response: outcomeSchema,
      status: 202,
      access: { kind: "staff", roles: ["operator"] },
      idempotent: "accepted",
      act: automationReleased,
      refusals: [NothingHalted, ProposalOpen],
      handler: async ({ params, body, principal, now, transaction }) => {
        const userId = userOf(principal);
        const asking = { userId, staffUserId: userId, reason: body.note, now };
        return outcomeShown(
          await transaction(async (tx) => actOrPropose(tx, haltRelease, await presentRelease(tx, params.kind), asking)),
        );
      },
    }),
  ];
}
