import type { MailMessage } from "../../platform/mail/index.ts";
import type { OutboxMessage } from "../../platform/outbox/index.ts";
import { closingDocuments } from "./closing-documents.ts";
import type { Letter, LetterSources } from "./letter.ts";
import { projectNotice } from "./project-notice.ts";

/** Every kind of letter: one for each topic that goes by mail. */
export const LETTERS: readonly Letter[] = [projectNotice, closingDocuments];

/** How a mail message is written when it is sent. Null = nobody to write to. A topic without a letter is a defect and throws. */
export function letterWriter(sources: LetterSources): (message: OutboxMessage) => Promise<MailMessage | null> {
  return async (message) => {
    const letter = LETTERS.find(({ topic }) => topic.name === message.topic);
    if (!letter) throw new Error(`no letter for ${message.topic}`);
    return letter.write(sources, message);
  };
}
