import { randomUUID } from "node:crypto";
import { hostname } from "node:os";

import { DAY, type Instant, formatInstant, plus } from "../core/time.ts";
import type { Clock } from "./clock.ts";
import { type Database, type Tx } from "./db.ts";
import type { LateJob, RecurringJob } from "./jobs/index.ts";

const EVERY_MS = 5_000;
/** A worker that has not beaten for so long stands still. */
export const LONGEST_SILENCE_MS = 60_000;

/** A worker tells the database, and whoever asks it, that its jobs go round (reliability 69). By machine time. */
export class Heartbeat {
  readonly #worker = `${hostname().slice(0, 100)}:${process.pid}:${randomUUID().slice(0, 8)}`;
  readonly #clock: Clock;
  readonly #late: () => LateJob | null;
  #last = performance.now();

  /** `late`: which of the worker's jobs is late; asked for at each beat. */
  constructor(clock: Clock, late: () => LateJob | null = () => null) {
    this.#clock = clock;
    this.#late = late;
  }

  /** False when no job has gone round for a minute: the database is away, or something holds the thread. */
  get isAlive(): boolean {
    return performance.now() - this.#last < LONGEST_SILENCE_MS;
  }

  job(): RecurringJob {
    return {
      kind: "recurring",
      name: "platform.heartbeat",
      clock: "machine",
      everyMs: EVERY_MS,
      workers: "many",
      run: async ({ database }) => {
        const now = this.#clock.now();
        const late = this.#late();
        await database.transaction(async (tx) => {
          await tx.execute(
            `insert into worker_heartbeat (worker, beaten_at, late_job, late_ms) values ($1, $2, $3, $4)
             on conflict (worker) do update
                set beaten_at = excluded.beaten_at, late_job = excluded.late_job, late_ms = excluded.late_ms`,
            [this.#worker, formatInstant(now), late?.job ?? null, Math.round(late?.lateMs ?? 0)],
            "heartbeat",
          );
          await tx.execute("delete from worker_heartbeat where beaten_at < $1", [formatInstant(plus(now, -DAY))]);
        });
        this.#last = performance.now();
        return false;
      },
    };
  }
}

/** Workers that told so within a day, the last heard of first, at most `limit`. */
export function heartbeats(tx: Pick<Tx, "query">, limit: number): Promise<{ worker: string; beatenAt: Instant }[]> {
  return tx.query(`select worker, beaten_at as "beatenAt" from worker_heartbeat order by beaten_at desc limit $1`, [
    limit,
  ]);
}

/** When a worker last told that it goes round; null when none ever did. */
export async function lastHeartbeat(reader: Pick<Database | Tx, "query">): Promise<Instant | null> {
  const rows = await reader.query<{ last: Instant | null }>("select max(beaten_at) as last from worker_heartbeat");
  return rows[0]?.last ?? null;
}

/** Of the workers heard of since an instant the job that is the latest; null when all come round. */
export async function latestJob(reader: Pick<Database | Tx, "query">, heardSince: Instant): Promise<LateJob | null> {
  const rows = await reader.query<{ job: string; lateMs: bigint }>(
    `select late_job as job, late_ms as "lateMs" from worker_heartbeat
      where beaten_at >= $1 and late_job is not null order by late_ms desc, worker limit 1`,
    [formatInstant(heardSince)],
  );
  const [row] = rows;
  return row ? { job: row.job, lateMs: Number(row.lateMs) } : null;
}
