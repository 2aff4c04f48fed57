import { beforeAll, expect, test } from "vitest";

import { testDatabase } from "../../../../test/support/database.ts";
import { Play } from "../../../../test/support/play.ts";
import { makeWorld } from "../../../../test/support/world.ts";
import { HOUR, at, plus } from "../../../core/time.ts";
import { selectAlarms as usageAlarms } from "./consumption-store.ts";

const { database } = await testDatabase();
const play = new Play(database);
const NOON = at("2026-10-02T12:00:00+03:00");

beforeAll(() => makeWorld(database));

test("reliability 13: metering that says nothing for two hours while something runs is an alarm, and no usage is made up", async () => {
  const alarms = (hours: number) => usageAlarms(database, plus(NOON, (hours - 2) * HOUR));
  expect(await alarms(9)).toEqual([]);
  const project = await play.project();
  await play.pay(project, 1_000, plus(NOON, -HOUR));
  await play.run([play.event(project, "requests", NOON, 10_000), play.event(project, "cpu", NOON, 2)], NOON);
  expect(await alarms(2)).toEqual([]);
  expect(await alarms(2.1)).toEqual([{ alarm: "metering_silent", subject: "", count: 1n, since: NOON }]);
  expect(await usageAlarms(database, null)).toEqual([]);

  await play.run([], plus(NOON, 12 * HOUR));
  // 10,000 requests once, and the two units that were last said to run, until midnight.
  expect((await play.charges(project))[0]?.amount_minor).toBe(370n + 2_963n);
  expect(await database.query("select count(*) as n from usage_event")).toEqual([{ n: 2n }]);

  const stopped = plus(NOON, 13 * HOUR);
  await play.run([play.event(project, "cpu", stopped, 0)], stopped);
  expect(await alarms(48)).toEqual([]);
});
