import { readFile } from "node:fs/promises";
import { join } from "node:path";

import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { formatPid, type ProjectId } from "../../src/core/ids.ts";
import { at, formatInstant, MINUTE, plus } from "../../src/core/time.ts";
import { issueToken } from "../../src/modules/tenancy/index.ts";
import { MIGRATIONS } from "../../src/platform/migrate/index.ts";
import { UsageIntake } from "../../src/modules/usage/index.ts";
import { ownerOf, testDatabase } from "../support/database.ts";
import { Play } from "../support/play.ts";
import { makeWorld } from "../support/world.ts";

const { database } = await testDatabase();
const play = new Play(database);
const START = at("2026-10-05T10:00:00+03:00");
const END = at("2026-10-06T10:00:00+03:00");
const METER = "//meter/msk";

beforeAll(() => makeWorld(database));

interface Sending {
  readonly sku?: "requests" | "cpu";
  readonly id: string;
  readonly source?: string;
  readonly resource?: string;
  readonly quantity: number;
  readonly minute?: number;
  readonly supersedes?: string;
}

function event(project: ProjectId, sending: Sending): object {
  const { sku = "requests", id, source = METER, resource = "vm", quantity, minute = 0, supersedes } = sending;
  return {
    specversion: "1.0",
    type: `saldo.usage.${sku}`,
    source,
    id,
    time: formatInstant(plus(START, minute * MINUTE)),
    ...(supersedes === undefined ? {} : { supersedes }),
    data: { project: formatPid(project), resource, sku, quantity: String(quantity), unit: sku },
  };
}

/** One process that takes usage from the provider's meters (null) and from projects' own tokens. */
const intake = new UsageIntake(database);
afterAll(() => intake.flush());
const send = (by: ProjectId | null, ...events: object[]) =>
  intake.ingest(events, END, by === null ? null : formatPid(by));
const answers = async (by: ProjectId | null, ...events: object[]) =>
  (await send(by, ...events)).map(({ status, problem }) => problem?.code ?? status);
const charged = (projectId: ProjectId) =>
  database.query<{ sku: string; quantity: string; minor: bigint }>(
    `select sku_code as sku, sum(quantity)::text as quantity, sum(amount_minor)::bigint as minor from charge join sku using (sku_id)
      where project_id = $1 group by 1 having sum(quantity) <> 0 order by 1`,
    [projectId],
  );

