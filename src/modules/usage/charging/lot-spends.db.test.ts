import { beforeAll, expect, test } from "vitest";

import { testDatabase } from "../../../../test/support/database.ts";
import { expectCoherent } from "../../../../test/support/invariants.ts";
import { Play } from "../../../../test/support/play.ts";
import { makePayer, makeWorld } from "../../../../test/support/world.ts";
import type { ProjectId } from "../../../core/ids.ts";
import { at } from "../../../core/time.ts";
import { lockPeriod } from "../../ledger/index.ts";
import { changePayer } from "../../parties/index.ts";

const { database } = await testDatabase();
const play = new Play(database);

beforeAll(() => makeWorld(database));

/** What each transfer paid, by its place among the project's receipts, the first being 1. */
async function paid(projectId: ProjectId): Promise<string[]> {
  const rows = await database.query<Record<"place" | "contract" | "supply" | "booked" | "how" | "minor", string>>(
    `select f.place, dense_rank() over (order by l.contract_id) as contract, to_char(l.supply_month, 'MM') as supply,
            to_char(l.booking_month, 'MM') as booked,
            case when l.of_earlier then 'given back' when l.cover then 'later' else 'at once' end as how,
            l.amount_minor as minor
       from lot_spend l
       join (select project_id, lot_no, row_number() over (partition by project_id order by lot_no) as place from fund_lot) f
         using (project_id, lot_no)
      where l.project_id = $1 and l.amount_minor <> 0 order by l.booking_month, l.supply_month, contract, how, f.place`,
    [projectId],
  );
  return rows.map((row) => `${row.place}: ${row.minor} for ${row.supply} in ${row.booked} ${row.how}, ${row.contract}`);
}

test("PAY-08 which transfer paid what is known, and what is given back returns to the transfer that paid it", async () => {
  const project = await play.project();
  await play.pay(project, 30, "2026-10-01T09:00:00+03:00");
  await play.pay(project, 20, "2026-10-02T09:00:00+03:00", { source: "other" });
  await play.pay(project, 100, "2026-10-03T09:00:00+03:00");
  const used = play.event(project, "requests", "2026-10-05T12:00:00+03:00", 200_000);
  await play.run([used], "2026-10-06T12:00:00+03:00");
  expect(await paid(project)).toEqual(["1: 3000 for 10 in 10 at once, 1", "3: 2400 for 10 in 10 at once, 1"]);
  const less = { ...play.event(project, "requests", "2026-10-05T12:00:00+03:00", 100_000), supersedes: used.id };
  await play.run([less], "2026-10-07T12:00:00+03:00");
  // The card's 20.00 go back first; what is left of 37.00 came from the last transfer.
  expect(await paid(project)).toEqual(["1: 3000 for 10 in 10 at once, 1", "3: 700 for 10 in 10 at once, 1"]);
  await play.run([play.event(project, "requests", "2026-10-08T12:00:00+03:00", 700_000)], "2026-10-09T12:00:00+03:00");
  await play.pay(project, 200, "2026-10-20T09:00:00+03:00");
  await play.run([], "2026-10-20T12:00:00+03:00");
  expect(await paid(project)).toEqual([
    "1: 3000 for 10 in 10 at once, 1",
    "3: 10000 for 10 in 10 at once, 1",
    "4: 14600 for 10 in 10 later, 1",
  ]);
  await expectCoherent(database, at("2026-10-20T12:00:00+03:00"));
});

