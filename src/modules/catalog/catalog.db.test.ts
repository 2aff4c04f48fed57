import { fileURLToPath } from "node:url";

import { beforeAll, describe, expect, test } from "vitest";

import { decimal, formatDecimal } from "../../core/decimal.ts";
import { at, formatInstant, type Instant } from "../../core/time.ts";
import { ownerOf, testDatabase } from "../../../test/support/database.ts";
import {
  assignPriceScope,
  bonusNames,
  type CatalogFile,
  FOREVER,
  loadCatalog,
  type NewPrice,
  putPriceList,
  putPrices,
  parseCatalog,
  readCatalogFiles,
  skuIndex,
} from "./index.ts";

const { database } = await testDatabase();
const CONFIG = fileURLToPath(new URL("../../../config", import.meta.url));
const NOW = at("2026-11-01T00:00:00Z");
const PROJECT = 1_000_000_001n;
const VCPU = "compute.vcpu.standard";

const load = (files: readonly CatalogFile[]) => database.transaction((tx) => loadCatalog(tx, parseCatalog(files), NOW));

function flat(skuCode: string, unitPrice: string, startsAt: string, endsAt?: string): NewPrice {
  const terms = { model: "flat", unitPrice: decimal(unitPrice), tiers: null, committedQuantity: null } as const;
  return { skuCode, ...terms, startsAt: at(startsAt), ...(endsAt ? { endsAt: at(endsAt) } : {}) };
}

function priceAt(scopeId: number, skuCode: string, then: Instant) {
  return database.transaction(async (tx) => {
    const sku = (await skuIndex(tx)).skus.get(skuCode);
    const [price] = await tx.query<{ unit: string }>(
      `select unit_price::text as unit from effective_price
        where scope_id = $1 and sku_id = $2 and starts_at <= $3 and ends_at > $3`,
      [scopeId, sku?.skuId ?? 0, formatInstant(then)],
    );
    return price ? formatDecimal(decimal(price.unit)) : null;
  });
}

beforeAll(async () => {
  await load(await readCatalogFiles(CONFIG));
});