describe("PRC-04 reliability 34: who sent an event is part of its identity", () => {
  let victim: ProjectId;
  let attacker: ProjectId;
  beforeAll(async () => {
    victim = await play.project();
    attacker = await play.project();
  });

  it("a project's token replaces no event of the provider's, before or after it came, of another project or its own", async () => {
    const zero = { quantity: 0, source: "//mine" };
    await send(attacker, event(attacker, { ...zero, id: "x0", supersedes: "later" }));
    await send(
      null,
      event(victim, { id: "known", quantity: 1_000_000 }),
      event(attacker, { id: "a1", quantity: 500_000 }),
    );
    for (const [index, supersedes] of ["known", "a1", "later"].entries()) {
      const id = `x${index + 1}`;
      expect(await answers(attacker, event(attacker, { id, quantity: 0, supersedes }))).toEqual(["foreign_source"]);
      await send(attacker, event(attacker, { ...zero, id, supersedes }));
    }
    expect(await answers(null, event(victim, { id: "later", quantity: 700_000 }))).toEqual(["accepted"]);
    await play.run([], END);
    expect(await charged(victim)).toMatchObject([{ sku: "requests", quantity: "1700000" }]);
    expect(await charged(attacker)).toMatchObject([{ sku: "requests", quantity: "500000" }]);
  });

  it("it takes no id of theirs either, and its answers do not tell which ids there are", async () => {
    await send(null, event(victim, { id: "there", quantity: 1 }));
    const probe = (source: string) =>
      answers(
        attacker,
        event(attacker, { id: "there", source, quantity: 2 }),
        event(attacker, { id: "free", source, quantity: 2 }),
      );
    expect(await probe("//own")).toEqual(["accepted", "accepted"]);
    expect(await probe("//own")).toEqual(["duplicate", "duplicate"]);
    expect(await probe(METER)).toEqual(["foreign_source", "foreign_source"]);
    // A name that the provider comes to use later, and that of another project's source.
    expect(await answers(victim, event(victim, { id: "there", source: "//own", quantity: 3 }))).toEqual(["accepted"]);
    expect(await answers(null, event(victim, { id: "free", source: "//own", quantity: 4 }))).toEqual(["accepted"]);
    expect(await probe("//own")).toEqual(["duplicate", "duplicate"]);
  });

  it("supersedes names an event of its project: the provider's event about another project takes no correction away", async () => {
    const [one, other] = [await play.project(), await play.project()];
    const sent = [
      [event(other, { id: "astray", quantity: 0, supersedes: "typo" }), "accepted"],
      // Of the two one stands, and the sender is told (decision 0069).
      [event(one, { id: "typo", quantity: 9_000 }), "superseded_elsewhere"],
      [event(one, { id: "typo again", quantity: 9_000 }), "accepted"],
      [event(one, { id: "right", quantity: 8_000, supersedes: "typo again" }), "accepted"],
      [event(other, { id: "typo 2", quantity: 10, supersedes: "right" }), "supersedes_elsewhere"],
    ] as const;
    for (const [one, answer] of sent) expect(await answers(null, one)).toEqual([answer]);
    await play.run([], END);
    expect(await charged(one)).toMatchObject([{ quantity: "8000" }]);
    expect((await charged(other)).filter(({ quantity }) => quantity !== "0")).toEqual([]);
  });

  it("what waits in quarantine is kept apart by sender, and released to its sender", async () => {
    const large = (project: ProjectId) => event(project, { id: "large", source: "//new", quantity: 2_000_000 });
    expect(await answers(attacker, large(attacker))).toEqual(["quarantined"]);
    expect(await answers(victim, large(victim))).toEqual(["quarantined"]);
    expect(await answers(null, event(victim, { id: "large", source: "//new", quantity: 3 }))).toEqual(["accepted"]);
    expect(await answers(attacker, large(attacker))).toEqual(["duplicate"]);
  });

  it("nobody sends as a project but by its token", async () => {
    const source = `project/${formatPid(victim)}///own`;
    expect(await answers(null, event(victim, { id: "as", source, quantity: 1 }))).toEqual(["foreign_source"]);
    expect(await answers(attacker, event(attacker, { id: "as", source, quantity: 1 }))).toEqual(["foreign_source"]);
    const none = source.replace("own", "none");
    expect(await answers(attacker, event(attacker, { id: "as", source: none, quantity: 1 }))).toEqual([
      "foreign_source",
    ]);
  });

  it("a gauge of the provider's is not ended by the project's own token: its resources are others, which the provider may stop", async () => {
    const [project] = [await play.project()];
    const gauge = { sku: "cpu", source: "//agent", resource: "vm-1" } as const;
    const uuid = "01890000-0000-7000-8000-000000000001";
    await send(null, event(project, { ...gauge, source: METER, id: "on", quantity: 2 }));
    await send(null, event(project, { ...gauge, source: METER, id: "on uuid", resource: uuid, quantity: 1 }));
    await send(project, event(project, { ...gauge, id: "off", quantity: 0, minute: 10 }));
    await send(project, event(project, { ...gauge, id: "off uuid", resource: uuid, quantity: 0, minute: 10 }));
    await send(project, event(project, { ...gauge, id: "own", quantity: 5, minute: 20 }));
    await send(
      null,
      event(project, { ...gauge, source: METER, id: "stop", resource: "own/vm-1", quantity: 0, minute: 30 }),
    );
    await play.run([], END);
    const lasting = await database.query(
      `select r.external_id as resource, g.quantity from gauge_interval g join resource r using (project_id, resource_id)
        where g.project_id = $1 and g.quantity > 0 order by to_minute desc, external_id`,
      [project],
    );
    expect(lasting).toEqual([
      { resource: uuid, quantity: "1" },
      { resource: "vm-1", quantity: "2" },
      { resource: "own/vm-1", quantity: "5" },
    ]);
  });

  it("whatever a project's token sends, in any order, others are charged the same and itself no less", async () => {
    const sending = fc.record({
      id: fc.constantFrom("m0", "m1", "m2", "o1", "o2"),
      source: fc.constantFrom(METER, "//agent", "world"),
      sku: fc.constantFrom("requests" as const, "cpu" as const),
      resource: fc.constantFrom("vm", "disk"),
      quantity: fc.constantFrom(0, 3, 900),
      minute: fc.integer({ min: 0, max: 60 }),
      supersedes: fc.option(fc.constantFrom("m0", "m1", "m2"), { nil: undefined }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(sending, { minLength: 1, maxLength: 12 }),
        fc.nat({ max: 12 }),
        async (sendings, cut) => {
          const [quiet, honest, sender] = [await play.project(), await play.project(), await play.project()];
          const meters = (project: ProjectId) => [
            event(project, { id: `m0 ${project}`, quantity: 4_000 }),
            event(project, { id: `m1 ${project}`, sku: "cpu", quantity: 2, minute: 5 }),
            event(project, { id: `m2 ${project}`, sku: "cpu", resource: "disk", quantity: 1, minute: 7 }),
          ];
          const aimed = (text: string | undefined, index: number) =>
            text === undefined ? text : `${text} ${index % 2 === 0 ? honest : sender}`;
          const hostile = sendings
            .map((one, index) => ({ ...one, id: aimed(one.id, index), supersedes: aimed(one.supersedes, index) }))
            .filter((one) => one.id !== one.supersedes)
            .map(({ supersedes, ...one }) =>
              event(sender, { ...one, id: one.id ?? "", ...(supersedes ? { supersedes } : {}) }),
            );
          await send(sender, ...hostile.slice(0, cut));
          for (const project of [quiet, honest, sender])
            expect(await answers(null, ...meters(project))).toEqual(["accepted", "accepted", "accepted"]);
          await send(sender, ...hostile.slice(cut));
          await play.run([], END);
          const [expected, untouched, own] = [await charged(quiet), await charged(honest), await charged(sender)];
          expect(untouched).toEqual(expected);
          for (const { sku, minor } of expected)
            expect(own.find((one) => one.sku === sku)?.minor ?? 0n).toBeGreaterThanOrEqual(minor);
        },
      ),
      { numRuns: 12 },
    );
  });
});

describe("PRC-04 sources of before are carried forward", () => {
  /** The part of the migration that gives old sources their owner. */
  const carry = async () => {
    const sql = await readFile(join(MIGRATIONS, "0039_senders.sql"), "utf8");
    await ownerOf(database).query(sql.slice(sql.indexOf("with own as")));
  };
  const sources = (names: string[]) =>
    database.query("select source, plain_resources from usage_source where source ~ any($1) order by source", [names]);

  it("to the project that alone can have sent them, else to the provider; its events are known, its gauges go on", async () => {
    const [mine, other] = [await play.project(), await play.project()];
    const lend = { name: "meter", scopes: ["usage.write"], now: START, expiresAt: plus(END, 999 * MINUTE) };
    await database.transaction((tx) => issueToken(tx, { ...lend, projectId: mine }));
    const on = event(mine, { id: "on", source: "//old-agent", sku: "cpu", quantity: 2 });
    await send(null, on, event(mine, { id: "two", source: "//old-both", quantity: 1 }));
    await send(null, event(other, { id: "one", source: "//old-both", quantity: 1 }));
    await send(null, event(other, { id: "one", source: "//old-other", quantity: 1 }));
    await carry();
    const owned = `project/${formatPid(mine)}///old-agent`;
    expect(await sources(["//old-"])).toEqual([
      { source: "//old-both", plain_resources: false },
      { source: "//old-other", plain_resources: false },
      { source: owned, plain_resources: true },
    ]);
    const after = new UsageIntake(database);
    const off = event(mine, { id: "off", source: "//old-agent", sku: "cpu", quantity: 0, minute: 30 });
    const outcomes = await after.ingest(
      [on, off, event(mine, { id: "two", source: "//old-both", quantity: 1 })],
      END,
      formatPid(mine),
    );
    expect(outcomes.map(({ status, problem }) => problem?.code ?? status)).toEqual([
      "duplicate",
      "accepted",
      "foreign_source",
    ]);
    await after.flush();
    await play.run([], END);
    expect(
      await database.query("select 1 from gauge_interval where project_id = $1 and quantity > 0 and to_minute > 1e9", [
        mine,
      ]),
    ).toEqual([]);

    await database.transaction((tx) => issueToken(tx, { ...lend, projectId: other }));
    await database.transaction((tx) => issueToken(tx, lend));
    await carry();
    expect(await sources(["//old-other"])).toEqual([{ source: "//old-other", plain_resources: false }]);
  });
});
