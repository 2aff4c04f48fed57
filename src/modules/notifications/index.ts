import type { MailMessage } from "../../platform/mail/index.ts";
import type { OutboxMessage } from "../../platform/outbox/index.ts";
import { auditHeads } from "./audit-heads.ts";
import { closingDocuments } from "./closing-documents.ts";
import type { Letter, LetterSources } from "./letter.ts";
import { personNotice } from "./person-notice.ts";
import { projectPeople } from "./project-people.ts";
import { projectNotice } from "./project-notice.ts";
import { requestOverdueLetter } from "./request-overdue.ts";
import { requestLetters } from "./request-letters.ts";
import { signInSlowed } from "./sign-in-slowed.ts";

export { notificationRoutes } from "./http.ts";
export { liveNotifications } from "./live.ts";
export { notificationJobs } from "./jobs.ts";
export { KINDS as NOTIFICATION_KINDS } from "./kinds.ts";
export { consoleSender } from "./tell.ts";

/** Every kind of letter: one for each topic that goes by mail. */
export const LETTERS: readonly Letter[] = [
  auditHeads,
  projectNotice,
  closingDocuments,
  requestLetters,
  requestOverdueLetter,
  personNotice,
  projectPeople,
  signInSlowed,
];

/** How a mail message is written when it is sent. Null = nobody to write to. A topic without a letter is a defect and throws. */
export function letterWriter(sources: LetterSources): (message: OutboxMessage) => Promise<MailMessage | null> {
  return async (message) => {
    const letter = LETTERS.find(({ topic }) => topic.name === message.topic);
    if (!letter) throw new Error(`no letter for ${message.topic}`);
    return letter.write(sources, message);
  };
}
