import { beforeAll, expect, test } from "vitest";

import { testDatabase } from "../../../test/support/database.ts";
import { expectCoherent } from "../../../test/support/invariants.ts";
import { Play } from "../../../test/support/play.ts";
import { makePayer, makeWorld } from "../../../test/support/world.ts";
import type { ProjectId } from "../../core/ids.ts";
import { type Instant, at, localMonth } from "../../core/time.ts";
import { only } from "../../platform/db.ts";
import { changePaymentTerm, paymentTerms, termKey } from "../parties/index.ts";
import { projectFacts } from "../tenancy/index.ts";
import { balanceViews } from "./balance-view.ts";
import { debtOf } from "./debt.ts";

const { database } = await testDatabase();
const play = new Play(database);
beforeAll(() => makeWorld(database));

/** What the balance page shows of a debt, and the balance it has to explain. */
async function seen(projectId: ProjectId, now: Instant) {
  return database.snapshot(async (tx) => {
    const facts = only([...(await projectFacts(tx, [projectId])).values()]);
    const view = only([...(await balanceViews(tx, [projectId], now)).values()]);
    return { payment: view.paymentMinor, ...(await debtOf(tx, facts, view, now)) };
  });
}

test("PYR-02 BAL-01 a post-paid customer sees what is due, for which month, until when; payments take the oldest month first", async () => {
  const projectId = await play.project();
  await makePayer(database, [projectId], { postpaid: true });
  await database.query("update contract set payment_days = 25 where payment_scheme = 'postpaid'");
  const begun = at("2026-10-10T00:00:00+03:00");
  await play.run([play.event(projectId, "cpu", begun, 4)], begun);

  // In its own month nothing is due, however much has been used.
  await play.run([], "2026-10-31T12:00:00+03:00");
  const october = await seen(projectId, at("2026-10-31T12:00:00+03:00"));
  expect(october).toMatchObject({ due: [], accruedMinor: -october.payment });
  expect(october.payment).toBeLessThan(0n);

  // In the month's first minute after it is due, in the region's zone.
  const later = at("2026-12-05T12:00:00+03:00");
  await play.run([], later);
  const december = await seen(projectId, later);
  const [first, second] = december.due;
  expect(december.due).toMatchObject([
    { month: "2026-10", until: "2026-11-25", overdueSince: "2026-11-26" },
    { month: "2026-11", until: "2026-12-25", overdueSince: null },
  ]);
  const owed = (first?.amountMinor ?? 0n) + (second?.amountMinor ?? 0n);
  expect(owed + december.accruedMinor).toBe(-december.payment);

  const half = Number((first?.amountMinor ?? 0n) / 2n) / 100;
  await play.pay(projectId, half, later);
  const part = await seen(projectId, later);
  expect(part.due[0]?.amountMinor).toBe((first?.amountMinor ?? 0n) - BigInt(Math.round(half * 100)));
  expect(part.due[1]).toEqual(second);
  expect(part.accruedMinor).toBe(december.accruedMinor);
  // The next accrual books what was shown at once.
  await play.run([], later);
  expect(await seen(projectId, later)).toEqual(part);

  // Paid in full, with money over: nothing is due, and what is over is no debt.
  await play.pay(projectId, 100_000, later, { key: "the rest" });
  const paid = await seen(projectId, later);
  expect(paid).toMatchObject({ due: [], accruedMinor: 0n });
  expect(paid.payment).toBeGreaterThan(0n);
  await play.run([], later);
  expect(await seen(projectId, later)).toEqual(paid);
  await expectCoherent(database, later);
});

const MIDNIGHTS = { moscow: "+03:00", kazakhstan: "+05:00" } as const;

for (const [region, offset] of Object.entries(MIDNIGHTS)) {
  test(`PYR-02 PYR-07 a month is overdue from the first minute after its last day to pay, by the zone of ${region}`, async () => {
    const projectId = await play.project(region);
    const payerId = await makePayer(database, [projectId], { postpaid: true });
    await database.query("update contract set payment_days = 25 where payer_id = $1", [payerId]);
    const begun = at(`2026-10-10T00:00:00${offset}`);
    await play.run([play.event(projectId, "cpu", begun, 4)], begun);
    const lastMinute = at(`2026-11-25T23:59:00${offset}`);
    await play.run([], lastMinute);
    expect((await seen(projectId, lastMinute)).due).toMatchObject([{ until: "2026-11-25", overdueSince: null }]);
    const nextDay = at(`2026-11-26T00:00:00${offset}`);
    await play.run([], nextDay);
    const late = await seen(projectId, nextDay);
    expect(late.due).toMatchObject([{ month: "2026-10", until: "2026-11-25", overdueSince: "2026-11-26" }]);
    // Paid, though late: nothing is overdue.
    await play.pay(projectId, Number(late.due[0]?.amountMinor ?? 0n) / 100, nextDay, {
      currency: region === "moscow" ? "RUB" : "KZT",
    });
    expect((await seen(projectId, nextDay)).due).toEqual([]);
    await expectCoherent(database, nextDay);
  });
}

test("PYR-07 a changed term of payment is for the months that begin after it: what is due and the month under way keep theirs", async () => {
  const projectId = await play.project();
  const payerId = await makePayer(database, [projectId], { postpaid: true });
  const [{ contractId } = { contractId: 0n }] = await database.query<{ contractId: bigint }>(
    'update contract set payment_days = 25 where payer_id = $1 returning contract_id as "contractId"',
    [payerId],
  );
  const change = (paymentDays: number | null, now: string) =>
    database.transaction((tx) =>
      changePaymentTerm(tx, { payerId, contractId, paymentDays, changedBy: "clerk", note: null, now: at(now) }),
    );
  await change(40, "2026-11-10T12:00:00+03:00");
  // The later of two in one month counts; the same again is no change.
  await change(10, "2026-11-30T23:59:00+03:00");
  await change(10, "2026-11-30T23:59:30+03:00");
  // As the paper says, from January on: in the region it is December already.
  await change(null, "2026-12-01T00:00:00+03:00");
  const months = ["2026-10", "2026-11", "2026-12", "2027-01", "2027-02"].map(localMonth);
  const terms = await paymentTerms(
    database,
    months.map((month) => ({ contractId, month })),
  );
  expect(months.map((month) => terms.get(termKey({ contractId, month })))).toEqual([25, 25, 10, null, null]);
  const shown = await Promise.all(
    ["2026-11-30T12:00:00+03:00", "2026-12-05T12:00:00+03:00"].map((now) => seen(projectId, at(now))),
  );
  expect(shown.map(({ paymentDays }) => paymentDays)).toEqual([25, 10]);
  expect(await database.query("select from contract_term where contract_id = $1", [contractId])).toHaveLength(3);
  const now = at("2027-01-05T12:00:00+03:00");
  await expect(
    database.transaction((tx) =>
      changePaymentTerm(tx, { payerId: payerId + 1n, contractId, paymentDays: 5, changedBy: "clerk", note: null, now }),
    ),
  ).rejects.toMatchObject({ kind: { code: "unknown_contract" } });
  const prepaid = await makePayer(database, [await play.project()]);
  const [offer] = await database.query<{ id: bigint }>("select contract_id as id from contract where payer_id = $1", [
    prepaid,
  ]);
  await expect(
    database.transaction((tx) =>
      changePaymentTerm(tx, {
        payerId: prepaid,
        contractId: offer?.id ?? 0n,
        paymentDays: 5,
        changedBy: "clerk",
        note: null,
        now,
      }),
    ),
  ).rejects.toMatchObject({ kind: { code: "term_needs_postpaid" } });
});
