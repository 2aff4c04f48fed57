/** What a mail is, by its headers and text; pure. */

/** A mail as the server took it apart; names of headers in lower case. */
export interface InboundMail {
  /** MAIL FROM of the envelope; empty for what answers no letter (a bounce). */
  readonly envelopeFrom: string;
  /** RCPT TO of the envelope: those that we said we take. */
  readonly recipients: readonly string[];
  readonly from: { readonly address: string; readonly name: string };
  readonly messageId: string | null;
  readonly subject: string;
  readonly text: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly attachments: readonly { readonly name: string; readonly bytes: Uint8Array }[];
}

/** Why a mail is no person's: nobody answers it, and it opens nothing. */
export type Automatic = "own" | "bounce" | "automatic" | "list";

/**
 * Whether a machine wrote it (RFC 3834): our own letter that came back, a report on a letter, an answer of a mailbox whose
 * owner is away, a list. `ownDomain` is that of our letters' Message-IDs. Null: a person's.
 */
export function automaticKind(
  mail: InboundMail,
  own: { readonly address: string; readonly domain: string },
): Automatic | null {
  const header = (name: string) => mail.headers.get(name)?.toLowerCase().trim() ?? "";
  const id = mail.messageId?.toLowerCase() ?? "";
  if (mail.from.address === own.address.toLowerCase()) return "own";
  if (/^<outbox-\d+@/.test(id) && id.endsWith(`@${own.domain.toLowerCase()}>`)) return "own";
  if (mail.envelopeFrom === "" || /^multipart\/report\b/.test(header("content-type"))) return "bounce";
  if (/^(?:mailer-daemon|postmaster)@/.test(mail.from.address)) return "bounce";
  const submitted = header("auto-submitted");
  if (submitted !== "" && !/^no\b/.test(submitted)) return "automatic";
  if (/\b(?:auto_reply|auto-reply)\b/.test(header("precedence"))) return "automatic";
  if (["x-autoreply", "x-autorespond", "x-auto-response", "x-autoresponder"].some((name) => mail.headers.has(name)))
    return "automatic";
  if (
    /\b(?:oof|all|autoreply)\b/.test(header("x-auto-response-suppress")) &&
    mail.headers.has("x-ms-exchange-inbox-rules-loop")
  )
    return "automatic";
  if (
    /^(?:bulk|list|junk)\b/.test(header("precedence")) ||
    mail.headers.has("list-id") ||
    mail.headers.has("list-unsubscribe")
  )
    return "list";
  return null;
}

/** Words after which mail programs quote what is answered; the rest of such a line names who wrote when. */
const QUOTE_STARTS: readonly RegExp[] = [
  /^-{2,}\s*(?:original message|исходное сообщение|пересылаемое сообщение|forwarded message)\s*-{2,}\s*$/i,
  /^_{5,}\s*$/,
  /^(?:on|в)\s.{4,200}(?:wrote|пишет|написал|написала|написали)\s*:?\s*$/i,
  /^.{4,200}(?:@|<).{0,200}(?:wrote|пишет|написал|написала|написали)\s*:\s*$/i,
  /^(?:from|от|от кого)\s*:\s.{0,200}@.{0,200}$/i,
];
const MOST_TEXT = 20_000;

/**
 * What somebody wrote, without the letter that they answered and without a signature below `-- `. A mail that is nothing but
 * a quotation is kept whole: nothing that came is lost.
 */
export function saidIn(text: string): string {
  const plain = text.replaceAll("\r\n", "\n").replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f]/g, "");
  const lines = plain.split("\n");
  const quotedToEnd = lines.findLastIndex((line) => line !== "" && !line.startsWith(">")) + 1;
  const end = lines.findIndex(
    (line, place) =>
      line === "-- " ||
      QUOTE_STARTS.some((start) => start.test(line.trim())) ||
      // From here on every line is quoted or empty, and this one is quoted.
      (place >= quotedToEnd && line.startsWith(">")),
  );
  const said = (end < 0 ? lines : lines.slice(0, end)).join("\n").trim();
  return (said === "" ? plain.trim() : said).slice(0, MOST_TEXT);
}

/** A subject as a title: one line, without the marks of answers and forwards and without a number of ours. */
export function titleOf(subject: string): string {
  let title = subject.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/gu, " ").trim();
  const mark = /^(?:(?:re|fw|fwd|aw|отв|ответ|пересл)\s*(?:\[\d+\])?\s*:|\[?R-\d{4}-\d{6,}\]?\s*[:.]?)\s*/i;
  // Each turn takes something away.
  for (let next = title.replace(mark, ""); next !== title; next = title.replace(mark, "")) title = next;
  return title.slice(0, 200).trim();
}
