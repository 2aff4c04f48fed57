import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { parse } from "csv-parse/sync";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { testDatabase } from "../../../../test/support/database.ts";
import { makePayer, makeProject, makeWorld } from "../../../../test/support/world.ts";
import { add, decimal, formatDecimal, ZERO } from "../../../core/decimal.ts";
import { at } from "../../../core/time.ts";
import { inProject } from "../../../platform/project.ts";
import { importUsageFile, type FileImport } from "./file.ts";
import type { ImportException } from "./events.ts";
import { UsageIntake } from "../intake/index.ts";

const { database } = await testDatabase();
const now = at("2026-11-20T09:00:00Z");
const folder = mkdtempSync(join(tmpdir(), "saldo-import-db-"));
afterAll(() => rmSync(folder, { recursive: true }));
let payerId = 0n;

beforeAll(async () => {
  await makeWorld(database);
  await makeProject(database, 1_000_000_000n);
  payerId = await makePayer(database, [1_000_000_000n]);
});

async function run(content: string | Buffer, options: Partial<FileImport> = {}) {
  const file = join(folder, "file");
  writeFileSync(file, content);
  const exceptions: ImportException[] = [];
  const intake = new UsageIntake(database);
  const report = await importUsageFile(database, intake, file, {
    format: null,
    payerId,
    regionCode: null,
    rate: null,
    now,
    onException: (exception) => exceptions.push(exception),
    ...options,
  });
  return { ...report, exceptions };
}

let ids = 0;
const event = (data: object = {}) => ({
  specversion: "1.0",
  id: `i-${++ids}`,
  source: "//import",
  type: "saldo.usage.requests",
  time: "2026-11-19T10:00:00Z",
  data: { project: "mcs1000000000", resource: "bucket", sku: "requests", quantity: "5", unit: "requests", ...data },
});

/** The letters of the file that tells an encoding of one byte a letter. */
const CP1251 = new Map(
  [...new TextDecoder("windows-1251").decode(Uint8Array.from({ length: 256 }, (_, n) => n))].map((c, n) => [c, n]),
);

