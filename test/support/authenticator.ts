import { createHmac } from "node:crypto";

import { base32 } from "@better-auth/utils/base32";

/** An authenticator app with the key that the page shows: the code of a moment by machine time (RFC 4226, RFC 6238). */
export function codeAt(key: string, milliseconds: number): string {
  const moment = Buffer.alloc(8);
  moment.writeBigUInt64BE(BigInt(Math.floor(milliseconds / 30_000)));
  const hash = createHmac("sha1", base32.decode(key)).update(moment).digest();
  const from = (hash.at(-1) ?? 0) & 0xf;
  return String((hash.readUInt32BE(from) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}
