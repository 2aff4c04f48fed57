import { beforeAll, describe, expect, test } from "vitest";

import { type Instant, type LocalMonth, MINUTE, at, plus } from "../../../core/time.ts";
import { testDatabase } from "../../../../test/support/database.ts";
import { type WorldEvent, makePayer, makeProject, makeWorld, storeEvents } from "../../../../test/support/world.ts";
import { funds, grantBonus, topUp } from "../../balance/index.ts";
import { lockPeriod } from "../../ledger/index.ts";
import { formatPid } from "../../../core/ids.ts";
import { accrueAll } from "./accrue.ts";
import { BalanceReader } from "../../reports/index.ts";
import { selectFailures as chargingFailures } from "./failure-store.ts";
import { setAside } from "./set-aside.ts";
import { countChargingFailures, selectAlarms as usageAlarms } from "./consumption-store.ts";
import { rateAll } from "../rating/index.ts";

const { database } = await testDatabase();
let nextProject = 1_000_000_000n;

beforeAll(() => makeWorld(database));

const newProject = (region = "moscow") => makeProject(database, nextProject++, region);
const pay = (
  projectId: bigint,
  whole: number,
  when: Instant,
  source: "transfer" | "other" = "transfer",
  currency: "RUB" | "KZT" = "RUB",
) =>
  database.transaction((tx) =>
    topUp(tx, {
      projectId,
      source,
      amountMinor: BigInt(Math.round(whole * 100)),
      currency,
      at: when,
      reference: { kind: "test", id: `${projectId}:${when}:${source}` },
      idempotencyKey: `${when}:${source}`,
    }),
  );
let events = 0;
const event = (projectId: bigint, sku: string, when: string | Instant, quantity: string, resource = 1): WorldEvent => ({
  id: `e${++events}`,
  projectId,
  resource,
  sku,
  at: typeof when === "string" ? at(when) : when,
  quantity,
});
async function play(list: readonly WorldEvent[], now: Instant): Promise<void> {
  await storeEvents(database, list, now);
  await rateAll(database, now);
  await accrueAll(database, now);
}
const fundsOf = async (projectId: bigint) =>
  database.transaction(async (tx) => (await funds(tx, [projectId])).get(projectId));
const charges = (projectId: bigint) =>
  database.query<{
    day: string;
    amount_minor: bigint;
    transfer_minor: bigint;
    other_minor: bigint;
    bonus_minor: bigint;
    credit_minor: bigint;
  }>(
    `select day, sum(amount_minor)::bigint as amount_minor, sum(transfer_minor)::bigint as transfer_minor, sum(other_minor)::bigint as other_minor,
            sum(bonus_minor)::bigint as bonus_minor, sum(credit_minor)::bigint as credit_minor
       from charge where project_id = $1 group by day order by day`,
    [projectId],
  );

