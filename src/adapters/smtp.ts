import {
  type NodemailerError,
  type SMTPSentMessageInfo,
  type SendMailOptions,
  type Transporter,
  createTransport,
} from "nodemailer";

import { Refusal } from "../core/errors.ts";
import { type MailMessage, type Mailbox, checkMail, parseMailbox } from "../platform/mail/index.ts";
import type { OutboxMessage, SendResult, Sender } from "../platform/outbox/index.ts";

export interface SmtpOptions {
  /** SMTP_URL: smtp://user:password@host:587 (STARTTLS when offered) or smtps:// (TLS at once). */
  readonly url: string;
  /** `Name <mail@domain>` of letters that name no sender of their own; its domain also makes the Message-IDs. */
  readonly from: string;
  /** A stored file by its hash. */
  readFile(sha256: string): Promise<Uint8Array>;
  /**
   * How the letter of a message is written, when it is sent. "muted": its reader does without it; "gathered": it goes with
   * others of its kind; "nobody": its reader is gone. Null = it should go out and cannot be written: closed as failed.
   */
  compose(message: OutboxMessage): Promise<MailMessage | keyof typeof NOT_SENT | null>;
  /** What follows from an attempt, in the transaction that records it. */
  readonly afterAttempt?: Sender["afterAttempt"];
  readonly timeoutMs?: number;
}

/** Why nothing leaves, and nothing is wrong. */
const NOT_SENT = {
  muted: "its reader does without it",
  gathered: "gathered with others of its kind",
  nobody: "its reader is gone",
} as const;

/** Half a minute, then doubling to an hour; parked after about a working day of failures, and still tried hourly. */
const RETRY = { firstDelayMs: 30_000, maxDelayMs: 3_600_000, parkAfter: 14 } as const;

/**
 * Sends letters by SMTP (DLV-03, DLV-04). A 5xx answer about the recipient or the letter is final; a 4xx, a refused
 * login, a silent or missing server are tried again and lose nothing (reliability 58).
 */
export function smtpSender(options: SmtpOptions): Sender {
  const from = parseMailbox(options.from);
  if (!from) throw new TypeError("the sender's address is not like `Name <mail@domain>`");
  // One connection for each letter, so that giving one up (by its signal) ends it and touches no other.
  const transport = createTransport({
    url: options.url,
    connectionTimeout: 10_000,
    greetingTimeout: 20_000,
    socketTimeout: 60_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    timeoutMs: options.timeoutMs ?? 60_000,
    retry: RETRY,
    send: (message, signal) => send({ options, from, transport }, message, signal),
    afterAttempt: options.afterAttempt,
  };
}

interface Post {
  readonly options: SmtpOptions;
  readonly from: Mailbox;
  readonly transport: Transporter<SMTPSentMessageInfo>;
}

async function send(
  { options, from, transport }: Post,
  message: OutboxMessage,
  signal: AbortSignal,
): Promise<SendResult> {
  // The same at every attempt: the recipient's mail program shows a repeat once.
  const messageId = `<outbox-${message.messageId}@${from.address.split("@")[1]}>`;
  const sent = { server: new URL(options.url).host, messageId };
  try {
    const composed = await options.compose(message);
    if (typeof composed === "string") return { outcome: "delivered", status: null, detail: NOT_SENT[composed], sent };
    const mail = composed && checkMail(composed);
    if (!mail) return { outcome: "refused", status: null, detail: "nobody to write to", sent };
    const attachments = await readAttachments(options, mail);
    const letter = toLetter(mail, from, messageId, message, attachments);
    const info = await transport.sendMail({ ...letter, signal });
    const files = (mail.attachments ?? []).map((attachment) => attachment.sha256);
    return { outcome: "delivered", status: 250, detail: null, sent: { ...sent, files, answer: info.response } };
  } catch (error) {
    return { ...whyNot(error), sent };
  }
}

function readAttachments(options: SmtpOptions, mail: MailMessage): Promise<Uint8Array[]> {
  return Promise.all((mail.attachments ?? []).map((attachment) => options.readFile(attachment.sha256)));
}

function toLetter(
  mail: MailMessage,
  platform: Mailbox,
  messageId: string,
  message: OutboxMessage,
  contents: readonly Uint8Array[],
): SendMailOptions {
  const from = (mail.from === undefined ? null : parseMailbox(mail.from)) ?? platform;
  return {
    from: { name: literal(from.name), address: from.address },
    // As an object, so that it is taken as it stands and never parsed as a list.
    to: { name: "", address: mail.to },
    ...(mail.replyTo === undefined ? {} : { replyTo: { name: "", address: mail.replyTo } }),
    subject: literal(mail.subject),
    text: mail.text,
    ...(mail.html === undefined ? {} : { html: mail.html }),
    messageId,
    // Mail programs put letters together that refer to the same one, whether it was ever sent or not.
    ...(mail.thread === undefined ? {} : { references: `<${mail.thread}@${platform.address.split("@")[1]}>` }),
    date: new Date(message.createdAt),
    headers: {
      "Auto-Submitted": "auto-generated",
      "Content-Language": mail.language,
      ...(mail.unsubscribeUrl === undefined ? {} : { "List-Unsubscribe": `<${mail.unsubscribeUrl}>` }),
    },
    attachments: (mail.attachments ?? []).map((attachment, index) => ({
      filename: literal(attachment.filename),
      contentType: attachment.contentType,
      content: Buffer.from(contents[index] ?? []),
    })),
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/**
 * Text that looks like an encoded word (`=?utf-8?B?…?=`) would be decoded by the reader's program into something else,
 * even line breaks: an invisible space inside it keeps it what it is.
 */
function literal(text: string): string {
  return text.replaceAll("=?", "=\u200b?");
}

/** Codes of letters that this server, or any, will never take: the recipient, the content, the size. */
const ABOUT_THE_LETTER = /^(RCPT TO|DATA)/;
const TOO_LARGE = 552;

function whyNot(error: unknown): Pick<SendResult, "outcome" | "status" | "detail"> {
  if (error instanceof Refusal) return { outcome: "refused", status: null, detail: error.message };
  const { responseCode, response, command = "", code, message } = error as NodemailerError;
  const detail = (response || message || code || "no answer").slice(0, 300);
  if (!responseCode) {
    // The letter was never offered: an address SMTP cannot carry, or beyond the size the server announced.
    const never = (code === "EENVELOPE" && command === "API") || (code === "EMESSAGE" && command === "MAIL FROM");
    return { outcome: never ? "refused" : "retry", status: null, detail };
  }
  // A 5xx to the greeting, the login or our own sender address is our setting, not this letter's fault.
  const permanent = responseCode >= 500 && (ABOUT_THE_LETTER.test(command) || responseCode === TOO_LARGE);
  return { outcome: permanent ? "refused" : "retry", status: responseCode, detail };
}
