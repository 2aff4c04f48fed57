import { z } from "zod";

import { defineTopic, instantField } from "../outbox/index.ts";

/** Reliability 62: the day's heads of the audit's chains, to the address that keeps them outside. */
export const auditHeads = defineTopic({
  name: "audit.heads",
  destination: "mail",
  subject: "user",
  ordered: false,
  payload: z.strictObject({
    email: z.string(),
    language: z.enum(["ru", "en"]),
    at: instantField,
    heads: z.array(z.strictObject({ chain: z.string(), head: z.string(), acts: z.int() })),
  }),
});