describe("accrual", () => {
  test("PRC-01 PRC-05 charges a gauge to the minute, each local day's grain rounded up once", async () => {
    const project = await newProject();
    await pay(project, 1000, at("2026-10-01T00:00:00+03:00"));
    await play(
      [
        event(project, "cpu", "2026-10-01T10:02:30+03:00", "4"),
        event(project, "cpu", "2026-10-01T17:41:10+03:00", "0"),
      ],
      at("2026-10-02T00:00:00+03:00"),
    );
    // 459 minutes × 4 × 1.2345 / 60 = 37.7757 -> 37.78
    expect(await charges(project)).toMatchObject([{ day: "2026-10-01", amount_minor: 3778n, transfer_minor: 3778n }]);
    expect((await fundsOf(project))?.paymentMinor).toBe(100_000n - 3778n);
  });

  test("FRZ-01 freezes a prepaid project in the very minute its payment account passes zero", async () => {
    const project = await newProject();
    await pay(project, 10, at("2026-10-01T00:00:00+03:00"));
    // 60 units × 1.2345 / 60 a minute = 1.2345: after 8 minutes 9.876, after 9 minutes 11.1105 -> 11.12 > 10.
    await play([event(project, "cpu", "2026-10-01T12:00:00+03:00", "60")], at("2026-10-01T12:08:00+03:00"));
    expect((await fundsOf(project))?.frozenAt).toBeNull();
    await play([], at("2026-10-01T12:30:00+03:00"));
    expect(await fundsOf(project)).toMatchObject({ frozenAt: at("2026-10-01T12:09:00+03:00"), paymentMinor: -112n });
  });

  test("FRZ-04 FRZ-05 charges go on while frozen; a payment unfreezes and covers what was on credit, first in first out", async () => {
    const project = await newProject();
    await pay(project, 10, at("2026-10-01T00:00:00+03:00"));
    await play([event(project, "cpu", "2026-10-01T12:00:00+03:00", "60")], at("2026-10-02T00:00:00+03:00"));
    expect((await charges(project))[0]).toMatchObject({
      amount_minor: 88_884n,
      transfer_minor: 1000n,
      credit_minor: 87_884n,
    });
    await pay(project, 500, at("2026-10-02T00:01:00+03:00"), "other");
    expect((await fundsOf(project))?.frozenAt).not.toBeNull();
    await pay(project, 700, at("2026-10-02T00:02:00+03:00"));
    await accrueAll(database, at("2026-10-02T00:02:00+03:00"));
    expect((await fundsOf(project))?.frozenAt).toBeNull();
    const covers = await database.query(
      "select funding_source, sum(amount_minor)::bigint as minor from charge_cover where project_id = $1 group by 1 order by 1",
      [project],
    );
    expect(covers).toEqual([
      { funding_source: "other", minor: 50_000n },
      { funding_source: "transfer", minor: 37_884n },
    ]);
  });

  test("FRZ-06 PYR-02 a post-paid project is never frozen for its balance", async () => {
    const project = await newProject();
    await makePayer(database, [project], { postpaid: true });
    await play([event(project, "cpu", "2026-10-01T12:00:00+03:00", "60")], at("2026-10-03T00:00:00+03:00"));
    expect(await fundsOf(project)).toMatchObject({ frozenAt: null, paymentMinor: -(88_884n + 177_768n) });
  });

  test("BAL-02 BAL-04 a bonus pays for its own group only, until the minute it expires", async () => {
    const project = await newProject();
    await pay(project, 1000, at("2026-10-01T00:00:00+03:00"));
    await database.transaction((tx) =>
      grantBonus(tx, {
        projectId: project,
        bonusGroup: "compute",
        amountMinor: 100_000n,
        at: at("2026-10-01T00:00:00+03:00"),
        expiresAt: at("2026-10-01T06:00:00+03:00"),
        idempotencyKey: "welcome",
      }),
    );
    await play(
      [
        event(project, "cpu", "2026-10-01T00:00:00+03:00", "60"),
        event(project, "licence", "2026-10-01T00:00:00+03:00", "1", 2),
      ],
      at("2026-10-01T12:00:00+03:00"),
    );
    await play([event(project, "cpu", "2026-10-01T12:00:00+03:00", "0")], at("2026-10-02T00:00:00+03:00"));
    // 360 minutes × 1.2345 = 444.42 by bonus; the other 360 minutes and the licence (33.34) by the account.
    expect((await charges(project))[0]).toMatchObject({
      amount_minor: 88_884n + 3334n,
      bonus_minor: 44_442n,
      transfer_minor: 44_442n + 3334n,
    });
    expect((await fundsOf(project))?.bonusMinor).toBe(0n);
  });

  test("BAL-02 BAL-03 in Kazakhstan one bonus pays for whatever bonuses may pay for, late usage and corrections as well", async () => {
    await database.query("update region set bonus_group = 'general' where region_code = 'kazakhstan'");
    const project = await newProject("kazakhstan");
    const midnight = at("2026-10-01T00:00:00+05:00");
    await pay(project, 10_000, midnight, "other", "KZT");
    await database.transaction((tx) =>
      grantBonus(tx, {
        projectId: project,
        bonusGroup: "general",
        amountMinor: 500_000n,
        at: midnight,
        expiresAt: at("2026-10-03T00:00:00+05:00"),
        idempotencyKey: "welcome",
      }),
    );
    const wrong = event(project, "requests", "2026-10-01T12:00:00+05:00", "900000", 3);
    await play(
      [
        event(project, "cpu", "2026-10-01T00:00:00+05:00", "60"),
        event(project, "cpu", "2026-10-02T00:00:00+05:00", "0"),
        event(project, "licence", "2026-10-01T00:00:00+05:00", "1", 2),
        wrong,
      ],
      at("2026-10-02T12:00:00+05:00"),
    );
    const grain = (sku: string) =>
      database.query<{ amount: bigint; bonus: bigint }>(
        `select sum(amount_minor)::bigint as amount, sum(bonus_minor)::bigint as bonus
           from charge join sku using (sku_id) where project_id = $1 and sku_code = $2 and day = '2026-10-01'`,
        [project, sku],
      );
    for (const sku of ["cpu", "requests"]) {
      const [row] = await grain(sku);
      expect([sku, row?.bonus]).toEqual([sku, row?.amount]);
      expect(row?.amount).toBeGreaterThan(0n);
    }
    expect((await grain("licence"))[0]).toMatchObject({ bonus: 0n });
    const paid = async () => ((await grain("cpu"))[0]?.bonus ?? 0n) + ((await grain("requests"))[0]?.bonus ?? 0n);
    expect((await fundsOf(project))?.bonusMinor).toBe(500_000n - (await paid()));
    // After its expiry less was used, and more: the bonus pays for the day as it would have in time (BAL-04).
    const less = { ...event(project, "requests", "2026-10-01T12:00:00+05:00", "100000", 3), supersedes: wrong.id };
    const late = event(project, "cpu", "2026-10-01T06:00:00+05:00", "30", 4);
    const end = event(project, "cpu", "2026-10-01T18:00:00+05:00", "0", 4);
    await play([less, late, end], at("2026-10-04T12:00:00+05:00"));
    for (const sku of ["cpu", "requests"]) {
      const [row] = await grain(sku);
      expect([sku, row?.bonus]).toEqual([sku, row?.amount]);
    }
    expect((await fundsOf(project))?.bonusMinor).toBe(0n);
  });

  test("PRC-04 a late event changes days already charged, as a visible correction", async () => {
    const project = await newProject();
    await pay(project, 10_000, at("2026-10-01T00:00:00+03:00"));
    await play([event(project, "cpu", "2026-10-01T12:00:00+03:00", "60")], at("2026-10-05T00:00:00+03:00"));
    await play([event(project, "cpu", "2026-10-02T12:00:00+03:00", "0")], at("2026-10-05T00:01:00+03:00"));
    expect((await charges(project)).map((row) => row.amount_minor)).toEqual([88_884n, 88_884n, 0n, 0n]);
    const kinds = await database.query("select distinct kind from journal_entry where project_id = $1 order by 1", [
      project,
    ]);
    expect(kinds.map((row) => row["kind"])).toEqual(["charge", "correction", "payment"]);
    expect((await fundsOf(project))?.paymentMinor).toBe(1_000_000n - 2n * 88_884n);
  });

  test("PRC-04 a corrected event replaces the one it names, whatever came first", async () => {
    const project = await newProject();
    await pay(project, 10_000, at("2026-10-01T00:00:00+03:00"));
    const wrong = event(project, "requests", "2026-10-01T12:00:00+03:00", "900000");
    const right = { ...event(project, "requests", "2026-10-01T12:00:00+03:00", "100000"), supersedes: wrong.id };
    await play([wrong], at("2026-10-02T00:00:00+03:00"));
    expect((await charges(project))[0]?.amount_minor).toBe(33_300n);
    await play([right], at("2026-10-02T00:01:00+03:00"));
    expect((await charges(project))[0]?.amount_minor).toBe(3_700n);
  });

  test("PRC-03 PRC-05 a month's fee falls on the first day, tiers on the month's axis", async () => {
    const project = await newProject();
    await pay(project, 100_000, at("2026-10-01T00:00:00+03:00"));
    await play(
      [
        event(project, "support", "2026-10-03T12:00:00+03:00", "1"),
        event(project, "traffic", "2026-10-03T12:00:00+03:00", "8"),
        event(project, "traffic", "2026-10-04T12:00:00+03:00", "8"),
      ],
      at("2026-10-06T00:00:00+03:00"),
    );
    expect((await charges(project)).map((row) => row.amount_minor)).toEqual([150_000n, 900n, 0n]);
  });

  test("a second run at the same instant changes nothing", async () => {
    const project = await newProject();
    await pay(project, 100, at("2026-10-01T00:00:00+03:00"));
    const now = at("2026-10-02T10:00:00+03:00");
    await play([event(project, "cpu", "2026-10-01T12:00:00+03:00", "1")], now);
    const before = await database.query("select * from charge where project_id = $1", [project]);
    await accrueAll(database, now);
    await accrueAll(database, plus(now, MINUTE));
    expect(await database.query("select * from charge where project_id = $1", [project])).toEqual(before);
  });

  test("PRC-04 PAY-08 what corrections take back from a cover is booked in the month that is open then", async () => {
    const project = await newProject("kazakhstan");
    const hour = (n: number) => at(`2026-10-05T${String(n).padStart(2, "0")}:00:00+05:00`);
    const cpu = (when: Instant) => event(project, "cpu", when, "60");
    const covers = () =>
      database.query(
        `select to_char(booking_month, 'MM') as month, day, sum(amount_minor)::bigint as minor
           from charge_cover where project_id = $1 group by 1, 2 order by 1, 2`,
        [project],
      );
    const started = cpu(hour(1));
    await play([started, event(project, "cpu", hour(11), "0")], at("2026-10-06T00:00:00+05:00"));
    await pay(project, 10_000, at("2026-10-07T00:00:00+05:00"), "transfer", "KZT");
    await play([], at("2026-10-07T00:00:00+05:00"));
    // 600 minutes × 1.2345 = 740.70, all of it on credit, then covered; each correction is one hour less: 74.07.
    expect(await covers()).toEqual([{ month: "10", day: "2026-10-05", minor: 74_070n }]);
    await play([event(project, "cpu", hour(10), "0")], at("2026-10-31T23:00:00+05:00"));
    expect(await covers()).toEqual([{ month: "10", day: "2026-10-05", minor: 66_663n }]);
    await play([], at("2026-11-01T00:00:00+05:00"));
    const now = at("2026-11-01T01:00:00+05:00");
    await database.transaction((tx) => lockPeriod(tx, "kazakhstan", "2026-10" as LocalMonth, now));
    await play([event(project, "cpu", hour(9), "0")], now);
    await play([event(project, "cpu", hour(8), "0")], plus(now, MINUTE));
    expect(await covers()).toEqual([
      { month: "10", day: "2026-10-05", minor: 66_663n },
      { month: "11", day: "2026-10-05", minor: -2n * 7407n },
    ]);
    // What is used on credit afterwards is covered where it was used: the day that was given back is not owed for again.
    await play([event(project, "cpu", plus(now, 2 * MINUTE), "6000")], at("2026-11-02T00:00:00+05:00"));
    const owed = -((await fundsOf(project))?.paymentMinor ?? 0n);
    expect(owed).toBeGreaterThan(0n);
    await play([event(project, "cpu", at("2026-11-02T00:00:00+05:00"), "0")], at("2026-11-02T00:01:00+05:00"));
    await pay(project, 200_000, at("2026-11-02T00:02:00+05:00"), "transfer", "KZT");
    await play([], at("2026-11-02T00:02:00+05:00"));
    expect((await covers()).slice(2)).toEqual([{ month: "11", day: "2026-11-01", minor: owed }]);
  });

  test("reliability 20 a project whose cost passes every bound waits by itself, and all others are charged and frozen", async () => {
    const [honest, absurd] = [await newProject(), await newProject()];
    await pay(honest, 10, at("2026-10-20T00:00:00+03:00"));
    const beyond = event(absurd, "requests", "2026-10-20T12:00:00+03:00", "1e25");
    const midnight = at("2026-10-21T00:00:00+03:00");
    await play([event(honest, "cpu", "2026-10-20T12:00:00+03:00", "60"), beyond], midnight);
    expect((await fundsOf(honest))?.frozenAt).not.toBeNull();
    expect(await charges(absurd)).toEqual([]);
    const failed = async () => (await usageAlarms(database, null)).filter(({ alarm }) => alarm === "not_charged");
    expect(await failed()).toMatchObject([{ subject: formatPid(absurd), count: 1n }]);
    expect(await countChargingFailures(database, "moscow")).toBe(1);
    const others = new BalanceReader(database);
    const [seen, refused] = await Promise.allSettled([others.read(honest, midnight), others.read(absurd, midnight)]);
    expect([seen.status, refused.status]).toEqual(["fulfilled", "rejected"]);
    await play([event(honest, "cpu", midnight, "0")], plus(midnight, MINUTE));

    await play(
      [{ ...event(absurd, "requests", "2026-10-20T12:00:00+03:00", "1000"), supersedes: beyond.id }],
      plus(midnight, 16 * MINUTE),
    );
    expect(await failed()).toEqual([]);
    expect(await charges(absurd)).toHaveLength(1);
  });

  test("reliability 20 a project that cannot be charged says why and by what; that set aside, it is charged and holds no close", async () => {
    const absurd = await newProject();
    const beyond = event(absurd, "requests", "2026-10-20T12:00:00+03:00", "1e25");
    const again = event(absurd, "requests", "2026-10-20T13:00:00+03:00", "1e24");
    const honest = event(absurd, "requests", "2026-10-20T14:00:00+03:00", "1000");
    const midnight = at("2026-10-21T00:00:00+03:00");
    await play([beyond, again, honest], midnight);
    const failures = async () => (await chargingFailures(database, 10)).filter(({ projectId }) => projectId === absurd);
    const [first] = await failures();
    expect(first).toMatchObject({ skuCode: "requests", day: "2026-10-20", quantity: "10000000000000000000000000" });
    expect(first?.reason).toContain("out of range");
    const aside = (now: Instant) => database.transaction((tx) => setAside(tx, absurd, now, "cli:anna: a broken meter"));
    expect(await aside(midnight)).toMatchObject({ quantity: "10000000000000000000000000" });
    // Until it is tried again nothing is known to be in the way: a second click takes no honest usage.
    await expect(aside(midnight)).rejects.toMatchObject({ kind: { code: "nothing_to_set_aside" } });
    await play([], plus(midnight, MINUTE));
    expect(await failures()).toMatchObject([{ quantity: "1000000000000000000000000" }]);
    await aside(plus(midnight, MINUTE));
    await play([], plus(midnight, 2 * MINUTE));
    expect(await failures()).toEqual([]);
    expect(await countChargingFailures(database, "moscow")).toBe(0);
    expect(await charges(absurd)).toHaveLength(1);
    await expect(aside(plus(midnight, 3 * MINUTE))).rejects.toMatchObject({ kind: { code: "nothing_to_set_aside" } });
    const kept = await database.query(
      "select reason, state, decided_by from usage_quarantine where event_ref like 'set aside %'",
    );
    expect(kept).toEqual(
      Array.from({ length: 2 }, () => ({
        reason: "too_large",
        state: "dismissed",
        decided_by: "cli:anna: a broken meter",
      })),
    );
  });

  test("reliability 20 PRC-04 usage is named as what keeps its project also where another project's event claims to replace it", async () => {
    const [absurd, other] = [await newProject(), await newProject()];
    const beyond = event(absurd, "requests", "2026-10-20T12:00:00+03:00", "1e25");
    const claims = { ...event(other, "requests", "2026-10-20T12:00:00+03:00", "1"), supersedes: beyond.id };
    const midnight = at("2026-10-21T00:00:00+03:00");
    await play([beyond, claims], midnight);
    const [failure] = (await chargingFailures(database, 10)).filter(({ projectId }) => projectId === absurd);
    expect(failure).toMatchObject({ skuCode: "requests", quantity: "10000000000000000000000000" });
    const aside = await database.transaction((tx) => setAside(tx, absurd, midnight, "cli:anna: a broken meter"));
    expect(aside.quantity).toBe("10000000000000000000000000");
    await play([], plus(midnight, MINUTE));
    expect(await countChargingFailures(database, "moscow")).toBe(0);
  });
});
