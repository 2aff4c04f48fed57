import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { formatDecimal } from "../../core/decimal.ts";
import { at } from "../../core/time.ts";
import { parseCatalogFile } from "./catalog-file.ts";

const parse = (text: string) => parseCatalogFile({ path: "list.yaml", text });
const HEAD = "price_list: { code: a, kind: contract, currency: KZT, time_zone: Asia/Almaty }\n";

test("PRC-02 each version holds until the next; dates are local midnights, decimals are exact", () => {
  const { prices, problems } = parse(`${HEAD}prices:
  disk.ssd:
    - { from: "2026-03-01T10:00:00+05:00", until: 2026-07-01, price: 0.100000000000000000001 }
    - { from: 2026-01-01, price: 1e-7 }
`);
  expect(problems).toEqual([]);
  expect(prices.map((price) => [price.startsAt, price.endsAt, formatDecimal(price.unitPrice)])).toEqual([
    [at("2025-12-31T19:00:00Z"), at("2026-03-01T05:00:00Z"), "0.0000001"],
    [at("2026-03-01T05:00:00Z"), at("2026-06-30T19:00:00Z"), "0.100000000000000000001"],
  ]);
});

describe("what is wrong is named with its line, in both languages", () => {
  const cases: [text: string, field: string, en: string][] = [
    [
      `${HEAD}prices:\n  a:\n    - { from: 2026-02-30, price: 1 }\n`,
      "list.yaml:4 prices.a[0].from",
      "a date 2026-01-01",
    ],
    [
      `${HEAD}prices:\n  a:\n    - { from: 2026-02-01, price: -1 }\n`,
      "list.yaml:4 prices.a[0].price",
      "a decimal number",
    ],
    [
      `${HEAD}prices:\n  a:\n    - { from: 2026-02-01, price: NaN }\n`,
      "list.yaml:4 prices.a[0].price",
      "a decimal number",
    ],
    [`${HEAD}prices:\n  a:\n    - { from: 2026-02-01, prise: 1 }\n`, "list.yaml:4 prices.a[0]", "prise"],
    ["price_list: { code: a, kind: other, currency: RUB, time_zone: UTC }\n", "list.yaml:1 price_list.kind", "region"],
    [
      "price_list: { code: a, kind: region, currency: RUB, time_zone: Mars/Base }\n",
      "list.yaml:1 price_list.time_zone",
      "IANA",
    ],
    ["meters:\n  - { code: a, kind: gauge, unit: GB, largest: 0 }\n", "list.yaml:2 meters[0].largest", "above zero"],
    ["meters:\n  - { code: A!, kind: gauge, unit: GB, largest: 1 }\n", "list.yaml:2 meters[0].code", "a code"],
    ["prices:\n  a: [{ from: 2026-02-01, price: 1 }]\n", "list.yaml:2 prices", "without a price_list"],
    ["services: { a: b\n", "list.yaml", ""],
    ["- 1\n", "list.yaml:1", "object"],
  ];

  test.each(cases)("%s", (text, field, en) => {
    const [problem] = parse(text).problems;
    expect(problem?.field).toBe(field);
    expect(problem?.texts.en).toContain(en);
    expect(problem?.texts.ru).not.toBe("");
  });

  test("a code twice in one file", () => {
    const service = "  - { code: a, group: a, name: { ru: а, en: a } }\n";
    expect(parse(`services:\n${service}${service}`).problems).toMatchObject([
      { field: "list.yaml:3 services[1].code" },
    ]);
  });

  test("aliases that would grow without end", () => {
    const levels = Array.from(
      { length: 9 },
      (_, level) => `l${level + 1}: &l${level + 1} [${"*l0,".repeat(9).replaceAll("l0", `l${level}`)}]`,
    );
    expect(parse(`l0: &l0 [x]\n${levels.join("\n")}\n`).problems.length).toBeGreaterThan(0);
  });
});

test("no text breaks the reader", () => {
  const scraps = fc.constantFrom(
    HEAD,
    "prices:\n",
    "  a:\n",
    "    - { from: 2026-01-01, price: 1 }\n",
    "skus: [",
    "]",
    "{",
    "}",
    "&a ",
    "*a",
    "? ",
    ": ",
    "- ",
    "!!int 1",
    "\t",
    "__proto__: 1\n",
  );
  const texts = fc.array(fc.oneof(scraps, fc.string({ unit: "binary", maxLength: 8 })), { maxLength: 12 });
  fc.assert(
    fc.property(texts, (parts) => {
      expect(Array.isArray(parse(parts.join("")).problems)).toBe(true);
    }),
  );
});
