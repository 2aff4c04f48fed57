import { buffer } from "node:stream/consumers";

import { SMTPServer } from "smtp-server";

import { Refusal } from "../core/errors.ts";
import { type InboundMail, type MailRoom, senderOf, takeMail, takesMailFor } from "../modules/requests/index.ts";
import type { Logger } from "../platform/log.ts";
import { LetterReader } from "../platform/mail/index.ts";

export interface InboundMailOptions {
  readonly room: MailRoom;
  readonly log: Logger;
  readonly host: string;
  /** 0 = any free port. */
  readonly port: number;
  /** A letter that takes longer to read is refused. */
  readonly slowestLetterMs?: number;
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
  readonly #reader: LetterReader;

  constructor(options: InboundMailOptions) {
    this.#options = options;
    this.#reader = new LetterReader(options.slowestLetterMs);
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

  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
    await this.#reader.close();
  }

  async #asked(address: string, { envelope }: Session): Promise<void> {
    if (envelope.rcptTo.length >= MOST_RECIPIENTS) throw smtpError(452, "too many recipients");
    const known = await this.#orLater(() => takesMailFor(this.#options.room.database, address));
    if (!known) throw smtpError(550, "no such mailbox");
  }

  async #taken(stream: DataStream, session: Session): Promise<void> {
    const raw = await buffer(stream);
    if (stream.sizeExceeded) throw smtpError(552, "the letter is too large");
    const mail = await this.#mailOf(raw, session);
    const outcome = await this.#orLater(() => takeMail(this.#options.room, mail));
    this.#options.log.info({ outcome, bytes: raw.length }, "a mail was taken");
  }

  /** Refused for good when it cannot be read: the sender's server would come with the same letter for days. */
  async #mailOf(raw: Buffer, { envelope }: Session): Promise<InboundMail> {
    const letter = await this.#orLater(() => this.#reader.read(raw));
    if (!letter) throw smtpError(554, "the letter cannot be read");
    const envelopeFrom = envelope.mailFrom === false ? "" : envelope.mailFrom.address;
    const address = senderOf(letter.from.address) ?? senderOf(envelopeFrom);
    if (address === null) throw smtpError(554, "the letter names no sender");
    const recipients = envelope.rcptTo.map((one) => one.address);
    return { ...letter, envelopeFrom, recipients, from: { address, name: letter.from.name } };
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

function smtpError(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode });
}
