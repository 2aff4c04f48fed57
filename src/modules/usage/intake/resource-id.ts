import { hash } from "node:crypto";

import { type ProjectId, formatPid } from "../../../core/ids.ts";

/** Sixteen bytes of a UUID, as four unsigned 32-bit words. */
export type UuidWords = Uint32Array;

/**
 * The UUID of an id within a scope (an event's within its source, a resource's within its project): the id itself when
 * it is a UUID in its canonical spelling, so that time-ordered ids stay neighbours in an index; else a version 8 UUID
 * of the SHA-256 of both. Version 8 ids are always hashed, so the two kinds never meet.
 */
export function uuidWords(scope: string, id: string, into: UuidWords = new Uint32Array(4)): UuidWords {
  if (id.length === 36 && id.charCodeAt(14) !== EIGHT && readCanonical(id, into)) return into;
  const digest = hash("sha256", `${scope}\u0000${id}`, "binary");
  for (let word = 0; word < 4; word += 1) into[word] = wordAt(digest, word * 4);
  into[1] = ((into[1] as number) & 0xffff_0fff) | 0x0000_8000;
  into[2] = ((into[2] as number) & 0x3fff_ffff) | 0x8000_0000;
  return into;
}

/** The big-endian 32-bit word at a place of a binary (latin1) text. */
export function wordAt(binary: string, at: number): number {
  return (
    ((binary.charCodeAt(at) << 24) |
      (binary.charCodeAt(at + 1) << 16) |
      (binary.charCodeAt(at + 2) << 8) |
      binary.charCodeAt(at + 3)) >>>
    0
  );
}

export function formatUuid(words: UuidWords): string {
  const hex = Array.from(words, (word) => word.toString(16).padStart(8, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** The id under which a resource's usage is kept, by the id under which it came. */
export function resourceIdOf(projectId: ProjectId, externalId: string): string {
  return formatUuid(uuidWords(formatPid(projectId), externalId));
}

const EIGHT = "8".charCodeAt(0);
const DASH = "-".charCodeAt(0);
const DASHES = [8, 13, 18, 23];
/** The value of a lower-case hexadecimal digit by its character, 255 for anything else. */
const DIGITS = new Uint8Array(128).fill(255);
for (let digit = 0; digit < 16; digit += 1) DIGITS[digit.toString(16).charCodeAt(0)] = digit;

function readCanonical(text: string, into: UuidWords): boolean {
  for (const at of DASHES) if (text.charCodeAt(at) !== DASH) return false;
  let place = 0;
  for (let word = 0; word < 4; word += 1) {
    let value = 0;
    for (let digits = 0; digits < 8; digits += 1) {
      if (place === 8 || place === 13 || place === 18 || place === 23) place += 1;
      const digit = DIGITS[text.charCodeAt(place)] ?? 255;
      if (digit > 15) return false;
      value = (value << 4) | digit;
      place += 1;
    }
    into[word] = value;
  }
  return true;
}
