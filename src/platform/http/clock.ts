import { z } from "zod";

import { type Instant, formatInstant } from "../../core/time.ts";
import { noAct } from "../act.ts";
import { type Route, route } from "./route.ts";
import { instantInput, instantSchema } from "./wire.ts";
import { ClockNotMovable, ClockOnlyForward } from "../sandbox-clock.ts";

/** Moves business time forward; with `stand` it stays there. Absent in production mode. */
export type MoveClock = (target: Instant, stand: boolean) => Promise<Instant>;

const clockSchema = z.strictObject({ now: instantSchema, movable: z.boolean() });
const moveSchema = z.strictObject({
  now: instantInput,
  stand: z.boolean().default(false).meta({ description: "Stay at this instant instead of running on from it" }),
});

/** What time the platform thinks it is: pages show it and count days from it, never from the browser's clock. */
export function clockRoutes(move: MoveClock | null): Route[] {
  return [
    route({
      method: "GET",
      path: "/v1/clock",
      operationId: "getClock",
      summary: "Business time now, and whether it can be moved (sandbox only)",
      share: "light",
      response: clockSchema,
      access: { kind: "public" },
      handler: async ({ now }) => ({ now: formatInstant(now), movable: move !== null }),
    }),
    route({
      method: "PUT",
      path: "/v1/clock",
      operationId: "moveClock",
      summary: "Move business time forward (sandbox only)",
      body: moveSchema,
      response: clockSchema,
      access: { kind: "staff", roles: ["operator"] },
      idempotent: "inherent",
      act: noAct("The sandbox's time; production has no such route."),
      refusals: [ClockNotMovable, ClockOnlyForward],
      handler: async ({ body }) => {
        if (!move) throw ClockNotMovable();
        return { now: formatInstant(await move(body.now, body.stand)), movable: true };
      },
    }),
  ];
}
