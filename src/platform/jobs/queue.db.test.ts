import { EventEmitter, once } from "node:events";

import { afterEach, describe, expect, it } from "vitest";

import { testDatabase } from "../../../test/support/database.ts";
import { startTicks } from "./ticks.ts";
import {
  type JobHandler,
  type JobWorker,
  addJob,
  addJobs,
  defineJobs,
  failedJobs,
  migrateJobs,
  startJobs,
} from "./queue.ts";

const { database, url } = await testDatabase({ connections: 10 });
await Promise.all([migrateJobs(url), migrateJobs(url)]);

const workers: JobWorker[] = [];
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()));
});

/** A worker and the payload of the first job it finished; `work` decides what a job does. */
async function worker(work: JobHandler = async () => undefined, errors: unknown[] = []) {
  const { promise: done, resolve } = Promise.withResolvers<unknown>();
  const jobs = defineJobs({
    "test.note": async (payload, context) => {
      await work(payload, context);
      resolve(payload);
    },
  });
  const started = await startJobs({ database, url, jobs, onError: (error) => errors.push(error), pollMs: 100 });
  workers.push(started);
  return { done, worker: started };
}

const waiting = async () => (await database.query("select id from graphile_worker.jobs")).length;

describe("jobs", () => {
  it("a job exists when its business transaction commits, and only then", async () => {
    const broken = database.transaction(async (tx) => {
      await addJob(tx, "test.note", { n: 1 });
      throw new Error("no");
    });
    await expect(broken).rejects.toThrow("no");
    expect(await waiting()).toBe(0);
    await database.transaction((tx) => addJob(tx, "test.note", { n: 2 }));
    const { done } = await worker();
    expect(await done).toEqual({ n: 2 });
  });

  it("of waiting jobs with one key only the last is kept", async () => {
    await database.transaction(async (tx) => {
      await addJob(tx, "test.note", { n: 1 }, { key: "region moscow" });
      await addJob(tx, "test.note", { n: 2 }, { key: "region moscow" });
    });
    expect(await waiting()).toBe(1);
    const { done } = await worker();
    expect(await done).toEqual({ n: 2 });
  });

  it("jobs of a queue run one after another, also with several workers; every job once", async () => {
    let running = 0;
    const seen: number[] = [];
    const all = Promise.withResolvers<void>();
    const work: JobHandler = async (payload) => {
      running += 1;
      expect(running).toBe(1);
      await database.query("select");
      running -= 1;
      seen.push((payload as { n: number }).n);
      if (seen.length === 20) all.resolve();
    };
    await database.transaction((tx) =>
      addJobs(
        tx,
        Array.from({ length: 20 }, (_, n) => ({ name: "test.note", payload: { n }, queue: "moscow" })),
      ),
    );
    await Promise.all([worker(work), worker(work)]);
    await all.promise;
    expect(seen).toEqual(Array.from({ length: 20 }, (_, n) => n));
  });

  it("a job that throws is reported and tried again; one without attempts left stays visible", async () => {
    const errors: unknown[] = [];
    const reported = Promise.withResolvers<void>();
    await database.transaction((tx) => addJob(tx, "test.note", {}, { maxAttempts: 1 }));
    const { worker: started } = await worker(async (_payload, { attempt }) => {
      expect(attempt).toBe(1);
      reported.resolve();
      throw new Error("the printer is on fire");
    }, errors);
    await reported.promise;
    await started.stop();
    workers.length = 0;
    expect(errors).toMatchObject([{ message: "the printer is on fire" }]);
    expect(await failedJobs(database)).toMatchObject([
      { name: "test.note", lastError: expect.stringContaining("on fire") },
    ]);
    await database.query("delete from graphile_worker._private_jobs");
  });

  it("reliability 2: the jobs of a killed worker are taken up by another, those of a living one are not", async () => {
    const first = Promise.withResolvers<void>();
    const second = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    let runs = 0;
    const work: JobHandler = async () => {
      runs += 1;
      (runs === 1 ? first : second).resolve();
      await release.promise;
    };
    await database.transaction((tx) => addJob(tx, "test.note", { n: 1 }));
    await worker(work);
    await first.promise;
    await database.query("update graphile_worker._private_jobs set locked_at = locked_at - interval '1 hour'");
    const other = await worker(work);
    const alive = await other.worker.recover();
    await database.query("update graphile_worker._private_jobs set locked_by = 'pool-that-was-killed'");
    const dead = await other.worker.recover();
    if (dead === 1) await second.promise;
    release.resolve();
    expect([alive, dead, runs]).toEqual([0, 1, 2]);
  });

  it("names are checked", () => {
    expect(() => defineJobs({ "No Name": async () => undefined })).toThrow("not a job name");
  });
});

describe("ticks", () => {
  const failOn = (error: unknown) => {
    throw error;
  };

  it("run at the start, again at once while there is more, and whenever woken", async () => {
    const events = new EventEmitter();
    let runs = 0;
    const run = async () => {
      runs += 1;
      events.emit("run");
      return runs < 3;
    };
    const third = new Promise<void>((resolve) => events.on("run", () => runs === 3 && resolve()));
    const ticks = startTicks(database, [{ name: "accrue", everyMs: 3_600_000, run }], failOn);
    await third;
    const woken = once(events, "run");
    ticks.wake("accrue");
    await woken;
    const again = once(events, "run");
    ticks.wake();
    await again;
    await ticks.stop();
    expect(runs).toBe(5);
  });

  it("one worker at a time runs a tick; when it is gone another one does", async () => {
    const first = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const runs: string[] = [];
    const of = (who: string, hold: Promise<void>, onRun: () => void) =>
      startTicks(
        database,
        [{ name: "delete", everyMs: 5, run: async () => (runs.push(who), onRun(), await hold) }],
        failOn,
      );
    const a = of("a", release.promise, first.resolve);
    await first.promise;
    const tookOver = Promise.withResolvers<void>();
    const b = of("b", Promise.resolve(), tookOver.resolve);
    const other = Promise.withResolvers<void>();
    const c = startTicks(database, [{ name: "other", everyMs: 5, run: async () => other.resolve() }], failOn);
    await other.promise;
    expect(runs).toEqual(["a"]);
    const stopped = a.stop();
    release.resolve();
    await Promise.all([stopped, tookOver.promise]);
    await Promise.all([b.stop(), c.stop()]);
  });

  it("a failure is reported and does not end the loop, nor does a lost lock connection", async () => {
    const failed = Promise.withResolvers<unknown>();
    const twice = Promise.withResolvers<void>();
    let runs = 0;
    const run = async () => {
      runs += 1;
      if (runs === 1) throw new Error("once");
      if (runs === 2)
        await database.query(
          "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and pid <> pg_backend_pid()",
        );
      if (runs === 3) twice.resolve();
    };
    const ticks = startTicks(database, [{ name: "expire", everyMs: 5, run }], (error) => failed.resolve(error));
    expect(await failed.promise).toMatchObject({ message: "once" });
    await twice.promise;
    await ticks.stop();
  });
});
