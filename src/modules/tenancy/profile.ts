import type { Language } from "../../core/errors.ts";
import type { Instant } from "../../core/time.ts";
import type { Tx } from "../../platform/db.ts";
import { updateLoginName } from "../../platform/identity/index.ts";
import { recordAct } from "../../platform/record-act.ts";
import { profileChanged } from "./acts.ts";
import { UnknownUser, onUser } from "./members.ts";
import { lockUser, updateProfile } from "./store.ts";

/** What somebody says of himself: how to call him, and in which language to write to him. */
export interface Profile {
  readonly name: string;
  readonly language: Language;
}

/**
 * REG-03: another name or another language of letters; the same again changes nothing. Of a name the act says that it is another
 * one and not which: acts name people by ids alone, so that an erasure leaves none (decisions 0080, 0211). Refuses UnknownUser.
 */
export async function changeProfile(
  tx: Tx,
  userId: string,
  { name, language }: Profile,
  { machineNow, now }: { readonly machineNow: Instant; readonly now: Instant },
): Promise<void> {
  const user = await lockUser(tx, userId);
  if (user === null) throw UnknownUser();
  const [isRenamed, speaks] = [user.name !== name, user.language !== language];
  if (!isRenamed && !speaks) return;
  await updateProfile(tx, userId, { name, language });
  await updateLoginName(tx, userId, name, machineNow);
  await recordAct(tx, profileChanged, now, {
    ...(await onUser(tx, userId)),
    before: { ...(isRenamed ? { name: "former" } : {}), ...(speaks ? { language: user.language } : {}) },
    after: { ...(isRenamed ? { name: "another" } : {}), ...(speaks ? { language } : {}) },
  });
}
