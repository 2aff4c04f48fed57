import { z } from "zod";

import { type Route, noProof, route } from "../../platform/http/index.ts";
import { profileChanged } from "./acts.ts";
import type { PeopleParts } from "./people-parts.ts";
import { changeProfile } from "./profile.ts";
import { browserOf } from "./sessions.ts";

/** REG-03: what a person says of himself; it is read with everything else of `GET /v1/me`. */
export function profileRoutes({ machineNow, forgetUser }: PeopleParts): Route[] {
  return [
    route({
      method: "PUT",
      path: "/v1/me/profile",
      operationId: "changeProfile",
      summary: "The own name, as others see it, and the language in which letters and notifications come (REG-03)",
      body: z.strictObject({ name: z.string().trim().min(1).max(200), language: z.enum(["ru", "en"]) }),
      access: { kind: "signed_in" },
      proof: noProof("A name and a language open nothing to anybody."),
      idempotent: "inherent",
      act: profileChanged,
      handler: async ({ body, principal, now, transaction }) => {
        const { userId } = browserOf(principal);
        await transaction((tx) => changeProfile(tx, userId, body, { machineNow: machineNow(), now }));
        forgetUser(userId);
      },
    }),
  ];
}
