import { smtpSender } from "../adapters/smtp.ts";
import { recordSending } from "../modules/documents/index.ts";
import { letterWriter } from "../modules/notifications/index.ts";
import type { Config } from "../platform/config.ts";
import type { Database } from "../platform/db.ts";
import { readFile } from "../platform/files.ts";
import type { Sender } from "../platform/outbox/index.ts";

/** How letters leave the house by the mail server of this address. */
export function mailSender(url: string, database: Database, config: Config): Sender {
  return smtpSender({
    url,
    from: config.mailFrom,
    readFile: async (hash) => {
      const file = await readFile(database, Buffer.from(hash, "hex"));
      if (!file) throw new Error(`no stored file ${hash}`);
      return file.bytes;
    },
    compose: letterWriter({ database, publicUrl: config.publicUrl }),
    afterAttempt: recordSending,
  });
}
