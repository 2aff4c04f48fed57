import { refusal } from "../../core/errors.ts";
import type { ProjectId } from "../../core/ids.ts";
import { HOUR, type Instant } from "../../core/time.ts";
import type { Tx } from "../../platform/db.ts";
import { takeTurns } from "../../platform/identity/index.ts";
import {
  type PersonalFile,
  type PersonalRows,
  type PersonalTable,
  readPersonal,
} from "../../platform/personal/index.ts";
import { recordAct } from "../../platform/record-act.ts";
import { personalFileTaken } from "./acts.ts";
import { UnknownUser, onUser } from "./members.ts";
import { personalSubject } from "./personal-store.ts";
import { tellPerson } from "./sessions.ts";

export const TooManyPersonalFiles = refusal(
  "too_many_personal_files",
  429,
  "Файл уже составляли несколько раз, повторите через {minutes} мин",
  "The file was made several times already, try again in {minutes} min",
);

/** What rooms above know of people. */
export interface PersonalPorts {
  /** What every room keeps about people, in the order in which it is erased. */
  readonly tables: readonly PersonalTable[];
  /** Which of these projects have money on the payment account, and which owe some. */
  readonly balances: (
    tx: Tx,
    projectIds: readonly ProjectId[],
  ) => Promise<{ readonly left: readonly ProjectId[]; readonly owed: readonly ProjectId[] }>;
  /** Numbers of the individual contracts of these accounts that are in force or are to be. */
  readonly contracts: (tx: Tx, accountIds: readonly bigint[], now: Instant) => Promise<readonly string[]>;
}

/** The files that a person sent, as many whole ones as fit in one archive, and the names of the rest. */
export type SentFiles = (
  uploadedBy: string,
) => Promise<{ readonly files: readonly PersonalFile[]; readonly left: readonly string[] }>;

interface Asking {
  readonly userId: string;
  readonly machineNow: Instant;
  readonly now: Instant;
}

/**
 * Reliability 65: all that is kept about a person; no secrets, nothing of others, no notes of staff. The person is told that it
 * was taken. Three at once, then one each hour by `machineNow`. Refuses TooManyPersonalFiles, UnknownUser.
 */
export async function takePersonal(
  tx: Tx,
  { userId, machineNow, now }: Asking,
  { tables }: Pick<PersonalPorts, "tables">,
): Promise<PersonalRows[]> {
  const pace = { of: `personal file of ${userId}`, burst: 3, everyMs: HOUR };
  await takeTurns(tx, [pace], machineNow, TooManyPersonalFiles);
  const who = await personalSubject(tx, userId);
  if (who === null) throw UnknownUser();
  await recordAct(tx, personalFileTaken, now, await onUser(tx, userId));
  await tellPerson(tx, userId, "personal_file_taken", now);
  return readPersonal(tx, tables, who);
}
