import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { beforeAll, expect, test } from "vitest";

import { statement1c } from "../../test/support/bank-transfer.ts";
import { commandLine, standAt, temporaryFolder } from "../../test/support/cli.ts";
import { testDatabase } from "../../test/support/database.ts";
import { Play } from "../../test/support/play.ts";
import { makePayer, makeWorld } from "../../test/support/world.ts";
import { formatPid } from "../core/ids.ts";

/** The way of a month through the command line, in the order in which an operator goes it. */
const own = await testDatabase();
const saldo = commandLine(own);
const play = new Play(own.database);
const folder = temporaryFolder();
const out = join(folder, "documents");
const ROMASHKA = { name: "ООО «Ромашка»", inn: "7707083893" };
const transfer = { number: "1", on: "2026-10-02", amount: "5000.00", payer: ROMASHKA };
let pid = "";
let number = "";

beforeAll(async () => {
  await makeWorld(own.database);
  const project = await play.project();
  await makePayer(own.database, [project]);
  pid = formatPid(project);
  await standAt(own, "2026-10-02T12:00:00+03:00");
  const transfers = [
    { ...transfer, projectId: project },
    { ...transfer, number: "2", projectId: null },
  ];
  writeFileSync(join(folder, "statement.txt"), statement1c(transfers, "40702810938120061991"));
  await play.run(
    [
      play.event(project, "cpu", "2026-10-03T10:00:00+03:00", 4),
      play.event(project, "cpu", "2026-10-05T10:00:00+03:00", 0),
      play.event(project, "requests", "2026-10-04T10:00:00+03:00", 90_000, 2),
    ],
    "2026-10-01T12:00:00+03:00",
  );
});

function files(): Map<string, string> {
  const entries = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    entries.map((entry) => {
      const bytes = readFileSync(join(entry.parentPath, entry.name));
      return [entry.name, createHash("sha256").update(bytes).digest("hex")];
    }),
  );
}

test("PAY-05 bank import credits by the PID, keeps the rest in suspense, and again changes nothing", async () => {
  const file = join(folder, "statement.txt");
  const first = await saldo("bank", "import", file, "--json");
  expect(first).toMatchObject({ code: 0, object: { lines: 2, credited: 1, suspense: 1, duplicates: 0, problems: [] } });
  const again = await saldo("bank", "import", file, "--json");
  expect(again).toMatchObject({ code: 0, object: { lines: 2, credited: 0, suspense: 0, duplicates: 2 } });
  const people = await saldo("bank", "import", file);
  expect(people.out).toContain("imported before");
});

test("PAY-05 bank import names what it cannot take by its line, and a file that is none is refused", async () => {
  const broken = join(folder, "broken.txt");
  const text = statement1c([{ ...transfer, number: "3", projectId: null, amount: "12,3,4" }], "40702810938120061991");
  writeFileSync(broken, text);
  const answer = await saldo("bank", "import", broken, "--json");
  expect(answer.code).toBe(1);
  expect(JSON.stringify(answer.object)).toContain('"line":7');
  expect(await saldo("bank", "import", join(folder, "nowhere.txt"), "--json")).toMatchObject({
    code: 1,
    object: { error: { code: "file_unreadable" } },
  });
  expect((await saldo("bank", "import")).code).toBe(2);
});

test("DOC-01 month close refuses a month that is not over, an unknown region and what is no month", async () => {
  const close = (region: string, month: string) =>
    saldo("month", "close", "--region", region, "--month", month, "--json");
  expect(await close("moscow", "2026-10")).toMatchObject({ code: 1, object: { error: { code: "month_not_over" } } });
  expect(await close("mars", "2026-10")).toMatchObject({ code: 1, object: { error: { code: "unknown_region" } } });
  expect(await close("moscow", "2006-10")).toMatchObject({
    code: 1,
    object: {
      error: { code: "month_before_first", message: expect.stringMatching(/for 2006-10: .*before 20\d\d-\d\d/) },
    },
  });
  const background = await saldo(
    "month",
    "close",
    "--region",
    "moscow",
    "--month",
    "2006-10",
    "--background",
    "--json",
  );
  expect(background).toMatchObject({ code: 1, object: { error: { code: "month_before_first" } } });
  // Nothing was begun, and nothing locked.
  const begun =
    "select month from month_close where month < '2026-01-01' union all select month from period_lock where month < '2026-01-01'";
  expect(await own.database.query(begun)).toEqual([]);
  expect((await close("moscow", "2026-13")).code).toBe(2);
  expect((await saldo("month", "close", "--month", "2026-10")).code).toBe(2);
});

