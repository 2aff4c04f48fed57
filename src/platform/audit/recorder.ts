import type { Subject } from "../../core/subject.ts";
import type { Instant } from "../../core/time.ts";
import type { Act, RefusedAct } from "../act.ts";
import type { Tx } from "../db.ts";
import { isRecorded, recordAct } from "../record-act.ts";
import { RefusedActs, type RefusedParts } from "./refused.ts";

/** Where the routes' acts go: the HTTP platform has one. */
export class Audit {
  readonly #refused: RefusedActs;

  constructor(parts: RefusedParts) {
    this.#refused = new RefusedActs(parts);
  }

  /** The row of an act of which the work itself told nothing. */
  async done(
    tx: Tx,
    act: Act,
    at: Instant,
    facts: { readonly subjects: readonly Subject[]; readonly thing: string },
  ): Promise<void> {
    if (!isRecorded(tx, act)) await recordAct(tx, act, at, facts);
  }

  refused(refused: RefusedAct): Promise<void> {
    return this.#refused.record(refused);
  }

  close(): Promise<void> {
    return this.#refused.close();
  }
}
