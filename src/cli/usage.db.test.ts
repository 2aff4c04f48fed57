import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";

import { afterAll, beforeAll, expect, test, vi } from "vitest";

import { testDatabase } from "../../test/support/database.ts";
import { makePayer, makeProject, makeWorld } from "../../test/support/world.ts";
import { EXIT } from "./command.ts";
import { run } from "./run.ts";

const { database, url } = await testDatabase();
const folder = mkdtempSync(join(tmpdir(), "saldo-cli-usage-"));
afterAll(() => rmSync(folder, { recursive: true }));

beforeAll(async () => {
  await makeWorld(database);
  await makePayer(database, [await makeProject(database, 1_000_000_000n)]);
});

async function saldo(...argv: string[]) {
  const text = { out: "", err: "" };
  const stream = (name: "out" | "err") =>
    new Writable({
      write(chunk, _encoding, done) {
        text[name] += String(chunk);
        done();
      },
    });
  vi.stubEnv("DATABASE_URL", url);
  vi.stubEnv("SALDO_LANG", "en");
  const code = await run(argv, { out: stream("out"), err: stream("err") });
  vi.unstubAllEnvs();
  return { code, ...text };
}

function file(name: string, content: string): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

const usage = (id: string, quantity: string) => ({
  specversion: "1.0",
  id,
  source: "//cli",
  type: "saldo.usage.requests",
  time: "2026-10-19T10:00:00Z",
  data: { project: "mcs1000000000", resource: "bucket", sku: "requests", quantity, unit: "requests" },
});

test("PRC-04 usage import --json ends with one object of four counts", async () => {
  const events = file(
    "events.json",
    JSON.stringify([usage("1", "5"), usage("2", "-5"), usage("1", "5"), usage("3", "1e9")]),
  );
  const { code, out } = await saldo("usage", "import", events, "--json");
  expect(code).toBe(EXIT.done);
  expect(JSON.parse(out)).toEqual({ accepted: 1, duplicates: 1, rejected: 1, quarantined: 1 });
});

test("PRC-04 AUD-01 quarantine shows what waits, writes its bytes as sent, accepts it or dismisses it with a reason", async () => {
  const lines = ["1", "2"].map((id) =>
    JSON.stringify(usage(`waits-${id}`, "9000000000"), null, 1).replaceAll("\n", ""),
  );
  expect(await saldo("usage", "import", file("waits.jsonl", lines.join("\n")))).toMatchObject({ code: EXIT.done });
  const listed = JSON.parse((await saldo("quarantine", "--json")).out) as { events: { row: string; event: string }[] };
  const rowOf = (id: string) => String(listed.events.find(({ event }) => event === id)?.row);
  const [one, two] = [rowOf("waits-1"), rowOf("waits-2")];
  expect((await saldo("quarantine")).code).toBe(EXIT.refused);
  const out = join(folder, "sent.json");
  expect(await saldo("quarantine", "show", one, "--out", out)).toMatchObject({ code: EXIT.done });
  expect(readFileSync(out, "utf8")).toBe(lines[0]);
  expect((await saldo("quarantine", "dismiss", two, "--by", "Ann")).code).toBe(EXIT.usage);
  expect((await saldo("quarantine", "dismiss", two, "--by", "Ann", "--note", "сломан счётчик")).code).toBe(EXIT.done);
  expect((await saldo("quarantine", "release", one, "--by", "Ann")).code).toBe(EXIT.done);
  for (const act of ["release", "dismiss"])
    expect(
      (await saldo("quarantine", act, one, "--by", "Ann", ...(act === "dismiss" ? ["--note", "x"] : []))).code,
    ).toBe(EXIT.refused);
  const { events } = JSON.parse((await saldo("quarantine", "--state", "dismissed", "--json")).out) as {
    events: object[];
  };
  expect(events).toMatchObject([{ event: "waits-2", decidedBy: "cli:Ann", note: "сломан счётчик" }]);
  const acts = await database.query("select act, actor_kind from audit_event where act like 'quarantine.%' order by 1");
  expect(acts).toEqual([
    { act: "quarantine.dismissed", actor_kind: "cli" },
    { act: "quarantine.released", actor_kind: "cli" },
  ]);
  expect((await saldo("quarantine", "show", "x")).code).toBe(EXIT.usage);
});

