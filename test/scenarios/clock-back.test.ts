import { beforeAll, describe, expect, test } from "vitest";

import { HOUR, type Instant, MINUTE, at, plus } from "../../src/core/time.ts";
import { testDatabase } from "../support/database.ts";
import { Play } from "../support/play.ts";
import { makePayer, makeWorld } from "../support/world.ts";

const { database } = await testDatabase();
const play = new Play(database);
const NOON = at("2026-10-02T12:00:00+03:00");

beforeAll(() => makeWorld(database));

/** A project that runs a machine, sends requests, pays, and is looked at in these minutes. */
async function lives(looks: readonly Instant[]) {
  const project = await play.project();
  await makePayer(database, [project]);
  await play.pay(project, 5, plus(NOON, -HOUR));
  const first = [play.event(project, "cpu", NOON, 4), play.event(project, "requests", plus(NOON, 5 * MINUTE), 20_000)];
  const late = [play.event(project, "requests", plus(NOON, 7 * MINUTE), 1_000)];
  for (const [index, look] of looks.entries()) {
    await play.run(index === 0 ? first : index === 2 ? late : [], look);
    if (index === 2) await play.pay(project, 700, look, { key: "second" });
  }
  await play.run([], plus(NOON, 30 * HOUR));
  return project;
}

describe("reliability 14: a clock that goes back an hour", () => {
  test("reliability 14 charges nothing twice, keeps every entry's place, and ends where a clock that went on ends", async () => {
    const went = [0.5, 1, 1.5, 2, 3].map((hours) => plus(NOON, hours * HOUR));
    const straight = await lives(went);
    const back = await lives([2, 2.5, 1.5, 1.6, 2.6].map((hours) => plus(NOON, hours * HOUR)));
    expect(await play.charges(back)).toMatchObject(
      (await play.charges(straight)).map(({ day, amount_minor }) => ({ day, amount_minor })),
    );
    expect((await play.funds(back)).paymentMinor).toBe((await play.funds(straight)).paymentMinor);
    const [numbers] = await database.query<{ all: bigint; different: bigint }>(
      "select count(*) as all, count(distinct entry_id) as different from journal_entry where project_id = $1",
      [back],
    );
    expect(numbers?.different).toBe(numbers?.all);
    const again = await play.charges(back);
    for (const hours of [29, 30, 28]) await play.run([], plus(NOON, hours * HOUR));
    expect(await play.charges(back)).toEqual(again);
  });
});
