import { refusal } from "../../core/errors.ts";
import { MINUTE, type Instant } from "../../core/time.ts";
import type { Tx } from "../../platform/db.ts";
import { takeTurns } from "../../platform/identity/index.ts";

export const TooMuchAsked = refusal(
  "too_much_asked",
  429,
  "Запросов и сообщений слишком много, повторите через {minutes} мин",
  "Too many requests and messages, try again in {minutes} min",
);

/** More than anybody writes by hand: each is a letter, sometimes to the project's owner, and a line in a queue of people. */
const PACES = {
  open: { burst: 50, everyMs: 2 * MINUTE },
  write: { burst: 100, everyMs: MINUTE / 2 },
} as const;

/** Takes a turn of somebody who asks, or writes, in the console. Refuses TooMuchAsked. */
export async function paceAsking(tx: Tx, what: keyof typeof PACES, userId: string, machineNow: Instant): Promise<void> {
  await takeTurns(tx, [{ of: `requests ${what} ${userId}`, ...PACES[what] }], machineNow, TooMuchAsked);
}
