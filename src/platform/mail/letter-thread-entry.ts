/** A thread that takes one letter apart and ends. */
import { parentPort, workerData } from "node:worker_threads";

import PostalMime, { type Email } from "postal-mime";

import type { Letter } from "./letter-thread.ts";
import { textOfHtml } from "./letter-text.ts";

const mail = await PostalMime.parse(workerData as Uint8Array, { maxNestingDepth: 20, maxHeadersSize: 262_144 });
const letter: Letter = {
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
parentPort?.postMessage(letter);

function bytesOf(content: Email["attachments"][number]["content"]): Uint8Array {
  return typeof content === "string" ? Buffer.from(content) : new Uint8Array(content);
}

function oneLine(text: string): string {
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/gu, " ").trim();
}
