import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";

import { decimal } from "../../src/core/decimal.ts";
import type { ProjectId } from "../../src/core/ids.ts";
import { LARGEST_MINOR } from "../../src/core/money.ts";
import { at } from "../../src/core/time.ts";
import { type TopUp, topUp, topUpAll } from "../../src/modules/balance/index.ts";
import { BalanceReader } from "../../src/modules/reports/index.ts";
import { chargeMinor } from "../support/exact.ts";
import { testDatabase } from "../support/database.ts";
import { Play } from "../support/play.ts";
import { makeWorld } from "../support/world.ts";

const { database } = await testDatabase();
const play = new Play(database);
const NOON = at("2026-10-02T12:00:00+03:00");
let keys = 0;

beforeAll(() => makeWorld(database));

const payment = (projectId: ProjectId, amountMinor: bigint, currency = "RUB"): TopUp => ({
  projectId,
  source: "transfer",
  amountMinor,
  currency,
  at: NOON,
  reference: { kind: "test", id: BigInt((keys += 1)) },
  idempotencyKey: `amount-${keys}`,
});
const pay = (order: TopUp) => database.transaction((tx) => topUp(tx, order));
const entries = async () => (await database.query<{ n: bigint }>("select count(*) as n from journal_entry"))[0]?.n;

describe("reliability 20: the edges of money", () => {
  test("reliability 20 the largest payments are kept and shown to the kopeck, one beyond them is refused", async () => {
    const project = await play.project();
    // Together beyond 2^53 kopecks, where a double would lose the last one.
    const amounts = [...Array.from({ length: 10 }, () => LARGEST_MINOR), 1n];
    for (const amount of amounts) await pay(payment(project, amount));
    const sum = 10n * LARGEST_MINOR + 1n;
    expect((await play.funds(project)).paymentMinor).toBe(sum);
    expect((await new BalanceReader(database).read(project, NOON)).paymentMinor).toBe(sum);
    const before = await entries();
    for (const amount of [LARGEST_MINOR + 1n, 0n, -1n, 2n ** 63n]) {
      await expect(pay(payment(project, amount))).rejects.toMatchObject({ kind: { code: "amount_out_of_range" } });
    }
    expect(await entries()).toBe(before);
  });

  test("reliability 20 a whole month of the largest plausible use is charged exactly", async () => {
    const project = await play.project();
    await pay(payment(project, LARGEST_MINOR));
    await play.run([play.event(project, "cpu", NOON, 1_000_000)], "2026-10-03T00:00:00+03:00");
    // A million units at 1.2345 an hour, twelve hours of the day.
    expect((await play.charges(project)).map((day) => day.amount_minor)).toEqual([1_481_400_000n]);
    expect((await play.funds(project)).paymentMinor).toBe(LARGEST_MINOR - 1_481_400_000n);
  });

  test("PRC-05 the database rounds a charge exactly as the code does, at any size", async () => {
    const cost = fc.tuple(fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }), fc.nat(9));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cost, fc.integer({ min: 1, max: 43_200 })), { minLength: 1 }), async (all) => {
        // What a charge can hold: the database keeps it in eight bytes.
        const held = all
          .map(([[value, scale], divisor]) => ({ text: `${value}e-${scale}`, divisor }))
          .map((one) => ({ ...one, minor: chargeMinor(decimal(one.text), BigInt(one.divisor)) }))
          .filter(({ minor }) => minor < 10n ** 18n && minor > -(10n ** 18n));
        const rows = await database.query<{ minor: bigint }>(
          "select ceil_minor(n, d) as minor from unnest($1::numeric[], $2::bigint[]) with ordinality u(n, d, o) order by o",
          [held.map(({ text }) => text), held.map(({ divisor }) => divisor)],
        );
        expect(rows.map((row) => row.minor)).toEqual(held.map(({ minor }) => minor));
      }),
      { numRuns: 40 },
    );
  });
});

describe("reliability 21: another currency", () => {
  test("reliability 21 is refused for a payment, and nothing of a set with one such payment is written", async () => {
    const [roubles, tenge] = [await play.project(), await play.project("kazakhstan")];
    const before = await entries();
    await expect(pay(payment(roubles, 100n, "KZT"))).rejects.toMatchObject({ kind: { code: "currency_mismatch" } });
    await expect(pay(payment(tenge, 100n))).rejects.toMatchObject({ kind: { code: "currency_mismatch" } });
    const mixed = database.transaction((tx) => topUpAll(tx, [payment(roubles, 100n), payment(roubles, 100n, "KZT")]));
    await expect(mixed).rejects.toMatchObject({ kind: { code: "currency_mismatch" } });
    expect(await entries()).toBe(before);
  });
});