test("FRZ-01 clock advance lives through each day with its work; the clock moves forward only", async () => {
  const answer = await saldo("clock", "advance", "33d", "--stand", "--json");
  const now = "2026-11-04T09:00:00.000Z";
  expect(answer).toMatchObject({ code: 0, object: { now, standing: true, days: 33 } });
  expect((await saldo("clock", "--json")).object).toEqual({ now, movable: true });
  const back = await saldo("clock", "set", "2026-01-01T00:00:00Z", "--json");
  expect(back).toMatchObject({ code: 1, object: { error: { code: "clock_only_forward" } } });
  for (const wrong of ["soon", "5x", "0d"]) expect((await saldo("clock", "advance", wrong)).code).toBe(2);
  expect((await saldo("clock", "set", "2026-11-05")).code).toBe(2);
});

test("PAY-05 a transfer that waits longer than a week holds the close until somebody decides", async () => {
  const shown = await saldo("suspense", "--json");
  expect(shown).toMatchObject({ code: 1, object: { transfers: [{ amount: "5000.00", reason: "pid_missing" }] } });
  const line = String((shown.object["transfers"] as { line: string }[])[0]?.line);
  const listed = new RegExp(`^Line +Waits since +Amount[^]*\\n${line} +2026-10-02T09:00:00.000Z +5000.00 RUB `);
  expect((await saldo("suspense")).out).toMatch(listed);
  expect(await saldo("month", "close", "--region", "moscow", "--month", "2026-10", "--json")).toMatchObject({
    code: 1,
    object: { error: { code: "books_not_coherent", message: expect.stringContaining("28-suspense-is-decided") } },
  });
  expect((await saldo("suspense", "close", line, "--outcome", "returned", "--by", "Ann")).code).toBe(2);
  expect((await saldo("suspense", "assign", "7x", "--project", pid, "--by", "Ann")).code).toBe(2);
  const stranger = await saldo("suspense", "assign", line, "--project", "mcs9999999999", "--by", "Ann", "--json");
  expect(stranger).toMatchObject({ code: 1, object: { error: { code: "unknown_project" } } });
  const decide = ["suspense", "close", line, "--outcome", "returned", "--by", "Ann", "--note", "nobody's", "--json"];
  expect(await saldo(...decide)).toMatchObject({ code: 0, object: { outcome: "returned" } });
  expect(await saldo(...decide)).toMatchObject({ code: 1, object: { error: { code: "suspense_line_decided" } } });
  expect(await saldo("suspense", "--json")).toMatchObject({ code: 0, object: { transfers: [] } });
});

test("DOC-01 month close issues each payer's documents once; the same close again finds them there", async () => {
  const argv = ["month", "close", "--region", "moscow", "--month", "2026-10", "--json"];
  expect(await saldo(...argv)).toMatchObject({ code: 0, object: { payers: 1, documents: 1, resumed: true } });
  expect(await saldo(...argv)).toMatchObject({ code: 0, object: { payers: 1, documents: 1, resumed: true } });
});

test("DOC-04 documents export writes the stored bytes, and never over a file that differs", async () => {
  const argv = ["documents", "export", "--month", "2026-10", "--out", out, "--json"];
  expect(await saldo(...argv)).toMatchObject({ code: 0, object: { documents: 1, files: 2, written: 2 } });
  const exported = files();
  const [row] = await own.database.query<{ number_text: string; pdf: string; xml: string; xml_name: string }>(
    `select d.number_text, d.xml_name, encode(p.pdf_sha256, 'hex') as pdf, encode(d.xml_sha256, 'hex') as xml
       from document d join document_print p using (document_id)`,
  );
  number = row?.number_text ?? "";
  expect(exported).toEqual(
    new Map([
      [`UPD_${number}_2026-10-31.pdf`, row?.pdf],
      [row?.xml_name, row?.xml],
    ]),
  );
  expect(await saldo(...argv)).toMatchObject({ code: 0, object: { documents: 1, files: 2, written: 0 } });
  const [payer = ""] = readdirSync(out);
  writeFileSync(join(out, payer, `UPD_${number}_2026-10-31.pdf`), "another file");
  const refused = await saldo(...argv);
  expect(refused).toMatchObject({ code: 1, object: { documents: 1, files: 1 } });
  expect(refused.object["differing"]).toHaveLength(1);
  expect((await saldo("documents", "export", "--month", "2026-09", "--out", out, "--json")).object).toMatchObject({
    documents: 0,
    files: 0,
  });
});

