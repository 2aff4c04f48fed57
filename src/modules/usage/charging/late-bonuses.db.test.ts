import { beforeAll, expect, test } from "vitest";

import { testDatabase } from "../../../../test/support/database.ts";
import { expectCoherent } from "../../../../test/support/invariants.ts";
import { Play } from "../../../../test/support/play.ts";
import { makePayer, makeWorld } from "../../../../test/support/world.ts";
import type { ProjectId } from "../../../core/ids.ts";
import type { Minor } from "../../../core/money.ts";
import { at, localMonth } from "../../../core/time.ts";
import { grantBonus } from "../../balance/index.ts";
import { lockPeriod } from "../../ledger/index.ts";

const { database } = await testDatabase();
const play = new Play(database);
beforeAll(() => makeWorld(database));

const T = (dayAndTime: string) => at(`2026-10-${dayAndTime}:00+03:00`);

/** 100,000 requests cost 37.00; the bonus is for them. */
async function projectWithBonus(kopecks: number, expiresAt = T("10T00:00"), region = "moscow"): Promise<ProjectId> {
  const project = await play.project(region);
  await database.transaction((tx) =>
    grantBonus(tx, {
      projectId: project,
      bonusGroup: "platform",
      amountMinor: BigInt(kopecks),
      at: region === "moscow" ? T("01T00:00") : at("2026-09-01T00:00:00+05:00"),
      expiresAt,
      idempotencyKey: "b",
    }),
  );
  return project;
}

/** By day: what a bonus, transfers and nobody paid. */
const paid = async (project: ProjectId) =>
  (await play.charges(project)).map(
    (row) => `${row.day.slice(8)}: ${row.bonus_minor} ${row.transfer_minor} ${row.credit_minor}`,
  );
const left = async (project: ProjectId): Promise<[Minor, Minor]> => {
  const { paymentMinor, bonusMinor } = await play.funds(project);
  return [paymentMinor, bonusMinor];
};

test("BAL-04 PRC-04 late usage of a day in which the bonus was valid is paid by it after it expired, and nobody is frozen", async () => {
  const project = await projectWithBonus(5_000);
  await play.run([], T("11T00:00"));
  expect(await left(project)).toEqual([0n, 0n]);
  await play.run([play.event(project, "requests", T("05T12:00"), 100_000)], T("12T00:00"));
  expect(await paid(project)).toEqual(["05: 3700 0 0"]);
  await play.run([], T("13T00:00"));
  expect([await left(project), await play.told(project)]).toEqual([[0n, 0n], []]);
  const expired = await database.query<{ minor: Minor }>(
    `select p.amount_minor as minor from journal_entry e join posting p using (project_id, entry_id)
      where e.project_id = $1 and e.kind = 'bonus_expiry' and p.ledger_account like 'bonus:%' order by e.entry_id`,
    [project],
  );
  expect(expired.map((row) => row.minor)).toEqual([-5_000n, 3_700n]);
  await expectCoherent(database, T("13T00:00"));
});

test("BAL-04 PRC-04 what a correction gives back to an expired bonus pays for what is right of its days", async () => {
  const project = await projectWithBonus(5_000);
  await play.pay(project, 1000, T("01T00:00"));
  const wrong = play.event(project, "requests", T("05T12:00"), 100_000);
  await play.run([wrong], T("06T12:00"));
  await play.run([], T("11T00:00"));
  const elsewhere = { ...play.event(project, "requests", T("05T12:00"), 0), supersedes: wrong.id };
  await play.run([elsewhere], T("12T00:00"));
  await play.run([], T("12T12:00"));
  expect(await left(project)).toEqual([100_000n, 0n]);
  await play.run([play.event(project, "requests", T("06T12:00"), 200_000, 2)], T("13T00:00"));
  expect(await paid(project)).toEqual(["05: 0 0 0", "06: 5000 2400 0"]);
  expect(await left(project)).toEqual([97_600n, 0n]);
  await expectCoherent(database, T("13T00:00"));
});

test("BAL-04 PRC-04 FRZ-04 what comes back to a bonus pays for other days that money or nobody paid; the money that comes back ends a freeze", async () => {
  const project = await projectWithBonus(5_000);
  await play.pay(project, 10, T("01T00:00"));
  const wrong = play.event(project, "requests", T("05T12:00"), 100_000);
  await play.run([wrong, play.event(project, "requests", T("06T12:00"), 100_000)], T("07T12:00"));
  expect(await paid(project)).toEqual(["05: 3700 0 0", "06: 1300 1000 1400"]);
  expect(await play.told(project)).toEqual(["project.frozen"]);
  const right = { ...play.event(project, "requests", T("05T12:00"), 10_000), supersedes: wrong.id };
  await play.run([right], T("12T00:00"));
  expect(await paid(project)).toEqual(["05: 370 0 0", "06: 3700 0 0"]);
  await play.run([], T("12T01:00"));
  expect(await left(project)).toEqual([1_000n, 0n]);
  expect(await play.told(project)).toEqual(["project.frozen", "project.unfrozen"]);
  await expectCoherent(database, T("12T01:00"));
});

