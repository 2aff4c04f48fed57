import { buffer } from "node:stream/consumers";

import { parse } from "csv-parse/sync";
import { beforeAll, describe, expect, test } from "vitest";

import { testDatabase } from "../../../test/support/database.ts";
import { Play } from "../../../test/support/play.ts";
import { type OpenedCell, dateOfSerial, openXlsx } from "../../../test/support/sheets.ts";
import { makeWorld, resourceUuid } from "../../../test/support/world.ts";
import { type ProjectId, formatPid } from "../../core/ids.ts";
import { parseMinor } from "../../core/money.ts";
import { type Instant, type LocalDate, addDays, at, formatInstant, localDate } from "../../core/time.ts";
import { SHEET_FORMATS } from "../../platform/sheet/index.ts";
import { grantBonus } from "../balance/index.ts";
import { type ExportOrder, countCharges, usageSheet } from "./export.ts";
import { movements } from "./reports.ts";

const { database } = await testDatabase();
const play = new Play(database, 1_700_000_000n);
const [FROM, TO] = [localDate("2026-10-01"), localDate("2026-11-10")];
const NOW = at("2026-11-10T15:37:00+03:00");
const CLOSED = { to: localDate("2026-11-09") };
let shop: ProjectId;
let second: ProjectId;

beforeAll(async () => {
  await makeWorld(database);
  shop = await play.project();
  second = await play.project();
  await play.pay(shop, 1_000, at("2026-09-30T09:00:00Z"));
  await play.pay(shop, 300, at("2026-09-30T09:00:00Z"), { source: "other" });
  await play.pay(second, 20, at("2026-09-30T09:00:00Z"));
  await database.transaction((tx) =>
    grantBonus(tx, {
      projectId: shop,
      bonusGroup: "compute",
      amountMinor: 100_00n,
      at: at("2026-09-30T10:00:00Z"),
      expiresAt: at("2027-01-01T00:00:00Z"),
      idempotencyKey: "export",
    }),
  );
  await play.run(
    [
      play.event(shop, "cpu", "2026-10-01T00:00:00+03:00", "4", 1),
      play.event(shop, "cpu", "2026-10-20T12:34:00+03:00", "2", 1),
      play.event(shop, "disk", "2026-10-03T00:00:00+03:00", "250", 2),
      play.event(shop, "licence", "2026-10-05T06:00:00Z", "1", 3),
      play.event(shop, "requests", "2026-10-07T06:00:00Z", "1000000", 4),
      play.event(second, "cpu", "2026-10-10T10:00:00+03:00", "1", 1),
    ],
    NOW,
  );
  await describeResource(shop, 1, "web-1", '=Сервер "первый"', { env: "prod", team: "+shop", Cost: "1;=2" });
  await describeResource(shop, 2, "disk-1", "Диск", { env: "test" });
});

async function describeResource(
  projectId: ProjectId,
  resource: number,
  externalId: string,
  name: string,
  labels: Record<string, string>,
): Promise<void> {
  await database.query(
    `insert into resource (project_id, resource_id, external_id, name, labels, described_at) values ($1, $2, $3, $4, $5, $6)`,
    [projectId, resourceUuid(resource), externalId, name, JSON.stringify(labels), formatInstant(NOW)],
  );
}

interface Asked {
  readonly projectIds?: readonly ProjectId[];
  readonly from?: LocalDate;
  readonly to?: LocalDate;
  readonly language?: "ru" | "en";
  readonly now?: Instant;
}

function exported(format: "csv" | "xlsx", asked: Asked = {}): Promise<Buffer> {
  const { projectIds = [shop, second], from = FROM, to = TO, language = "ru", now = NOW } = asked;
  const order: ExportOrder = { projectIds, from, to, format, language };
  return database.snapshot(async (tx) => buffer(SHEET_FORMATS[format].write(await usageSheet(tx, order, now))));
}

type Row = Record<string, string>;
const csv = async (asked?: Asked): Promise<Row[]> => parse(await exported("csv", asked), { bom: true, columns: true });

async function xlsx(asked?: Asked): Promise<Record<string, OpenedCell | null>[]> {
  const [sheet] = openXlsx(await exported("xlsx", asked));
  const { headers = [], rows = [] } = sheet ?? {};
  return rows.map((row) => Object.fromEntries(headers.map((header, place) => [header, row[place] ?? null])));
}

const minor = (text: string | undefined) => parseMinor(text ?? "") ?? NaN;
const sum = (rows: readonly Row[], column: string) =>
  rows.reduce((total, row) => total + BigInt(minor(row[column])), 0n);

