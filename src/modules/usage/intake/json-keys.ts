const BACKSLASH = 92;
const COLON = 58;

/**
 * Whether some object of this valid JSON names a member twice, of which JSON.parse silently keeps the last: which of them is
 * meant is not known. `value` is what JSON.parse made of the text; members are counted in both, which costs little.
 */
export function hasDoubleKeys(text: string, value: unknown): boolean {
  return membersIn(text) !== membersOf(value);
}

/** Only the name of a member is followed by a colon. */
function membersIn(text: string): number {
  let members = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) {
    at = endOfText(text, at);
    let next = at + 1;
    while (text.charCodeAt(next) <= 32) next += 1;
    if (text.charCodeAt(next) === COLON) members += 1;
    at = next - 1;
  }
  return members;
}

/** The place of the quote that closes a text; one behind an odd number of backslashes does not. */
export function endOfText(text: string, begin: number): number {
  for (let at = text.indexOf('"', begin + 1); ; at = text.indexOf('"', at + 1)) {
    if (at < 0) return text.length;
    if (text.charCodeAt(at - 1) !== BACKSLASH) return at;
    let slashes = 1;
    while (text.charCodeAt(at - 1 - slashes) === BACKSLASH) slashes += 1;
    if (slashes % 2 === 0) return at;
  }
}

/** Walked with a list of its own: nothing that is sent is so deep that it ends the stack. */
function membersOf(value: unknown): number {
  let members = 0;
  const waiting: unknown[] = [value];
  while (waiting.length > 0) {
    const one = waiting.pop();
    if (typeof one !== "object" || one === null) continue;
    if (Array.isArray(one)) {
      for (const item of one) if (typeof item === "object") waiting.push(item);
      continue;
    }
    for (const key in one) {
      members += 1;
      const item = (one as Readonly<Record<string, unknown>>)[key];
      if (typeof item === "object") waiting.push(item);
    }
  }
  return members;
}
