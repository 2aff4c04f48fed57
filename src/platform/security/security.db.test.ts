import { afterAll, beforeEach, describe, expect, test } from "vitest";

import { ownerOf, testDatabase } from "../../../test/support/database.ts";
import { MovableClock } from "../../../test/support/movable-clock.ts";
import { DAY, MINUTE, at } from "../../core/time.ts";
import { createLogger } from "../log.ts";
import type { SecurityFact } from "../security-fact.ts";
import { SECURITY_KINDS, SecurityLog, securityRetention, selectFacts } from "./index.ts";

const { database } = await testDatabase();
const machine = new MovableClock(at("2026-11-20T09:00:10Z"));
const lines: string[] = [];
const security = new SecurityLog(database, machine, createLogger("info", { write: (line) => void lines.push(line) }));
afterAll(() => security.close());

const fact = (rest: Partial<SecurityFact> = {}): SecurityFact => ({
  kind: "forbidden",
  actor: "user:anna",
  address: "10.0.0.1",
  subject: "GET /v1/documents",
  ...rest,
});
const rows = async () => {
  await security.flush();
  const found = await selectFacts(database, { kind: null, actor: null, before: null, limit: 1_000 });
  return found.map(({ actor, subject, times }) => [actor, subject, times]).toReversed();
};

beforeEach(async () => {
  machine.advance(2 * MINUTE);
  await security.flush();
  await database.query("delete from security_event");
  lines.length = 0;
});

describe("reliability 66: what happened at the doors is recorded", () => {
  test("reliability 66 each thing has a row and a line of the log; the same again within a minute is counted", async () => {
    for (let n = 0; n < 5; n += 1) security.record(fact());
    security.record(fact({ subject: "GET /v1/movements" }));
    expect(await rows()).toEqual([
      ["user:anna", "GET /v1/documents", 1],
      ["user:anna", "GET /v1/movements", 1],
    ]);
    expect(lines.map((line) => JSON.parse(line) as Record<string, unknown>)[0]).toMatchObject({
      level: "warn",
      kind: "forbidden",
      actor: "user:anna",
      subject: "GET /v1/documents",
    });
    machine.advance(MINUTE);
    expect((await rows()).at(-1)).toEqual(["user:anna", "GET /v1/documents", 4]);
  });

  test("reliability 66 one sender cannot fill the disk: twenty things are named, the rest of a minute is one count", async () => {
    for (let n = 0; n < 50_000; n += 1) security.record(fact({ subject: `GET /v1/projects/mcs${n}/balance` }));
    security.record(fact({ actor: "user:boris" }));
    expect(await rows()).toHaveLength(21);
    machine.advance(MINUTE);
    const all = await rows();
    expect(all).toHaveLength(22);
    expect(all.at(-1)).toEqual(["user:anna", "(many)", 49_980]);
  });

  test("reliability 66 history is not edited; what is older than the retention goes", async () => {
    security.record(fact());
    expect(await rows()).toHaveLength(1);
    await expect(ownerOf(database).query("update security_event set actor = 'user:nobody'")).rejects.toThrow(
      /append-only/,
    );
    const retention = securityRetention(machine);
    const run = () => retention.run({ database, now: machine.now(), stop: new AbortController().signal });
    await run();
    expect(await rows()).toHaveLength(1);
    machine.advance(401 * DAY);
    await run();
    expect(await rows()).toEqual([]);
  });

  test("reliability 66 every kind of the code is one of the database's", async () => {
    for (const kind of SECURITY_KINDS) security.record(fact({ kind }));
    expect(await rows()).toHaveLength(SECURITY_KINDS.length);
  });
});
