import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";

import { testDatabase } from "../../../../test/support/database.ts";
import { expectCoherent } from "../../../../test/support/invariants.ts";
import { makeProject, makeWorld } from "../../../../test/support/world.ts";
import { at } from "../../../core/time.ts";
import { rateAll } from "../rating/index.ts";
import { UsageIntake } from "./ingest.ts";

const { database } = await testDatabase({ connections: 8 });
const now = at("2026-11-20T09:00:00Z");
const intake = new UsageIntake(database);
let runs = 0;

beforeAll(async () => {
  await makeWorld(database);
  await makeProject(database, 1_000_000_000n);
  await makeProject(database, 1_000_000_001n);
});

/** Ids of one run are its own. */
const newRun = () => `run-${++runs}-`;
const event = (id: string, supersedes: string | null, quantity = "1", source = "//corrections") => ({
  specversion: "1.0",
  id,
  source,
  type: "saldo.usage.requests",
  time: "2026-11-19T10:00:00Z",
  ...(supersedes === null ? {} : { supersedes }),
  data: { project: "mcs1000000000", resource: "bucket", sku: "requests", quantity, unit: "requests" },
});
type Sent = ReturnType<typeof event>;
const codes = async (events: readonly Sent[], by = intake) =>
  (await by.ingest(events, now)).map(({ status, problem }) => problem?.code ?? status);
