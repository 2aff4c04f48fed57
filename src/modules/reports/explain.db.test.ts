import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { testDatabase } from "../../../test/support/database.ts";
import { Play } from "../../../test/support/play.ts";
import { makeWorld, resourceUuid } from "../../../test/support/world.ts";
import { decimal } from "../../core/decimal.ts";
import type { ProjectId } from "../../core/ids.ts";
import { parseMinor } from "../../core/money.ts";
import { type Instant, at, formatInstant, localDate } from "../../core/time.ts";
import { type PriceTerms, assignPriceScope, putPriceList, putPrices } from "../catalog/index.ts";
import { type Explanation, explainCharge } from "./explain.ts";
import type { Ratio } from "./formula.ts";

const { database } = await testDatabase();
await makeWorld(database);
const play = new Play(database, 1_700_000_000n);

const told = (
  projectId: ProjectId,
  skuCode: string,
  from: string,
  to: string,
  now: Instant,
  resource = resourceUuid(1),
) => explainCharge(database, { projectId, skuCode, resource, from: localDate(from), to: localDate(to) }, now);

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");
const october = (day: number, time = "00:00") => at(`2026-10-${String(day).padStart(2, "0")}T${time}:00+03:00`);

/** Puts a price of its own into force for a project. */
async function price(projectId: ProjectId, skuCode: string, terms: PriceTerms): Promise<void> {
  await database.transaction(async (tx) => {
    const priceListCode = `own-${projectId}`;
    await putPriceList(tx, { priceListCode, regionCode: null, currency: "RUB", kind: "contract" });
    await putPrices(tx, priceListCode, [{ skuCode, startsAt: at("2020-01-01T00:00:00Z"), ...terms }]);
    await assignPriceScope(tx, projectId, [priceListCode, "moscow"], at("2020-01-01T00:00:00Z"));
  });
}

const terms = (model: PriceTerms["model"], unitPrice: string, committed: string | null = null): PriceTerms => ({
  model,
  unitPrice: decimal(unitPrice),
  tiers: null,
  committedQuantity: committed === null ? null : decimal(committed),
});

/** A project with its price, its use and money enough, brought up to an instant. */
async function used(
  events: readonly [sku: string, when: Instant, quantity: string | number, resource?: number][],
  now: Instant,
) {
  const projectId = await play.project();
  await play.pay(projectId, 100_000, at("2026-09-20T00:00:00Z"));
  await play.run(
    events.map(([sku, when, quantity, resource]) => play.event(projectId, sku, when, quantity, resource)),
    now,
  );
  return projectId;
}

