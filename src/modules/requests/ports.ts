import { z } from "zod";

import type { ProjectId } from "../../core/ids.ts";
import type { Instant } from "../../core/time.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Tx } from "../../platform/db.ts";
import { amountSchema, instantSchema, textsSchema } from "../../platform/http/index.ts";
import type { Uploads } from "../../platform/uploads/index.ts";
import type { Request } from "./request.ts";

/** What the platform knew of a project at one moment, for who answers: kept as it was, whatever happens later. */
export const factsSchema = z.strictObject({
  sections: z
    .array(
      z.strictObject({
        title: textsSchema,
        rows: z
          .array(
            z.strictObject({
              label: textsSchema,
              /** One of them: an amount with its currency, a time, or a text. */
              amount: amountSchema.optional(),
              currency: z.string().optional(),
              at: instantSchema.optional(),
              text: textsSchema.optional(),
            }),
          )
          .max(200),
      }),
    )
    .max(20),
  /** What answers may name as `{name}`. */
  values: z.record(z.string(), textsSchema),
});
export type Facts = z.output<typeof factsSchema>;

export type FactsReader = (
  reader: Pick<Tx, "query">,
  asked: {
    readonly projectId: ProjectId;
    readonly fields: Readonly<Record<string, string>>;
    readonly zone: string;
    readonly now: Instant;
  },
) => Promise<Facts>;

/** What the room needs from others that it must not know. */
export interface RequestPorts {
  readonly uploads: Uploads;
  /** How long a sender is unwanted goes by it. */
  readonly machineClock: Clock;
  readonly facts: Readonly<Record<"accruals" | "deletion", FactsReader>>;
  /**
   * Does what a request asks for, by the completion's code, in the transaction that completes it; refuses when it cannot be
   * done. A completion that is not here is done by hand, and only recorded.
   */
  readonly complete: Readonly<Record<string, (tx: Tx, request: Request, now: Instant) => Promise<void>>>;
}
