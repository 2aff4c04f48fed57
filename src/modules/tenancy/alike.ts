import { setTimeout as wait } from "node:timers/promises";

/** Longer than leaving a letter takes. */
export const ALIKE_MS = 100;

/**
 * Does what only somebody known has work for, and answers nobody sooner than anybody else: how long an answer takes must not
 * say who is registered. What is refused before is refused to all alike.
 */
export async function alike<T>(work: Promise<T>): Promise<T> {
  const [done] = await Promise.all([work, wait(ALIKE_MS)]);
  return done;
}
