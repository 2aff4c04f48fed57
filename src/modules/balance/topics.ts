import { z } from "zod";

import { amountField, defineTopic, instantField } from "../../platform/outbox/index.ts";

/** What a message tells of a project at the moment of a freeze, an unfreeze or a deletion. */
const moment = {
  /** Why, as a code: `balance_below_zero`. */
  reason: z.string(),
  pid: z.string(),
  at: instantField,
  /** The payment account. */
  balance: amountField,
  currency: z.string(),
  deletionDueAt: instantField.nullable(),
};

function webhook(name: string) {
  const payload = z.strictObject(moment);
  return defineTopic({ name, destination: "control_plane", subject: "project", ordered: true, payload });
}

/** FRZ-07: what the control plane hears of a project, in order. */
export const projectFrozen = webhook("project.frozen");
export const projectUnfrozen = webhook("project.unfrozen");
export const projectDeletionDue = webhook("project.deletion_due");

/** FRZ-03, NTF-02: what the project's people are told. Without an order: a full mailbox must not hold back the next letter. */
export const projectNotice = defineTopic({
  name: "project.notice",
  destination: "mail",
  subject: "project",
  ordered: false,
  console: true,
  payload: z.strictObject({
    kind: z.enum(["freeze_ahead", "freeze_last_day", "frozen", "deletion_ahead", "deleted"]),
    ...moment,
    /** Of a freeze that is ahead: when, by what the project costs now (NTF-02). */
    freezeAt: instantField.nullable().optional(),
  }),
});

export const balanceTopics = [projectFrozen, projectUnfrozen, projectDeletionDue, projectNotice];
