import type { Database } from "../../platform/db.ts";
import type { OutboxMessage } from "../../platform/outbox/index.ts";
import { projectPeople, userOfId } from "../tenancy/index.ts";
import { mayMute } from "./kind.ts";
import { kindOf } from "./kinds.ts";
import { selectChoicesOf } from "./settings-store.ts";

/** Whether the one whom a letter is about chose to do without letters of its kind, where they may (NTF-01). */
export async function isMuted(database: Database, message: OutboxMessage): Promise<boolean> {
  if (message.topic !== projectPeople.name) return false;
  const notice = projectPeople.payloadOf(message);
  if (notice.kind === "invitation") return false;
  const code = `people.${notice.kind}`;
  const kind = kindOf(code);
  if (!kind || !mayMute(kind, "letter", null)) return false;
  const choices = await selectChoicesOf(database, [message.subject.id], code);
  if (choices.length === 0) return false;
  const reader = await userOfId(database, notice.userId);
  return choices.some(({ userNo, letter }) => userNo === reader?.userNo && letter === false);
}
