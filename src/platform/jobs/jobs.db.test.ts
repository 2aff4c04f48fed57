import { EventEmitter, once } from "node:events";

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";

import { ownerOf, testDatabase } from "../../../test/support/database.ts";
import { MovableClock } from "../../../test/support/movable-clock.ts";
import { refusal } from "../../core/errors.ts";
import { HOUR, plus } from "../../core/time.ts";
import { createLogger } from "../log.ts";
import { serverTime } from "../server-clock.ts";
import { type AskedContext, type AskedJob, type Job, type JobKind, ask, jobById, parkedJobs } from "./index.ts";
import { JobFinished, JobNotWaiting, cancelJob, retryJob } from "./asked.ts";
import { listJobs } from "./store.ts";
import { type JobRunner, startJobs } from "./runner.ts";

const { database, clock } = await testDatabase({ connections: 10 });

const runners: JobRunner[] = [];
let lines: string[] = [];
beforeEach(() => void (lines = []));
afterEach(async () => {
  await Promise.all(runners.splice(0).map((runner) => runner.stop()));
  await ownerOf(database).query("delete from job");
});

/** A worker of its own with these jobs. */
function start(...jobs: Job[]): JobRunner {
  const log = createLogger("error", { write: (line) => void lines.push(line) });
  const runner = startJobs({ database, clock, log, production: false, jobs });
  runners.push(runner);
  return runner;
}

interface Note {
  readonly n: number;
}
const NOTE: JobKind<Note> = {
  name: "test.note",
  payload: z.strictObject({ n: z.int() }),
  keyOf: ({ n }) => String(n),
};

type Work = (note: Note, context: AskedContext) => Promise<Readonly<Record<string, unknown>>>;
const note = (run: Work, parts: Partial<AskedJob<Note>> = {}): Job => ({
  kind: "asked",
  of: NOTE,
  clock: "machine",
  ...parts,
  run,
});

const asked = (n: number) => database.transaction((tx) => ask(tx, NOTE, { n }, "anna", clock.now()));
const stateOf = async (jobId: bigint) => (await jobById(database, jobId)).state;
const reached = (jobId: bigint, state: string) =>
  vi.waitUntil(async () => (await stateOf(jobId)) === state, { timeout: 10_000, interval: 20 });
const makeDue = (jobId: bigint) =>
  database.query("update job set due_at = '-infinity' where job_id = $1 and finished_at is null", [jobId]);

