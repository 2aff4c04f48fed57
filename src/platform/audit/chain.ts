import { refusal } from "../../core/errors.ts";
import { DAY, HOUR, type Instant, plus } from "../../core/time.ts";
import type { Clock } from "../clock.ts";
import type { Database, Tx } from "../db.ts";
import type { RecurringJob } from "../jobs/index.ts";
import type { Logger } from "../log.ts";
import * as store from "./chain-store.ts";

export type { Head, KnownHead } from "./chain-store.ts";
export { selectHeads as chainHeads, selectWaiting as unchainedActs } from "./chain-store.ts";

const CHAIN_EVERY_MS = 1_000;
const LOOK_EVERY_MS = 60_000;
const LARGEST_BATCH = 1_000;
/** A little less than a day, so that the letter does not wander through it. */
const LETTER_EVERY_MS = DAY - HOUR;

export const HeadNotUnderstood = refusal(
  "head_not_understood",
  422,
  "Голова цепочки пишется как регион:номер:хеш, как в письме и в журнале",
  "A chain's head is written as region:number:hash, as in the letter and in the log",
);

export interface ChainPorts {
  /** Machine time: a chain does not follow a moved clock. */
  readonly clock: Clock;
  readonly log: Logger;
  /** Leaves the day's letter with the heads in the outbox; null where no address is set. */
  readonly writeHeads: ((tx: Tx, heads: readonly store.Head[], at: Instant) => Promise<void>) | null;
}

/** Chains acts some seconds after they were recorded, and tells the chains' heads outside the database (AUD-01, reliability 62). */
export function auditJobs({ clock, log, writeHeads }: ChainPorts): RecurringJob[] {
  return [
    {
      kind: "recurring",
      name: "audit.chain",
      clock: "machine",
      everyMs: CHAIN_EVERY_MS,
      workers: "one",
      run: async ({ database }) => (await chainActs(database, clock.now())) === LARGEST_BATCH,
    },
    {
      kind: "recurring",
      name: "audit.anchor",
      clock: "machine",
      everyMs: LOOK_EVERY_MS,
      workers: "one",
      run: async ({ database }) => {
        await anchorHeads(database, { clock, log, writeHeads });
        return false;
      },
    },
  ];
}

/** Chains what waits, LARGEST_BATCH acts at most; answers how many. Two at once: one fails and is repeated. */
export function chainActs(database: Database, at: Instant): Promise<number> {
  return database.transaction((tx) => store.chainOldest(tx, at, LARGEST_BATCH));
}

/** Once an hour a line of the log for each chain that has grown, once a day a letter. What was told is kept beside the chain. */
export async function anchorHeads(database: Database, { clock, log, writeHeads }: ChainPorts): Promise<void> {
  const at = clock.now();
  const logged = await database.transaction((tx) => store.tellHeads(tx, "log", at, plus(at, -HOUR)));
  for (const head of logged) log.info({ head: headText(head), acts: head.acts }, "audit chain");
  if (writeHeads === null) return;
  await database.transaction(async (tx) => {
    const heads = await store.tellHeads(tx, "letter", at, plus(at, -LETTER_EVERY_MS));
    if (heads.length > 0) await writeHeads(tx, heads, at);
  });
}

/** A head as log and letter tell it, and as verifyHeads takes it: `moscow:12:9f86…`. */
export function headText({ chain, batchNo, sha256 }: store.Head): string {
  return `${chain}:${batchNo}:${sha256.toString("hex")}`;
}

/** Reads heads separated by commas or white space. Refuses HeadNotUnderstood. */
export function parseHeads(text: string): store.KnownHead[] {
  return text
    .split(/[\s,]+/)
    .filter((one) => one !== "")
    .map((one) => {
      const match = /^([\w.-]{1,100}):([1-9]\d{0,17}):([0-9a-f]{64})$/.exec(one);
      if (!match?.[1] || !match[2] || !match[3]) throw HeadNotUnderstood({ field: "head" });
      return { chain: match[1], batchNo: BigInt(match[2]), sha256: match[3] };
    });
}

/** Heads told outside that the chains do not have: acts were removed or written anew (reliability 62). */
export function missingHeads(reader: Pick<Tx, "query">, heads: readonly store.KnownHead[]): Promise<store.KnownHead[]> {
  return store.selectMissing(reader, heads);
}
