import iconv from "iconv-lite";

/** Words every 1C exchange file has in its first lines: they show which single-byte charset was really used. */
const ONE_C_WORDS = /ВерсияФормата|Кодировка|Секция|РасчСчет|Отправитель/i;

/**
 * Bytes of a 1C exchange file to text. What the file declares is not trusted: files that say Windows are often UTF-8,
 * so valid UTF-8 with Cyrillic wins, then the charset in which the key words are readable, then the declared one.
 */
export function decodeOneC(bytes: Uint8Array): string {
  const unicode = decodeUnicode(bytes);
  if (unicode !== null) return unicode;
  const head = bytes.subarray(0, 4096);
  // One damaged byte makes no other charset of it.
  if (ONE_C_WORDS.test(decodeAs(head, "utf-8"))) return decodeAs(bytes, "utf-8");
  const asWindows = ONE_C_WORDS.test(decodeAs(head, "windows-1251"));
  const asDos = ONE_C_WORDS.test(decodeAs(head, "cp866"));
  return decodeAs(bytes, asDos && !asWindows ? "cp866" : "windows-1251");
}

/** MT940 is meant to be ASCII; banks that add Cyrillic send UTF-8 or windows-1251. */
export function decodeMt940(bytes: Uint8Array): string {
  return decodeUnicode(bytes) ?? decodeAs(bytes, "windows-1251");
}

/** By its mark, or because the bytes are valid UTF-8 (plain ASCII included); null for a single-byte charset. */
function decodeUnicode(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decodeAs(bytes, "utf-16le");
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decodeAs(bytes, "utf-16be");
  try {
    // As a stream: a file that breaks off inside a character is still UTF-8.
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return null;
  }
}

export function decodeAs(
  bytes: Uint8Array,
  charset: "utf-8" | "windows-1251" | "cp866" | "utf-16le" | "utf-16be",
): string {
  return iconv.decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), charset);
}