describe("jobs that were asked for", () => {
  it("a job exists when its business transaction commits, and only then; what it answers is kept", async () => {
    const broken = database.transaction(async (tx) => {
      await ask(tx, NOTE, { n: 1 }, "anna", clock.now());
      throw new Error("no");
    });
    await expect(broken).rejects.toThrow("no");
    const { jobId } = await asked(2);
    start(note(async ({ n }) => ({ seen: n })));
    await reached(jobId, "done");
    expect(await listJobs(database, null, 10)).toMatchObject([
      { jobId, kind: "test.note", result: { seen: 2 }, askedBy: "anna", finishedAt: clock.now() },
    ]);
  });

  it("of open jobs with one kind and key there is one; a finished one does not stand in the way", async () => {
    const [first, second] = [await asked(1), await asked(1)];
    expect(second.jobId).toBe(first.jobId);
    const runner = start(note(async () => ({})));
    await reached(first.jobId, "done");
    await runner.stop();
    expect((await asked(1)).jobId).not.toBe(first.jobId);
  });

  it("several workers, several lanes, batches: every job once", async () => {
    const seen: number[] = [];
    for (let n = 0; n < 40; n += 1) await asked(n);
    const work = () =>
      note(
        async ({ n }) => {
          seen.push(n);
          await database.query("select");
          return {};
        },
        { lanes: 2, batch: 7 },
      );
    start(work());
    start(work());
    await vi.waitUntil(async () => (await database.query("select from job where finished_at is null")).length === 0);
    expect(seen.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, n) => n));
  });

  it("a job that throws is reported and tried again after growing pauses, at last parked; a person retries it", async () => {
    const { jobId } = await asked(1);
    let broken = true;
    const runner = start(
      note(async () => {
        if (broken) throw new Error("the printer is on fire");
        return {};
      }),
    );
    const pauses: number[] = [];
    for (let failures = 1; failures <= 8; failures += 1) {
      await vi.waitUntil(async () => (await jobById(database, jobId)).failures === failures, { timeout: 10_000 });
      const [row] = await database.query<{ due: number }>("select due_at as due from job where job_id = $1", [jobId]);
      pauses.push(Math.round(((row?.due ?? 0) - (await serverTime(database))) / 5_000));
      await makeDue(jobId);
      runner.wake();
    }
    expect(pauses.slice(0, 7)).toEqual([1, 2, 4, 8, 16, 32, 64]);
    expect(await jobById(database, jobId)).toMatchObject({ state: "parked", lastError: "the printer is on fire" });
    expect(lines).toHaveLength(8);
    expect(await parkedJobs(database)).toMatchObject([{ kind: "test.note", count: 1n }]);
    broken = false;
    await database.transaction((tx) => retryJob(tx, jobId, "olga", clock.now()));
    runner.wake();
    await reached(jobId, "done");
    expect(await jobById(database, jobId)).toMatchObject({ decidedBy: "olga", failures: 0 });
    await expect(database.transaction((tx) => retryJob(tx, jobId, "olga", clock.now()))).rejects.toThrow(
      JobNotWaiting({ values: { id: `${jobId}` } }).message,
    );
  });

  it("a refusal is a person's to decide: parked at once, and tried again when it is asked for again", async () => {
    const Closed = refusal("closed", 409, "Закрыто", "Closed");
    const { jobId } = await asked(1);
    let refuse = true;
    const runner = start(
      note(async () => {
        if (refuse) throw Closed();
        return {};
      }),
    );
    await reached(jobId, "parked");
    expect(await jobById(database, jobId)).toMatchObject({ lastError: "closed: Closed", failures: 1 });
    refuse = false;
    expect((await asked(1)).jobId).toBe(jobId);
    runner.wake();
    await reached(jobId, "done");
  });

  it("shows how far it is, and is cancelled at its next safe place; what waits is cancelled at once", async () => {
    const { jobId } = await asked(1);
    start(
      note(async (_note, { progress }) => {
        for (let done = 1; ; done += 1) {
          progress("print", done, 1_000_000);
          await database.query("select pg_sleep(0.01)");
        }
      }),
    );
    await vi.waitUntil(async () => (await jobById(database, jobId)).done > 0n, { timeout: 10_000 });
    expect(await jobById(database, jobId)).toMatchObject({ state: "running", step: "print", total: 1_000_000n });
    const cancel = (id: bigint) => database.transaction((tx) => cancelJob(tx, id, "olga", clock.now()));
    expect(await cancel(jobId)).toMatchObject({ state: "running", cancelAsked: true });
    await reached(jobId, "cancelled");
    const other = await database.transaction((tx) =>
      ask(tx, { ...NOTE, name: "test.nobody" }, { n: 1 }, "anna", clock.now()),
    );
    expect(await cancel(other.jobId)).toMatchObject({ state: "cancelled", decidedBy: "olga" });
    await expect(cancel(other.jobId)).rejects.toThrow(JobFinished({ values: { id: `${other.jobId}` } }).message);
  });

  it("a worker that is told to stop leaves off at a safe place; another goes on at once, and no failure is counted", async () => {
    const { jobId } = await asked(1);
    const begun = Promise.withResolvers<void>();
    const first = start(
      note(async (_note, { progress }) => {
        for (;;) {
          progress("print", 3);
          begun.resolve();
          await database.query("select pg_sleep(0.01)");
        }
      }),
    );
    await begun.promise;
    await first.stop();
    expect(await jobById(database, jobId)).toMatchObject({ state: "waiting", step: "print", done: 3n, failures: 0 });
    start(note(async () => ({})));
    await reached(jobId, "done");
  });

  it("reliability 2: the job of a killed worker is taken by another, that of a living one is not; who lost it writes nothing", async () => {
    const { jobId } = await asked(1);
    const first = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const left = Promise.withResolvers<unknown>();
    start(
      note(async (_note, { progress }) => {
        first.resolve();
        await release.promise;
        try {
          progress("late", 1);
        } catch (error) {
          left.resolve(error);
          throw error;
        }
        return { by: "first" };
      }),
    );
    await first.promise;
    let runs = 0;
    const second = start(
      note(async () => {
        runs += 1;
        return { by: "second" };
      }),
    );
    second.wake();
    await database.query("select pg_sleep(0.3)");
    expect([runs, await stateOf(jobId)]).toEqual([0, "running"]);
    // As if it had not been renewed for long: that is all that can be seen of a dead worker.
    await makeDue(jobId);
    second.wake();
    await reached(jobId, "done");
    expect(await jobById(database, jobId)).toMatchObject({ failures: 1, lastError: "its worker died" });
    await database.query("select pg_sleep(2.5)");
    release.resolve();
    expect(await left.promise).toBe("another worker has taken it");
    await Promise.all(runners.splice(0).map((runner) => runner.stop()));
    expect(await jobById(database, jobId)).toMatchObject({ state: "done", result: { by: "second" } });
  });

  it("a job that kills its workers again and again is parked", async () => {
    const { jobId } = await asked(1);
    await database.query("update job set state = 'running', failures = 7, due_at = '-infinity' where job_id = $1", [
      jobId,
    ]);
    start(note(async () => ({})));
    await reached(jobId, "parked");
  });

  it("reliability 15: in production a job by business time waits while the two clocks differ, housekeeping does not", async () => {
    const { jobId } = await asked(1);
    const OTHER = { ...NOTE, name: "test.machine" };
    const other = await database.transaction((tx) => ask(tx, OTHER, { n: 1 }, "anna", clock.now()));
    const log = createLogger("error", { write: (line) => void lines.push(line) });
    const wrong = new MovableClock(plus(await serverTime(database), HOUR));
    const work = async () => ({});
    const jobs = [note(work, { clock: "business" }), note(work, { of: OTHER })];
    const runner = startJobs({ database, clock: wrong, log, production: true, jobs });
    runners.push(runner);
    await reached(other.jobId, "done");
    await vi.waitUntil(() =>
      lines.some((line) => line.includes("the clocks of this machine and of the database differ")),
    );
    expect(await stateOf(jobId)).toBe("waiting");
    wrong.moveTo(await serverTime(database));
    runner.wake();
    await reached(jobId, "done");
  });

  it("two jobs of one name are a mistake", () => {
    expect(() =>
      start(
        note(async () => ({})),
        note(async () => ({})),
      ),
    ).toThrow("the same name");
  });
});