describe("an event is replaced once", () => {
  test("PRC-04 of two corrections of one event the first accepted stands, in one batch, in two, and whatever their ids", async () => {
    for (const ids of ["abc", "acb", "cab"]) {
      const run = newRun();
      const [a, b, c] = [...ids].map((id) => run + id) as [string, string, string];
      expect(await codes([event(a, null), event(b, a, "10"), event(c, a, "20")])).toEqual([
        "accepted",
        "accepted",
        "superseded_already",
      ]);
      // Again, and in another order: what was decided stays.
      expect(await codes([event(c, a, "20"), event(b, a, "10")])).toEqual(["superseded_already", "duplicate"]);
      expect(await codes([event(c, b, "20")])).toEqual(["accepted"]);
    }
  });

  test("PRC-04 a service's correction of another project's event is refused, in one batch and in two: it would replace nothing", async () => {
    const run = newRun();
    const other = (id: string, supersedes: string | null) => {
      const sent = event(id, supersedes);
      return { ...sent, data: { ...sent.data, project: "mcs1000000001" } };
    };
    expect(await codes([event(`${run}a`, null), other(`${run}b`, `${run}a`)])).toEqual([
      "accepted",
      "supersedes_elsewhere",
    ]);
    expect(await codes([other(`${run}c`, `${run}a`), event(`${run}d`, `${run}a`)])).toEqual([
      "supersedes_elsewhere",
      "accepted",
    ]);
    expect(await codes([event(`${run}a`, null, "2"), other(`${run}a`, null)])).toEqual(["conflict", "conflict"]);
  });

  test("PRC-04 an event that a correction of another project named before it came is refused, in one batch and in two", async () => {
    const run = newRun();
    const other = (id: string, supersedes: string | null) => {
      const sent = event(id, supersedes);
      return { ...sent, data: { ...sent.data, project: "mcs1000000001" } };
    };
    expect(await codes([other(`${run}b`, `${run}a`), event(`${run}a`, null)])).toEqual([
      "accepted",
      "superseded_elsewhere",
    ]);
    expect(await codes([event(`${run}a`, null), event(`${run}d`, null)])).toEqual(["superseded_elsewhere", "accepted"]);
    // A correction's own project may still send it; then it is replaced.
    expect(await codes([other(`${run}a`, null)])).toEqual(["accepted"]);
    expect(await codes([other(`${run}a`, null)])).toEqual(["duplicate"]);
  });

  test("invariant 9: a correction that is accepted and not rated yet breaks nothing", async () => {
    const run = newRun();
    await codes([event(`${run}a`, null, "7")]);
    await rateAll(database, now);
    await codes([event(`${run}b`, `${run}a`, "8")]);
    await expectCoherent(database, now);
    await rateAll(database, now);
  });

  test("PRC-04 of concurrent batches with a correction each of the same event, one stands", async () => {
    const intakes = Array.from({ length: 6 }, () => new UsageIntake(database));
    for (let round = 0; round < 10; round += 1) {
      const run = newRun();
      await codes([event(`${run}a`, null)]);
      const all = await Promise.all(
        intakes.map((one, index) => codes([event(`${run}c${index}`, `${run}a`, String(index))], one)),
      );
      expect(all.flat().sort()).toEqual(["accepted", ...Array.from({ length: 5 }, () => "superseded_already")]);
    }
  });

  test("PRC-04 events that would replace each other in a circle are refused, of any length, in any order and batches", async () => {
    const circle = fc.record({
      length: fc.integer({ min: 2, max: 9 }),
      order: fc.array(fc.nat(), { minLength: 9, maxLength: 9 }),
      cuts: fc.array(fc.boolean(), { minLength: 9, maxLength: 9 }),
    });
    await fc.assert(
      fc.asyncProperty(circle, async ({ length, order, cuts }) => {
        const run = newRun();
        const events = Array.from({ length }, (_, n) => event(`${run}${n}`, `${run}${(n + 1) % length}`));
        const queue = events.map((one, n) => ({ one, key: order[n] as number })).sort((a, b) => a.key - b.key);
        const found: string[] = [];
        let batch: Sent[] = [];
        for (const [n, { one }] of queue.entries()) {
          batch.push(one);
          if (!cuts[n] && n < length - 1) continue;
          found.push(...(await codes(batch)));
          batch = [];
        }
        // Only the one that would close the circle.
        expect(found).toEqual([...Array.from({ length: length - 1 }, () => "accepted"), "supersedes_cycle"]);
      }),
      { numRuns: 25 },
    );
    await expectCoherent(database, now);
  });

  test("PRC-04 of concurrent batches that close a circle together, one is refused", async () => {
    const [one, other] = [new UsageIntake(database), new UsageIntake(database)];
    for (let round = 0; round < 10; round += 1) {
      const run = newRun();
      const [a, b] = [`${run}a`, `${run}b`];
      const all = await Promise.all([codes([event(a, b)], one), codes([event(b, a)], other)]);
      expect(all.flat().sort()).toEqual(["accepted", "supersedes_cycle"]);
    }
  });

  test("PRC-04 whatever corrects whatever in whatever batches: each event is replaced at most once, and none for ever", async () => {
    const step = fc.record({ id: fc.nat(7), target: fc.option(fc.nat(7), { nil: null }), cut: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), async (steps) => {
        const run = newRun();
        const model = new Map<number, number | null>();
        const expected: string[] = [];
        const found: string[] = [];
        let batch: Sent[] = [];
        for (const { id, target, cut } of steps) {
          batch.push(event(`${run}${id}`, target === null ? null : `${run}${target}`));
          expected.push(judge(model, id, target));
          if (cut) found.push(...(await codes(batch)));
          if (cut) batch = [];
        }
        found.push(...(await codes(batch)));
        expect(found).toEqual(expected);
      }),
      { numRuns: 60 },
    );
    await expectCoherent(database, now);
  });

  /** The rule, plainly: which event replaces which is a chain. */
  function judge(model: Map<number, number | null>, id: number, target: number | null): string {
    if (target === id) return "supersedes_itself";
    if (model.has(id)) return model.get(id) === target ? "duplicate" : "conflict";
    if (target !== null) {
      if ([...model.values()].includes(target)) return "superseded_already";
      for (let by: number | undefined = id; by !== undefined; ) {
        by = [...model].find(([, replaced]) => replaced === by)?.[0];
        if (by === target) return "supersedes_cycle";
      }
    }
    model.set(id, target);
    return "accepted";
  }

  test("PRC-04 the first accepted correction is what counts", async () => {
    const run = newRun();
    const sent = [event(`${run}a`, null), event(`${run}b`, `${run}a`, "10"), event(`${run}c`, `${run}a`, "20")];
    const own = sent.map((one) => ({ ...one, data: { ...one.data, resource: run } }));
    expect(await codes(own)).toEqual(["accepted", "accepted", "superseded_already"]);
    await rateAll(database, now);
    const counted = await database.query(
      `select q.quantity, q.event_count from usage_quantity q join resource r using (project_id, resource_id)
        where r.external_id = $1`,
      [run],
    );
    expect(counted).toEqual([{ quantity: "10", event_count: 1n }]);
  });
});
