import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { expect, test } from "vitest";

import { loadConfiguration, readConfiguration } from "../../src/composition/configuration.ts";
import { formatPid } from "../../src/core/ids.ts";
import { DAY, plus } from "../../src/core/time.ts";
import { assignPriceScope } from "../../src/modules/catalog/index.ts";
import { importStatement, recordPayment } from "../../src/modules/payments/index.ts";
import { PERMISSIONS, issueToken, register } from "../../src/modules/tenancy/index.ts";
import { inProject } from "../../src/platform/project.ts";
import { camtText } from "../support/bank-files.ts";
import { temporaryFolder } from "../support/cli.ts";
import { testDatabase } from "../support/database.ts";
import { WORLD_BEGINS, openHttpWorld, usageEvent } from "../support/http-world.ts";

const data = await testDatabase({ connections: 12 });
const world = await openHttpWorld(data, { services: true });
const { database } = data;
const PROJECT = 3_100_000_001n;
const PID = formatPid(PROJECT);

/** The guide's own files: each block of YAML begins with the path it is to be written to. */
function filesOfGuide(): Map<string, string> {
  const guide = readFileSync(inProject("docs/guides/add-a-region.md"), "utf8");
  const blocks = [...guide.matchAll(/^( *)```yaml\n\s*# (\S+)\n([^`]*)```/gm)];
  return new Map(
    blocks.map(([, indent = "", path = "", text = ""]) => [path, text.replaceAll(new RegExp(`^${indent}`, "gm"), "")]),
  );
}

/** The shipped configuration with the guide's files beside it. */
function configurationOfGuide(): string {
  const folder = temporaryFolder();
  cpSync(inProject("config"), join(folder, "config"), { recursive: true });
  for (const [path, text] of filesOfGuide()) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return join(folder, "config");
}

function server(id: string, time: string, quantity: string) {
  const shape = { sku: "compute.vcpu.standard", meter: "vcpu", unit: "vCPU", resource: "server" };
  return usageEvent({ id, projectId: PROJECT, ...shape, time, quantity });
}

test("REG-01 a region that is added by the guide's files registers, charges, invoices, takes money and closes its month", async () => {
  expect([...filesOfGuide().keys()]).toEqual(["config/regions.d/armenia.yaml", "config/prices/armenia.yaml"]);
  await loadConfiguration(database, WORLD_BEGINS, readConfiguration(configurationOfGuide()));

  // REG-02: the site decides the region.
  await database.transaction(async (tx) => {
    await register(tx, {
      email: "ani@example.am",
      name: "Ani",
      password: { hash: "scrypt:none" },
      language: "en",
      at: { site: "cloud.example.am" },
      projectName: "Ararat",
      projectId: PROJECT,
      userId: "ani",
      now: WORLD_BEGINS,
    });
    await assignPriceScope(tx, PROJECT, ["armenia"], WORLD_BEGINS);
  });
  const { token: ani } = await database.transaction((tx) =>
    issueToken(tx, {
      name: "ani",
      userId: "ani",
      scopes: [...PERMISSIONS],
      now: WORLD_BEGINS,
      expiresAt: plus(WORLD_BEGINS, 100 * DAY),
    }),
  );
  const get = async (path: string) => (await world.send({ path, token: ani })).json<Record<string, unknown>>();

  // PAY-01, PAY-02: its own methods, its own smallest amount, its own currency.
  const card = (amountMinor: bigint, externalId: string, method = "card") =>
    database.transaction((tx) =>
      recordPayment(tx, {
        projectId: PROJECT,
        provider: "acquirer",
        method,
        externalId,
        amountMinor,
        currency: "AMD",
        at: WORLD_BEGINS,
      }),
    );
  await expect(card(499_99n, "1")).rejects.toMatchObject({ kind: { code: "payment_too_small" } });
  await expect(card(500_00n, "1", "sbp")).rejects.toMatchObject({ kind: { code: "payment_method_unavailable" } });
  await card(500_00n, "1");

  const asked = await world.send({
    method: "POST",
    path: `/v1/projects/${PID}/payment-invoices`,
    token: ani,
    headers: { "idempotency-key": "first" },
    body: { amount: "12000.00" },
  });
  expect(asked.status, asked.text).toBe(201);
  const invoice = asked.json<{ id: string; currency: string; purpose: string }>();
  expect(invoice).toMatchObject({ currency: "AMD", issuedOn: "2026-10-01" });
  const printed = await world.send({ path: `/v1/projects/${PID}/payment-invoices/${invoice.id}/pdf`, token: ani });
  expect([printed.status, printed.text.slice(0, 5)]).toEqual([200, "%PDF-"]);

  // PAY-05: a statement of the supplier's own account, in the region's currency.
  const statement = camtText([
    {
      account: "1570000000000001",
      currency: "AMD",
      opening: "0.00",
      closing: "12000.00",
      entries: [{ amount: "12000.00", bookedOn: "2026-10-01", details: [{ purposes: [invoice.purpose] }] }],
    },
  ]);
  const imported = await database.transaction((tx) =>
    importStatement(tx, {
      fileName: "ameriabank.xml",
      bytes: Buffer.from(statement),
      importedBy: "accountant",
      now: WORLD_BEGINS,
    }),
  );
  expect(imported).toMatchObject({ credited: 1, suspense: 0 });
  const invoices = await get(`/v1/projects/${PID}/payment-invoices`);
  expect(invoices).toMatchObject({ items: [{ state: "paid" }] });

  // PRC-01, REG-07: 24 vCPU hours, and one more whose second half is of November there, and all of October in Moscow.
  // DOC-01: the month ends when it ends there.
  world.moveTo("2026-10-31T23:59:00+04:00");
  await expect(world.close("armenia", "2026-10")).rejects.toMatchObject({ kind: { code: "month_not_over" } });
  world.moveTo("2026-11-01T12:00:00+04:00");
  const sent = await world.send({
    method: "POST",
    path: "/v1/usage",
    as: "metering",
    body: [
      server("on", "2026-10-10T00:00:00+04:00", "2"),
      server("off", "2026-10-10T12:00:00+04:00", "0"),
      server("late", "2026-10-31T23:30:00+04:00", "1"),
      server("end", "2026-11-01T00:30:00+04:00", "0"),
    ],
  });
  expect(sent.json()).toMatchObject({ accepted: 4 });
  await world.drain();
  const rows = await database.query(
    "select day::text, sum(amount_minor)::bigint as minor from charge where project_id = $1 group by day order by day",
    [PROJECT],
  );
  expect(rows).toEqual([
    { day: "2026-10-10", minor: 108_00n },
    { day: "2026-10-31", minor: 2_25n },
  ]);
  // The day that is not over yet is in the balance already.
  expect(await get(`/v1/projects/${PID}/balance`)).toMatchObject({ payment: { amount: "12387.50", currency: "AMD" } });

  // DOC-01: no other region's month is closed with it.
  world.moveTo("2026-11-05T10:00:00+04:00");
  expect(await world.close("armenia", "2026-10")).toMatchObject({ documents: 0 });
  expect(await database.query("select region_code, to_char(month, 'YYYY-MM') as month from period_lock")).toEqual([
    { region_code: "armenia", month: "2026-10" },
  ]);
});