describe("recurring jobs", () => {
  const recurring = (name: string, everyMs: number, run: (stop: AbortSignal) => Promise<unknown>): Job => ({
    kind: "recurring",
    name,
    clock: "machine",
    everyMs,
    workers: "one",
    run: async ({ stop }) => (await run(stop)) === true,
  });

  it("run at the start, again at once while there is more, and whenever woken", async () => {
    const events = new EventEmitter();
    let runs = 0;
    const third = new Promise<void>((resolve) => events.on("run", () => runs === 3 && resolve()));
    const runner = start(
      recurring("test.accrue", 3_600_000, async () => {
        runs += 1;
        events.emit("run");
        return runs < 3;
      }),
    );
    await third;
    for (let woken = 0; woken < 2; woken += 1) {
      const again = once(events, "run");
      runner.wake();
      await again;
    }
    await runner.stop();
    expect(runs).toBe(5);
  });

  it("one worker at a time runs a job; when it is gone another one does", async () => {
    const first = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const runs: string[] = [];
    const of = (who: string, hold: Promise<void>, onRun: () => void) =>
      start(recurring("test.delete", 5, async () => (runs.push(who), onRun(), await hold)));
    const a = of("a", release.promise, first.resolve);
    await first.promise;
    const tookOver = Promise.withResolvers<void>();
    of("b", Promise.resolve(), tookOver.resolve);
    const other = Promise.withResolvers<void>();
    start(recurring("test.other", 5, async () => other.resolve()));
    await other.promise;
    expect(runs).toEqual(["a"]);
    const stopped = a.stop();
    release.resolve();
    await Promise.all([stopped, tookOver.promise]);
  });

  it("a failure is reported and does not end the loop, nor does a lost lock connection", async () => {
    const twice = Promise.withResolvers<void>();
    let runs = 0;
    start(
      recurring("test.expire", 5, async () => {
        runs += 1;
        if (runs === 1) throw new Error("once");
        if (runs === 2)
          await database.query(
            "select pg_terminate_backend(l.pid) from pg_locks l join pg_database d on d.oid = l.database and d.datname = current_database() where l.locktype = 'advisory' and l.pid <> pg_backend_pid()",
          );
        if (runs === 3) twice.resolve();
      }),
    );
    await twice.promise;
    expect(lines[0]).toContain("once");
    expect(lines[0]).toContain("test.expire");
  });
});