test("PRC-05 explain goes from a document to lines, charges, grains, price versions and events, and every sum agrees", async () => {
  const document = await saldo("explain", number, "--json");
  const lines = document.object["lines"] as {
    reference: string;
    gross: string;
    difference: string;
    charges: unknown[];
  }[];
  expect(document.object["document"]).toMatchObject({ number, month: "2026-10", pids: [pid], gross: "270.34" });
  expect(lines.map(({ gross, difference }) => [gross, difference])).toEqual([
    ["237.04", "0.00"],
    ["33.30", "0.00"],
  ]);
  const line = await saldo("explain", `${number}/1`, "--json");
  const { charges } = line.object["line"] as { charges: Record<string, unknown>[] };
  expect(charges).toMatchObject([
    {
      amount: "237.04",
      grains: [
        { day: "2026-10-03", exactCost: "69.132", amount: "69.14", transfer: "69.14" },
        { day: "2026-10-04", exactCost: "118.512", amount: "118.52" },
        { day: "2026-10-05", exactCost: "49.38", amount: "49.38" },
      ],
      prices: [{ priceList: "moscow", model: "flat", unitPrice: "1.2345" }],
    },
  ]);
  expect(charges[0]?.["events"]).toHaveLength(2);
  const charge = await saldo("explain", String((charges[0] as { reference: string }).reference), "--json");
  expect(charge).toMatchObject({ code: 0, object: { kind: "charge", charge: { pid, sku: "cpu", amount: "237.04" } } });
  const out = (await saldo("explain", `${number}/1`)).out.replaceAll("\u00a0", " ");
  // Three different days: what was used in all, and each day by itself.
  expect(out).toMatch(/unit·h × ₽1\.2345 per unit = ₽237\.024, each day rounded up → ₽237\.04/);
  expect(out).toContain("2026-10-03  ₽69.132 → ₽69.14 = 69.14");
  expect(out).not.toContain("flat");
  expect((await saldo("explain", number)).out).toContain("237.04");
});

test("PRC-05 explain shows a journal entry with its postings and the charges of its day", async () => {
  const [entry] = await own.database.query<{ entry_id: bigint }>(
    "select entry_id from journal_entry where reference = 'accrual:2026-10-04' and kind = 'charge'",
  );
  const answer = await saldo("explain", `entry~${pid}~${entry?.entry_id}`, "--json");
  expect(answer.object).toMatchObject({
    kind: "entry",
    entry: { pid, kind: "charge", cause: "accrual:2026-10-04", bookedIn: "2026-10" },
    charges: [{ amount: "118.52" }, { amount: "33.30" }],
  });
  const postings = answer.object["postings"] as { ledgerAccount: string; amount: string }[];
  expect(postings).toMatchObject([
    { ledgerAccount: "payment", amount: "-151.82" },
    { ledgerAccount: "revenue", amount: "151.82" },
  ]);
});

test("explain refuses what is no reference, and says when there is nothing behind one", async () => {
  expect((await saldo("explain", "charge~nonsense")).code).toBe(2);
  for (const nothing of ["M-999", `${number}/99`, "document~999", `entry~${pid}~999999`]) {
    expect(await saldo("explain", nothing, "--json")).toMatchObject({
      code: 1,
      object: { error: { code: "nothing_to_explain" } },
    });
  }
});

test("check counts the invariants and finds the books coherent", async () => {
  const answer = await saldo("check", "--json");
  expect(answer).toMatchObject({ code: 0, object: { violations: 0, broken: [] } });
  expect(answer.object["invariants"]).toBe(readdirSync("db/invariants").length);
  expect((await saldo("check")).out).toContain("coherent");
});
