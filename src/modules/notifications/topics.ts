import { z } from "zod";

import { defineTopic, idField } from "../../platform/outbox/index.ts";

/** A letter of another topic to a further reader: a member who wants it, or an address of the project. */
export const letterCopy = defineTopic({
  name: "notification.copy",
  destination: "mail",
  subject: "project",
  ordered: false,
  payload: z.strictObject({
    kind: z.string(),
    topic: z.string(),
    about: z.strictObject({ kind: z.string(), id: idField }),
    payload: z.record(z.string(), z.unknown()),
    userId: z.string().nullable(),
    addressId: idField.nullable(),
  }),
});

/** To one person, what was gathered of a kind instead of a letter each. */
export const letterDigest = defineTopic({
  name: "notification.digest",
  destination: "mail",
  subject: "user",
  ordered: false,
  payload: z.strictObject({ kind: z.string(), digest: idField }),
});

/** Asks whoever has the mailbox of an added address whether the letters are wanted. */
export const addressConfirmation = defineTopic({
  name: "notification.address",
  destination: "mail",
  subject: "project",
  ordered: false,
  payload: z.strictObject({ addressId: idField }),
});
