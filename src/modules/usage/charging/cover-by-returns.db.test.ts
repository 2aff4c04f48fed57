import { beforeAll, expect, test } from "vitest";

import { testDatabase } from "../../../../test/support/database.ts";
import { Play } from "../../../../test/support/play.ts";
import { makeWorld } from "../../../../test/support/world.ts";
import { at } from "../../../core/time.ts";
import { grantBonus } from "../../balance/index.ts";
import type { ProjectId } from "../../../core/ids.ts";

const { database } = await testDatabase();
const play = new Play(database);
beforeAll(() => makeWorld(database));

const T = (dayAndTime: string) => at(`2026-10-${dayAndTime}:00+03:00`);

/** Kopecks that a transfer paid, at once and later, and that nobody paid. */
async function paid(project: ProjectId): Promise<readonly [bigint, bigint, bigint]> {
  const rows = await play.charges(project);
  const sum = (of: (row: (typeof rows)[number]) => unknown) =>
    rows.reduce((all, row) => all + BigInt(String(of(row))), 0n);
  const [covers] = await database.query<{ minor: bigint }>(
    "select coalesce(sum(amount_minor), 0)::bigint as minor from charge_cover where project_id = $1",
    [project],
  );
  return [sum((row) => row.transfer_minor), covers?.minor ?? 0n, sum((row) => row.credit_minor)];
}

/** 100,000 requests cost 37.00. */
test("PAY-08 a transfer that a correction gives back pays what was used on credit meanwhile, without waiting for the next payment", async () => {
  const project = await play.project();
  await play.pay(project, 100, T("01T00:00"));
  const wrong = play.event(project, "requests", T("05T12:00"), 300_000);
  await play.run([wrong, play.event(project, "requests", T("06T12:00"), 0)], T("06T13:00"));
  expect(await paid(project)).toEqual([10_000n, 0n, 1_100n]);
  await play.run([play.event(project, "requests", T("07T12:00"), 100_000)], T("08T00:00"));
  expect(await paid(project)).toEqual([10_000n, 0n, 4_800n]);
  await play.run([{ ...play.event(project, "requests", T("05T12:00"), 100_000), supersedes: wrong.id }], T("09T00:00"));
  await play.run([], T("09T01:00"));
  expect(await paid(project)).toEqual([3_700n, 3_700n, 3_700n]);
});

test("PAY-08 BAL-04 a transfer that a late bonus gives back pays what was used on credit meanwhile", async () => {
  const project = await play.project();
  const earlier = await play.project();
  await play.pay(project, 37, T("01T00:00"));
  await database.transaction((tx) =>
    grantBonus(tx, {
      projectId: project,
      bonusGroup: "platform",
      amountMinor: 3_700n,
      at: T("01T00:00"),
      expiresAt: T("20T00:00"),
      idempotencyKey: `late ${earlier}`,
    }),
  );
  const first = play.event(project, "requests", T("02T12:00"), 100_000);
  await play.run([first, play.event(project, "requests", T("05T12:00"), 100_000)], T("06T00:00"));
  await play.run([play.event(project, "requests", T("07T12:00"), 100_000)], T("08T00:00"));
  expect(await paid(project)).toEqual([3_700n, 0n, 3_700n]);
  await play.run([{ ...play.event(project, "requests", T("02T12:00"), 0), supersedes: first.id }], T("09T00:00"));
  await play.run([], T("09T01:00"));
  expect(await paid(project)).toEqual([0n, 3_700n, 3_700n]);
});
