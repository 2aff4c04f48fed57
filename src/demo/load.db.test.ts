import { join } from "node:path";

import { expect, test } from "vitest";

import { commandLine, standAt, temporaryFolder } from "../../test/support/cli.ts";
import { type TestDatabase, createTestDatabase } from "../../test/support/database.ts";
import { expectCoherent } from "../../test/support/invariants.ts";
import { loadConfiguration } from "../composition/configuration.ts";
import { openPrinting } from "../composition/printing.ts";
import { DAY, HOUR, type Instant, at, formatInstant, plus } from "../core/time.ts";
import { funds } from "../modules/balance/index.ts";
import { listOpenProposals } from "../modules/proposals/index.ts";
import { loadDemo } from "./load.ts";

const folder = temporaryFolder();
const FROZEN = 1_000_000_006n;

// The first hours of a month, when the demo's last days lie in the month before; and an evening late in one.
test.each(["2026-11-02T00:30:00+03:00", "2026-11-29T22:00:00+03:00"])(
  "FRZ-01 FRZ-02 PAY-05 the demo's sample statement credits one transfer and holds one; its frozen project was told of it in time, has days left, and runs up next to nothing (loaded %s)",
  async (moment) => {
    const now = at(moment);
    const own = await createTestDatabase();
    const printing = openPrinting();
    try {
      await loadConfiguration(own.database, plus(now, -120 * DAY));
      await loadDemo(own.database, printing.closePorts, now);
      const found = (await funds(own.database, [FROZEN])).get(FROZEN);
      const { frozenAt, deletionDueAt, paymentMinor } = found ?? {};
      if (!frozenAt || !deletionDueAt) throw new Error("the demo has no frozen project");
      const [days, left] = [(now - frozenAt) / DAY, (deletionDueAt - frozenAt) / DAY];
      expect(days).toBeGreaterThan(2);
      expect(days).toBeLessThan(4);
      expect(left).toBeGreaterThanOrEqual(7);
      expect(left).toBeLessThan(7 + (6 * HOUR) / DAY);
      expect(paymentMinor).toBeGreaterThan(-100_00n);
      const stops = await own.database.query<{ early: boolean }>(
        "select occurred_at < $2 as early from usage_event where project_id = $1 and quantity = 0",
        [FROZEN, formatInstant(frozenAt)],
      );
      expect(stops.length).toBe(2);
      expect(stops.every(({ early }) => !early)).toBe(true);
      // REQ-11: every department finds something to do, and something late.
      const waiting = await own.database.query<{ department: string; late: boolean }>(
        "select department, bool_or(due_at < $1) as late from request where due_at is not null group by 1 order by 1",
        [formatInstant(now)],
      );
      expect(waiting.map(({ department }) => department)).toEqual(["accounting", "documents", "support"]);
      expect(waiting[0]?.late).toBe(true);
      const proposals = await listOpenProposals(own.database, now, 10);
      expect(proposals).toMatchObject([{ kind: "take_statement", proposerName: "Олег Операторов" }]);
      await expectCoherent(own.database, now);
      await importSamples(own, now);
    } finally {
      await printing.close();
      await own.drop();
    }
  },
);

/** PAY-05: the demo's sample statement credits one transfer and holds one, in each region, and once only. */
async function importSamples(own: TestDatabase, now: Instant): Promise<void> {
  await standAt(own, now);
  const saldo = commandLine(own);
  for (const region of ["moscow", "kazakhstan"]) {
    const file = join(folder, `${now}-${region}.txt`);
    expect(await saldo("bank", "sample", "--out", file, "--region", region)).toMatchObject({ code: 0 });
    const taken = { lines: 2, credited: 1, suspense: 1, duplicates: 0, problems: [], repeated: false };
    expect(await saldo("bank", "import", file, "--json")).toMatchObject({
      code: 0,
      object: { ...taken, format: "1c" },
    });
    expect(await saldo("bank", "import", file, "--json")).toMatchObject({ code: 0, object: { repeated: true } });
    const held = await saldo("suspense", "--json");
    expect(JSON.stringify(held.object)).toContain(`${region}.txt`);
  }
  // Without a region it is the first one that has a sample.
  expect(await saldo("bank", "sample", "--out", join(folder, "first.txt"), "--json")).toMatchObject({
    code: 0,
    object: { region: "moscow" },
  });
  const credited = await own.database.query<{ project_id: bigint }>(
    "select project_id from bank_statement_line where amount_minor = 2500000 and disposition = 'credited' order by project_id",
  );
  expect(credited.map(({ project_id }) => project_id)).toEqual([1_000_000_002n, 2_000_000_001n]);
  expect(await saldo("bank", "sample", "--out", join(folder, "none.txt"), "--region", "nowhere")).toMatchObject({
    code: 1,
  });
  await expectCoherent(own.database, now);
}
