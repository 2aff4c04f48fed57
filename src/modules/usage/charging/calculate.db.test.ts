import { fileURLToPath } from "node:url";

import { beforeAll, expect, test } from "vitest";

import { decimal } from "../../../core/decimal.ts";
import { formatMinor } from "../../../core/money.ts";
import { at, localDate } from "../../../core/time.ts";
import { testDatabase } from "../../../../test/support/database.ts";
import { loadCatalog, readCatalogFiles } from "../../catalog/index.ts";
import { calculate, type Configuration } from "./calculate.ts";

const { database } = await testDatabase();
const CONFIG = fileURLToPath(new URL("../../../../config", import.meta.url));
const NOVEMBER = { from: localDate("2026-11-01"), to: localDate("2026-11-30"), zone: "Europe/Moscow" };

beforeAll(async () => {
  const files = await readCatalogFiles(CONFIG);
  await database.transaction((tx) => loadCatalog(tx, files, at("2026-11-01T00:00:00Z")));
});

const calculated = (configurations: Configuration[], term = NOVEMBER) =>
  database.transaction((tx) => calculate(tx, "moscow", term, configurations));
const item = (skuCode: string, quantity: string) => ({ skuCode, quantity: decimal(quantity) });

test("PRC-06 PRC-05 gives the figures that rating charges: each day of each equal set rounded up", async () => {
  const server = [item("compute.flash.vcpu", "1"), item("disk.ssd", "20"), item("licence.windows.vcpu", "2")];
  const { lines, totalMinor, currency } = await calculated([{ count: 3, items: server }]);
  expect(currency).toBe("RUB");
  expect(lines.map((line) => [line.skuCode, formatMinor(line.amountMinor)])).toEqual([
    ["compute.flash.vcpu", "1594.80"],
    // 20 × 10.9 / 30 = 7.2666 a day, so 7.27 × 30 days × 3
    ["disk.ssd", "654.30"],
    ["licence.windows.vcpu", "3834.00"],
  ]);
  expect(formatMinor(totalMinor)).toBe("6083.10");
});

test("PRC-06 tiers go over all configurations together, and each month begins anew", async () => {
  const traffic = [{ count: 2, items: [item("network.traffic.out", "80")] }];
  expect(formatMinor((await calculated(traffic)).totalMinor)).toBe("82.80");
  const two = { ...NOVEMBER, to: localDate("2026-12-31") };
  expect(formatMinor((await calculated(traffic, two)).totalMinor)).toBe("165.60");
});

test("PRC-06 an unknown SKU, dates without a price and an endless calculation are refused", async () => {
  const ask = (code: string, count: number, term = NOVEMBER) => calculated([{ count, items: [item(code, "1")] }], term);
  await expect(ask("no.such", 1)).rejects.toMatchObject({ kind: { code: "sku_unknown" } });
  await expect(ask("disk.ssd", 2_000)).rejects.toMatchObject({ kind: { code: "calculation_too_large" } });
  const past = { ...NOVEMBER, from: localDate("2024-12-31"), to: localDate("2025-01-01") };
  await expect(ask("disk.ssd", 1, past)).rejects.toMatchObject({ kind: { code: "no_price" } });
});