describe("the totals", () => {
  test("BAL-06 PRC-05 reopened, the CSV of closed days is what the ledger debited, project by project and split by who paid", async () => {
    for (const projectId of [shop, second]) {
      const rows = await csv({ projectIds: [projectId], ...CLOSED });
      expect(rows.length).toBeGreaterThan(30);
      expect(sum(rows, "cost")).toBe(await play.debited(projectId));
      for (const row of rows) {
        const paid = ["paid_bonus", "paid_transfer", "paid_other", "on_credit"].map((column) =>
          BigInt(minor(row[column])),
        );
        expect(paid.reduce((total, one) => total + one, 0n)).toBe(minor(row["cost"]));
      }
    }
    const bySource = await database.query<{ funding_source: string; minor: bigint }>(
      `select funding_source, sum(amount_minor)::bigint as minor from posting
        where ledger_account = 'revenue' and project_id = $1 group by 1 order by 1`,
      [shop],
    );
    const rows = await csv({ projectIds: [shop], ...CLOSED });
    expect(bySource.map((one) => [one.funding_source, one.minor])).toEqual(
      [
        ["bonus", sum(rows, "paid_bonus")],
        ["credit", sum(rows, "on_credit")],
        ["other", sum(rows, "paid_other")],
        ["transfer", sum(rows, "paid_transfer")],
      ].filter(([, amount]) => amount !== 0n),
    );
  });

  test("BAL-06 the XLSX holds the same rows as the CSV, figure for figure, and they are figures", async () => {
    const fromCsv = await csv();
    const fromXlsx = await xlsx();
    expect(fromXlsx.length).toBe(fromCsv.length);
    for (const [place, row] of fromXlsx.entries()) {
      const same = fromCsv[place] ?? {};
      expect([row["День"]?.type, dateOfSerial(row["День"]?.value ?? "")]).toEqual(["date", same["day"]]);
      expect(row["Стоимость"]).toEqual({ type: "money", value: same["cost"] });
      expect(row["Количество"]).toEqual({ type: "number", value: same["quantity"] });
      expect(row["Цена"] ?? { value: "" }).toMatchObject({ value: same["unit_price"] });
      expect([row["PID"]?.value, row["Сервис"]?.value, row["Код SKU"]?.value]).toEqual([
        same["pid"],
        same["service"],
        same["sku_code"],
      ]);
    }
  });

  test("BAL-05 BAL-06 for any days they are the totals of Detail, the open day included", async () => {
    const only = { projectIds: [shop, second], interval: "month" as const };
    for (const [from, to] of [
      [FROM, TO],
      [TO, TO],
      [localDate("2026-10-19"), localDate("2026-10-21")],
    ] as const) {
      const { rows } = await movements(database, { ...only, from, to }, "all", null, 10_000, NOW);
      const shown = rows.filter((row) => row.skuCode !== null).reduce((total, row) => total - row.amountMinor, 0n);
      expect(sum(await csv({ from, to }), "cost")).toBe(shown);
    }
  });

  test("BAL-06 a progress bar is drawn against the number of charges", async () => {
    const order: ExportOrder = { projectIds: [shop], from: FROM, to: TO, format: "csv", language: "ru" };
    const rows = await csv({ projectIds: [shop] });
    expect(await database.snapshot((tx) => countCharges(tx, order))).toBe(
      rows.filter(({ kind }) => kind !== "open").length,
    );
  });
});

