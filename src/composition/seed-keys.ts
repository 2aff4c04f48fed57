import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { Config } from "../platform/config.ts";

/** What seals the seeds of second factors: SALDO_SEED_KEY, or a key of this data folder that is made once. */
export async function seedKeysOf({ seedKeys, dataDirectory }: Config): Promise<readonly Buffer[]> {
  if (seedKeys.length > 0) return seedKeys;
  const file = join(dataDirectory, "seed.key");
  await mkdir(dataDirectory, { recursive: true });
  // Whoever comes first makes it; the others read the same.
  await writeFile(file, randomBytes(32), { flag: "wx", mode: 0o600 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
  return [await readFile(file)];
}
