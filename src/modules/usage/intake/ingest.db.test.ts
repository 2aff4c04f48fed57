import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";

import { createTestDatabase, ownerOf, testDatabase } from "../../../../test/support/database.ts";
import { makeProject, makeWorld } from "../../../../test/support/world.ts";
import { decimal } from "../../../core/decimal.ts";
import { at } from "../../../core/time.ts";
import type { Database } from "../../../platform/db.ts";
import { putSkus } from "../../catalog/index.ts";
import { UsageIntake } from "./ingest.ts";
import { dismissByHand, releaseByHand, releaseQuarantine } from "./release.ts";

const { database } = await testDatabase();
const now = at("2026-11-20T09:00:00Z");
const PID = "mcs1000000000";
const DELETED = "mcs1000000001";
let ids = 0;

beforeAll(async () => {
  await makeWorld(database);
  await makeProject(database, 1_000_000_000n);
  await makeProject(database, 1_000_000_001n);
  await makeProject(database, 1_000_000_002n, "kazakhstan");
  await database.query("update project set status = 'deleted' where project_id = 1000000001");
});

interface Change {
  readonly id?: string;
  readonly source?: string;
  readonly time?: string;
  readonly type?: string;
  readonly supersedes?: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** A valid event of SKU `requests` (a quantity meter) unless told otherwise. */
function event(change: Change = {}) {
  const data = { project: PID, resource: "bucket-1", sku: "requests", quantity: "5", unit: "requests", ...change.data };
  const { id = `e-${++ids}`, source = "//test", time = "2026-11-19T10:00:00Z", supersedes } = change;
  const type = change.type ?? `saldo.usage.${String(data.sku)}`;
  return { specversion: "1.0", id, source, type, time, ...(supersedes ? { supersedes } : {}), data };
}

/** A quantity meter with one SKU of the same code and unit. */
const putMeter = (code: string, largest: string) =>
  database.transaction((tx) =>
    putSkus(tx, {
      services: [],
      meters: [{ meterCode: code, kind: "quantity", unit: code, largest: decimal(largest) }],
      skus: [
        {
          skuCode: code,
          serviceCode: "vm",
          meterCode: code,
          name: TEXT,
          unitName: TEXT,
          divisor: 1n,
          bonusGroup: null,
        },
      ],
    }),
  );
const TEXT = { ru: "-", en: "-" };
const statuses = async (intake: UsageIntake, events: readonly unknown[]) =>
  (await intake.ingest(events, now)).map((outcome) => outcome.status);
const stored = (id: string) =>
  database.query<Record<string, unknown>>(
    `select e.project_id, r.external_id, k.sku_code, e.day, e.occurred_at, e.quantity, e.supersedes is not null as corrected
       from usage_event e join usage_source s using (source_id) join sku k using (sku_id) join resource r using (project_id, resource_id)
      where s.source = '//test/stored' and e.event_id = $1::uuid`,
    [id],
  );

describe("usage intake", () => {
  const intake = new UsageIntake(database);

  test("PRC-04 a batch of the most events a request may hold is taken", async () => {
    const most = Array.from({ length: 10_000 }, () => event());
    expect(new Set(await statuses(intake, most))).toEqual(new Set(["accepted"]));
    expect(new Set(await statuses(intake, most))).toEqual(new Set(["duplicate"]));
  });

  test("PRC-04 stores an event with its local day, its exact quantity and what it corrects", async () => {
    const id = "0190a4c6-7b1e-7cde-9f00-000000000001";
    const late = event({
      id,
      source: "//test/stored",
      time: "2026-11-19T21:30:00.123Z",
      supersedes: "another",
      data: { quantity: "12345678901234567890.00001234", resource: "ведро" },
    });
    expect(await statuses(intake, [late])).toEqual(["quarantined"]);
    const fitting = { ...late, id: id.replace(/1$/, "2"), data: { ...late.data, quantity: "123456.00001234" } };
    expect(await statuses(intake, [fitting])).toEqual(["accepted"]);
    expect(await stored(fitting.id)).toEqual([
      {
        project_id: 1_000_000_000n,
        external_id: "ведро",
        sku_code: "requests",
        day: "2026-11-20",
        occurred_at: at("2026-11-19T21:30:00.123Z"),
        quantity: "123456.00001234",
        corrected: true,
      },
    ]);
  });

  test("REG-07 PRC-04 a quantity over an interval belongs to the local day of its start", async () => {
    const id = "0190a4c6-7b1e-7cde-9f00-000000000003";
    const data = { project: "mcs1000000002", since: "2026-11-18T18:30:00Z" };
    await intake.ingest([event({ id, source: "//test/stored", time: "2026-11-18T19:30:00Z", data })], now);
    expect(await stored(id)).toMatchObject([{ day: "2026-11-18", occurred_at: at("2026-11-18T18:30:00Z") }]);
  });

  test("PRC-04 every quantity arrives in the database as it was sent", async () => {
    const quantities = [
      "0",
      "1",
      "9999",
      "10000",
      "100000000",
      "0.1",
      "0.00001",
      "1234.5678",
      "99999.00009",
      "1000000",
      "0.123456789012345678901234567890123456789",
    ];
    await putMeter("numbers", "1e30");
    const events = quantities.map((quantity) =>
      event({ source: "//test/numbers", data: { sku: "numbers", unit: "numbers", quantity } }),
    );
    expect(new Set(await statuses(intake, events))).toEqual(new Set(["accepted"]));
    const rows = await database.query<{ quantity: string }>(
      "select quantity from usage_event join usage_source using (source_id) where source = '//test/numbers' order by quantity",
    );
    expect(rows.map((row) => row.quantity)).toEqual([...quantities].sort((a, b) => Number(a) - Number(b)));
  });

  test("PRC-04 reliability 7, 8: the same event is acknowledged again, another under its id is a conflict, the first stands", async () => {
    const first = event({ data: { quantity: "7" } });
    const same = { ...first, data: { ...first.data, quantity: 7 } };
    const other = { ...first, data: { ...first.data, quantity: "8" } };
    expect(await statuses(intake, [first])).toEqual(["accepted"]);
    expect(await statuses(intake, [same])).toEqual(["duplicate"]);
    expect(await statuses(intake, [other])).toEqual(["conflict"]);
    expect(await statuses(intake, [event(), same, other, event()])).toEqual([
      "accepted",
      "duplicate",
      "conflict",
      "accepted",
    ]);
    expect(await statuses(intake, [{ ...first, source: "//elsewhere" }])).toEqual(["accepted"]);
  });

  test("PRC-04 twins within one batch: the first is stored, the others are its duplicates or in conflict with it", async () => {
    const twin = event();
    const other = { ...twin, data: { ...twin.data, quantity: "6" } };
    const known = event();
    await intake.ingest([known], now);
    expect(await statuses(intake, [twin, known, twin, other, event()])).toEqual([
      "accepted",
      "duplicate",
      "duplicate",
      "conflict",
      "accepted",
    ]);
  });

  test("PRC-04 concurrent batches with the same events store each once", async () => {
    const events = Array.from({ length: 300 }, () => event({ source: "//test/race" }));
    const intakes = Array.from({ length: 4 }, () => new UsageIntake(database));
    const all = await Promise.all(intakes.map((one, index) => statuses(one, index % 2 ? events.toReversed() : events)));
    expect(all.flat().filter((status) => status === "accepted")).toHaveLength(300);
    expect(all.flat().filter((status) => status === "duplicate")).toHaveLength(900);
  });

  test("PRC-04 a repeated batch leaves no batch behind for the rater", async () => {
    const events = [event(), event()];
    await intake.ingest(events, now);
    const count = () => database.query<{ n: bigint }>("select count(*) as n from usage_batch");
    const before = await count();
    await intake.ingest(events, now);
    expect(await count()).toEqual(before);
  });

  test("reliability 12: bad events are refused one by one with a reason, the rest of the batch goes on", async () => {
    const outcomes = await intake.ingest(
      [
        event({ data: { quantity: "-1" } }),
        event(),
        null,
        event({ data: { unit: "GB" } }),
        event({ type: "saldo.usage.cpu" }),
        event({ data: { sku: "cpu", unit: "cpu", since: "2026-11-19T09:00:00Z" } }),
        event(),
      ],
      now,
    );
    expect(outcomes.map((outcome) => outcome.problem?.code ?? outcome.status)).toEqual([
      "negative",
      "accepted",
      "not_an_event",
      "wrong_unit",
      "wrong_meter",
      "since_of_gauge",
      "accepted",
    ]);
    expect(outcomes[3]?.problem?.texts.ru).toBe("unit: счётчик requests измеряется в requests");
  });

  test("PRC-04 what names something unknown, or is implausible, waits in quarantine and is never dropped", async () => {
    const doubtful = [
      event({ data: { sku: "nothing" } }),
      event({ data: { sku: "nothing" }, type: "saldo.usage.cpu" }),
      event({ data: { project: "mcs9999999999" } }),
      event({ data: { project: DELETED } }),
      event({ data: { quantity: "1000000.1" } }),
    ];
    const outcomes = await intake.ingest(doubtful, now);
    const reasons = ["unknown_meter", "unknown_sku", "unknown_project", "deleted_project", "too_large"];
    expect(outcomes.map((outcome) => outcome.reason)).toEqual(reasons);
    expect(await statuses(intake, doubtful)).toEqual(Array(5).fill("duplicate"));
    const changed = { ...doubtful[0], data: { ...doubtful[0]?.data, quantity: "6" } };
    const accepted = { ...event(), id: doubtful[1]?.id };
    expect(await statuses(intake, [changed, accepted])).toEqual(["conflict", "conflict"]);
    const waiting = await database.query(
      "select reason from usage_quarantine where event_ref = any ($1::text[]) and state = 'waiting' order by quarantine_id",
      [doubtful.map((one) => one.id)],
    );
    expect(waiting).toEqual(reasons.map((reason) => ({ reason })));
  });

  test("PRC-04 an accepted event of a project that was deleted since is still a duplicate", async () => {
    await makeProject(database, 1_000_000_003n);
    const events = [event({ data: { project: "mcs1000000003" } })];
    expect(await statuses(new UsageIntake(database), events)).toEqual(["accepted"]);
    await database.query("update project set status = 'deleted' where project_id = 1000000003");
    expect(await statuses(new UsageIntake(database), events)).toEqual(["duplicate"]);
  });

  test("PRC-07 the latest description of a resource stands, in whatever order it comes", async () => {
    const described = (time: string, env: string, name: string | null = "web") =>
      event({
        time,
        data: { resource: "vm-described", labels: { env }, ...(name === null ? {} : { resource_name: name }) },
      });
    const plain = event({ time: "2026-11-19T13:00:00Z", data: { resource: "vm-described" } });
    const events = [
      described("2026-11-19T10:00:00Z", "a"),
      described("2026-11-19T12:00:00Z", "b"),
      described("2026-11-19T11:00:00Z", "c", null),
      plain,
    ];
    const row = () =>
      database
        .query("select name, labels, described_at from resource where external_id = 'vm-described'")
        .then((rows) => rows[0]);
    for (const order of [
      [0, 1, 2, 3],
      [3, 2, 1, 0],
      [1, 0, 3, 2],
    ]) {
      await ownerOf(database).query("delete from resource where external_id = 'vm-described'");
      const one = new UsageIntake(database);
      for (const index of order) await one.ingest([{ ...events[index], id: `d-${++ids}` }], now);
      expect(await row()).toEqual({ name: "web", labels: { env: "b" }, described_at: at("2026-11-19T12:00:00Z") });
    }
  });

  test("PRC-07 what is said again of a resource is written down later, and still counts as the latest", async () => {
    const said = (time: string, env: string) => event({ time, data: { resource: "vm-later", labels: { env } } });
    const one = new UsageIntake(database);
    const other = new UsageIntake(database);
    await one.ingest([said("2026-11-19T10:00:00Z", "a")], now);
    await one.ingest([said("2026-11-19T12:00:00Z", "a")], now);
    await other.ingest([said("2026-11-19T11:00:00Z", "b")], now);
    await one.flush();
    const rows = await database.query("select labels, described_at from resource where external_id = 'vm-later'");
    expect(rows).toEqual([{ labels: { env: "a" }, described_at: at("2026-11-19T12:00:00Z") }]);
  });

  test("PRC-07 what could not be written down of a resource is still to be said", async () => {
    const said = (time: string) => event({ time, data: { resource: "vm-unsettled", labels: { env: "a" } } });
    const one = new UsageIntake(database);
    await one.ingest([said("2026-11-19T10:00:00Z")], now);
    await one.ingest([said("2026-11-19T12:00:00Z")], now);
    await ownerOf(database).query("alter table resource rename to resource_away");
    await expect(one.flush()).rejects.toThrow("resource");
    await ownerOf(database).query("alter table resource_away rename to resource");
    await one.flush();
    const rows = await database.query("select described_at from resource where external_id = 'vm-unsettled'");
    expect(rows).toEqual([{ described_at: at("2026-11-19T12:00:00Z") }]);
  });
});

describe("quarantine", () => {
  test("PRC-04 events are released by themselves when the project and the SKU appear", async () => {
    const intake = new UsageIntake(database);
    const early = [
      event({ data: { project: "mcs1000000010" } }),
      event({ data: { sku: "late.sku", unit: "late.sku" } }),
    ];
    expect(await statuses(intake, early)).toEqual(["quarantined", "quarantined"]);
    expect(await releaseQuarantine(database, new UsageIntake(database), now)).toBe(0);
    await makeProject(database, 1_000_000_010n);
    await putMeter("late.sku", "10");
    expect(await releaseQuarantine(database, new UsageIntake(database), now)).toBe(2);
    expect(await releaseQuarantine(database, new UsageIntake(database), now)).toBe(0);
    expect(await statuses(new UsageIntake(database), early)).toEqual(["duplicate", "duplicate"]);
    const rows = await database.query(
      "select state, decided_by from usage_quarantine where event_ref = any ($1::text[])",
      [early.map((one) => one.id)],
    );
    expect(rows).toEqual(Array(2).fill({ state: "released", decided_by: "intake" }));
  });

  test("PRC-04 the same event sent again once it is acceptable is accepted and leaves the quarantine", async () => {
    const held = event({ data: { project: "mcs1000000011" } });
    expect(await statuses(new UsageIntake(database), [held])).toEqual(["quarantined"]);
    await makeProject(database, 1_000_000_011n);
    expect(await statuses(new UsageIntake(database), [held, event()])).toEqual(["accepted", "accepted"]);
    expect(await database.query("select state from usage_quarantine where event_ref = $1", [held.id])).toEqual([
      { state: "released" },
    ]);
  });

  test("PRC-04 a person releases a large quantity and dismisses another; both ids stay taken", async () => {
    const intake = new UsageIntake(database);
    const events = [
      event({ data: { quantity: "2000000" } }),
      event({ data: { quantity: "3000000" } }),
      event({ data: { sku: "never" } }),
    ];
    await intake.ingest(events, now);
    const rows = await database.query<{ quarantine_id: bigint }>(
      "select quarantine_id from usage_quarantine where event_ref = any ($1::text[]) order by quarantine_id",
      [events.map((one) => one.id)],
    );
    const [large, false_, unknown] = rows.map((row) => row.quarantine_id) as [bigint, bigint, bigint];
    await database.transaction((tx) => releaseByHand(tx, intake, large, now, "u1"));
    await database.transaction((tx) => dismissByHand(tx, false_, now, { by: "u1", note: "why" }));
    await expect(database.transaction((tx) => releaseByHand(tx, intake, large, now, "u1"))).rejects.toMatchObject({
      kind: { code: "quarantine_decided" },
    });
    await expect(database.transaction((tx) => releaseByHand(tx, intake, unknown, now, "u1"))).rejects.toMatchObject({
      kind: { code: "quarantine_not_releasable" },
    });
    await expect(
      database.transaction((tx) => dismissByHand(tx, 999_999n, now, { by: "u1", note: "why" })),
    ).rejects.toMatchObject({
      kind: { code: "quarantine_unknown" },
    });
    expect(await statuses(new UsageIntake(database), events)).toEqual(["duplicate", "duplicate", "duplicate"]);
    const amounts = await database.query<{ quantity: string }>(
      "select quantity from usage_event where quantity in (2000000, 3000000)",
    );
    expect(amounts).toEqual([{ quantity: "2000000" }]);
  });
});

test("PRC-04 any permutation, duplication and batching of the same events stores the same set", async () => {
  const pool = Array.from({ length: 24 }, (_, index) =>
    event({
      id: `p-${index}`,
      time: `2026-11-1${index % 9}T0${index % 7}:00:00Z`,
      ...(index % 8 === 7 ? { supersedes: `p-${index - 1}` } : {}),
      data: {
        resource: `r-${index % 5}`,
        sku: index % 3 ? "requests" : "cpu",
        unit: index % 3 ? "requests" : "cpu",
        quantity: index % 11 === 10 ? "9999999" : String(index / 4),
        ...(index % 2 ? { labels: { step: String(index % 4) } } : {}),
        ...(index % 6 === 5 ? { project: DELETED } : {}),
      },
    }),
  );
  const expected = await play(pool.map((one) => [one]));
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(pool, { minLength: pool.length }),
      fc.array(fc.constantFrom(...pool), { maxLength: 20 }),
      fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 5 }),
      async (order, twins, sizes) => {
        expect(await play(batches([...order, ...twins], sizes))).toEqual(expected);
      },
    ),
    { numRuns: 6 },
  );
});

