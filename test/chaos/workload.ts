import { setTimeout as delay } from "node:timers/promises";

import { formatPid } from "../../src/core/ids.ts";
import { formatDecimal, decimal, add, ZERO } from "../../src/core/decimal.ts";
import { HOUR, type Instant, dateOf, formatInstant, instant, plus } from "../../src/core/time.ts";
import { type OneCDocument, oneCText } from "../support/bank-files.ts";
import type { SeededRandom } from "./random.ts";
import { CHAOS_BEGINS, type ChaosWorld, PROJECTS } from "./world.ts";

export interface WorkloadParts {
  readonly base: string;
  readonly world: ChaosWorld;
  readonly random: SeededRandom;
  readonly now: () => Instant;
  readonly signal: AbortSignal;
}

/** What the program answered for: all of it must be in the books afterwards, once. */
export interface Acknowledged {
  events: number;
  eventIds: Set<string>;
  /** Quantities by project and SKU. */
  readonly quantities: Map<string, ReturnType<typeof decimal>>;
  lines: number;
  /** Minor units by project. */
  readonly paid: Map<bigint, bigint>;
  retries: number;
  readonly problems: string[];
}

const SOURCE = "chaos-meter";
export const TRAFFIC = "network.traffic.out";
const CPU = "compute.vcpu.standard";
const PATIENCE_MS = 8_000;

export class Workload {
  readonly acknowledged: Acknowledged = {
    events: 0,
    eventIds: new Set(),
    quantities: new Map(),
    lines: 0,
    paid: new Map(),
    retries: 0,
    problems: [],
  };
  readonly #parts: WorkloadParts;
  #nextEvent = 0;
  #nextLine = 0;
  #lastLines: readonly OneCDocument[] = [];

  constructor(parts: WorkloadParts) {
    this.#parts = parts;
  }

  /** Meters and the bank at work until the signal; what is in hand then is still brought through. */
  async run(): Promise<void> {
    const { signal } = this.#parts;
    const repeat = async (work: () => Promise<void>, pauseMs: number) => {
      while (!signal.aborted) {
        await work();
        await delay(pauseMs);
      }
    };
    await Promise.all([
      repeat(() => this.#sendEvents(), 150),
      repeat(() => this.#sendEvents(), 200),
      repeat(() => this.#sendStatement(), 400),
    ]);
  }

  async #sendEvents(): Promise<void> {
    const { random, world } = this.#parts;
    const events = Array.from({ length: random.whole(1, 12) }, () => this.#event());
    const body = JSON.stringify(events);
    const headers = {
      authorization: `Bearer ${world.usageToken}`,
      "content-type": "application/cloudevents-batch+json",
    };
    const answer = await this.#insist("/v1/usage", headers, body);
    const { accepted, duplicates } = answer as { accepted: number; duplicates: number };
    if (accepted + duplicates !== events.length)
      this.#problem(`a batch of ${events.length}: ${JSON.stringify(answer).slice(0, 400)}`);
    for (const { id, data } of events) {
      const key = `${data.project} ${data.sku}`;
      const { quantities, eventIds } = this.acknowledged;
      eventIds.add(id);
      quantities.set(key, add(quantities.get(key) ?? ZERO, decimal(data.quantity)));
    }
    this.acknowledged.events += events.length;
  }

  #event() {
    const { random, now } = this.#parts;
    const gauge = random.chance(0.1);
    const late = random.chance(0.05) ? random.whole(4, 25) * 24 : 0;
    const time = plus(now(), -(120 + late + random.whole(0, 48)) * HOUR + random.whole(0, 3_599_999));
    this.#nextEvent += 1;
    return {
      specversion: "1.0",
      type: `saldo.usage.${gauge ? "vcpu" : "traffic"}`,
      source: SOURCE,
      id: `e${this.#nextEvent}`,
      time: formatInstant(instant(Math.max(time, CHAOS_BEGINS))),
      data: {
        project: formatPid(random.pick(PROJECTS)),
        resource: `r${random.whole(1, 4)}`,
        sku: gauge ? CPU : TRAFFIC,
        quantity: gauge
          ? String(random.whole(0, 8))
          : `${random.whole(0, 20)}.${String(random.whole(0, 999)).padStart(3, "0")}`,
        unit: gauge ? "vCPU" : "GB",
      },
    };
  }

  async #sendStatement(): Promise<void> {
    const { random, world, now } = this.#parts;
    const [year, month, day] = dateOf(now(), "Europe/Moscow").split("-");
    const date = `${day}.${month}.${year}`;
    const fresh = Array.from({ length: random.whole(1, 3) }, () => {
      const projectId = random.pick(PROJECTS);
      const minor = BigInt(random.whole(10_000, 300_000));
      this.#nextLine += 1;
      const document: OneCDocument = {
        number: String(this.#nextLine),
        date,
        creditedOn: date,
        amount: `${minor / 100n}.${String(minor % 100n).padStart(2, "0")}`,
        recipient: world.bankAccount,
        purpose: `Оплата по ${formatPid(projectId)}`,
      };
      return { projectId, minor, document };
    });
    const repeated = random.chance(0.4) ? this.#lastLines : [];
    const documents = fresh.map((one) => one.document);
    const text = oneCText([...repeated, ...documents], [{ account: world.bankAccount }]);
    const headers = { authorization: `Bearer ${world.staffToken}`, "content-type": "text/plain" };
    const answer = await this.#insist("/v1/office/bank-statements", headers, text);
    const { lines, credited, duplicates } = answer as { lines: number; credited: number; duplicates: number };
    if (credited + duplicates !== lines) this.#problem(`a statement: ${JSON.stringify(answer).slice(0, 400)}`);
    for (const { projectId, minor } of fresh) {
      this.acknowledged.paid.set(projectId, (this.acknowledged.paid.get(projectId) ?? 0n) + minor);
    }
    this.acknowledged.lines += fresh.length;
    this.#lastLines = documents;
  }

  /** Sends the same request until it is answered: a lost answer and a refusal for the moment are reasons to repeat. */
  async #insist(path: string, headers: Record<string, string>, body: string): Promise<unknown> {
    for (;;) {
      try {
        const answer = await fetch(this.#parts.base + path, {
          method: "POST",
          headers,
          body,
          signal: AbortSignal.timeout(PATIENCE_MS),
        });
        const text = await answer.text();
        if (answer.ok) return JSON.parse(text);
        if (answer.status !== 503 && answer.status !== 429)
          this.#problem(`${path} answered ${answer.status}: ${text.slice(0, 300)}`);
      } catch {
        // No answer at all: the process or the connection is gone.
      }
      this.acknowledged.retries += 1;
      await delay(100);
    }
  }

  #problem(text: string): void {
    if (this.acknowledged.problems.length < 20) this.acknowledged.problems.push(text);
  }
}

/** Exact sums as text, for comparison with the books. */
export function quantityTexts(acknowledged: Acknowledged): Record<string, string> {
  return Object.fromEntries(
    [...acknowledged.quantities].map(([key, sum]) => [key, formatDecimal(sum)] as const).sort(byKey),
  );
}

function byKey([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return a < b ? -1 : 1;
}
