import { buffer } from "node:stream/consumers";

import PostalMime from "postal-mime";
import { SMTPServer } from "smtp-server";

import { type Instant, formatInstant } from "../../core/time.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Database, Tx } from "../../platform/db.ts";
import { Faults } from "./faults.ts";

/**
 * What the sandbox mail server can be told to do wrong with a letter: never answer, hang up, answer its recipient with a
 * code, or take it and lose the answer.
 */
export const MAIL_FAULTS = ["tarpit", "hang_up", "421", "451", "550", "552", "lose_reply"] as const;
export type MailFault = (typeof MAIL_FAULTS)[number];

export interface SandboxMailOptions {
  readonly database: Database;
  /** Business time: when a letter arrived. */
  readonly clock: Clock;
  /** 0 = any free port. */
  readonly port: number;
  /** Told after a letter is stored or a fault was played. */
  readonly onContact?: (what: "stored" | MailFault) => void;
}

const LARGEST_LETTER = 50 * 1024 * 1024;
type Session = Parameters<SMTPServer["onRcptTo"]>[1];
type DataStream = Parameters<SMTPServer["onData"]>[0];
type Answer = (error?: Error | null) => void;

/** A mail server of the house on a loopback port: takes every letter and keeps it in sandbox_mail. */
export class SandboxMail {
  readonly faults = new Faults<MailFault>(MAIL_FAULTS);
  readonly #options: SandboxMailOptions;
  readonly #server: SMTPServer;
  /** Sessions whose letter will be stored but whose answer will be lost. */
  readonly #losing = new WeakSet<Session>();

  constructor(options: SandboxMailOptions) {
    this.#options = options;
    this.#server = new SMTPServer({
      name: "sandbox.saldo.example",
      banner: "Saldo sandbox",
      disabledCommands: ["AUTH", "STARTTLS"],
      authOptional: true,
      disableReverseLookup: true,
      size: LARGEST_LETTER,
      closeTimeout: 100,
      onRcptTo: (_address, session, answer) => this.#receive(session, answer),
      onData: (stream, session, answer) => {
        this.#store(stream, session).then((answered) => answered && answer(), answer);
      },
    });
    // A client that hangs up in the middle is its own affair.
    this.#server.on("error", () => undefined);
  }

  /** Answers the address for SMTP_URL. */
  start(): Promise<string> {
    const { server } = this.#server;
    return new Promise((resolve, reject) => {
      server.once("error", reject);
      this.#server.listen(this.#options.port, "127.0.0.1", () => {
        const address = server.address();
        resolve(`smtp://127.0.0.1:${typeof address === "object" && address ? address.port : this.#options.port}`);
      });
    });
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  #receive(session: Session, answer: Answer): void {
    const fault = this.faults.next();
    if (fault === undefined || fault === "lose_reply") {
      if (fault) this.#losing.add(session);
      return answer();
    }
    if (fault === "hang_up") this.#hangUp(session);
    else if (fault !== "tarpit") answer(smtpError(Number(fault)));
    this.#options.onContact?.(fault);
  }

  /** True when the client is to be answered. */
  async #store(stream: DataStream, session: Session): Promise<boolean> {
    const { database, clock, onContact } = this.#options;
    const raw = await buffer(stream);
    if (stream.sizeExceeded) throw smtpError(552);
    await database.transaction((tx) => insertMail(tx, raw, session, clock.now()));
    const losing = this.#losing.delete(session);
    if (losing) this.#hangUp(session);
    onContact?.(losing ? "lose_reply" : "stored");
    return !losing;
  }

  #hangUp(session: Session): void {
    for (const connection of this.#server.connections) {
      if (connection.session === session) connection._socket.destroy();
    }
  }
}

const TEXTS: Readonly<Record<number, string>> = {
  421: "try again later",
  451: "greylisted, try again later",
  550: "no such mailbox",
  552: "the letter is too large",
};

function smtpError(responseCode: number): Error {
  return Object.assign(new Error(TEXTS[responseCode] ?? "refused"), { responseCode });
}

async function insertMail(tx: Tx, raw: Buffer, session: Session, receivedAt: Instant): Promise<void> {
  const mail = await PostalMime.parse(raw);
  const sender = session.envelope.mailFrom;
  const attachments = mail.attachments.map((attachment) => ({
    filename: attachment.filename,
    contentType: attachment.mimeType,
    size: typeof attachment.content === "string" ? attachment.content.length : attachment.content.byteLength,
  }));
  await tx.execute(
    `insert into sandbox_mail (received_at, message_id, sender, recipients, subject, body_text, body_html, attachments, raw)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      formatInstant(receivedAt),
      mail.messageId ?? null,
      sender ? sender.address : "",
      session.envelope.rcptTo.map((recipient) => recipient.address),
      withoutNul(mail.subject ?? ""),
      withoutNul(mail.text ?? ""),
      mail.html === undefined ? null : withoutNul(mail.html),
      JSON.stringify(attachments),
      raw,
    ],
  );
}

/** PostgreSQL's text cannot hold U+0000; a letter from elsewhere may. */
function withoutNul(text: string): string {
  return text.replaceAll("\0", "\ufffd");
}

export interface SandboxLetter {
  readonly mailId: bigint;
  readonly receivedAt: Instant;
  readonly messageId: string | null;
  readonly sender: string;
  readonly recipients: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string | null;
  readonly attachments: readonly {
    readonly filename: string | null;
    readonly contentType: string;
    readonly size: number;
  }[];
}

/** The sandbox mailbox, newest first; `before` pages on from the smallest mailId seen. */
export function listSandboxMail(
  tx: Pick<Tx, "query">,
  limit = 100,
  before: bigint | null = null,
): Promise<SandboxLetter[]> {
  return tx.query<SandboxLetter>(
    `select mail_id as "mailId", received_at as "receivedAt", message_id as "messageId", sender, recipients, subject,
            body_text as text, body_html as html, attachments
       from sandbox_mail
      where $2::bigint is null or mail_id < $2
      order by mail_id desc
      limit $1`,
    [limit, before],
  );
}

/** A letter as it came over the wire; null when there is none of this number. */
export async function readSandboxMail(tx: Pick<Tx, "query">, mailId: bigint): Promise<Buffer | null> {
  const [row] = await tx.query<{ raw: Buffer }>("select raw from sandbox_mail where mail_id = $1", [mailId]);
  return row?.raw ?? null;
}