describe("the sentence", () => {
  test("PRC-03 PRC-05 a gauge by time: quantity, price, time, what it is divided by, what was rounded up", async () => {
    const projectId = await used([["cpu", october(2, "10:02"), 4]], october(3, "12:00"));
    const day = await told(projectId, "cpu", "2026-10-02", "2026-10-02", october(3, "12:00"));
    // 13 h 58 min = 838 min: 4 × 1.2345 × 838 ÷ 60 = 68.9674
    expect(plain(day.sentence.ru)).toBe("4 ед. × 1,2345 ₽ за ед. × 13 ч 58 мин = 68,9674 ₽ → 68,97 ₽");
    expect(plain(day.sentence.en)).toBe("4 unit × ₽1.2345 per unit × 13 h 58 min = ₽68.9674 → ₽68.97");
  });

  test("PRC-03 PRC-05 days that are alike are told once and multiplied", async () => {
    const projectId = await used([["cpu", october(1), 2]], october(9));
    const week = await told(projectId, "cpu", "2026-10-01", "2026-10-07", october(9));
    expect(plain(week.sentence.ru)).toBe(
      "2 ед. × 1,2345 ₽ за ед. × 24 ч = 59,256 ₽ → 59,26 ₽ в день; 7 дней × 59,26 ₽ = 414,82 ₽",
    );
    expect(week.days.map(({ from, to, days, total }) => [from, to, days, total])).toEqual([
      ["2026-10-01", "2026-10-07", 7, "414.82"],
    ]);
  });

  test("PRC-03 PRC-05 quantities of many days: what was used in all, and that each day was rounded up", async () => {
    const projectId = await used(
      [1, 2, 3].map((day) => ["requests", october(day, "10:00"), day * 1001] as const),
      october(9),
    );
    const all = await told(projectId, "requests", "2026-10-01", "2026-10-31", october(9));
    expect(plain(all.sentence.ru)).toBe(
      "6 006 ед. × 0,00037 ₽ за ед. = 2,22222 ₽, с округлением каждого дня вверх → 2,25 ₽",
    );
    expect(all.charge.amount).toBe("2.25");
  });

  test("PRC-03 once a day, and once a month with what a larger quantity costs more", async () => {
    const projectId = await used(
      [
        ["licence", october(1, "10:00"), 3],
        ["support", october(2, "10:00"), 1],
        ["support", october(5, "10:00"), 2],
      ],
      october(9),
    );
    const licence = await told(projectId, "licence", "2026-10-01", "2026-10-08", october(9));
    expect(plain(licence.sentence.ru)).toBe(
      "3 ед. × 33,335 ₽ за ед. = 100,005 ₽ → 100,01 ₽ в день; 8 дней × 100,01 ₽ = 800,08 ₽",
    );
    const first = await told(projectId, "support", "2026-10-02", "2026-10-02", october(9));
    expect(plain(first.sentence.ru)).toBe("1 ед. × 1 500,00 ₽ за ед. = 1 500,00 ₽, раз в месяц");
    const month = await told(projectId, "support", "2026-10-01", "2026-10-04", october(9));
    expect(plain(month.sentence.ru)).toBe("1 ед. × 1 500,00 ₽ за ед. = 1 500,00 ₽, раз в месяц");
    const more = await told(projectId, "support", "2026-10-05", "2026-10-05", october(9));
    expect(plain(more.sentence.ru)).toBe(
      "2 ед. × 1 500,00 ₽ за ед. − 1 500,00 ₽ (уже списано) = 1 500,00 ₽, раз в месяц",
    );
  });

  test("PRC-03 tiers: each part at its own price, in the sentence and as a table with the tier that the month reached", async () => {
    const projectId = await used(
      [
        ["traffic", october(1, "10:00"), 8],
        ["traffic", october(2, "10:00"), 12],
      ],
      october(9),
    );
    const day = await told(projectId, "traffic", "2026-10-02", "2026-10-02", october(9));
    expect(plain(day.sentence.ru)).toBe("2 ед. × 0,00 ₽ за ед. + 10 ед. × 1,50 ₽ = 15,00 ₽");
    expect(
      day.tiers.map(({ from, to, price: cost, quantity, reached }) => [from, to, cost, quantity.en, reached]),
    ).toEqual([
      ["0", "10", "0", "2", false],
      ["10", "1000", "1.5", "10", true],
      ["1000", null, "0.9", "0", false],
    ]);
  });

  test("PRC-03 volume: the whole month at the price it has reached, less what was charged before", async () => {
    const projectId = await used(
      [
        ["mail", october(1, "10:00"), 90],
        ["mail", october(2, "10:00"), 20],
      ],
      october(9),
    );
    const day = await told(projectId, "mail", "2026-10-02", "2026-10-02", october(9));
    expect(plain(day.sentence.ru)).toBe("110 ед. × 0,30 ₽ за ед. − 90 ед. × 0,50 ₽ (уже списано) = −12,00 ₽");
    const both = await told(projectId, "mail", "2026-10-01", "2026-10-02", october(9));
    expect(plain(both.sentence.ru)).toBe("110 ед. × 0,30 ₽ за ед. = 33,00 ₽");
    expect(both.changes).toEqual([
      { kind: "charge", bookedIn: null, amount: "45.00" },
      { kind: "repricing", bookedIn: null, amount: "-12.00" },
    ]);
  });

  test("PRC-03 a commitment: what is missing from it, on the month's last day", async () => {
    const projectId = await play.project();
    await price(projectId, "reserved", terms("committed", "2", "1000"));
    await play.pay(projectId, 10_000, at("2026-09-20T00:00:00Z"));
    await play.run(
      [play.event(projectId, "reserved", october(1), 1), play.event(projectId, "reserved", october(11), 0)],
      at("2026-11-02T00:00:00+03:00"),
    );
    const now = at("2026-11-02T00:00:00+03:00");
    const missing = await told(projectId, "reserved", "2026-10-01", "2026-10-31", now, "");
    expect(plain(missing.sentence.ru)).toBe("(обязательство 1 000 − использовано 240) × 2,00 ₽ за ед. = 1 520,00 ₽");
    const own = await told(projectId, "reserved", "2026-10-01", "2026-10-10", now);
    expect(plain(own.sentence.ru)).toBe("1 ед. × 2,00 ₽ за ед. × 24 ч = 48,00 ₽ в день; 10 дней × 48,00 ₽ = 480,00 ₽");
  });

  test("PRC-04 a correction and a debt that was repaid are rows of their own, and both add up", async () => {
    const projectId = await play.project();
    await play.pay(projectId, 10, october(1));
    await play.run([play.event(projectId, "requests", october(5, "10:00"), 50_000)], october(7));
    await play.pay(projectId, 3, october(8), { source: "other" });
    await play.run([], october(9));
    await database.query(
      "insert into period_lock (region_code, month, locked_at) values ('kazakhstan', '2026-10-01', $1)",
      [formatInstant(october(9))],
    );
    const whole = await told(projectId, "requests", "2026-10-05", "2026-10-05", october(9));
    expect(whole.paidBy).toEqual([
      { source: "transfer", bookedIn: null, amount: "10.00" },
      { source: "repaid_other", bookedIn: "2026-10", amount: "3.00" },
      { source: "credit", bookedIn: null, amount: "5.50" },
    ]);
    expect(whole.changes).toEqual([{ kind: "charge", bookedIn: null, amount: "18.50" }]);
  });
});

