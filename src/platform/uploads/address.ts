import { createHmac, timingSafeEqual } from "node:crypto";

import { type Instant, MINUTE, instant, plus } from "../../core/time.ts";

const VALID_FOR = 5 * MINUTE;

/** The address of a file that whoever holds it may fetch for five minutes, signed; `now` is machine time. */
export function fileAddress(secret: string, fileId: bigint, now: Instant): { path: string; expiresAt: Instant } {
  const expiresAt = plus(now, VALID_FOR);
  const said = `${fileId}.${expiresAt}`;
  return { path: `/files/${said}.${signatureOf(secret, said).toString("base64url")}`, expiresAt };
}

/** The file of an address; null when it was not signed by us or is too old. */
export function fileOfAddress(secret: string, address: string, now: Instant): bigint | null {
  const match = /^((\d{1,18})\.(\d{1,15}))\.([\w-]{43})$/.exec(address);
  if (!match) return null;
  const [, said = "", fileId = "0", expiresAt = "0", signature = ""] = match;
  const right = timingSafeEqual(Buffer.from(signature, "base64url"), signatureOf(secret, said));
  return right && now < instant(Number(expiresAt)) ? BigInt(fileId) : null;
}

/** Bound to this use: the secret also signs other things. */
function signatureOf(secret: string, said: string): Buffer {
  return createHmac("sha256", secret).update(`file address ${said}`).digest();
}
