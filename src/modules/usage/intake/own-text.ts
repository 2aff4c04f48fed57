/** A copy of a piece of text that does not keep the whole text alive, as a slice does: for what is remembered for long. */
export function ownText(text: string): string {
  return Buffer.from(text, "utf16le").toString("utf16le");
}
