import { buffer } from "node:stream/consumers";

import PostalMime, { type Email } from "postal-mime";
import { SMTPServer } from "smtp-server";

import { Refusal } from "../core/errors.ts";
import { type InboundMail, type MailRoom, senderOf, takeMail, takesMailFor } from "../modules/requests/index.ts";
import type { Logger } from "../platform/log.ts";

export interface InboundMailOptions {
  readonly room: MailRoom;
  readonly log: Logger;
  readonly host: string;
  /** 0 = any free port. */
  readonly port: number;
}

/** One letter, and how many senders at once may send one: together the memory that mail can take. */
const LARGEST_LETTER = 25 * 1_048_576;
const MOST_SENDERS = 10;
const MOST_RECIPIENTS = 20;
const SILENCE_MS = 60_000;

type DataStream = Parameters<SMTPServer["onData"]>[0];
type Session = Parameters<SMTPServer["onData"]>[1];

/**
 * Takes mail to departments and requests by SMTP (REQ-11). A letter is acknowledged when it is kept, and only then: whatever
 * goes wrong on our side is a 4xx, and the sender's server comes again (reliability 58). The operator's own mail server stands
 * before it, on loopback unless told.
 */
export class InboundMailServer {
  readonly #options: InboundMailOptions;
  readonly #server: SMTPServer;

  constructor(options: InboundMailOptions) {
    this.#options = options;
    this.#server = new SMTPServer({
      name: "saldo",
      banner: "Saldo requests",
      disabledCommands: ["AUTH", "STARTTLS"],
      authOptional: true,
      disableReverseLookup: true,
      size: LARGEST_LETTER,
      maxClients: MOST_SENDERS,
      socketTimeout: SILENCE_MS,
      closeTimeout: 2_000,
      onRcptTo: ({ address }, session, answer) => {
        this.#asked(address, session).then(() => answer(), answer);
      },
      onData: (stream, session, answer) => {
        this.#taken(stream, session).then(() => answer(), answer);
      },
    });
    // A sender that hangs up in the middle is its own affair.
    this.#server.on("error", () => undefined);
  }

  /** Answers its address, `smtp://127.0.0.1:2525`. */
  start(): Promise<string> {
    const { server } = this.#server;
    const { host, port } = this.#options;
    return new Promise((resolve, reject) => {
      server.once("error", reject);
      this.#server.listen(port, host, () => {
        const address = server.address();
        resolve(
          `smtp://${host.includes(":") ? `[${host}]` : host}:${typeof address === "object" && address ? address.port : port}`,
        );
      });
    });
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  async #asked(address: string, { envelope }: Session): Promise<void> {
    if (envelope.rcptTo.length >= MOST_RECIPIENTS) throw smtpError(452, "too many recipients");
    const known = await this.#orLater(() => takesMailFor(this.#options.room.database, address));
    if (!known) throw smtpError(550, "no such mailbox");
  }

  async #taken(stream: DataStream, session: Session): Promise<void> {
    const raw = await buffer(stream);
    if (stream.sizeExceeded) throw smtpError(552, "the letter is too large");
    const mail = await inboundMail(raw, session);
    if (!mail) throw smtpError(554, "the letter names no sender");
    const outcome = await this.#orLater(() => takeMail(this.#options.room, mail));
    this.#options.log.info({ outcome, bytes: raw.length }, "a mail was taken");
  }

  async #orLater<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Refusal && error.kind.status === 429)
        throw smtpError(450, "too much mail, come again later");
      this.#options.log.error({ error }, "a mail could not be taken");
      throw smtpError(451, "cannot take it now, come again later");
    }
  }
}

/** A letter taken apart; null when it names no sender. What cannot be read as a letter is taken as one without text. */
async function inboundMail(raw: Buffer, { envelope }: Session): Promise<InboundMail | null> {
  const mail = await PostalMime.parse(raw, { maxNestingDepth: 20, maxHeadersSize: 262_144 });
  const envelopeFrom = envelope.mailFrom === false ? "" : envelope.mailFrom.address;
  const from = senderOf(mail.from?.address) ?? senderOf(envelopeFrom);
  if (from === null) return null;
  return {
    envelopeFrom,
    recipients: envelope.rcptTo.map(({ address }) => address),
    from: { address: from, name: oneLine(mail.from?.name ?? "").slice(0, 200) },
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

/** What can be read of a page: its text, never its marks. */
function textOfHtml(html: string): string {
  const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', nbsp: " ", "#39": "'" };
  return html
    .slice(0, 500_000)
    .replaceAll(/<(style|script|head|title)\b[^>]*>[^]*?<\/\1\s*>/gi, "")
    .replaceAll(/<(?:br|\/p|\/div|\/tr|\/li|\/h\d)\b[^>]*>/gi, "\n")
    .replaceAll(/<[^>]{0,5000}>/g, "")
    .replaceAll(/&(#39|[a-z]{2,5});/g, (mark, name: string) => entities[name] ?? mark)
    .replaceAll(/\n{3,}/g, "\n\n")
    .trim();
}

function smtpError(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode });
}
