import { spawnSync } from "node:child_process";

import { afterAll, describe, expect, test, vi } from "vitest";

import { condition } from "../../src/composition/condition.ts";
import { serve } from "../../src/composition/serve.ts";
import { WorkThread } from "../../src/composition/work-thread.ts";
import { systemClock } from "../../src/platform/clock.ts";
import { loadConfig } from "../../src/platform/config.ts";
import { HealthAddress } from "../../src/platform/health.ts";
import { createLogger } from "../../src/platform/log.ts";
import { inProject } from "../../src/platform/project.ts";
import { ownerOf, testDatabase } from "../support/database.ts";
import { openHttpWorld } from "../support/http-world.ts";

const direct = await testDatabase({ connections: 6 });
const { database, url } = direct;
const world = await openHttpWorld(direct, {
  condition: () => condition({ database, clock: systemClock, dataDirectory: inProject(), objects: null }),
});
const log = createLogger("silent");
const config = loadConfig({
  SALDO_MODE: "production",
  DATABASE_URL: url,
  HOST: "127.0.0.1",
  SALDO_DB_CONNECTIONS: "4",
});
const closers: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closers) await close();
});

/** In a process of its own: waits until a worker has told that it goes round. */
const WAIT_FOR_BEAT = `
  import { Database } from ${JSON.stringify(inProject("src/platform/db.ts"))};
  const database = new Database({ url: process.argv[1], connections: 1 });
  for (let n = 0; n < 600; n += 1) {
    if ((await database.query("select 1 from worker_heartbeat")).length > 0) process.exit(0);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  process.exit(1);`;

describe("reliability 55: the worker beside the API", () => {
  test("reliability 55 69 its jobs go round while the thread that answers requests is held, and it ends when told", async () => {
    const thread = new WorkThread(log);
    await thread.begin({ config, databaseUrl: url, logins: [], logLevel: "silent" });
    await database.query("delete from worker_heartbeat");
    // Holds this thread, event loop and all, until the child has seen what it waits for.
    const seen = spawnSync(process.execPath, ["--input-type=module", "-e", WAIT_FOR_BEAT, url], { timeout: 90_000 });
    await thread.close();
    expect(seen.status, seen.stderr.toString()).toBe(0);
  });
});

describe("reliability 69: how the work stands is told", () => {
  test("reliability 69 a worker alone has a health address with what is trouble, and nothing else there", async () => {
    const service = await serve({
      config,
      database,
      databaseUrl: url,
      clock: systemClock,
      log,
      roles: { api: false, worker: true },
    });
    closers.push(() => service.close());
    const get = (path: string) => fetch(`${service.healthUrl}${path}`);
    expect((await get("/healthz")).status).toBe(200);
    await vi.waitUntil(async () => (await database.query("select 1 from worker_heartbeat")).length > 0, {
      timeout: 30_000,
    });
    const ready = async () => {
      const answer = await get("/readyz");
      return [answer.status, await answer.json()];
    };
    // A worker that begins looks at who began to pay otherwise of late (FRZ-06): they are due for a moment.
    await expect
      .poll(ready, { timeout: 30_000 })
      .toMatchObject([
        200,
        { status: "ready", troubles: [], figures: { saldo_automation_halts: 0, saldo_charging_backlog: 0 } },
      ]);
    for (const path of ["/", "/v1/clock", "/metrics"]) expect((await get(path)).status).toBe(404);
  });

  test("reliability 69 one that stands still says so", async () => {
    const parts = { host: "127.0.0.1", port: 0, condition: async () => ({}) };
    const still = new HealthAddress({ ...parts, isAlive: () => false });
    const cut = new HealthAddress({
      ...parts,
      isAlive: () => true,
      condition: () => Promise.reject(new Error("away")),
    });
    closers.push(
      () => still.close(),
      () => cut.close(),
    );
    const [one, other] = [await still.listen(), await cut.listen()];
    const statusOf = async (address: string) => (await fetch(address)).status;
    expect(
      await Promise.all([`${one}/healthz`, `${one}/readyz`, `${other}/healthz`, `${other}/readyz`].map(statusOf)),
    ).toEqual([503, 503, 200, 503]);
  });

  test("reliability 69 metrics and readiness of the API tell of halts, clock gap, worker, backlog and disk", async () => {
    await database.query(
      "insert into automation_halt (kind, halted_at, affected, allowed) values ('freeze', '2026-10-01T00:00:00Z', 500, 100)",
    );
    const ready = await world.send({ path: "/readyz" });
    expect([ready.status, ready.json()]).toMatchObject([200, { status: "ready", troubles: ["automation_halted"] }]);
    const { text } = await world.send({ path: "/metrics" });
    for (const name of [
      "saldo_automation_halts 1",
      "saldo_clock_gap_seconds 0",
      "saldo_worker_silent_seconds",
      "saldo_charging_backlog 0",
      "saldo_outbox_parked 0",
      "saldo_jobs_parked 0",
      "saldo_disk_free_bytes",
      "saldo_requests_waiting 0",
    ])
      expect(text).toContain(`\n${name}`);
    await ownerOf(database).query("delete from automation_halt");
  });
});