describe("the rows", () => {
  test("BAL-06 are by project, day, resource and SKU, within the days asked for", async () => {
    const rows = await csv({ from: localDate("2026-10-05"), to: localDate("2026-10-06") });
    expect(new Set(rows.map(({ day }) => day))).toEqual(new Set(["2026-10-05", "2026-10-06"]));
    expect(rows.map((row) => [row["day"], row["resource_id"], row["sku_code"]])).toEqual([
      ["2026-10-05", "web-1", "cpu"],
      ["2026-10-05", "disk-1", "disk"],
      ["2026-10-05", resourceUuid(3), "licence"],
      ["2026-10-06", "web-1", "cpu"],
      ["2026-10-06", "disk-1", "disk"],
      ["2026-10-06", resourceUuid(3), "licence"],
    ]);
  });

  test("BAL-06 PRC-02 say quantity, unit, price and cost; a price that does not explain the cost alone is left out", async () => {
    const rows = await csv({ projectIds: [shop], from: localDate("2026-10-07"), to: localDate("2026-10-07") });
    const shown = rows.map((row) => [
      row["sku_code"],
      row["quantity"],
      row["unit"],
      row["unit_price"],
      row["cost"],
      row["currency"],
    ]);
    // 24 × 4 × 1.2345 = 118.512; 250 × 9.9 and 7.77 beyond the hundredth unit: tiers; 1,000,000 × 0.00037 = 370.
    expect(shown).toEqual([
      ["cpu", "96", "ед.", "1.2345", "118.52", "RUB"],
      ["disk", "8.333333", "ед.", "", "82.50", "RUB"],
      ["licence", "1440", "ед.", "33.335", "33.34", "RUB"],
      ["requests", "1000000", "ед.", "0.00037", "370.00", "RUB"],
    ]);
  });

  test("PRC-07 labels are columns of their own, in the order of their keys; a resource without one has an empty cell", async () => {
    const rows = await csv({ projectIds: [shop], from: FROM, to: localDate("2026-10-03") });
    expect(Object.keys(rows[0] ?? {}).slice(-3)).toEqual(["label:Cost", "label:env", "label:team"]);
    expect(rows.map((row) => [row["resource_id"], row["label:Cost"], row["label:env"], row["label:team"]])).toEqual([
      ["web-1", "1;'=2", "prod", "'+shop"],
      ["web-1", "1;'=2", "prod", "'+shop"],
      ["web-1", "1;'=2", "prod", "'+shop"],
      ["disk-1", "", "test", ""],
    ]);
    expect(rows[0]?.["resource"]).toBe('\'=Сервер "первый"');
    const [first] = await xlsx({ projectIds: [shop] });
    expect(first?.["Метка: Cost"]).toEqual({ type: "text", value: "1;=2" });
    expect(first?.["Ресурс"]).toEqual({ type: "text", value: '\'=Сервер "первый"' });
  });

  test("BAL-01 BAL-06 what is not charged yet comes last and says so: to the minute, paid by nobody yet", async () => {
    const rows = await csv({ projectIds: [shop], from: CLOSED.to });
    const open = rows.filter(({ kind }) => kind === "open");
    expect(new Set(open.map(({ day }) => day))).toEqual(new Set([TO]));
    expect(rows.slice(-open.length)).toEqual(open);
    expect(open.every((row) => row["booked_in"] === "" && row["paid_transfer"] === "")).toBe(true);
    const cpu = open.find((row) => row["sku_code"] === "cpu");
    // 15 h 37 min × 2 × 1.2345 = 38.55755
    expect([cpu?.["quantity"], cpu?.["unit_price"], cpu?.["cost"]]).toEqual(["31.233333", "1.2345", "38.56"]);
  });

  test("BAL-06 the texts are in the language asked for; the headers of CSV are the same in each", async () => {
    const [ru, en] = [await csv({ language: "ru" }), await csv({ language: "en" })];
    expect(Object.keys(ru[0] ?? {})).toEqual(Object.keys(en[0] ?? {}));
    expect([ru[0]?.["service"], en[0]?.["service"]]).toEqual(["Машины", "Machines"]);
    const [first] = await xlsx({ language: "en" });
    expect([first?.["Kind"]?.value, first?.["PID"]?.value]).toEqual(["Charge", formatPid(shop)]);
  });

  test("BAL-06 days without consumption give the headers alone", async () => {
    expect(await csv({ from: localDate("2025-01-01"), to: localDate("2025-01-31") })).toEqual([]);
    expect(await xlsx({ from: localDate("2025-01-01"), to: localDate("2025-01-31") })).toEqual([]);
  });
});

describe("corrections", () => {
  test("PRC-04 BAL-06 what is corrected in a later month is a row of its own, booked in that month; the sum is the ledger's", async () => {
    const projectId = await play.project();
    await play.pay(projectId, 500, at("2026-08-31T09:00:00Z"));
    await play.run(
      [play.event(projectId, "requests", "2026-09-10T10:00:00+03:00", "100000")],
      at("2026-10-02T00:00:00+03:00"),
    );
    await database.query(
      "insert into period_lock (region_code, month, locked_at) values ('moscow', '2026-09-01', $1)",
      [formatInstant(at("2026-10-05T00:00:00Z"))],
    );
    await play.run(
      [play.event(projectId, "requests", "2026-09-10T12:00:00+03:00", "50000")],
      at("2026-10-06T00:00:00+03:00"),
    );
    const asked = {
      projectIds: [projectId],
      from: localDate("2026-09-01"),
      to: localDate("2026-09-30"),
      now: at("2026-10-06T00:00:00+03:00"),
    };
    const rows = await csv(asked);
    expect(
      rows.map((row) => [row["day"], row["kind"], row["booked_in"], row["quantity"], row["unit_price"], row["cost"]]),
    ).toEqual([
      ["2026-09-10", "charge", "2026-09", "100000", "0.00037", "37.00"],
      ["2026-09-10", "correction", "2026-10", "50000", "0.00037", "18.50"],
    ]);
    expect(sum(rows, "cost")).toBe(await play.debited(projectId));
  });
});

describe("many keys", () => {
  test("PRC-07 labels beyond a hundred keys share one column as JSON: the most used keep their own", async () => {
    const projectId = await play.project();
    await play.pay(projectId, 500, at("2026-09-30T09:00:00Z"));
    await play.run(
      [1, 2].map((resource) => play.event(projectId, "requests", "2026-10-07T06:00:00Z", "10", resource)),
      at("2026-10-09T00:00:00Z"),
    );
    const many = Object.fromEntries(
      Array.from({ length: 100 }, (_, key) => [`k${String(key).padStart(3, "0")}`, `v${key}`]),
    );
    await describeResource(projectId, 1, "a", "A", many);
    await describeResource(projectId, 2, "b", "B", { ...many, k000: "again", rare: "=1", zz: "last" });
    const rows = await csv({ projectIds: [projectId], to: addDays(FROM, 6) });
    const labels = Object.keys(rows[0] ?? {}).filter((header) => header.startsWith("label:"));
    expect([labels.length, labels[0], labels.at(-1)]).toEqual([100, "label:k000", "label:k099"]);
    expect(rows.map((row) => [row["label:k000"], row["other_labels"]])).toEqual([
      ["v0", ""],
      ["again", '{"rare":"=1","zz":"last"}'],
    ]);
  });
});
