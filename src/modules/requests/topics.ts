import { z } from "zod";

import { defineTopic, idField, instantField } from "../../platform/outbox/index.ts";

/** What somebody is told of a request by letter. */
export const NOTICES = ["received", "answered", "waits_customer", "closed", "merged", "owner_told"] as const;
export type Notice = (typeof NOTICES)[number];

/**
 * To who asked, of what became of it: it was received, answered, waits for them, is closed; to a project's owner, that
 * somebody asks for what is the owner's. The text of the message is read when the letter is written.
 */
export const requestNotice = defineTopic({
  name: "request.notice",
  destination: "mail",
  subject: "request",
  ordered: true,
  console: true,
  payload: z.strictObject({
    notice: z.enum(NOTICES),
    /** What the letter quotes. */
    messageId: idField.nullable(),
    at: instantField,
  }),
});

/** To a member of staff: the deadline of a request has passed. */
export const requestOverdue = defineTopic({
  name: "request.overdue",
  destination: "mail",
  subject: "request",
  ordered: false,
  console: true,
  payload: z.strictObject({ userId: z.string(), dueAt: instantField }),
});