describe("import of events", () => {
  test("PRC-04 an event of a CSV file that waits, or was taken, and comes again with emptied cells is a conflict: the first stands", async () => {
    const header = "id,source,time,since,project,resource,sku,quantity,unit,labels,resource_name,subject";
    const cells = ["2026-11-19T10:00:00Z", "2026-11-19T09:00:00Z", "mcs1000000000", "b", "requests", "", "requests"];
    const row = (id: string, quantity: string, empty: number | null) =>
      [id, "//emptied", ...cells.map((cell, place) => (place === 5 ? quantity : cell)), '"{""a"":""b""}"', "name", "s"]
        .map((cell, place) => (place === empty ? "" : cell))
        .join(",");
    for (const [id, quantity] of [
      ["waits", "90000000000"],
      ["taken", "5"],
    ] as const) {
      await run(`${header}\n${row(id, quantity, null)}`);
      for (const empty of [3, 9, 10, 11]) {
        const { counts, exceptions } = await run(`${header}\n${row(id, quantity, empty)}`);
        expect([counts.accepted + counts.quarantined, exceptions[0]?.code], `${id} ${empty}`).toEqual([0, "conflict"]);
      }
    }
  });

  test("PRC-04 JSON lines, an array and one event are taken alike; the same file again changes nothing", async () => {
    const events = Array.from({ length: 4_500 }, () => event());
    const lines = events.map((one) => JSON.stringify(one)).join("\n");
    const none = { accepted: 0, duplicates: 0, rejected: 0, quarantined: 0 };
    expect((await run(lines)).counts).toEqual({ ...none, accepted: 4_500 });
    expect((await run(gzipSync(JSON.stringify(events)))).counts).toEqual({ ...none, duplicates: 4_500 });
    expect((await run(JSON.stringify(event(), null, 2))).counts).toEqual({ ...none, accepted: 1 });
  });

  test("PRC-04 every row of a file is exactly one of accepted, known, rejected and quarantined, with its line", async () => {
    const known = event();
    const file = [
      known,
      event({ quantity: "-1" }),
      known,
      event({ sku: "none" }),
      { ...known, time: "2026-11-18T10:00:00Z" },
    ];
    const twice = JSON.stringify(event()).replace('"quantity":"5"', '"quantity":"5","quantity":"500"');
    const text = `${file.map((one) => JSON.stringify(one)).join("\n")}\nbroken\n${twice}\n{"id":`;
    const { counts, exceptions } = await run(text);
    expect(counts).toEqual({ accepted: 1, duplicates: 1, rejected: 5, quarantined: 1 });
    const told = exceptions.map(({ line, became, code }) => `${line} ${became} ${code}`);
    expect(new Set(told)).toEqual(
      new Set([
        "2 rejected negative",
        "4 quarantined unknown_sku",
        "5 rejected conflict",
        "6 rejected not_json",
        "7 rejected duplicate_json_keys",
        "8 rejected not_json",
      ]),
    );
  });

  test("PRC-04 CSV: columns in any order, semicolons, a byte order mark, labels as JSON", async () => {
    const header = "unit;id;source;time;project;resource;sku;quantity;labels;since";
    const rows = [
      'requests;c-1;//csv;2026-11-19T10:00:00Z;mcs1000000000;"b;1";requests;1.50;"{""env"":""prod""}";2026-11-19T09:00:00Z',
      "requests;c-2;//csv;2026-11-19T10:00:00Z;mcs1000000000;b2;requests;2;;",
      "requests;c-3;//csv;2026-11-19T10:00:00Z;mcs1000000000;b2;requests;2;not json;",
      "requests;c-4;//csv",
      'requests;"c"x',
      "requests;c-5;//csv;2026-11-19T10:00:00Z;mcs1000000000;b2;unheard;2;;",
    ];
    const text = `\ufeff${header}\r\n${rows.join("\r\n")}\r\n`;
    const { counts, exceptions, format } = await run(text);
    expect(format).toBe("csv");
    expect(counts).toEqual({ accepted: 2, duplicates: 0, rejected: 3, quarantined: 1 });
    expect(exceptions.map((one) => one.code).sort()).toEqual(["bad_labels", "broken_row", "ragged_row", "unknown_sku"]);
    expect((await run(text)).counts).toEqual({ accepted: 0, duplicates: 3, rejected: 3, quarantined: 0 });
    const rowsStored = await database.query(
      `select quantity, occurred_at, labels from usage_event join usage_source using (source_id) join resource using (project_id, resource_id)
        where source = '//csv' order by quantity`,
    );
    expect(rowsStored[0]).toEqual({
      quantity: "1.5",
      occurred_at: at("2026-11-19T09:00:00Z"),
      labels: { env: "prod" },
    });
  });

  test("PRC-04 reliability 12 a row of a file that waits is kept byte by byte as it stands in the file, in its encoding", async () => {
    const header = "id,source,time,project,resource,sku,quantity,unit";
    const row = (id: string) => `${id},//bytes,2026-11-19T10:00:00Z,mcs1000000000,"ведро ""1""",unheard,1.50,requests`;
    const text = `${header}\r\n${row("b-1")}\r\n${row("b-2")}`;
    const cyrillic = Buffer.from([...text].map((letter) => CP1251.get(letter) ?? letter.charCodeAt(0)));
    await run(cyrillic, { encoding: "windows-1251" });
    await run(JSON.stringify({ ...event({ sku: "unheard" }), id: "b-3", source: "//bytes" }, null, 2));
    const kept = await database.query<{ sent: Buffer; form: string }>(
      "select sent, sent_form as form from usage_quarantine where source = '//bytes' order by event_ref",
    );
    expect(kept.map(({ form }) => form)).toEqual(["csv", "csv", "json"]);
    const rows = kept.slice(0, 2).map(({ sent }) => [cyrillic.includes(sent), sent.length]);
    expect(rows).toEqual([
      [true, row("b-1").length],
      [true, row("b-2").length],
    ]);
    expect(JSON.parse(String(kept[2]?.sent))).toMatchObject({ id: "b-3" });
  });

  test("refuses CSV without its columns and a file that is not there", async () => {
    await expect(run("id,source\n1,2")).rejects.toMatchObject({ kind: { code: "columns_missing" } });
    await expect(run("", { format: "focus" })).rejects.toMatchObject({ kind: { code: "columns_missing" } });
    await expect(run("a", { signal: AbortSignal.abort() })).rejects.toMatchObject({
      kind: { code: "columns_missing" },
    });
  });

  test("an import that is interrupted says so and may be repeated", async () => {
    const events = Array.from({ length: 10 }, () => event())
      .map((one) => JSON.stringify(one))
      .join("\n");
    await expect(run(events, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      kind: { code: "import_interrupted" },
    });
    expect((await run(events)).counts.accepted).toBe(10);
  });
});

