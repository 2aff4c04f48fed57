import { beforeAll, expect, test } from "vitest";

import { testDatabase } from "../../test/support/database.ts";
import { Play } from "../../test/support/play.ts";
import { makeWorld, storeEvents } from "../../test/support/world.ts";
import { DAY, HOUR, type Instant, MINUTE, plus } from "../core/time.ts";
import { MovableClock } from "../../test/support/movable-clock.ts";
import { createLogger } from "../platform/log.ts";
import { serverTime } from "../platform/server-clock.ts";
import { drainJobs } from "../platform/jobs/index.ts";
import { dueJobs } from "./jobs.ts";

const { database, clock } = await testDatabase();
const play = new Play(database);

beforeAll(() => makeWorld(database));

test("reliability 15: in production nothing is rated, charged or frozen while this machine's clock and the database's differ", async () => {
  const there = await serverTime(database);
  // What is written down is checked at the latest instant that was written.
  clock.moveTo(plus(there, DAY));
  const lines: string[] = [];
  const log = createLogger("error", { write: (line) => void lines.push(line) });
  const project = await play.project();
  const start = plus(there, -2 * DAY);
  await play.pay(project, 5, start);
  await storeEvents(database, [play.event(project, "cpu", start, 100)], start);
  const jobs = dueJobs();
  const work = (time: Instant) => drainJobs({ database, log, production: true, clock: new MovableClock(time), jobs });

  for (const hours of [8 * 24, -1, 1]) await work(plus(there, hours * HOUR));
  expect(lines.filter((line) => line.includes("the clocks of this machine and of the database differ"))).toHaveLength(
    3 * jobs.length,
  );
  expect(await database.query("select 1 from usage_batch where rated_at is not null")).toEqual([]);
  expect(await play.charges(project)).toEqual([]);
  expect((await play.funds(project)).frozenAt).toBeNull();

  await work(plus(await serverTime(database), MINUTE));
  expect((await play.funds(project)).frozenAt).not.toBeNull();
  expect(lines).toHaveLength(3 * jobs.length);
});
