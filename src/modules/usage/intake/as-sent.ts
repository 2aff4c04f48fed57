import { endOfText } from "./json-keys.ts";

/** What waits in quarantine, byte by byte as it was sent. */
export interface AsSent {
  readonly form: "json" | "http" | "csv";
  readonly bytes: Uint8Array;
}

/** An event that is longer is not kept: it is refused, not cut. */
export const MOST_SENT = 1_048_576;

/** Answers what was sent of the event at a place of a batch; asked only for what has to wait. */
export type SentOf = (place: number) => AsSent | null;

/** The events of a batch of CloudEvents as they stand in it, split when first asked for. */
export function sentInBatch(text: string): SentOf {
  let elements: readonly string[] | undefined;
  return (place) => {
    elements ??= elementsOf(text);
    return { form: "json", bytes: Buffer.from(elements[place] ?? "") };
  };
}

/** An event whose attributes were headers, as HTTP carries it. */
export function sentByHeaders(headers: Readonly<Record<string, unknown>>, body: Uint8Array): AsSent {
  const attributes = Object.entries(headers).flatMap(([name, value]) =>
    name.startsWith("ce-") || name === "content-type" ? [`${name}: ${String(value)}\r\n`] : [],
  );
  return { form: "http", bytes: Buffer.concat([Buffer.from(`${attributes.join("")}\r\n`), body]) };
}

const [COMMA, OPEN_ARRAY, CLOSE_ARRAY, OPEN, CLOSE, QUOTE] = [44, 91, 93, 123, 125, 34];

/** The elements of a valid JSON array, each as it is written, without the white space around it. */
export function elementsOf(text: string): string[] {
  const found: string[] = [];
  let depth = 0;
  let begin = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charCodeAt(at);
    if (character === QUOTE) at = endOfText(text, at);
    else if (character === OPEN_ARRAY || character === OPEN) {
      depth += 1;
      if (depth === 1) begin = at + 1;
    } else if (character === CLOSE_ARRAY || character === CLOSE) {
      depth -= 1;
      if (depth === 0) found.push(text.slice(begin, at).trim());
    } else if (character === COMMA && depth === 1) {
      found.push(text.slice(begin, at).trim());
      begin = at + 1;
    }
  }
  return found;
}