/** The exact cost of each of a payer's imported rows, as the rating would have it: quantity × price ÷ divisor. */
const costs = (list: string) =>
  database.query<{
    sub_account_id: string;
    resource: string;
    sku: string;
    quantity: string;
    numerator: string;
    divisor: bigint;
    occurred_at: number;
  }>(
    `select f.sub_account_id, r.external_id as resource, k.sku_code as sku, e.quantity, e.quantity * p.unit_price as numerator, k.divisor, e.occurred_at
       from usage_event e join focus_project f using (project_id) join resource r using (project_id, resource_id) join sku k using (sku_id)
       join project_price_scope s on s.project_id = e.project_id and s.starts_at <= e.occurred_at and s.ends_at > e.occurred_at
       join effective_price p on p.scope_id = s.scope_id and p.sku_id = e.sku_id and p.starts_at <= e.occurred_at and p.ends_at > e.occurred_at
       join price_list l on l.price_list_code = $1
       join price q on q.price_id = p.price_id and q.price_list_id = l.price_list_id`,
    [list],
  );
const exact = (row: { numerator: string; divisor: bigint }) => {
  const { units, scale } = decimal(row.numerator);
  // Divide by the divisor with room for its digits: what is left over would show.
  const scaled = units * 10n ** 30n;
  expect(scaled % row.divisor).toBe(0n);
  return formatDecimal(add({ units: scaled / row.divisor, scale: scale + 30 }, ZERO));
};
const sum = (list: readonly string[]) => formatDecimal(list.reduce((total, cost) => add(total, decimal(cost)), ZERO));

