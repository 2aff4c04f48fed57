import { formatInstant } from "../../core/time.ts";
import type { RefusedAct } from "../act.ts";
import type { Clock } from "../clock.ts";
import type { Database } from "../db.ts";
import type { Logger } from "../log.ts";
import { type Loop, startLoop } from "../loop.ts";
import { type Folded, MANY, MinuteFold } from "../minute-fold.ts";
import { insertActs } from "../record-act.ts";

const LOOK_EVERY_MS = 5_000;

export interface RefusedParts {
  readonly database: Database;
  /** Machine time: by it refusals of one minute are told apart. */
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * Records refusals of acts (AUD-01), each before it is answered. One sender cannot fill the disk: the same again within a
 * minute, and what is beyond twenty different things, is one row with its count, written when the minute has ended.
 */
export class RefusedActs {
  readonly #parts: RefusedParts;
  readonly #fold = new MinuteFold<RefusedAct>((refused) => ({ ...refused, subjects: [], thing: MANY }));
  readonly #loop: Loop;
  #counted: Folded<RefusedAct>[] = [];

  constructor(parts: RefusedParts) {
    this.#parts = parts;
    this.#loop = startLoop({
      pauseMs: LOOK_EVERY_MS,
      keepsProcess: false,
      turn: async () => {
        await this.#writeCounted(this.#fold.ended(this.#parts.clock.now()));
        return false;
      },
      onError: (error) => this.#tell(error),
    });
  }

  /** Never throws: what cannot be written stands in the log, and the caller is refused all the same. */
  async record(refused: RefusedAct): Promise<void> {
    const { actor, act, refusal, thing } = refused;
    const key = { sender: `${actor.key} ${actor.address ?? ""}`, kind: `${act.code} ${refusal}`, what: thing };
    if (!this.#fold.take(this.#parts.clock.now(), refused, key)) return;
    await this.#write({ fact: refused, at: refused.at, times: 1 }).catch((error: unknown) => this.#tell(error));
  }

  /** Writes what was counted, and records nothing more. */
  async close(): Promise<void> {
    await this.#loop.stop();
    await this.#writeCounted(this.#fold.end()).catch((error: unknown) => this.#tell(error));
  }

  /** What the database did not take is kept for the next turn. */
  async #writeCounted(ended: readonly Folded<RefusedAct>[]): Promise<void> {
    this.#counted.push(...ended);
    for (let next = this.#counted[0]; next; next = this.#counted[0]) {
      await this.#write({ ...next, at: next.fact.at });
      this.#counted.shift();
    }
  }

  #write({ fact, at, times }: Folded<RefusedAct>): Promise<void> {
    const { act, actor, refusal, subjects, thing } = fact;
    return insertActs(this.#parts.database, { act, actor, at, refusal, times }, [{ subjects, thing }]);
  }

  #tell(error: unknown): void {
    const at = formatInstant(this.#parts.clock.now());
    this.#parts.log.error({ error, at }, "a refused act is not recorded");
  }
}