test("PAY-08 a correction of a closed month takes off the transfer that paid it, in the month it is booked in", async () => {
  const project = await play.project("kazakhstan");
  await play.pay(project, 100, "2026-09-02T09:00:00+05:00", { currency: "KZT" });
  await play.pay(project, 100, "2026-10-02T09:00:00+05:00", { currency: "KZT" });
  const used = play.event(project, "requests", "2026-09-05T12:00:00+05:00", 200_000);
  await play.run([used], "2026-10-01T12:00:00+05:00");
  await database.transaction((tx) => lockPeriod(tx, "kazakhstan", "2026-09" as never, at("2026-10-03T00:00:00Z")));
  await play.run([play.event(project, "requests", "2026-10-05T12:00:00+05:00", 200_000)], "2026-10-06T12:00:00+05:00");
  const less = { ...play.event(project, "requests", "2026-09-05T12:00:00+05:00", 100_000), supersedes: used.id };
  await play.run([less], "2026-10-07T12:00:00+05:00");
  expect(await paid(project)).toEqual([
    "1: 7400 for 09 in 09 at once, 1",
    "1: -3700 for 09 in 10 given back, 1",
    "1: 2600 for 10 in 10 at once, 1",
    "2: 4800 for 10 in 10 at once, 1",
  ]);
  await play.run([play.event(project, "mail", "2026-10-08T12:00:00+05:00", 20)], "2026-10-09T12:00:00+05:00");
  // What came back to the first transfer is spent before the second one.
  expect((await paid(project)).filter((row) => row.includes("for 10"))).toEqual([
    "1: 3600 for 10 in 10 at once, 1",
    "2: 4800 for 10 in 10 at once, 1",
  ]);
  await expectCoherent(database, at("2026-10-09T12:00:00+05:00"));
});

test("PAY-08 a transfer that gets back what it paid of one debt and pays another with it is named for what it pays", async () => {
  const project = await play.project("kazakhstan");
  const used = play.event(project, "requests", "2026-09-05T12:00:00+05:00", 200_000);
  const other = play.event(project, "mail", "2026-09-06T12:00:00+05:00", 2_000);
  await play.run([used, other], "2026-10-01T12:00:00+05:00");
  await play.pay(project, 100, "2026-10-02T09:00:00+05:00", { currency: "KZT" });
  await play.run([], "2026-11-01T12:00:00+05:00");
  await database.transaction((tx) => lockPeriod(tx, "kazakhstan", "2026-10" as never, at("2026-11-03T00:00:00Z")));
  const less = { ...play.event(project, "requests", "2026-09-05T12:00:00+05:00", 100_000), supersedes: used.id };
  await play.run([less], "2026-11-07T12:00:00+05:00");
  await play.run([], "2026-11-08T12:00:00+05:00");
  expect(await paid(project)).toEqual([
    "1: 10000 for 09 in 10 later, 1",
    "1: -3700 for 09 in 11 given back, 1",
    "1: 3700 for 09 in 11 later, 1",
  ]);
  await expectCoherent(database, at("2026-11-08T12:00:00+05:00"));
});

test("REG-06 PAY-08 what goes over to another contract goes with the transfers that paid it", async () => {
  const project = await play.project();
  await play.pay(project, 50, "2026-10-01T09:00:00+03:00");
  await play.pay(project, 100, "2026-10-02T09:00:00+03:00");
  await makePayer(database, [project]);
  const [second] = [await play.project()];
  const later = await makePayer(database, [second], { name: "ООО «Василёк»", inn: "7728168971" });
  await play.run(
    [
      play.event(project, "requests", "2026-10-05T12:00:00+03:00", 100_000),
      play.event(project, "requests", "2026-10-15T12:00:00+03:00", 200_000),
    ],
    "2026-10-20T12:00:00+03:00",
  );
  expect(await paid(project)).toEqual(["1: 5000 for 10 in 10 at once, 1", "2: 6100 for 10 in 10 at once, 1"]);
  const [contract] = await database.query<{ id: bigint }>(
    "select contract_id as id from contract where payer_id = $1",
    [later],
  );
  await database.transaction((tx) =>
    changePayer(tx, project, later, contract?.id ?? 0n, at("2026-10-10T00:00:00+03:00")),
  );
  await play.run([], "2026-10-20T13:00:00+03:00");
  const rows = await paid(project);
  expect(rows).toHaveLength(3);
  expect(rows.filter((row) => row.endsWith(", 1"))).toEqual(["1: 3700 for 10 in 10 at once, 1"]);
  expect(rows.filter((row) => row.endsWith(", 2"))).toEqual([
    "1: 1300 for 10 in 10 at once, 2",
    "2: 6100 for 10 in 10 at once, 2",
  ]);
  await expectCoherent(database, at("2026-10-20T13:00:00+03:00"));
});
