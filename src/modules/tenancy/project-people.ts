import { z } from "zod";

import { defineTopic, idField, instantField } from "../../platform/outbox/index.ts";
import { ROLES } from "./permissions.ts";

/** What the reader of a letter learns; `other` is who did it, or who it is about. */
export const PEOPLE_NOTICES = [
  "added",
  "joined",
  "role_changed",
  "removed",
  "owner_asked",
  "owner_declined",
  "owner_received",
  "owner_given",
] as const;

/** REG-04, REG-05: to one person about a place in a project. Addresses and names are read when the letter is written. */
export const projectPeople = defineTopic({
  name: "project.people",
  destination: "mail",
  subject: "project",
  ordered: false,
  console: true,
  payload: z.discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("invitation"),
      invitationId: idField,
      linkId: idField,
      language: z.enum(["ru", "en"]),
      expiresAt: instantField,
    }),
    z.strictObject({
      kind: z.enum(PEOPLE_NOTICES),
      userId: z.string(),
      otherUserId: z.string(),
      /** The reader's, afterwards; of who joined, that one's. */
      role: z.enum(ROLES),
      at: instantField,
    }),
  ]),
});
