import { afterAll, beforeAll, expect, test } from "vitest";

import { LoopWatch } from "../../../../test/support/loop-watch.ts";
import { ownerOf, testDatabase } from "../../../../test/support/database.ts";
import { Play } from "../../../../test/support/play.ts";
import { makeWorld, storeEvents } from "../../../../test/support/world.ts";
import { DAY, at, plus } from "../../../core/time.ts";
import { rateAll } from "./rate-batches.ts";

const { database } = await testDatabase();
const play = new Play(database);
const watch = new LoopWatch();
const NOW = at("2026-10-01T12:00:00+03:00");

beforeAll(() => makeWorld(database));
afterAll(() => watch.stop());

test("PRC-04 reliability 67: years of late usage mark each of their days once, and hold nobody else up", async () => {
  const DAYS = 500;
  const projects = [await play.project(), await play.project()];
  await play.run(
    projects.map((project) => play.event(project, "cpu", NOW, 1)),
    NOW,
  );
  watch.takeLongest();
  await storeEvents(
    database,
    projects.flatMap((project) =>
      Array.from({ length: DAYS }, (_, back) => play.event(project, "cpu", plus(NOW, -(back + 1) * DAY), 1)),
    ),
    NOW,
  );
  watch.takeLongest();
  await rateAll(database, NOW);
  // One list of days for each event would be a hundred thousand days of each project.
  expect(watch.takeLongest()).toBeLessThan(500);
  expect(await database.query("select count(*) as n, min(day) as first, max(day) as last from accrual_dirty")).toEqual([
    { n: BigInt(2 * DAYS), first: "2025-05-19", last: "2026-09-30" },
  ]);
});

test("reliability 69: what takes longer than a statement may is rated in smaller parts, and never holds all that follows", async () => {
  const owner = ownerOf(database);
  await owner.transaction(async (tx) => {
    await tx.execute(
      `create function takes_too_long() returns trigger language plpgsql as $$ begin
         if current_setting('statement_timeout') <> '0' or (select count(*) from rated) > 1 then
           raise 'canceling statement due to statement timeout' using errcode = '57014';
         end if;
         return null;
       end $$`,
    );
    await tx.execute(
      `create trigger takes_too_long after update on usage_batch referencing new table as rated
         for each statement execute function takes_too_long()`,
    );
  });
  const project = await play.project();
  for (let batch = 0; batch < 10; batch += 1)
    await storeEvents(database, [play.event(project, "requests", NOW, 7)], NOW);
  await rateAll(database, NOW);
  await owner.transaction((tx) => tx.execute("drop function takes_too_long cascade"));
  expect(
    await database.query("select sum(quantity)::text as q from usage_quantity where project_id = $1", [project]),
  ).toEqual([{ q: "70" }]);
});
