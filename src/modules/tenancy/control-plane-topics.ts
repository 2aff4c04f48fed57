import { z } from "zod";

import { defineTopic, instantField } from "../../platform/outbox/index.ts";

/** What the control plane hears of a project's life, in one order with what it hears of its balance (FRZ-07). */
function webhook(name: string) {
  return defineTopic({
    name,
    destination: "control_plane",
    subject: "project",
    ordered: true,
    payload: z.strictObject({
      /** Why, as a code: `phone_linked`, `by_member`, `by_staff`. */
      reason: z.string(),
      pid: z.string(),
      at: instantField,
    }),
  });
}

/** REG-09: services may be created; the first event of its order. */
export const projectActivated = webhook("project.activated");
/** REG-08: nothing chargeable may be created or started, until it is resumed. */
export const projectConserved = webhook("project.conserved");
export const projectResumed = webhook("project.resumed");
/** REG-08: whatever is left in the project goes. */
export const projectDeleted = webhook("project.deleted");

export const lifeTopics = [projectActivated, projectConserved, projectResumed, projectDeleted];