describe("for any use", () => {
  test("PRC-03 PRC-05 the sentence's figures give the amount shown; days, changes and payments add up to it", async () => {
    const sku = fc.constantFrom("cpu", "disk", "licence", "support", "requests", "traffic", "mail");
    const quantity = fc.integer({ min: 0, max: 400 }).map(String);
    const fine = fc
      .tuple(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 1, max: 999 }))
      .map(([a, b]) => `${a}.${b}`);
    const minute = fc.integer({ min: 0, max: 1439 });
    const event = fc.record({
      day: fc.integer({ min: 1, max: 12 }),
      minute,
      quantity: fc.oneof(quantity, fine),
      resource: fc.integer({ min: 1, max: 2 }),
    });
    await fc.assert(
      fc.asyncProperty(
        sku,
        fc.array(event, { minLength: 1, maxLength: 9 }),
        minute,
        fc.boolean(),
        async (code, events, last, flat) => {
          const projectId = await play.project();
          // The disk, whose price is for thirty days, without tiers as well.
          if (code === "disk" && flat) await price(projectId, code, terms("flat", "18.2"));
          await play.pay(projectId, 1_000, october(1));
          const instantOf = (day: number, at: number) =>
            october(day, `${String(Math.floor(at / 60)).padStart(2, "0")}:${String(at % 60).padStart(2, "0")}`);
          const now = instantOf(14, last);
          await play.run(
            events.map((one) =>
              play.event(projectId, code, instantOf(one.day, one.minute), one.quantity, one.resource),
            ),
            now,
          );
          for (const resource of new Set(events.map((one) => one.resource))) {
            const range = ["2026-10-01", "2026-10-14"] as const;
            const whole = await told(projectId, code, ...range, now, resourceUuid(resource));
            checkStory(whole);
            for (const { from, days } of whole.days) {
              const one = await told(projectId, code, from, from, now, resourceUuid(resource));
              checkStory(one);
              expect(days > 0 && one.days.length).toBe(1);
            }
          }
        },
      ),
      { numRuns: 25, seed: 515 },
    );
  }, 120_000);
});

const minorOf = (amount: string) => parseMinor(amount) ?? 0n;
const sum = (amounts: readonly { readonly amount: string }[]) =>
  amounts.reduce((total, { amount }) => total + minorOf(amount), 0n);

function checkStory(story: Explanation): void {
  const amount = minorOf(story.charge.amount);
  expect(sum(story.changes)).toBe(amount);
  expect(sum(story.paidBy)).toBe(amount);
  expect(sum(story.suppliedTo) + sum(story.paidBy.filter(({ source }) => source === "open"))).toBe(amount);
  expect(story.days.reduce((total, day) => total + minorOf(day.total), 0n)).toBe(amount);
  expect(story.days.every(({ formula }) => formula !== null)).toBe(true);
  for (const language of ["ru", "en"] as const) {
    expect(`${story.sentence[language]} ${recomputed(plain(story.sentence[language]), language)}`).toBe(
      `${story.sentence[language]} ${amount}`,
    );
  }
}

