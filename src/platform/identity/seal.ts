import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from "node:crypto";

import { refusal } from "../../core/errors.ts";

export const SeedUnreadable = refusal(
  "seed_unreadable",
  503,
  "Второй фактор сейчас не проверить: у сервера другой ключ (SALDO_SEED_KEY). Обратитесь в поддержку",
  "The second factor cannot be checked: the server has another key (SALDO_SEED_KEY). Please turn to support",
);

const CIPHER = "aes-256-gcm";
const [MARK, NONCE, TAG] = [4, 12, 16];

/**
 * Keeps seeds where who reads the database cannot use them: sealed by a key that is not in it. The first of the keys seals,
 * any of them opens. Without a key nothing is sealed or opened.
 */
export class SeedSafe {
  readonly #keys: readonly Buffer[];

  constructor(keys: readonly Buffer[]) {
    if (keys.some((key) => key.length !== 32)) throw new Error("a seed key has 32 bytes");
    this.#keys = keys;
  }

  /** `of` says whose it is: sealed for one, it opens for nobody else. */
  seal(text: string, of: string): Buffer {
    const key = this.#keys[0];
    if (!key) throw SeedUnreadable();
    const nonce = randomBytes(NONCE);
    const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(of));
    const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
    return Buffer.concat([markOf(key), nonce, cipher.getAuthTag(), sealed]);
  }

  /** Refuses SeedUnreadable when none of the keys is the one, or it was sealed for another. */
  open(sealed: Buffer, of: string): string {
    const key = this.#keys.find((one) => markOf(one).equals(sealed.subarray(0, MARK)));
    if (!key) throw SeedUnreadable();
    const tagAt = MARK + NONCE;
    const decipher = createDecipheriv(CIPHER, key, sealed.subarray(MARK, tagAt)).setAAD(Buffer.from(of));
    decipher.setAuthTag(sealed.subarray(tagAt, tagAt + TAG));
    try {
      return decipher.update(sealed.subarray(tagAt + TAG), undefined, "utf8") + decipher.final("utf8");
    } catch {
      throw SeedUnreadable();
    }
  }

  /** By what a short text is found again without being kept: by each key, the first is that of today. */
  marksOf(text: string): readonly [Buffer, ...Buffer[]] {
    const [today, ...others] = this.#keys.map((key) => createHmac("sha256", key).update(text).digest());
    if (!today) throw SeedUnreadable();
    return [today, ...others];
  }
}

/** Which key it was, and nothing of the key. */
function markOf(key: Buffer): Buffer {
  return createHash("sha256").update("seed key").update(key).digest().subarray(0, MARK);
}
