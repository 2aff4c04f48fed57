import { afterEach, expect, it, vi } from "vitest";

import { ownerOf, testDatabase } from "../../../test/support/database.ts";
import { MovableClock } from "../../../test/support/movable-clock.ts";
import { DAY, HOUR, at } from "../../core/time.ts";
import { allInvariants } from "../invariants.ts";
import { type RecurringJob, type JobRunner, jobById, startJobs } from "../jobs/index.ts";
import { createLogger } from "../log.ts";
import { askCheck, checkJobs } from "./jobs.ts";
import { lastRun, selectLastRun, selectRuns } from "./store.ts";

const { database, clock } = await testDatabase({ checks: false, connections: 8 });
const machine = new MovableClock(at("2026-11-20T10:00:00Z"));
const runners: JobRunner[] = [];
afterEach(async () => {
  await Promise.all(runners.splice(0).map((runner) => runner.stop()));
  await ownerOf(database).query("delete from job");
});

async function look(by: string) {
  const { jobId } = await database.transaction((tx) => askCheck(tx, by, clock.now()));
  const log = createLogger("silent");
  const jobs = checkJobs(machine).filter(({ kind }) => kind === "asked");
  const runner = startJobs({ database, clock, log, production: false, jobs });
  runners.push(runner);
  return vi.waitUntil(
    async () => {
      const job = await jobById(database, jobId);
      return job.state === "done" && job;
    },
    { timeout: 30_000, interval: 20 },
  );
}

it("reliability 62 a look in the background keeps what each invariant was found to be, a broken one with its rows", async () => {
  expect(await lastRun(database)).toBeNull();
  const total = allInvariants().length;
  expect(await look("user:1")).toMatchObject({ done: BigInt(total), total: BigInt(total), result: { broken: 0 } });
  expect(await selectLastRun(database)).toMatchObject({ askedBy: "user:1", broken: 0, checkedAt: clock.now() });
  await ownerOf(database).query(
    "insert into stored_file (sha256, media_type, byte_length, body) values (decode(repeat('ab', 32), 'hex'), 'text/plain', 1, 'x')",
  );
  expect(await look("user:2")).toMatchObject({ result: { broken: 1 } });
  const found = await selectLastRun(database);
  expect(found?.results.map(({ name }) => name)).toEqual(allInvariants().map(({ name }) => name));
  const broken = found?.results.filter(({ rows }) => rows.length > 0);
  expect(broken).toEqual([{ name: "18-files-are-unchanged", ms: expect.any(Number), rows: [expect.any(Object)] }]);
});

it("reliability 62 a look at the books is asked for once each night, also by a worker that came later", async () => {
  const nightly = () => checkJobs(machine).find(({ kind }) => kind === "recurring") as RecurringJob;
  const turn = (job: RecurringJob) => job.run({ database, now: clock.now(), stop: new AbortController().signal });
  const asked = async () => (await database.query("select from job where finished_at is null")).length;
  const worker = nightly();
  await turn(worker);
  expect(await asked()).toBe(0);
  machine.advance(DAY);
  await turn(worker);
  await turn(nightly());
  expect(await asked()).toBe(1);
  await look("job:platform.check_nightly");
  machine.advance(HOUR);
  await turn(nightly());
  expect(await asked()).toBe(0);
  machine.advance(DAY);
  await turn(nightly());
  expect(await asked()).toBe(1);
  const runs = await selectRuns(database, null, 10);
  expect(await selectRuns(database, runs[0]?.runId ?? null, 10)).toEqual(runs.slice(1));
});

it("each invariant says what must hold in both languages", () => {
  for (const { name, meaning } of allInvariants()) {
    expect(meaning.ru, name).toMatch(/^[А-ЯЁ].*\.$/u);
    expect(meaning.en, name).toMatch(/^[A-Z].*\.$/);
  }
});