/** Works a sentence out as a reader with a calculator would: the minor units that its own figures come to. */
function recomputed(text: string, language: "ru" | "en"): bigint {
  const figures =
    language === "ru"
      ? text.replace(/(?<=\d) (?=\d{3})/g, "").replaceAll(",", ".")
      : text.replace(/(?<=\d),(?=\d{3})/g, "");
  const bare = figures.replaceAll(/ (?:за ед\.|per unit)/g, "").replaceAll("₽", "");
  const total = /(?:= |→ )([−\d.]+)[^=→]*$/.exec(bare)?.[1] ?? /^([−\d.]+)\s*$/.exec(bare)?.[1];
  const shown = minorOf((total ?? "").replace("−", "-"));
  const [formula = "", ...after] = bare.split(" = ");
  const value = evaluated(formula.replace(/^(?:Чаще всего|Most often) /, ""));
  const perDay = /(?:→ |^)([−\d.]+)\s*(?:в день|a day)/.exec(after[0] ?? "")?.[1];
  const up = (exact: Ratio) =>
    -((-exact.n * 100n) / exact.d) + (exact.n > 0n && (exact.n * 100n) % exact.d !== 0n ? 1n : 0n);
  if (perDay === undefined) {
    if (!/округлением|rounded/.test(bare)) return up(value);
    // Rounded day by day: between the exact sum and a kopeck for each day more.
    const least = up(value);
    return shown >= least && shown < least + 14n ? shown : least;
  }
  if (up(value) !== minorOf(perDay.replace("−", "-"))) return up(value);
  const [, count = "0", each = "0", rest = "0"] =
    /; (\d+) (?:день|дня|дней|days?) × ([−\d.]+)\s*(?:\+ ([−\d.]+))?/.exec(bare) ?? [];
  return BigInt(count) * minorOf(each.replace("−", "-")) + minorOf(rest.replace("−", "-"));
}

/** Sums of products, words left out: \`4 ед. × 1.5 × 13 ч 58 мин ÷ 30 дней + …\`. Times are hours, or days where divided by days. */
function evaluated(text: string): Ratio {
  const shortfall = /^\((?:\D+) ([\d.]+) − \D+ ([\d.]+)\) × ([\d.]+)/.exec(text);
  if (shortfall) {
    const [a, b, c] = shortfall.slice(1).map((one) => asRatio(one)) as [Ratio, Ratio, Ratio];
    return product({ n: a.n * b.d - b.n * a.d, d: a.d * b.d }, c);
  }
  return text.split(/ (?=[+−] )/).reduce<Ratio>(
    (total, part) => {
      const sign = part.startsWith("− ") ? -1n : 1n;
      const inHours = /\d (?:ч|h|мин|min)(?: |$)/.test(part);
      const value = part
        .replace(/^[+−] /, "")
        .replace(/\(.*\)/, "")
        .split(/ (?=[×÷] )/)
        .map((factor) => ({ divides: factor.startsWith("÷"), value: factorOf(factor.replace(/^[×÷] /, ""), inHours) }))
        .reduce<Ratio>((all, { divides, value: one }) => product(all, divides ? { n: one.d, d: one.n } : one), {
          n: sign,
          d: 1n,
        });
      return { n: total.n * value.d + value.n * total.d, d: total.d * value.d };
    },
    { n: 0n, d: 1n },
  );
}

const product = (a: Ratio, b: Ratio): Ratio => ({ n: a.n * b.n, d: a.d * b.d });

function factorOf(text: string, inHours: boolean): Ratio {
  const days = /^([\d.]+) (?:день|дня|дней|days?)$/.exec(text.trim());
  if (days) return product(asRatio(days[1] ?? "0"), { n: inHours ? 24n : 1n, d: 1n });
  const time = /^(?:(\d+) (?:ч|h))?\s*(?:(\d+) (?:мин|min))?$/.exec(text.trim());
  if (time && text.trim() !== "") return { n: BigInt(time[1] ?? 0) * 60n + BigInt(time[2] ?? 0), d: 60n };
  return asRatio(/[\d.]+/.exec(text)?.[0] ?? "0");
}

function asRatio(text: string): Ratio {
  const { units, scale } = decimal(text.replace(/\.$/, ""));
  return { n: units, d: 10n ** BigInt(scale) };
}