function batches<T>(list: readonly T[], sizes: readonly number[]): T[][] {
  const parts: T[][] = [];
  for (let from = 0, part = 0; from < list.length; part += 1) {
    const size = sizes[part % sizes.length] as number;
    parts.push(list.slice(from, from + size));
    from += size;
  }
  return parts;
}

async function play(parts: readonly (readonly unknown[])[]): Promise<unknown> {
  const fresh = await createTestDatabase();
  try {
    await makeWorld(fresh.database);
    await makeProject(fresh.database, 1_000_000_000n);
    await makeProject(fresh.database, 1_000_000_001n);
    await fresh.database.query("update project set status = 'deleted' where project_id = 1000000001");
    const intake = new UsageIntake(fresh.database);
    for (const part of parts) await intake.ingest(part, now);
    await intake.flush();
    return await contents(fresh.database);
  } finally {
    await fresh.drop();
  }
}

async function contents(from: Database): Promise<unknown> {
  const events = await from.query(
    "select event_id, project_id, resource_id, sku_id, day, occurred_at, quantity, digest, supersedes from usage_event order by event_id",
  );
  const resources = await from.query("select * from resource order by project_id, resource_id");
  const quarantine = await from.query(
    "select source, event_ref, reason, body, state from usage_quarantine order by event_ref",
  );
  return { events, resources, quarantine };
}
