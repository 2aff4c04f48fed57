import { z } from "zod";

import type { Instant } from "../../core/time.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Database } from "../../platform/db.ts";
import { defineTopic, enqueue, instantField } from "../../platform/outbox/index.ts";
import { selectAccountOfUser, selectUserId } from "./store.ts";

/** Reliability 41: somebody tries passwords of a user, who gets a link by letter to sign in by all the same. */
export const signInNotice = defineTopic({
  name: "sign_in.slowed",
  destination: "mail",
  subject: "account",
  ordered: false,
  console: true,
  payload: z.strictObject({ userId: z.string(), at: instantField, expiresAt: instantField }),
});

/** Leaves the letter when the address is a customer's; staff turn to staff (`saldo user unlock`). */
export async function tellOfSlowedSignIn(
  database: Database,
  email: string,
  expiresAt: Instant,
  clock: Clock,
): Promise<void> {
  await database.transaction(async (tx) => {
    const userId = await selectUserId(tx, email);
    const accountId = userId === null ? null : await selectAccountOfUser(tx, userId);
    if (userId === null || accountId === null) return;
    const at = clock.now();
    await enqueue(tx, [signInNotice.message(accountId, { userId, at, expiresAt }, at)]);
  });
}
