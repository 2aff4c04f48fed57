import type { Instant } from "../core/time.ts";
import { numberForLetters } from "../modules/tenancy/index.ts";
import { type Head, auditHeads, headText } from "../platform/audit/index.ts";
import type { Tx } from "../platform/db.ts";
import { enqueue } from "../platform/outbox/index.ts";

/** Leaves the day's letter with the heads of the audit's chains for whoever keeps them outside (reliability 62). */
export function headsLetter(email: string) {
  return async (tx: Tx, heads: readonly Head[], at: Instant): Promise<void> => {
    const { userNo, language } = await numberForLetters(tx, email);
    const told = heads.map((head) => ({ chain: head.chain, head: headText(head), acts: Number(head.acts) }));
    await enqueue(tx, [auditHeads.message(userNo, { email, language, at, heads: told }, at)]);
  };
}