test("BAL-02 BAL-04 of the day in which it expires, a bonus pays for what was used before and no more", async () => {
  const project = await projectWithBonus(10_000, T("05T12:00"));
  await play.pay(project, 1000, T("01T00:00"));
  await play.run([], T("05T12:30"));
  expect(await left(project)).toEqual([100_000n, 0n]);
  const [before, after] = [T("05T09:00"), T("05T13:00")].map((when) => play.event(project, "requests", when, 100_000));
  if (before && after) await play.run([before, after], T("05T15:00"));
  await play.run([], T("06T00:01"));
  expect(await paid(project)).toEqual(["05: 3700 3700 0"]);
  await play.run([], T("07T00:00"));
  expect(await left(project)).toEqual([96_300n, 0n]);
  await expectCoherent(database, T("07T00:00"));
});

test("BAL-04 DOC-07 PAY-08 of a closed month, who pays changes in the open one, and the transfer gets its money back", async () => {
  const project = await projectWithBonus(5_000, at("2026-09-20T00:00:00+05:00"), "kazakhstan");
  await makePayer(database, [project]);
  await play.pay(project, 1000, "2026-09-01T12:00:00+05:00", { currency: "KZT" });
  const wrong = play.event(project, "requests", "2026-09-05T12:00:00+05:00", 100_000);
  await play.run(
    [wrong, play.event(project, "requests", "2026-09-06T12:00:00+05:00", 100_000)],
    "2026-10-01T12:00:00+05:00",
  );
  await database.transaction((tx) =>
    lockPeriod(tx, "kazakhstan", localMonth("2026-09"), at("2026-10-03T00:00:00+05:00")),
  );
  const right = { ...play.event(project, "requests", "2026-09-05T12:00:00+05:00", 50_000), supersedes: wrong.id };
  await play.run([right], "2026-10-04T12:00:00+05:00");
  const changes = await database.query(
    `select day, amount_minor, bonus_minor, transfer_minor from charge where project_id = $1 and booking_month = '2026-10-01' order by day`,
    [project],
  );
  expect(changes).toEqual([
    { day: "2026-09-05", amount_minor: -1_850n, bonus_minor: -1_850n, transfer_minor: 0n },
    { day: "2026-09-06", amount_minor: 0n, bonus_minor: 1_850n, transfer_minor: -1_850n },
  ]);
  const lots = await database.query(
    "select booking_month, amount_minor from lot_spend where project_id = $1 order by booking_month",
    [project],
  );
  expect(lots.map((row) => row["amount_minor"])).toEqual([2_400n, -1_850n]);
  expect(await left(project)).toEqual([100_000n - 550n, 0n]);
  await expectCoherent(database, at("2026-10-04T12:00:00+05:00"));
});

test("BAL-04 PRC-04 a project that slept: what becomes known late is not paid by a bonus that was granted when its day was over", async () => {
  const project = await play.project();
  const grant = (key: string, from: string, to: string, kopecks: bigint) =>
    database.transaction((tx) =>
      grantBonus(tx, {
        projectId: project,
        bonusGroup: "platform",
        amountMinor: kopecks,
        at: T(from),
        expiresAt: T(to),
        idempotencyKey: key,
      }),
    );
  await play.run([], T("01T00:00"));
  await grant("whole", "02T00:00", "05T00:00", 10_000n);
  await play.run([play.event(project, "requests", T("01T12:00"), 100_000)], T("02T00:01"));
  expect(await paid(project)).toEqual(["01: 0 0 3700"]);
  await play.run([], T("02T12:00"));
  await grant("after", "02T12:00", "03T12:00", 10_000n);
  await play.run([play.event(project, "requests", T("02T11:00"), 100_000)], T("03T00:00"));
  expect(await paid(project)).toEqual(["01: 0 0 3700", "02: 3700 0 0"]);
  await play.run([], T("06T00:00"));
  expect(await left(project)).toEqual([-3_700n, 0n]);
  await expectCoherent(database, T("06T00:00"));
});
