import { beforeAll, describe, expect, onTestFinished, test } from "vitest";

import { formatPid } from "../../src/core/ids.ts";
import { DAY, type Instant, formatInstant, plus } from "../../src/core/time.ts";
import { issueToken } from "../../src/modules/tenancy/index.ts";
import { systemClock } from "../../src/platform/clock.ts";
import { runSaldo } from "../chaos/role.ts";
import { testDatabase } from "../support/database.ts";
import { type HttpAnswer, HttpClient } from "../support/http-client.ts";
import { makeProject, makeWorld } from "../support/world.ts";

const { database, url } = await testDatabase();
const PROJECT = 1_000_000_000n;
const EVENTS = 400;
const now = systemClock.now();
let token = "";

beforeAll(async () => {
  await makeWorld(database);
  await makeProject(database, PROJECT);
  token = await database.transaction(async (tx) => {
    const lent = await issueToken(tx, { name: "m", scopes: ["usage.write"], now, expiresAt: plus(now, DAY) });
    return lent.token;
  });
});

const usage = (id: string, at: Instant) => ({
  specversion: "1.0",
  id,
  source: "//shutdown",
  type: "saldo.usage.mail",
  time: formatInstant(at),
  data: {
    project: formatPid(PROJECT),
    resource: id.split("/")[0],
    sku: "mail",
    quantity: "1",
    unit: "mail",
    labels: { step: "same" },
  },
});

describe("SIGTERM", () => {
  test("PRC-04, PRC-07: what was acknowledged is there, what was not is there as a whole or not at all", async () => {
    const saldo = runSaldo(["api"], { DATABASE_URL: url, SALDO_MODE: "sandbox", HOST: "127.0.0.1", PORT: "0" });
    onTestFinished(() => saldo.kill());
    const base = await saldo.ready;
    const client = new HttpClient(base);
    const send = (body: object) => client.send({ method: "POST", path: "/v1/usage", token, body });
    const earlier = plus(now, -DAY);
    for (const hour of [1, 2, 3]) {
      expect(await send(usage(`later/${hour}`, plus(earlier, hour)))).toMatchObject({ status: 202 });
    }

    const acknowledged: string[] = [];
    const crowd = Array.from({ length: EVENTS }, async (_, index) => {
      const id = `crowd-${index}`;
      const answer: HttpAnswer | null = await send(usage(id, earlier)).catch(() => null);
      if (answer === null) return;
      // In the middle of it: some are answered, some written, some not even read.
      if (index === EVENTS / 4) saldo.stop();
      expect([202, 503]).toContain(answer.status);
      if (answer.status === 202) acknowledged.push(id);
    });
    await Promise.all(crowd);
    expect(await saldo.ended).toMatchObject({ code: 0, signal: null });
    client.close();

    expect(acknowledged.length).toBeGreaterThan(EVENTS / 4);
    const stored = await database.query<{ external_id: string }>(
      "select r.external_id from usage_event e left join resource r using (project_id, resource_id) order by 1",
    );
    expect(stored.map((row) => row.external_id)).toEqual(expect.arrayContaining(acknowledged));
    expect(stored.filter((row) => row.external_id === null)).toEqual([]);
    const [described] = await database.query("select described_at from resource where external_id = 'later'");
    expect(described).toEqual({ described_at: plus(earlier, 3) });
  });
});
