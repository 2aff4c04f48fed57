/** A thread that takes one letter apart and ends. */
import { parentPort, workerData } from "node:worker_threads";

import PostalMime, { type Email } from "postal-mime";

import type { Letter } from "./letter-thread.ts";
import { textOfHtml } from "./letter-text.ts";

// What cannot be read is the letter's fault, and told as such; whatever else ends the thread is ours.
parentPort?.postMessage(await letterOf(workerData as Uint8Array).catch(() => null));

async function letterOf(raw: Uint8Array): Promise<Letter> {
  const mail = await PostalMime.parse(raw, { maxNestingDepth: 20, maxHeadersSize: 262_144 });
  return {
    from: { address: mail.from?.address, name: oneLine(mail.from?.name ?? "").slice(0, 200) },
    messageId: mail.messageId?.trim().slice(0, 500) || null,
    subject: oneLine(mail.subject ?? "").slice(0, 500),
    text: mail.text ?? textOfHtml(mail.html ?? ""),
    headers: new Map(mail.headers.map(({ key, value }) => [key.toLowerCase(), value])),
    attachments: mail.attachments.map(({ filename, content }, place) => ({
      name: filename ?? `file-${place + 1}`,
      bytes: bytesOf(content),
    })),
  };
}

function bytesOf(content: Email["attachments"][number]["content"]): Uint8Array {
  return typeof content === "string" ? Buffer.from(content) : new Uint8Array(content);
}

function oneLine(text: string): string {
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/gu, " ").trim();
}
