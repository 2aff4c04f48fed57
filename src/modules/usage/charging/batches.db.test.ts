import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { ownerOf, testDatabase } from "../../../../test/support/database.ts";
import { Play } from "../../../../test/support/play.ts";
import { makeWorld, storeEvents } from "../../../../test/support/world.ts";
import type { ProjectId } from "../../../core/ids.ts";
import { DAY, HOUR, type Instant, MINUTE, at, plus } from "../../../core/time.ts";
import { Database } from "../../../platform/db.ts";
import { rateAll } from "../rating/index.ts";
import { accrueAll } from "./accrue.ts";
import { selectFailures } from "./failure-store.ts";

const { database, url } = await testDatabase();
const play = new Play(database);
const hurried = new Database({ url, connections: 3, statementTimeoutMs: 500 });

let noon: Instant = at("2026-10-01T12:00:00+03:00");
const midnight = () => plus(noon, 12 * HOUR + MINUTE);

beforeAll(() => makeWorld(database));
beforeEach(() => {
  noon = plus(noon, 2 * DAY);
});
afterAll(() => hurried.close());

/** Projects that use a little and are all due at the day's end. */
async function using(count: number): Promise<ProjectId[]> {
  const projects: ProjectId[] = [];
  for (let index = 0; index < count; index += 1) {
    const project = await play.project();
    await play.pay(project, 1_000, plus(noon, -HOUR));
    projects.push(project);
  }
  const events = projects.flatMap((project) => [
    play.event(project, "cpu", noon, 1),
    play.event(project, "cpu", plus(noon, 2 * HOUR), 0),
  ]);
  await storeEvents(database, events, plus(noon, 3 * HOUR));
  await rateAll(database, plus(noon, 3 * HOUR));
  await accrueAll(database, plus(noon, 3 * HOUR));
  return projects;
}

const charged = async (projects: readonly ProjectId[]) => {
  const rows = await database.query<{ project_id: ProjectId }>(
    "select distinct project_id from charge where project_id = any($1::bigint[]) order by 1",
    [`{${projects.join(",")}}`],
  );
  return rows.map((row) => row.project_id);
};

test("reliability 69 a project that somebody holds holds no other: found by taking fewer, it is charged after all, when it can be", async () => {
  const projects = await using(12);
  const [held = 0n, ...others] = projects;
  let charging: Promise<void> = Promise.resolve();
  await database.transaction(async (tx) => {
    await tx.execute("select from wallet where project_id = $1 for update", [held]);
    charging = accrueAll(hurried, midnight());
    await expect.poll(() => charged(projects), { timeout: 20_000 }).toEqual(others);
  });
  await charging;
  expect(await charged(projects)).toEqual(projects);
  expect(await selectFailures(database, 10)).toEqual([]);
});

test("reliability 20 one of very many that cannot be charged is found without charging each by itself", async () => {
  const projects = await using(40);
  const bad = projects[20] as ProjectId;
  await storeEvents(database, [play.event(bad, "requests", plus(noon, HOUR), "1e25", 9)], plus(noon, 4 * HOUR));
  await rateAll(database, plus(noon, 4 * HOUR));
  await accrueAll(database, midnight());
  expect(await charged(projects)).toEqual(projects.filter((project) => project !== bad));
  expect(await selectFailures(database, 10)).toMatchObject([{ projectId: bad }]);
  const [{ n } = { n: 0n }] = await database.query<{ n: bigint }>(
    "select count(distinct xmin::text) as n from charge where project_id = any($1::bigint[])",
    [`{${projects.join(",")}}`],
  );
  expect(n).toBeLessThan(20n);
  await database.query("update accrual_failure set retry_at = 'infinity'");
});

test("reliability 69 a batch for which there is no memory goes on in smaller ones", async () => {
  const projects = await using(12);
  await ownerOf(database).transaction(async (tx) => {
    await tx.execute(
      `create function few_only() returns trigger language plpgsql as $$ begin
         if (select count(distinct project_id) from fresh) > 3 then raise 'out of memory' using errcode = '53200'; end if;
         return null;
       end $$`,
    );
    await tx.execute(
      "create trigger few_only after insert on charge referencing new table as fresh for each statement execute function few_only()",
    );
  });
  await accrueAll(database, midnight());
  await ownerOf(database).transaction((tx) => tx.execute("drop function few_only cascade"));
  expect(await charged(projects)).toEqual(projects);
});
