import { DAY, plus } from "../../core/time.ts";
import type { Clock } from "../clock.ts";
import type { Database } from "../db.ts";
import type { RecurringJob } from "../jobs/index.ts";
import type { Logger } from "../log.ts";
import { type Loop, startLoop } from "../loop.ts";
import { type Folded, MANY, MinuteFold } from "../minute-fold.ts";
import { type CountedFact, type SecurityFact, type SecurityRecorder, insertFacts } from "../security-fact.ts";
import { deleteFacts } from "./store.ts";

const FLUSH_MS = 1_000;
/** So much waits to be written when the database is away; what comes then is only logged. */
const MOST_WAITING = 5_000;
const REMOVED_AT_ONCE = 5_000;
const KEPT_DAYS = 400;

const QUIET = new Set(["signed_in", "staff_act", "cli_act", "password_changed"]);

/**
 * Records what happens at the doors: a line of the log and a row of security_event, written in batches behind the requests.
 * The same thing again within a minute is counted, not repeated, and what one sender can make it write is bounded: whoever
 * attacks cannot fill the disk by it. Written by machine time.
 */
export class SecurityLog implements SecurityRecorder {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #loop: Loop;
  readonly #fold = new MinuteFold<SecurityFact>((fact) => ({ ...fact, subject: MANY }));
  #waiting: CountedFact[] = [];
  #writing: Promise<void> = Promise.resolve();

  constructor(database: Database, clock: Clock, log: Logger) {
    this.#database = database;
    this.#clock = clock;
    this.#log = log;
    this.#loop = startLoop({
      pauseMs: FLUSH_MS,
      keepsProcess: false,
      turn: async () => {
        await this.flush();
        return false;
      },
      onError: (error) => log.warn({ error }, "security events are not written yet"),
    });
  }

  record(given: SecurityFact): void {
    const now = this.#clock.now();
    this.#keepCounted(this.#fold.ended(now));
    const fact = { ...given, address: given.address.slice(0, 64), subject: given.subject.slice(0, 300) };
    const sender = `${fact.actor} ${fact.address}`;
    const { kind, subject: what } = fact;
    if (this.#fold.take(now, fact, { sender, kind, what })) this.#keep({ ...fact, at: now, times: 1 });
  }

  /** Writes what waits. The database may be away: then it waits on, and the log has it. */
  async flush(): Promise<void> {
    this.#keepCounted(this.#fold.ended(this.#clock.now()));
    const facts = this.#waiting;
    if (facts.length === 0) return this.#writing;
    this.#waiting = [];
    this.#writing = this.#writing.then(async () => {
      try {
        await insertFacts(this.#database, facts);
      } catch (error) {
        this.#log.warn({ error, facts: facts.length }, "security events are not written yet");
        this.#waiting = [...facts, ...this.#waiting].slice(0, MOST_WAITING);
      }
    });
    return this.#writing;
  }

  /** Writes all that was counted, and records nothing more. */
  async close(): Promise<void> {
    await this.#loop.stop();
    this.#keepCounted(this.#fold.end());
    await this.flush();
  }

  /** What came again is told once, with its count. */
  #keepCounted(ended: readonly Folded<SecurityFact>[]): void {
    for (const { fact, at, times } of ended) this.#keep({ ...fact, at, times });
  }

  #keep(fact: CountedFact): void {
    const { kind, actor, subject, times } = fact;
    const line = { kind, actor, from: fact.address, subject, times };
    if (QUIET.has(kind)) this.#log.info(line, "security");
    else this.#log.warn(line, "security");
    if (this.#waiting.length < MOST_WAITING) this.#waiting.push(fact);
  }
}

/** Removes what is older than KEPT_DAYS, by machine time. */
export function securityRetention(clock: Clock): RecurringJob {
  return {
    kind: "recurring",
    name: "security.retention",
    clock: "machine",
    everyMs: DAY / 4,
    workers: "one",
    run: async ({ database }) =>
      (await deleteFacts(database, plus(clock.now(), -KEPT_DAYS * DAY), REMOVED_AT_ONCE)) === REMOVED_AT_ONCE,
  };
}
