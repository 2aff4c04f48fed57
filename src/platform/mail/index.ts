import { z } from "zod";

import { refusal } from "../../core/errors.ts";

export { type WrittenLetter, writeLetter } from "./html.ts";
export { LetterReader } from "./letter-thread.ts";

export const MailFieldRefused = refusal(
  "mail_field_refused",
  422,
  "Поле письма «{field}» содержит недопустимые символы или слишком длинное",
  "The mail field {field} has characters that are not allowed, or is too long",
);

/** One letter to one recipient: each has a delivery state of its own (DLV-04). */
export interface MailMessage {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string | undefined;
  readonly attachments?: readonly MailAttachment[] | undefined;
  readonly language: "ru" | "en";
  /** Whose letter it is: `Name <mail@domain>`, for instance the region's document department. Default: the platform's. */
  readonly from?: string | undefined;
  /** Where an answer goes, one address; left out: to who sent it. */
  readonly replyTo?: string | undefined;
  /** Where its reader wants no more of them: told to the reader's mail program too. */
  readonly unsubscribeUrl?: string | undefined;
  /** Letters with the same word are shown as one conversation. */
  readonly thread?: string | undefined;
}

/** A stored file by its hash; the bytes are read when the letter is sent. */
export interface MailAttachment {
  readonly sha256: string;
  readonly filename: string;
  readonly contentType: string;
}

export interface Mailbox {
  readonly name: string;
  readonly address: string;
}

// Control characters, and the line separators that some programs take for line breaks.
const BREAKS = /[\u0000-\u001f\u007f\u0080-\u009f\u2028\u2029]/u;
const ADDRESS = /^(?=.{3,254}$)[^\s@<>()[\]\\,;:"]{1,64}@[^\s@<>()[\]\\,;:"]{1,253}$/u;
const SHA256 = /^[0-9a-f]{64}$/;
const CONTENT_TYPE = /^[\w.+-]+\/[\w.+-]+(; ?charset=[\w-]+)?$/;

const line = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .refine((text) => !BREAKS.test(text));

const schema = z.strictObject({
  to: z.string().refine(isMailAddress),
  subject: line(500),
  text: z.string().max(1_000_000),
  html: z.string().max(2_000_000).optional(),
  attachments: z
    .array(
      z.strictObject({
        sha256: z.string().regex(SHA256),
        filename: line(255),
        contentType: z.string().regex(CONTENT_TYPE),
      }),
    )
    .max(100)
    .optional(),
  language: z.enum(["ru", "en"]),
  unsubscribeUrl: line(500)
    .refine((text) => URL.canParse(text) && !/[<>\s]/.test(text))
    .optional(),
  from: z
    .string()
    .refine((text) => parseMailbox(text) !== null)
    .optional(),
  replyTo: z.string().refine(isMailAddress).optional(),
  thread: z
    .string()
    .regex(/^[a-z0-9-]{1,60}$/)
    .optional(),
});

/** One address without a display name: no spaces, no control characters, no list. */
export function isMailAddress(text: string): boolean {
  return ADDRESS.test(text) && !BREAKS.test(text);
}

/** `Name <mail@domain>` or `mail@domain`; null for anything else, a line break included. */
export function parseMailbox(text: string): Mailbox | null {
  if (BREAKS.test(text) || text.length > 500) return null;
  const match = /^(?:"?([^"<>]*?)"? *<([^<>]+)>|([^<>\s]+))$/u.exec(text.trim());
  const address = match?.[2] ?? match?.[3] ?? "";
  return isMailAddress(address) ? { name: match?.[1]?.trim() ?? "", address } : null;
}

/**
 * Reliability 48: refuses with MailFieldRefused whatever would let a value end its header line (CR, LF and their relatives) or
 * name more than one recipient.
 */
export function checkMail(mail: unknown): MailMessage {
  const parsed = schema.safeParse(mail);
  if (parsed.success) return parsed.data;
  const field = parsed.error.issues[0]?.path.join(".") || "mail";
  throw MailFieldRefused({ field, values: { field } });
}