const BILL = [
  "BillingCurrency,ChargeCategory,ChargePeriodStart,ListCost,ListUnitPrice,PricingQuantity,PricingUnit,ServiceName,SkuId,SubAccountId",
  "USD,Usage,2026-09-05 10:00:00,0.5,0.25,2,GB,Storage,s-1,a",
  "USD,Usage,2026-09-05 10:00:00,0.0000151837,0.085,0.0001786314,GB,Traffic,t-1,b",
  "USD,Credit,2026-09-05 10:00:00,-1,,,,Storage,s-1,a",
].join("\n");

test("PRC-04 usage import of a FOCUS bill says whose it is, what it costs, and lists the exceptions with why", async () => {
  const rejects = join(folder, "rejects.jsonl");
  const { code, out } = await saldo("usage", "import", file("bill.csv", BILL), "--rejects", rejects);
  expect(code).toBe(EXIT.done);
  expect(out).toContain("Rows 3: 2 accepted, 0 known already, 0 rejected, 1 in quarantine");
  expect(out).toContain("Amounts in USD are taken as RUB one to one");
  expect(out).toContain("-0.4999848163 in the file = 0.5000151837 accepted");
  expect(out).toMatch(/Accepted, but not as written:\n {2}.* \(fraction\): 1; lines 3\n/);
  expect(out).toMatch(/In quarantine:\n {2}.* \(not_usage\): 1; lines 4\n/);
  const lines = readFileSync(rejects, "utf8").trim().split("\n");
  expect(lines.map((line) => (JSON.parse(line) as { line: number }).line).sort((a, b) => a - b)).toEqual([3, 4]);
});

test("PRC-04 usage import of which every row is rejected ends with exit code 1; one that is known already does not", async () => {
  const wrong = file(
    "wrong.csv",
    BILL.replaceAll("2026-09-05 10:00:00", "soon").replace(",-1,", ",x,").replace("Credit", "Usage"),
  );
  expect(await saldo("usage", "import", wrong, "--json")).toMatchObject({ code: EXIT.refused });
  expect((await saldo("usage", "import", file("bill.csv", BILL))).code).toBe(EXIT.done);
  const nothing = file("nothing.json", `${JSON.stringify(usage("9", "-1"))}\nbroken`);
  expect((await saldo("usage", "import", nothing)).code).toBe(EXIT.refused);
});

test("DOC-09 usage import says under whose contract the bill is charged, and what it took one to one", async () => {
  const { out } = await saldo("usage", "import", file("bill.csv", BILL));
  expect(out).toContain("Contract public offer, prepaid, payer 1, in force from 2020-01-01: 2 projects");
  const { out: json } = await saldo("usage", "import", file("bill.csv", BILL), "--json");
  expect(JSON.parse(json)).toMatchObject({
    oneToOne: { from: "USD", to: "RUB" },
    contracts: [{ payer: 1, number: null, paymentScheme: "prepaid", concludedByImport: false, projects: 2 }],
    notSummed: 0,
  });
  const { out: atRate } = await saldo(
    "usage",
    "import",
    file("other.csv", BILL.replaceAll("09-05", "09-06")),
    "--rate",
    "90",
    "--json",
  );
  expect(JSON.parse(atRate)).toMatchObject({ oneToOne: null });
});

test("PRC-04 usage import names the option that reads another encoding", async () => {
  const bytes = Buffer.from(BILL.replace(",a\n", ",\u00ee\n"), "latin1");
  const path = join(folder, "cp1251.csv");
  writeFileSync(path, bytes);
  const refused = await saldo("usage", "import", path);
  expect(refused.code).toBe(EXIT.refused);
  expect(refused.out + refused.err).toContain("--encoding utf-16le | utf-16be | windows-1251");
  expect((await saldo("usage", "import", path, "--encoding", "windows-1251")).code).toBe(EXIT.done);
});

test.each([
  [["--payer", "x"], "usage"],
  [["--rate", "0"], "usage"],
  [["--payer", "424242"], "focus_payer_unknown"],
  [["--region", "kazakhstan"], "focus_payer_needed"],
])("usage import refuses %j and says why", async (options, code) => {
  const { code: exit, out } = await saldo("usage", "import", file("bill.csv", BILL), ...options, "--json");
  expect(exit).not.toBe(EXIT.done);
  expect(JSON.parse(out)).toMatchObject({ error: { code } });
});
