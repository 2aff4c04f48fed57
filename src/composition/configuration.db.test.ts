import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { beforeAll, expect, test } from "vitest";

import { temporaryFolder } from "../../test/support/cli.ts";
import { testDatabase } from "../../test/support/database.ts";
import { loadConfiguration, readConfiguration } from "./configuration.ts";
import { formatPid } from "../core/ids.ts";
import { type Instant, at } from "../core/time.ts";
import { assignPriceScope } from "../modules/catalog/index.ts";
import { register } from "../modules/tenancy/index.ts";
import { UsageIntake, accrueAll, rateAll } from "../modules/usage/index.ts";
import { inProject } from "../platform/project.ts";

const { database } = await testDatabase();
const config = temporaryFolder();
const begins = at("2026-10-01T00:00:00+03:00");
const now = at("2026-10-04T12:00:00+03:00");
const projectId = 1_300_000_001n;
const SKU = "compute.vcpu.standard";

beforeAll(async () => {
  cpSync(inProject("config"), config, { recursive: true });
  await loadConfiguration(database, begins, readConfiguration(config));
  await database.transaction(async (tx) => {
    const hash = "scrypt:none";
    const person = { email: "a@example.test", name: "A", password: { hash }, language: "ru" as const };
    await register(tx, { ...person, at: { regionCode: "moscow" }, projectName: "P", projectId, now: begins });
    await assignPriceScope(tx, projectId, ["moscow"], begins);
  });
});

async function take(sku: string, quantity: string, when: Instant, unit: string): Promise<string> {
  const [outcome] = await new UsageIntake(database).ingest(
    [
      {
        specversion: "1.0",
        type: "saldo.usage.vcpu",
        source: "test",
        id: `${sku}/${when}`,
        time: new Date(when).toISOString(),
        data: { project: formatPid(projectId), resource: "vm", sku, quantity, unit },
      },
    ],
    now,
  );
  return outcome?.status ?? "";
}

async function charged(): Promise<string> {
  await rateAll(database, now);
  await accrueAll(database, now);
  const [row] = await database.query<{ minor: bigint }>(
    "select coalesce(sum(amount_minor), 0)::bigint as minor from charge where project_id = $1 and day < '2026-10-04'",
    [projectId],
  );
  return String(row?.minor);
}

/** An operator's edit of a file. */
function edit(file: string, change: (text: string) => string): void {
  const path = join(config, file);
  const before = readFileSync(path, "utf8");
  const after = change(before);
  expect(after).not.toBe(before);
  writeFileSync(path, after);
}

test("PRC-02 the same files again change nothing", async () => {
  expect(await loadConfiguration(database, begins, readConfiguration(config))).toEqual({ changes: [], released: 0 });
});

test("PRC-02 a price changed for the past is charged anew from its own instant on, as a correction", async () => {
  expect(await take(SKU, "2", begins, "vCPU")).toBe("accepted");
  // 3 days x 24 h x 2 x 0.93
  expect(await charged()).toBe("13392");
  edit("prices/moscow.yaml", (text) =>
    text.replace(/( {2}compute\.vcpu\.standard:\n(?: {4}- .*\n)*)/, "$1    - { from: 2026-10-03, price: 9.3 }\n"),
  );
  const { changes } = await loadConfiguration(database, now, readConfiguration(config));
  expect(changes).toEqual([{ priceList: "moscow", skus: 1, projects: 1, from: at("2026-10-03T00:00:00+03:00") }]);
  // 2 days x 24 h x 2 x 0.93 + 24 h x 2 x 9.3
  expect(await charged()).toBe("53568");
});

test("PRC-04 usage that waited for its SKU is taken in when the catalogue has it", async () => {
  expect(await take("compute.vcpu.novel", "1", at("2026-10-02T00:00:00+03:00"), "vCPU")).toBe("quarantined");
  edit("catalog/skus.yaml", (text) => {
    const [, block = ""] = /( {2}- code: compute\.vcpu\.standard\n(?: {4}.*\n)*)/.exec(text) ?? [];
    return text.replace(block, block + block.replace("compute.vcpu.standard", "compute.vcpu.novel"));
  });
  edit(
    "prices/moscow.yaml",
    (text) => `${text.trimEnd()}\n  compute.vcpu.novel:\n    - { from: 2026-01-01, price: 1 }\n`,
  );
  expect(await loadConfiguration(database, now, readConfiguration(config))).toMatchObject({ released: 1 });
  // 2 more days x 24 h x 1.00
  expect(await charged()).toBe("58368");
});

test("PRC-02 a file with a mistake changes nothing at all", async () => {
  edit("prices/moscow.yaml", (text) => text.replace("price: 9.3", "price: -1"));
  await expect(loadConfiguration(database, now, readConfiguration(config))).rejects.toThrow("catalog_invalid");
  expect(await charged()).toBe("58368");
});
