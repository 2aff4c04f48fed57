import type { OutboxMessage } from "../../platform/outbox/index.ts";
import { alarmLetters } from "./alarm-letter.ts";
import { auditHeads } from "./audit-heads.ts";
import { closingDocuments } from "./closing-documents.ts";
import { addressQuestion, copiesOf } from "./letter-copy.ts";
import { digestOf, gathers } from "./letter-digest.ts";
import { GATHERED, type Letter, type LetterSources, MUTED, type Written } from "./letter.ts";
import { isMuted } from "./muted.ts";
import { personNotice } from "./person-notice.ts";
import { projectPeople } from "./project-people.ts";
import { projectNotice } from "./project-notice.ts";
import { proposalLetters } from "./proposal-letters.ts";
import { requestOverdueLetter } from "./request-overdue.ts";
import { requestLetters } from "./request-letters.ts";
import { signInSlowed } from "./sign-in-slowed.ts";

export { notificationsPersonal } from "./personal-store.ts";
export { notificationActs } from "./acts.ts";
export { notificationRoutes } from "./http.ts";
export { notificationSettingRoutes } from "./http-settings.ts";
export { addressConfirmation, letterCopy, letterDigest } from "./topics.ts";
export { liveNotifications } from "./live.ts";
export { digestJob, notificationJobs } from "./jobs.ts";
export { KINDS as NOTIFICATION_KINDS } from "./kinds.ts";
export { consoleSender } from "./tell.ts";

/** Letters to whom they are about: one for each topic of the rooms that goes by mail. */
const OWN_LETTERS: readonly Letter[] = [
  auditHeads,
  projectNotice,
  closingDocuments,
  requestLetters,
  requestOverdueLetter,
  proposalLetters,
  alarmLetters,
  personNotice,
  projectPeople,
  signInSlowed,
];

/** With those that carry them to further readers. */
export const LETTERS: readonly Letter[] = [
  ...OWN_LETTERS,
  addressQuestion,
  copiesOf(OWN_LETTERS),
  digestOf(OWN_LETTERS),
];

/** How a mail message is written when it is sent. A topic without a letter is a defect and throws. */
export function letterWriter(sources: LetterSources): (message: OutboxMessage) => Promise<Written> {
  return async (message) => {
    const letter = LETTERS.find(({ topic }) => topic.name === message.topic);
    if (!letter) throw new Error(`no letter for ${message.topic}`);
    const { database } = sources;
    if (await isMuted(database, message)) return MUTED;
    return (await gathers(database, message)) ? GATHERED : letter.write(sources, message);
  };
}
