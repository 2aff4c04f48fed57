import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "csv-parse/sync";
import { beforeAll, describe, expect, test } from "vitest";

import { commandLine, standAt, temporaryFolder } from "../../test/support/cli.ts";
import { testDatabase } from "../../test/support/database.ts";
import { Play } from "../../test/support/play.ts";
import { openXlsx } from "../../test/support/sheets.ts";
import { makeWorld } from "../../test/support/world.ts";
import { type ProjectId, formatPid } from "../core/ids.ts";
import { parseMinor } from "../core/money.ts";

const own = await testDatabase();
const saldo = commandLine(own);
const play = new Play(own.database);
const folder = temporaryFolder();
let project: ProjectId;

beforeAll(async () => {
  await makeWorld(own.database);
  project = await play.project();
  await play.pay(project, 5_000, "2026-10-01T00:00:00+03:00");
  await play.run(
    [
      play.event(project, "cpu", "2026-10-01T00:00:00+03:00", 4),
      play.event(project, "cpu", "2026-10-21T00:00:00+03:00", 0),
      play.event(project, "requests", "2026-10-04T10:00:00+03:00", 90_000, 2),
    ],
    "2026-11-01T00:00:00+03:00",
  );
  await standAt(own, "2026-11-02T12:00:00+03:00");
});

const ask = (file: string, ...rest: string[]) =>
  saldo(
    "usage",
    "export",
    "--project",
    formatPid(project),
    "--from",
    "2026-10-01",
    "--to",
    "2026-10-31",
    "--out",
    file,
    ...rest,
  );

const minor = (text = "") => parseMinor(text) ?? 0n;

describe("usage export", () => {
  test("BAL-06 writes what the ledger debited, and --json says how many rows and where", async () => {
    const file = join(folder, "october.csv");
    const { code, object } = await ask(file, "--json");
    expect([code, object]).toEqual([0, { rows: 21, file }]);
    const rows = parse(readFileSync(file), { bom: true, columns: true }) as Record<string, string>[];
    expect(rows.length).toBe(21);
    expect(rows.reduce((sum, row) => sum + minor(row["cost"]), 0n)).toBe(await play.debited(project));
  });

  test("BAL-06 the same as XLSX, in the language of the command line", async () => {
    const file = join(folder, "october.xlsx");
    const { code, out } = await ask(file);
    expect([code, out]).toEqual([0, `21 rows in ${file}`]);
    const [sheet] = openXlsx(readFileSync(file));
    const cost = sheet?.headers.indexOf("Cost") ?? -1;
    expect(sheet?.rows.reduce((sum, row) => sum + minor(row[cost]?.value), 0n)).toBe(await play.debited(project));
  });

  test("BAL-06 the file's name says the format: another one is refused, and a name that says none needs --format", async () => {
    const differs = await ask(join(folder, "sheet.xlsx"), "--format", "csv", "--json");
    expect([differs.code, differs.object["error"]]).toMatchObject([1, { code: "format_differs" }]);
    const unknown = await ask(join(folder, "sheet.out"), "--json");
    expect([unknown.code, unknown.object["error"]]).toMatchObject([1, { code: "format_unknown" }]);
    expect(existsSync(join(folder, "sheet.xlsx")) || existsSync(join(folder, "sheet.out"))).toBe(false);
    expect((await ask(join(folder, "sheet.out"), "--format", "xlsx")).code).toBe(0);
    expect(readFileSync(join(folder, "sheet.out")).subarray(0, 2).toString()).toBe("PK");
  });

  test("BAL-06 replaces a file whole and leaves nothing beside it", async () => {
    const file = join(folder, "again.csv");
    writeFileSync(file, "what was there before");
    expect((await ask(file)).code).toBe(0);
    expect(readFileSync(file, "utf8")).toContain("unit_price");
    expect(readdirSync(folder).filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  test.each([
    [["--project", "mcs9999999999"], 1, "not_found"],
    [["--to", "2026-09-30"], 1, "invalid_input"],
  ])("BAL-06 with %j it refuses, says why and leaves the file alone", async (options, exit, refusal) => {
    const file = join(folder, "refused.csv");
    const { code, object } = await ask(file, ...options, "--json");
    expect([code, object["error"]]).toMatchObject([exit, { code: refusal }]);
    expect(existsSync(file)).toBe(false);
  });

  test("BAL-06 a folder that is not there is a refusal, not a defect", async () => {
    const { code, object } = await ask(join(folder, "nowhere", "file.csv"), "--json");
    expect([code, object["error"]]).toMatchObject([1, { code: "file_unwritable" }]);
  });

  test.each([
    ["--from", "2026-02-30"],
    ["--from", "yesterday"],
    ["--format", "docx"],
    ["--project", "7"],
  ])("BAL-06 %s %s is a wrong argument", async (option, value) => {
    expect((await ask(join(folder, "wrong.csv"), option, value)).code).toBe(2);
  });
});