describe("loading", () => {
  test("PRC-02 the shipped lists price every SKU in both regions, 2025 and 2026 apart", async () => {
    const index = await database.transaction((tx) => skuIndex(tx));
    for (const region of ["moscow", "kazakhstan"]) {
      const { scopeId } = await database.transaction((tx) => assignPriceScope(tx, PROJECT, [region], NOW));
      for (const skuCode of index.skus.keys()) expect(await priceAt(scopeId, skuCode, NOW), skuCode).not.toBeNull();
    }
    const { scopeId } = await database.transaction((tx) => assignPriceScope(tx, PROJECT, ["moscow"], NOW));
    expect(await priceAt(scopeId, VCPU, at("2025-12-31T20:59:00Z"))).toBe("0.87");
    expect(await priceAt(scopeId, VCPU, at("2025-12-31T21:00:00Z"))).toBe("0.93");
  });

  test("PRC-02 loading the same files again changes nothing", async () => {
    expect(await load(await readCatalogFiles(CONFIG))).toEqual({
      itemsChanged: false,
      changes: [],
      retroactive: false,
    });
  });

  test("PRC-02 a new version in a file tells what to rate again, and from when", async () => {
    const text = `price_list: { code: moscow, kind: region, region: moscow, currency: RUB, time_zone: Europe/Moscow }
prices:
  disk.hdd:
    - { from: 2025-01-01, price: 3.2 }
    - { from: 2026-01-01, price: 3.4 }
    - { from: 2027-01-01, price: 3.6 }
`;
    const loaded = await load([{ path: "moscow.yaml", text }]);
    expect(loaded.changes).toHaveLength(1);
    expect(loaded.changes[0]).toMatchObject({ priceListCode: "moscow", earliest: at("2026-12-31T21:00:00Z") });
    expect(loaded.changes[0]?.skuIds).toHaveLength(1);
    expect(loaded.retroactive).toBe(false);
    const before = await load([{ path: "moscow.yaml", text: text.replace("3.4", "3.5") }]);
    expect(before.retroactive).toBe(true);
  });

  test("BAL-03 the catalogue names the groups that bonuses pay for; a SKU of a group that is not there is refused", async () => {
    expect(Object.fromEntries(await database.transaction(bonusNames))).toEqual({
      compute: { ru: "Виртуальные серверы и их резервные копии", en: "Virtual servers and their backups" },
      platform: { ru: "Остальные сервисы", en: "Other services" },
      general: { ru: "Все сервисы облака", en: "All services of the cloud" },
    });
    const sku = `skus:
  - { code: new.gift, service: disk, meter: volume, per: hour, name: { ru: а, en: a }, unit: { ru: а, en: a }, bonus: gifts }
`;
    const refused = { details: { problems: [{ field: "x.yaml new.gift", texts: { en: "no bonus group gifts" } }] } };
    await expect(load([{ path: "x.yaml", text: sku }])).rejects.toMatchObject(refused);
    const group = "bonus_groups: [{ code: gifts, name: { ru: Подарки, en: Gifts } }]\n";
    expect(await load([{ path: "x.yaml", text: group }])).toMatchObject({ itemsChanged: true });
    expect((await database.transaction(bonusNames)).get("gifts")).toEqual({ ru: "Подарки", en: "Gifts" });
  });

  test("PRC-02 a file with errors changes nothing and names each with its line, in both languages", async () => {
    const text = `skus:
  - { code: new.sku, service: nowhere, meter: vcpu, per: unit, name: { ru: а, en: a }, unit: { ru: а, en: a }, bonus: none }
price_list: { code: x, kind: contract, currency: RUB, time_zone: Europe/Moscow }
prices:
  unknown.sku: [{ from: 2026-01-01, price: 1 }]
  network.traffic.out: [{ from: 2026-01-01, model: daily, price: 1 }]
  cdn.traffic: [{ from: 2026-01-01, model: tiered, tiers: [{ from: 5, price: 1 }] }]
`;
    const failure = await load([{ path: "x.yaml", text }]).catch((error: unknown) => error);
    expect(failure).toMatchObject({ kind: { code: "catalog_invalid", status: 422 } });
    const { problems } = (failure as { details: { problems: { field: string; texts: { en: string; ru: string } }[] } })
      .details;
    expect(problems.map((problem) => `${problem.field}: ${problem.texts.en}`)).toEqual([
      "x.yaml new.sku: no service nowhere",
      "x.yaml unknown.sku: no such SKU",
      "x.yaml network.traffic.out: daily and monthly prices are for what is present (a gauge meter)",
      "x.yaml cdn.traffic: the first tier starts at 0",
    ]);
    const index = await database.transaction((tx) => skuIndex(tx));
    expect(index.skus.has("new.sku")).toBe(false);
  });

  test("PRC-02 a SKU cannot be measured another way, a price list cannot change its currency", async () => {
    const sku = (per: string) => `skus:
  - { code: disk.hdd, service: disk, meter: volume, per: ${per}, name: { ru: а, en: a }, unit: { ru: а, en: a }, bonus: none }
`;
    await expect(load([{ path: "a.yaml", text: sku("day") }])).rejects.toMatchObject({ kind: { code: "sku_differs" } });
    const list = { priceListCode: "moscow", regionCode: "moscow", currency: "KZT", kind: "region" } as const;
    await expect(database.transaction((tx) => putPriceList(tx, list))).rejects.toMatchObject({
      kind: { code: "price_list_differs" },
    });
  });
});

