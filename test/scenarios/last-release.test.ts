import { copyFileSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { loadConfiguration } from "../../src/composition/configuration.ts";
import { type Printing, openPrinting } from "../../src/composition/printing.ts";
import { at, localMonth } from "../../src/core/time.ts";
import { closeMonth, explainDocument } from "../../src/modules/closing/index.ts";
import { documents, linesOf } from "../../src/modules/documents/index.ts";
import { supplierOf } from "../../src/modules/parties/index.ts";
import { assignSuspense, importStatement, listSuspense } from "../../src/modules/payments/index.ts";
import { BalanceReader } from "../../src/modules/reports/index.ts";
import { regionOf } from "../../src/modules/tenancy/index.ts";
import { UsageIntake, accrueAll, rateAll } from "../../src/modules/usage/index.ts";
import { inProject } from "../../src/platform/project.ts";
import { appUrlOf, excessRights } from "../../src/platform/database-roles.ts";
import { Database } from "../../src/platform/db.ts";
import { MIGRATIONS, migrate } from "../../src/platform/migrate/index.ts";
import { describeSchema } from "../../tools/dump-schema.ts";
import { statement1c } from "../support/bank-transfer.ts";
import { temporaryFolder } from "../support/cli.ts";
import { createTestDatabase } from "../support/database.ts";
import { usageEvent } from "../support/http-world.ts";
import { expectCoherent } from "../support/invariants.ts";

/** The last migration of the release whose data folder is carried forward. */
const RELEASED = "0023";
const ROMASHKA = 1_100_000_001n;
const AFTER = at("2026-12-06T10:00:00+03:00");

const { database: owner, url: ownerUrl, clock, drop } = await createTestDatabase({ migrated: false });
/** Carried forward by its owner, looked at and lived on with as the application does. */
const database = new Database({ url: appUrlOf(ownerUrl) ?? "", connections: 5 });
let printing: Printing;
let before: unknown;
let applied: readonly string[];

/** What no release may change: every amount, every paper, every balance. */
async function books(database: Database): Promise<unknown> {
  const [entries, balances, papers, files] = await Promise.all([
    database.query(
      "select * from journal_entry join posting using (project_id, entry_id) order by project_id, entry_id, posting_no",
    ),
    database.query("select project_id, ledger_account, balance_minor, currency from ledger_balance order by 1, 2"),
    database.query("select number_text, kind, payer_id, snapshot, gross_minor from document order by document_id"),
    database.query("select sha256, body from stored_file order by sha256"),
  ]);
  expect([entries.length, papers.length, files.length]).toEqual([124, 3, 4]);
  return { entries, balances, papers, files };
}

beforeAll(async () => {
  printing = openPrinting();
  const folder = temporaryFolder();
  const released = readdirSync(MIGRATIONS).filter((name) => name.slice(0, 4) <= RELEASED);
  for (const name of released) copyFileSync(join(MIGRATIONS, name), join(folder, name));
  await migrate(owner, clock, folder);
  await owner.transaction(async (tx) => {
    // As a restore does: rows that were once written do not pass the triggers again.
    await tx.execute("set local session_replication_role = replica");
    await tx.query(readFileSync(inProject("test", "support", "releases", `${RELEASED}.sql`), "utf8").trim());
  });
  before = await books(owner);
  clock.moveTo(AFTER);
  ({ applied } = await migrate(owner, clock));
});
afterAll(async () => {
  await printing.close();
  await database.close();
  await drop();
});

describe("reliability 61: a data folder of the last release is carried forward", () => {
  test("its schema is that of a new one, no amount and no paper has changed, every invariant holds", async () => {
    expect(applied[0]?.slice(0, 4)).toBe("0024");
    for (const { path, text } of await describeSchema(owner))
      expect(text, path).toBe(readFileSync(inProject(path), "utf8"));
    expect(await books(database)).toEqual(before);
    expect(await excessRights(database)).toEqual([]);
    await expectCoherent(database, AFTER);
  });

  test("what it knew is read as before: regions, suppliers, balances, documents and their lines' services", async () => {
    await database.transaction(async (tx) => {
      const region = await regionOf(tx, "moscow");
      expect(region.paymentMethods.find(({ code }) => code === "card")).toMatchObject({
        recommendedFor: ["individual"],
      });
      expect((await supplierOf(tx, region.supplierCode)).signers[0]?.fullName).toHaveProperty("surname");
      const filter = {
        projectIds: null,
        reader: null,
        regionCode: "moscow",
        from: null,
        to: null,
        kind: null,
        before: null,
        limit: 10,
      };
      expect((await documents(tx, filter)).map(({ numberText }) => numberText)).toEqual([
        "VK-К-26-1",
        "VK-26-2",
        "VK-26-1",
      ]);
      expect(await linesOf(tx, 1n)).toMatchObject([{ serviceCode: "compute" }, { serviceCode: "object-storage" }]);
    });
    expect(await new BalanceReader(database).read(ROMASHKA, AFTER)).toMatchObject({ paymentMinor: 353_11n });
    const letters = await database.query<{ subject_kind: string; messages: bigint }>(
      "select subject_kind, sum(messages)::bigint as messages from outbox_removed where topic = 'document.delivery' group by 1",
    );
    expect(letters).toEqual([{ subject_kind: "payer", messages: 2n }]);
  });

  test("life goes on: money, usage, a closed month, documents old and new that are explained by their charges", async () => {
    await loadConfiguration(database, AFTER);
    const payer = { name: "ООО «Ромашка»", inn: "7707083893" };
    const bytes = statement1c([{ number: "9", on: "2026-12-06", amount: "900.00", payer, projectId: ROMASHKA }]);
    const imported = await database.transaction((tx) =>
      importStatement(tx, { fileName: "9.txt", bytes, importedBy: "accountant", now: AFTER }),
    );
    expect(imported).toMatchObject({ credited: 1 });
    await database.transaction(async (tx) => {
      for (const { lineId } of await listSuspense(tx, 0n, 10))
        await assignSuspense(tx, { lineId, projectId: ROMASHKA, staffUserId: "accountant", note: "found", now: AFTER });
    });
    const shape = { projectId: ROMASHKA, sku: "compute.vcpu.standard", meter: "vcpu", unit: "vCPU", resource: "new" };
    const events = [
      usageEvent({ ...shape, id: "new-on", time: "2026-12-05T10:00:00+03:00", quantity: "1" }),
      usageEvent({ ...shape, id: "new-off", time: "2026-12-05T20:00:00+03:00", quantity: "0" }),
    ];
    const outcomes = await new UsageIntake(database).ingest(events, AFTER);
    expect(outcomes.map(({ status }) => status)).toEqual(["accepted", "accepted"]);
    const january = at("2027-01-05T10:00:00+03:00");
    await rateAll(database, january);
    await accrueAll(database, january);
    expect(await closeMonth(database, printing.closePorts, "moscow", localMonth("2026-12"), january)).toMatchObject({
      documents: 1,
    });
    const [row] = await database.query<{ id: bigint; number: string; gross: bigint }>(
      "select document_id as id, number_text as number, gross_minor as gross from document order by document_id desc limit 1",
    );
    expect(row).toMatchObject({ number: "VK-26-3", gross: 9_30n });
    for (const number of ["VK-26-1", "VK-26-3"]) {
      const { lines } = await database.snapshot((tx) => explainDocument(tx, { kind: "number", number, line: null }));
      expect(lines.length, number).toBeGreaterThan(0);
      expect(
        lines.every(({ charges, difference }) => charges.length > 0 && difference === "0.00"),
        number,
      ).toBe(true);
    }
    await expectCoherent(database, january);
  });
});