describe("import of FOCUS bills", () => {
  const COLUMNS = [
    "ListCost",
    "ListUnitPrice",
    "PricingQuantity",
    "ConsumedQuantity",
    "PricingUnit",
    "ConsumedUnit",
    "ChargePeriodStart",
  ];
  const REST = [
    "ChargePeriodEnd",
    "ChargeCategory",
    "SubAccountId",
    "SkuId",
    "ServiceName",
    "BillingCurrency",
    "ResourceId",
    "Tags",
    "ServiceProviderName",
  ];
  type Cells = Readonly<Record<string, string>>;
  const usual: Cells = {
    ListCost: "0.5",
    ListUnitPrice: "0.25",
    PricingQuantity: "2",
    PricingUnit: "GB",
    ChargePeriodStart: "2026-03-05T10:00:00Z",
    ChargePeriodEnd: "2026-03-05T11:00:00Z",
    ChargeCategory: "Usage",
    SubAccountId: "sub-1",
    SkuId: "sku-1",
    ServiceName: "Storage",
    BillingCurrency: "RUB",
    ServiceProviderName: "Cloud",
  };
  const bill = (rows: readonly Cells[], columns = [...COLUMNS, ...REST]) =>
    [columns, ...rows.map((row) => columns.map((name) => ({ ...usual, ...row })[name] ?? ""))]
      .map((fields) => fields.map((field) => `"${field.replaceAll('"', '""')}"`).join(","))
      .join("\n");

  test.each([
    ["listed", {}, "0.5"],
    ["listed", { ListCost: "", PricingQuantity: "3" }, "0.75"],
    ["consumed", { PricingQuantity: "0.0002", ConsumedQuantity: "2" }, "0.5"],
    ["refined", { ListCost: "0.0000160599", ListUnitPrice: "0.008", PricingQuantity: "0.00200749" }, "0.0000160599"],
    ["fraction", { ListCost: "0.0000151837", ListUnitPrice: "0.085", PricingQuantity: "0.0001786314" }, "0.0000151837"],
    ["fraction", { ListCost: "0.3333333334", ListUnitPrice: "0.3", PricingQuantity: "" }, "0.3333333334"],
    ["free", { ListCost: "0", PricingQuantity: "7" }, "0"],
    ["by_cost", { ListCost: "12.34", ListUnitPrice: "" }, "12.34"],
    ["by_cost", { ListCost: "12.34", ListUnitPrice: "0" }, "12.34"],
    ["by_cost", { ListCost: "12.34", ListUnitPrice: "1" }, "12.34"],
    ["by_cost", { ListCost: "1.1", ListUnitPrice: "0.123456789012345678901", PricingQuantity: "8.9" }, "1.1"],
    ["listed", { ListCost: "1E-7", ListUnitPrice: "1e-7", PricingQuantity: "1.0" }, "0.0000001"],
  ])("PRC-04 a row is charged its ListCost exactly: %s (%#)", async (basis, cells, cost) => {
    const own = await makePayer(database, [await makeProject(database, BigInt(3_000_000_000 + ids++))], {
      inn: `7${ids}`,
    });
    const { counts, focus } = await run(bill([cells]), { payerId: own });
    expect(counts).toEqual({ accepted: 1, duplicates: 0, rejected: 0, quarantined: 0 });
    expect(focus?.bases).toEqual({ [basis]: 1 });
    expect((await costs(`focus-${own}`)).map(exact)).toEqual([cost]);
  });

  test("PRC-04 the exact cost of any row is its ListCost, whatever the numbers", async () => {
    const own = await makePayer(database, [await makeProject(database, 3_500_000_000n)], { inn: "7999" });
    const number = (most: number) =>
      fc
        .tuple(fc.nat(most), fc.nat(8))
        .map(([units, scale]) => formatDecimal(add({ units: BigInt(units), scale }, ZERO)));
    const rows = fc.sample(
      fc.record({ ListCost: number(1e9), ListUnitPrice: number(1e5), PricingQuantity: number(1e6) }),
      { numRuns: 300, seed: 5 },
    );
    const cells = rows.map((row, index) => ({ ...row, ResourceId: `r-${index}` }));
    const { counts, focus } = await run(bill(cells), { payerId: own });
    expect(counts).toMatchObject({ accepted: 300, rejected: 0, quarantined: 0 });
    const found = new Map((await costs(`focus-${own}`)).map((row) => [row.resource, exact(row)]));
    expect(cells.map((row) => found.get(row.ResourceId))).toEqual(cells.map((row) => row.ListCost));
    expect(focus?.costs.accepted).toBe(sum(cells.map((row) => row.ListCost)));
  });

  test("PRC-04 two honest identical rows both count, and the same file again changes nothing", async () => {
    const text = bill([{ ResourceId: "twin" }, { ResourceId: "twin" }, { ResourceId: "other" }]);
    expect((await run(text)).counts).toMatchObject({ accepted: 3, duplicates: 0 });
    expect((await run(text)).counts).toMatchObject({ accepted: 0, duplicates: 3 });
    const reordered = bill(
      [{ ResourceId: "twin" }, { ResourceId: "other" }, { ResourceId: "twin" }],
      [...REST, ...COLUMNS],
    );
    expect((await run(reordered)).counts).toMatchObject({ accepted: 0, duplicates: 3 });
  });

  test("PRC-04 a column of ids tells rows apart; a changed row under the same id is a conflict", async () => {
    const columns = ["Id", ...COLUMNS, ...REST];
    const first = bill([{ Id: "row-1" }, { Id: "row-2" }], columns);
    expect((await run(first)).counts.accepted).toBe(2);
    const second = bill(
      [{ Id: "row-1", ListCost: "1", PricingQuantity: "4" }, { Id: "row-2" }, { Id: "row-3" }, { Id: "row-3" }],
      columns,
    );
    expect((await run(second)).counts).toEqual({ accepted: 1, duplicates: 2, rejected: 1, quarantined: 0 });
    const same = bill(
      [
        { Id: "same", ResourceId: "a" },
        { Id: "same", ResourceId: "b" },
      ],
      columns,
    );
    expect((await run(same)).counts).toMatchObject({ accepted: 2 });
    expect((await run(same)).counts).toMatchObject({ duplicates: 2 });
  });

  test("PRC-04 credits, taxes, adjustments and negative rows wait for a person; unreadable rows are rejected; all are listed", async () => {
    const text = bill([
      { ChargeCategory: "Credit", ListCost: "-5" },
      { ChargeCategory: "Tax", ListCost: "7" },
      { ListCost: "-0.5", PricingQuantity: "-2" },
      { ListCost: "abc" },
      { ListCost: "", ListUnitPrice: "" },
      { ChargePeriodStart: "soon" },
      { ChargePeriodStart: "2019-01-01T00:00:00Z", ChargePeriodEnd: "" },
      { ChargePeriodStart: "2027-01-01T00:00:00Z", ChargePeriodEnd: "" },
      { BillingCurrency: "USD" },
      { ChargeCategory: "Purchase", ResourceId: "licence" },
      { BillingCurrency: "RUB", ResourceId: "last" },
    ]);
    const { counts, exceptions, focus } = await run(text);
    expect(counts).toEqual({ accepted: 2, duplicates: 0, rejected: 6, quarantined: 3 });
    expect(exceptions.map(({ line, code }) => [line, code]).sort((a, b) => Number(a[0]) - Number(b[0]))).toEqual([
      [2, "not_usage"],
      [3, "not_usage"],
      [4, "negative_charge"],
      [5, "not_decimal"],
      [6, "no_list_cost"],
      [7, "bad_time"],
      [8, "too_old"],
      [9, "in_future"],
      [10, "other_currency"],
    ]);
    const { file, accepted, rejected, quarantined } = focus?.costs ?? {};
    expect(sum([accepted ?? "", rejected ?? "", quarantined ?? ""])).toBe(file);
    expect((await run(text)).counts).toEqual({ accepted: 0, duplicates: 5, rejected: 6, quarantined: 0 });
  });

  test("PRC-07 when an import ends, each resource is described as of its latest row", async () => {
    const rows = Array.from({ length: 2_500 }, (_, n) => ({
      ResourceId: `described-${n % 2}`,
      Tags: '{"env": "prod"}',
      ChargePeriodStart: new Date(Date.UTC(2026, 2, 5) + n * 60_000).toISOString(),
    }));
    expect((await run(bill(rows))).counts.accepted).toBe(2_500);
    const described = await database.query<{ described_at: number }>(
      "select described_at from resource where external_id like 'described-%' order by external_id",
    );
    expect(described.map((row) => row.described_at)).toEqual(
      [2_498, 2_499].map((n) => Date.UTC(2026, 2, 5) + n * 60_000),
    );
  });

  test("a bill becomes projects of the payer, with its tags as labels, priced by the payer's own list (PRC-02, PRC-07)", async () => {
    const tags = '{"env": "prod", " team": null, "n": 1, "deep": {"a": "b"}}';
    await run(
      bill([
        { SubAccountId: "team-a", ResourceId: "vm", Tags: tags },
        { SubAccountId: "team-b", ChargePeriodStart: "2026-02-10 00:00:00" },
      ]),
    );
    const projects = await database.query(
      `select p.region_code, p.currency, pp.payer_id, c.payment_scheme, pp.starts_at, f.sub_account_id
         from focus_project f join project p using (project_id) join project_payer pp using (project_id) join contract c using (contract_id)
        where sub_account_id like 'team-%' order by 6`,
    );
    const shared = { region_code: "moscow", currency: "RUB", payer_id: payerId };
    expect(projects).toMatchObject([
      { ...shared, sub_account_id: "team-a", starts_at: at("2026-03-01T00:00:00+03:00") },
      { ...shared, sub_account_id: "team-b", starts_at: at("2026-02-01T00:00:00+03:00") },
    ]);
    const [labels] = await database.query(
      "select labels from resource join focus_project using (project_id) where sub_account_id = 'team-a' and external_id = 'vm'",
    );
    expect(labels).toEqual({ labels: { env: "prod", " team": "null", n: "1", deep: '{"a":"b"}' } });
  });

  test("an older bill moves the start of its projects back", async () => {
    await run(bill([{ SubAccountId: "older", ChargePeriodStart: "2026-05-10T00:00:00Z", ChargePeriodEnd: "" }]));
    await run(bill([{ SubAccountId: "older", ChargePeriodStart: "2026-01-10T00:00:00Z", ChargePeriodEnd: "" }]));
    const rows = await costs(`focus-${payerId}`);
    expect(rows.filter((row) => row.sub_account_id === "older")).toHaveLength(2);
  });

  test("a rate turns the bill's currency into the payer's, exactly", async () => {
    const own = await makePayer(database, [await makeProject(database, 3_600_000_000n)], { inn: "7888" });
    const row = {
      BillingCurrency: "USD",
      ListCost: "0.0000151837",
      ListUnitPrice: "0.085",
      PricingQuantity: "0.0001786314",
    };
    await run(bill([row]), { payerId: own, rate: decimal("92.5") });
    expect((await costs(`focus-${own}`)).map(exact)).toEqual(["0.00140449225"]);
  });

  test.each([
    ["2026-03-05T10:00:00Z"],
    ["2026-03-05 10:00:00"],
    ["2026-03-05T10:00Z"],
    ["2026-03-05 13:00:00+03:00"],
    ["2026-03-05 10:00:00.000 UTC"],
    ["2026-03-05 10:00:00+00"],
    ["03/05/2026 10:00"],
    ["3/5/2026 10:00:00 AM"],
  ])("reads the date %s", async (start) => {
    const resource = `at ${start}`;
    await run(bill([{ ResourceId: resource, ChargePeriodStart: start, ChargePeriodEnd: "" }]));
    const found = (await costs(`focus-${payerId}`)).filter((row) => row.resource === resource);
    expect(found.map((row) => row.occurred_at)).toEqual([at("2026-03-05T10:00:00Z")]);
  });

  test("reliability 55: no cell makes the import throw, and every row is counted", async () => {
    const cell = fc.oneof(
      fc.string({ unit: "binary", maxLength: 20 }),
      fc.constantFrom("NULL", "1e60", "-1", "{}", '{"a":', "9".repeat(80), "2026-01-01"),
    );
    const names = [...COLUMNS, ...REST];
    const cells = fc.array(fc.dictionary(fc.constantFrom(...names), cell, { maxKeys: 4 }), {
      minLength: 1,
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(cells, async (rows) => {
        const { counts } = await run(bill(rows), { format: "focus" });
        expect(counts.accepted + counts.duplicates + counts.rejected + counts.quarantined).toBe(rows.length);
      }),
      { numRuns: 40 },
    );
  });

  test("refuses an unknown payer, a foreign region, a bill without costs", async () => {
    await expect(run(bill([{}]), { payerId: 999_999n })).rejects.toMatchObject({
      kind: { code: "focus_payer_unknown" },
    });
    await expect(run(bill([{}]), { regionCode: "kazakhstan" })).rejects.toMatchObject({
      kind: { code: "focus_region_differs" },
    });
    await expect(run(bill([{}]), { payerId: null, regionCode: "kazakhstan" })).rejects.toMatchObject({
      kind: { code: "focus_payer_needed" },
    });
    await makePayer(database, [await makeProject(database, 1_900_000_000n, "kazakhstan")]);
    await expect(run(bill([{}]), { payerId: null })).rejects.toMatchObject({ kind: { code: "focus_region_needed" } });
    await expect(run(bill([{}], ["ChargePeriodStart", "SkuId"]))).rejects.toMatchObject({
      kind: { code: "columns_missing" },
    });
  });

  const sample = inProject("..", "shared", "formats", "focus", "focus_sample-1.0-official.csv");
  test.skipIf(!existsSync(sample))(
    "a real bill of 1,000 rows: every cost is the file's, the totals agree to the last digit",
    async () => {
      const own = await makePayer(database, [await makeProject(database, 3_700_000_000n)], { inn: "7777" });
      const text = readFileSync(sample);
      const rows = parse(text, { bom: true, columns: true }) as Record<string, string>[];
      const { counts, focus } = await run(text, { payerId: own });
      expect(counts).toEqual({ accepted: 985, duplicates: 0, rejected: 0, quarantined: 15 });
      expect(focus?.bases).toEqual({ listed: 503, refined: 196, fraction: 260, consumed: 26 });
      const costOf = (row: Record<string, string>) => formatDecimal(decimal(row["ListCost"] ?? ""));
      const isUsage = (row: Record<string, string>) =>
        row["ChargeCategory"] === "Usage" && !row["ListCost"]?.startsWith("-");
      const imported = (await costs(`focus-${own}`)).map(
        (row) => `${row.sub_account_id} ${row.occurred_at} ${exact(row)}`,
      );
      const written = rows
        .filter(isUsage)
        .map((row) => `${row["SubAccountId"]} ${at(`${row["ChargePeriodStart"]?.replace(" ", "T")}Z`)} ${costOf(row)}`);
      expect(imported.sort()).toEqual(written.sort());
      expect(focus?.costs).toMatchObject({
        file: sum(rows.map(costOf)),
        accepted: sum(rows.filter(isUsage).map(costOf)),
        quarantined: sum(rows.filter((row) => !isUsage(row)).map(costOf)),
      });
      expect((await run(text, { payerId: own })).counts).toEqual({
        accepted: 0,
        duplicates: 1000,
        rejected: 0,
        quarantined: 0,
      });
    },
  );
});