describe("precedence", () => {
  const list = (priceListCode: string, kind: "contract" | "partner", currency = "RUB") =>
    database.transaction((tx) => putPriceList(tx, { priceListCode, kind, regionCode: null, currency }));

  test("PRC-02 contract before partner before region, each to the minute, and back when it ends", async () => {
    await list("contract-1", "contract");
    await list("partner-1", "partner");
    const chain = ["contract-1", "partner-1", "moscow"];
    const { scopeId } = await database.transaction((tx) => assignPriceScope(tx, PROJECT, chain, NOW));
    const change = await database.transaction((tx) =>
      putPrices(tx, "contract-1", [flat(VCPU, "0.7", "2026-11-05T10:00:30Z", "2026-11-06T00:00:00Z")]),
    );
    await database.transaction((tx) => putPrices(tx, "partner-1", [flat(VCPU, "0.8", "2026-11-04T00:00:00Z")]));
    expect(change).toMatchObject({ scopeIds: [scopeId], earliest: at("2026-11-05T10:00:30Z") });
    const seen = ["03T23:59", "04T00:00", "05T09:59", "05T10:00", "05T23:59", "06T00:00"];
    const prices = await Promise.all(seen.map((then) => priceAt(scopeId, VCPU, at(`2026-11-${then}:00Z`))));
    expect(prices).toEqual(["0.93", "0.8", "0.8", "0.7", "0.7", "0.8"]);
  });

  test("PRC-02 a list changes what all its scopes charge, in one transaction", async () => {
    await list("contract-2", "contract");
    const scopes: number[] = [];
    for (const chain of [["moscow"], ["contract-2", "moscow"]]) {
      const { scopeId } = await database.transaction((tx) => assignPriceScope(tx, PROJECT, chain, NOW));
      scopes.push(scopeId);
    }
    const change = await database.transaction((tx) =>
      putPrices(tx, "moscow", [flat("gpu.vcpu", "1.5", "2026-12-01T00:00:00Z")]),
    );
    expect(change.scopeIds).toEqual(expect.arrayContaining(scopes));
    for (const scopeId of scopes) expect(await priceAt(scopeId, "gpu.vcpu", at("2026-12-01T00:00:00Z"))).toBe("1.5");
  });

  test("PRC-02 a chain in the wrong order or of two currencies is refused", async () => {
    await list("contract-kzt", "contract", "KZT");
    for (const chain of [
      ["moscow", "contract-1"],
      ["contract-kzt", "moscow"],
      ["contract-1"],
      ["moscow", "kazakhstan"],
      [],
    ]) {
      const assigned = database.transaction((tx) => assignPriceScope(tx, PROJECT, chain, NOW));
      await expect(assigned, chain.join()).rejects.toMatchObject({ kind: { code: "price_chain_invalid" } });
    }
  });

  test("PRC-02 a project's scopes follow each other without overlap, and the same again changes nothing", async () => {
    const project = 1_000_000_002n;
    const assign = (chain: string[], from: string) =>
      database.transaction((tx) => assignPriceScope(tx, project, chain, at(from)));
    expect((await assign(["moscow"], "2026-11-01T00:00:00Z")).earliest).toBe(NOW);
    expect((await assign(["contract-1", "moscow"], "2026-11-10T10:00:59Z")).earliest).toBe(at("2026-11-10T10:00:00Z"));
    expect((await assign(["contract-1", "moscow"], "2026-11-12T00:00:00Z")).earliest).toBeNull();
    await assign(["moscow"], "2026-11-20T00:00:00Z");
    expect((await assign(["moscow"], "2026-11-15T00:00:00Z")).earliest).toBe(at("2026-11-15T00:00:00Z"));
    const rows = await database.query(
      "select starts_at, ends_at from project_price_scope where project_id = $1 order by starts_at",
      [project],
    );
    expect(rows).toEqual([
      { starts_at: NOW, ends_at: at("2026-11-10T10:00:00Z") },
      { starts_at: at("2026-11-10T10:00:00Z"), ends_at: at("2026-11-15T00:00:00Z") },
      { starts_at: at("2026-11-15T00:00:00Z"), ends_at: FOREVER },
    ]);
  });
});

describe("the database refuses", () => {
  test("PRC-02 altering or deleting a price, and two prices at once", async () => {
    for (const edit of [
      "update price set unit_price = 0",
      "update price set starts_at = 'epoch'",
      "delete from price",
    ]) {
      await expect(ownerOf(database).query(edit), edit).rejects.toMatchObject({ code: "23001" });
    }
    const twice = `insert into price (price_list_id, sku_id, starts_at, model, unit_price)
      select price_list_id, sku_id, starts_at + interval '1 second', 'flat', 1 from price where ends_at = 'infinity' limit 1`;
    await expect(database.query(twice)).rejects.toMatchObject({ constraint: "price_no_overlap" });
  });
});

test("the SKU index is handed back until the catalogue changes", async () => {
  const first = await database.transaction((tx) => skuIndex(tx));
  expect(await database.transaction((tx) => skuIndex(tx, first))).toBe(first);
  const text = `services:
  - { code: extra, group: other, name: { ru: Ещё, en: Extra } }
`;
  expect((await load([{ path: "extra.yaml", text }])).itemsChanged).toBe(true);
  const second = await database.transaction((tx) => skuIndex(tx, first));
  expect(second.services.get("extra")?.name.ru).toBe("Ещё");
});

test("PRC-02 thousands of prices go in as one set", async () => {
  const skus = Array.from({ length: 3_000 }, (_, index) => `bulk.${index}`);
  const text = `skus:\n${skus
    .map(
      (code) =>
        `  - { code: ${code}, service: disk, meter: traffic, per: unit, name: { ru: a, en: a }, unit: { ru: a, en: a }, bonus: none }`,
    )
    .join("\n")}`;
  await load([{ path: "bulk.yaml", text }]);
  const prices = skus.map((code, index) => flat(code, `0.${index + 1}`, "2026-01-01T00:00:00Z"));
  const { scopeId } = await database.transaction((tx) => assignPriceScope(tx, PROJECT, ["moscow"], NOW));
  const change = await database.transaction((tx) => putPrices(tx, "moscow", prices));
  expect(change.skuIds).toHaveLength(3_000);
  expect(await priceAt(scopeId, "bulk.2999", NOW)).toBe("0.3");
  expect((await database.transaction((tx) => putPrices(tx, "moscow", prices))).earliest).toBeNull();
});
