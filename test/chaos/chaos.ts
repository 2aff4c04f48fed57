import { mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import {
  DAY,
  HOUR,
  type Instant,
  type LocalMonth,
  addMonths,
  formatInstant,
  localMonth,
  monthPeriod,
  plus,
} from "../../src/core/time.ts";
import { systemClock } from "../../src/platform/clock.ts";
import { Database } from "../../src/platform/db.ts";
import { type PostgresServer, openPostgres } from "../../src/platform/postgres/index.ts";
import { ReplyDroppingProxy } from "./proxy.ts";
import { SeededRandom } from "./random.ts";
import { Role, runSaldo } from "./role.ts";
import { verify } from "./verify.ts";
import { type Acknowledged, Workload } from "./workload.ts";
import { CHAOS_BEGINS, putChaosWorld } from "./world.ts";

export interface ChaosOrder {
  readonly kills: number;
  readonly seed: number;
  readonly signal?: AbortSignal;
  note(text: string): void;
}

export interface ChaosReport {
  readonly seed: number;
  readonly kills: number;
  readonly killed: Readonly<Record<Victim, number>>;
  readonly droppedReplies: number;
  readonly repeatedRequests: number;
  readonly acknowledgedEvents: number;
  readonly acknowledgedPayments: number;
  readonly monthsClosed: number;
  readonly documents: number;
  /** Empty when nothing acknowledged was lost or doubled and the books are coherent. */
  readonly problems: readonly string[];
}

type Victim = "api" | "worker" | "postgres" | "close";
const ZONE = "Europe/Moscow";
const TICK_MS = 300;
const DROP_RATE = 0.02;
const LONGEST_MS = 180_000;
/** On a slow machine the first twenty kills come before much is answered: then the killing goes on. */
const FEWEST_EVENTS = 100;
const FEWEST_PAYMENTS = 5;

/**
 * Plays usage, payments and month closes while the API, the worker, the close and PostgreSQL are killed at labelled steps
 * and at random and answers to commits are lost; then holds the books against everything that was acknowledged.
 */
export async function runChaos(order: ChaosOrder): Promise<ChaosReport> {
  const directory = mkdtempSync(join(tmpdir(), "saldo-chaos-"));
  const postgres = await openPostgres({
    dataDirectory: directory,
    supervise: true,
    settings: { shared_buffers: "64MB" },
  });
  const database = new Database({ url: postgres.url, connections: 3, statementTimeoutMs: 0 });
  try {
    return await new Chaos(order, directory, postgres, database).play();
  } finally {
    await database.close();
    await postgres.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

class Chaos {
  readonly #order: ChaosOrder;
  readonly #directory: string;
  readonly #postgres: PostgresServer;
  readonly #database: Database;
  readonly #random: SeededRandom;
  readonly #proxy: ReplyDroppingProxy;
  readonly #killed: Record<Victim, number> = { api: 0, worker: 0, postgres: 0, close: 0 };
  readonly #problems: string[] = [];
  /** Business time runs on beside the machine's, this far from it. */
  #offset = plus(CHAOS_BEGINS, 7 * DAY) - systemClock.now();
  #month: LocalMonth = localMonth("2026-10");
  #closing = false;
  #monthsClosed = 0;
  #acknowledged: Pick<Acknowledged, "events" | "lines"> = { events: 0, lines: 0 };

  constructor(order: ChaosOrder, directory: string, postgres: PostgresServer, database: Database) {
    this.#order = order;
    this.#directory = directory;
    this.#postgres = postgres;
    this.#database = database;
    this.#random = new SeededRandom(order.seed);
    this.#proxy = new ReplyDroppingProxy(postgres.port, new SeededRandom(order.seed + 1), DROP_RATE);
  }

  get #now(): Instant {
    return plus(systemClock.now(), this.#offset);
  }

  get #kills(): number {
    return Object.values(this.#killed).reduce((sum, one) => sum + one, 0);
  }

  /** Enough was killed, and amid it enough brought through to be lost; also when an operator ends the run early. */
  get #over(): boolean {
    const { events, lines } = this.#acknowledged;
    const enough = this.#kills >= this.#order.kills && events > FEWEST_EVENTS && lines > FEWEST_PAYMENTS;
    return enough || (this.#order.signal?.aborted ?? false);
  }

  async play(): Promise<ChaosReport> {
    const world = await putChaosWorld(this.#database);
    await this.#advance(0);
    const databaseUrl = new URL(this.#postgres.url);
    databaseUrl.port = String(await this.#proxy.listen());
    const port = await freePort();
    const environment = {
      DATABASE_URL: databaseUrl.href,
      SALDO_DATA: this.#directory,
      SALDO_DB_CONNECTIONS: "6",
      SALDO_LOG_LEVEL: "fatal",
      PORT: String(port),
    };
    const stop = new AbortController();
    const parts = { base: `http://127.0.0.1:${port}`, world, now: () => this.#now, signal: stop.signal };
    const workload = new Workload({ ...parts, random: new SeededRandom(this.#order.seed + 2) });
    this.#acknowledged = workload.acknowledged;
    const roles = (["api", "worker"] as const).map((name) => ({ name, role: this.#role(name, environment) }));
    try {
      const working = workload.run();
      const ticking = this.#tick();
      await Promise.all([this.#killAround(roles, workload), this.#closeMonths(environment)]);
      await ticking;
      this.#proxy.rate = 0;
      stop.abort();
      await within(working, "the last requests were not answered");
      await this.#settle(environment);
      this.#order.note("at rest");
      const found = await verify(this.#database, workload.acknowledged, this.#now);
      return this.#report(
        workload,
        [...this.#problems, ...workload.acknowledged.problems, ...found.problems],
        found.documents,
      );
    } catch (error) {
      const words = roles.map(({ name, role }) => `${name}: ${role.lastWords.slice(-1500)}`).join("\n");
      throw new Error(`${String((error as Error).message)}\n${words}`, { cause: error });
    } finally {
      stop.abort();
      await Promise.all(roles.map(({ role }) => role.stop()));
      await this.#proxy.close();
    }
  }

  #role(name: "api" | "worker", environment: Readonly<Record<string, string>>): Role {
    return new Role(
      name,
      () => ({ ...environment, ...(this.#random.chance(0.5) ? this.#fault(["commit", "committed"], 6, 40) : {}) }),
      () => this.#count(name),
    );
  }

  #fault(labels: readonly [string, ...string[]], from: number, to: number): Record<string, string> {
    return this.#over ? {} : { SALDO_FAULT: `${this.#random.pick(labels)}:${this.#random.whole(from, to)}` };
  }

  #count(victim: Victim): void {
    this.#killed[victim] += 1;
    this.#order.note(`kill ${this.#kills}: ${victim}`);
    if (this.#over) this.#proxy.rate = 0;
  }

  /** Kills one of the processes, each time after the work went on since the last kill. */
  async #killAround(roles: readonly { name: string; role: Role }[], workload: Workload): Promise<void> {
    while (!this.#over) {
      const before = workload.acknowledged.events;
      const patience = performance.now() + LONGEST_MS;
      while (workload.acknowledged.events === before && performance.now() < patience && !this.#over) await delay(50);
      if (workload.acknowledged.events === before && !this.#over) {
        throw new Error(`nothing goes on any more after ${this.#kills} kills`);
      }
      await delay(this.#random.whole(50, 800));
      if (this.#over) return;
      const victim = this.#random.pick(["api", "worker", "postgres"] as const);
      if (victim !== "postgres") roles.find(({ name }) => name === victim)?.role.kill();
      else this.#killPostgres();
    }
  }

  #killPostgres(): void {
    const processId = this.#postgres.processId();
    if (processId === null) return;
    try {
      process.kill(processId, "SIGKILL");
      this.#count("postgres");
    } catch {
      // It is dead already and not started again yet.
    }
  }

  /** Business time goes forward half a day a tick, less in long runs, and stands while a month is closed. */
  async #tick(): Promise<void> {
    const hours = Math.min(12, 14_400 / (this.#order.kills * 8));
    while (!this.#over) {
      await delay(TICK_MS);
      if (this.#closing) continue;
      await this.#advance(Math.round(hours * HOUR));
    }
  }

  /** Nobody sees a time that the database does not hold: a meter ahead of the platform would be refused. */
  async #advance(milliseconds: number): Promise<void> {
    const offset = this.#offset + milliseconds;
    try {
      await this.#database.query("update sandbox_clock set offset_ms = $1, stands_at = null", [offset]);
      this.#offset = offset;
    } catch {
      // PostgreSQL is being started again: the next tick will do.
    }
  }

  async #closeMonths(environment: Readonly<Record<string, string>>): Promise<void> {
    while (!this.#over) {
      if (this.#now >= plus(monthPeriod(this.#month, ZONE).end, 2 * DAY)) await this.#closeMonth(environment);
      await delay(100);
    }
  }

  /** Closes the present month by the command line, again and again until it is done. */
  async #closeMonth(environment: Readonly<Record<string, string>>): Promise<void> {
    this.#closing = true;
    // Every process looks at the clock twice a second.
    await delay(1_200);
    const patience = performance.now() + LONGEST_MS;
    const labels = [
      "close.charge",
      "close.check",
      "close.lock",
      "close.issue",
      "close.print",
      "close.send",
      "commit",
      "committed",
    ] as const;
    for (;;) {
      const label = this.#random.pick(labels);
      const fault = this.#random.chance(0.7) ? this.#fault([label], 1, label.startsWith("close.") ? 1 : 25) : {};
      const close = runSaldo(["month", "close", "--region", "moscow", "--month", this.#month, "--json"], {
        ...environment,
        ...fault,
      });
      const { code, signal, said } = await close.ended;
      if (signal === "SIGKILL") this.#count("close");
      if (code === 0) break;
      if (performance.now() > patience) throw new Error(`the close of ${this.#month} does not succeed: ${said}`);
    }
    this.#order.note(`${this.#month} is closed`);
    this.#monthsClosed += 1;
    this.#month = addMonths(this.#month, 1);
    this.#closing = false;
  }

  /** After the last kill: everything that waits is done, everything that is due is sent, every month that ended is closed. */
  async #settle(environment: Readonly<Record<string, string>>): Promise<void> {
    if (this.#monthsClosed === 0)
      await this.#advance(Math.max(0, plus(monthPeriod(this.#month, ZONE).end, 2 * DAY) - this.#now));
    await within(this.#untilQuiet(), "work was left waiting");
    while (this.#now >= plus(monthPeriod(this.#month, ZONE).end, 2 * DAY)) await this.#closeMonth(environment);
    await within(this.#untilQuiet(), "letters or webhooks were left waiting");
  }

  async #untilQuiet(): Promise<void> {
    for (;;) {
      const [row] = await this.#database
        .query<{ n: bigint }>(
          `select (select count(*) from usage_batch where rated_at is null) + (select count(*) from project_accrual where due_at <= $1)
                + (select count(*) from wallet where cover_since is not null)
                + (select count(*) from outbox_message where delivered_at is null and failed_at is null) as n`,
          [formatInstant(this.#now)],
        )
        .catch(() => [{ n: -1n }]);
      if (row?.n === 0n) return;
      await delay(200);
    }
  }

  #report(workload: Workload, problems: readonly string[], documents: number): ChaosReport {
    const { events, lines, retries } = workload.acknowledged;
    return {
      seed: this.#order.seed,
      kills: this.#kills,
      killed: this.#killed,
      droppedReplies: this.#proxy.dropped,
      repeatedRequests: retries,
      acknowledgedEvents: events,
      acknowledgedPayments: lines,
      monthsClosed: this.#monthsClosed,
      documents,
      problems,
    };
  }
}

async function within(work: Promise<void>, otherwise: string): Promise<void> {
  const stop = new AbortController();
  const late = delay(LONGEST_MS, "late", { signal: stop.signal }).catch(() => undefined);
  if ((await Promise.race([work, late])) === "late") throw new Error(otherwise);
  stop.abort();
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

export function linesOf(report: ChaosReport): string[] {
  const { killed } = report;
  return [
    `seed ${report.seed}: ${report.kills} kills (api ${killed.api}, worker ${killed.worker}, postgres ${killed.postgres}, close ${killed.close}), ${report.droppedReplies} replies lost, ${report.repeatedRequests} requests repeated`,
    `acknowledged: ${report.acknowledgedEvents} events, ${report.acknowledgedPayments} payments; ${report.monthsClosed} months closed, ${report.documents} documents`,
    ...(report.problems.length === 0
      ? ["nothing lost, nothing doubled, every invariant holds"]
      : report.problems.map((one) => `PROBLEM ${one}`)),
  ];
}
