import { afterAll, beforeAll, expect, test } from "vitest";

import { ownerOf, testDatabase } from "../../../../test/support/database.ts";
import { Play } from "../../../../test/support/play.ts";
import { makeWorld, storeEvents } from "../../../../test/support/world.ts";
import { HOUR, MINUTE, at, plus } from "../../../core/time.ts";
import { Database } from "../../../platform/db.ts";
import { rateAll } from "../rating/index.ts";
import { accrueAll } from "./accrue.ts";

const { database, url } = await testDatabase();
const play = new Play(database);
const NOON = at("2026-10-01T12:00:00+03:00");
const MIDNIGHT = plus(NOON, 12 * HOUR);
const hurried = new Database({ url, connections: 2, statementTimeoutMs: 20_000 });

beforeAll(() => makeWorld(database));
afterAll(() => hurried.close());

/** What becomes of charges that are written, by how long a statement may take. */
async function onCharges(condition: string, errcode: string): Promise<void> {
  await ownerOf(database).transaction(async (tx) => {
    await tx.execute(
      `create function on_charges() returns trigger language plpgsql as $$ begin
         if current_setting('statement_timeout') ${condition} then raise 'on purpose' using errcode = '${errcode}'; end if;
         return null;
       end $$`,
    );
    await tx.execute(
      "create trigger on_charges after insert on charge for each statement execute function on_charges()",
    );
  });
}
const letCharges = () => ownerOf(database).transaction((tx) => tx.execute("drop function on_charges cascade"));

test("reliability 67 PRC-05 a project of very many resources is charged in time that grows as they do", async () => {
  const RESOURCES = 40_000;
  const project = await play.project();
  await play.pay(project, 1_000_000, plus(NOON, -HOUR));
  await storeEvents(database, [play.event(project, "cpu", NOON, 1)], NOON);
  await database.query(
    `insert into usage_event (source_id, event_id, batch_id, project_id, resource_id, sku_id, day, occurred_at, quantity, digest)
     select source_id, gen_random_uuid(), batch_id, project_id, gen_random_uuid(), sku_id, day, occurred_at, quantity, 0
       from usage_event, generate_series(2, $2) where project_id = $1`,
    [project, RESOURCES],
  );
  await rateAll(database, NOON);
  // Not within the time that a statement may take would be: each project by itself, without a limit.
  await onCharges("= '0'", "P0001");
  await accrueAll(hurried, plus(MIDNIGHT, MINUTE));
  await letCharges();
  const [{ n, cost } = { n: 0n, cost: 0n }] = await database.query<{ n: bigint; cost: bigint }>(
    "select count(*) as n, sum(amount_minor)::bigint as cost from charge where project_id = $1",
    [project],
  );
  expect([n, cost]).toEqual([BigInt(RESOURCES), BigInt(RESOURCES) * 1_482n]);
});

test("reliability 69 what takes longer than a statement may is charged project by project, and holds nobody else", async () => {
  const projects = [await play.project(), await play.project()];
  for (const project of projects) {
    await play.pay(project, 1_000, plus(NOON, -HOUR));
    await storeEvents(database, [play.event(project, "cpu", NOON, 1)], NOON);
  }
  await rateAll(database, NOON);
  await onCharges("<> '0'", "57014");
  await accrueAll(database, plus(MIDNIGHT, MINUTE));
  await letCharges();
  for (const project of projects) expect((await play.charges(project))[0]?.amount_minor).toBe(1_482n);
  expect(await database.query("select 1 from accrual_failure")).toEqual([]);
});
