import { afterAll, describe, expect, test } from "vitest";

import { ownerOf, testDatabase } from "../../../test/support/database.ts";
import { MovableClock } from "../../../test/support/movable-clock.ts";
import { DAY, HOUR, MINUTE, at } from "../../core/time.ts";
import { type Actor, defineAct } from "../act.ts";
import type { Database, Tx } from "../db.ts";
import { tenantRead } from "../http/index.ts";
import { createLogger } from "../log.ts";
import { recordAct, recordActs } from "../record-act.ts";
import { anchorHeads } from "./chain.ts";
import { chainActs, chainHeads, headText, missingHeads, parseHeads, unchainedActs } from "./index.ts";
import { RefusedActs } from "./refused.ts";
import { type AuditFilter, type AuditRow, selectEvents } from "./store.ts";

const { database } = await testDatabase({ checks: false });
const NOW = at("2026-11-20T09:00:00Z");
const machine = new MovableClock(NOW);
const lines: string[] = [];
const log = createLogger("info", { write: (line) => void lines.push(line) });

const named = defineAct({
  code: "thing.named",
  class: "details",
  texts: { ru: "Назван", en: "Named" },
  fields: { name: { ru: "Имя", en: "Name" }, size: { ru: "Размер", en: "Size" } },
});
const anna: Actor = { kind: "member", key: "user:anna", address: "10.0.0.1", agent: "curl", requestId: "r1" };
const ANY: AuditFilter = {
  subject: null,
  actor: null,
  actorKinds: null,
  act: null,
  class: null,
  regionCode: null,
  from: null,
  until: null,
  refusedOnly: false,
  after: null,
  oldestFirst: false,
  limit: 1_000,
};
const all = (filter: Partial<AuditFilter> = {}) => selectEvents(database, { ...ANY, ...filter });
const project = (id: bigint) => ({ kind: "project" as const, id });
const act = (name: string, by: Database = database.as(anna)) =>
  by.transaction((tx) =>
    recordAct(tx, named, NOW, { subjects: [project(1n)], thing: `thing:${name}`, after: { name } }),
  );
const chain = () => chainActs(database, machine.now());
/** The names of the audit's invariants that do not hold, after what an insider with the owner's rights did. */
async function brokenAfter(...statements: string[]): Promise<string[]> {
  const { violationsIn } = await import("../invariants.ts");
  class Undo extends Error {}
  let names: string[] = [];
  await ownerOf(database)
    .transaction(async (tx: Tx) => {
      await tx.execute("set local session_replication_role = replica");
      for (const statement of statements) await tx.execute(statement);
      names = (await violationsIn(tx, NOW)).map(({ invariant }) => invariant);
      throw new Undo();
    })
    .catch((error: unknown) => {
      if (!(error instanceof Undo)) throw error;
    });
  return names;
}

describe("AUD-01: an act is a row", () => {
  test("AUD-01 a row tells who, on whom, what, before and after, from where; of two states only what differs", async () => {
    await database.as(anna).transaction((tx) =>
      recordAct(tx, named, NOW, {
        subjects: [project(7n), { kind: "payer", id: 8n }],
        thing: "thing:1",
        before: { name: "a", size: 1 },
        after: { name: "b", size: 1 },
      }),
    );
    const [row] = await all();
    expect(row).toMatchObject({
      at: NOW,
      act: "thing.named",
      class: "details",
      refusal: null,
      actorKind: "member",
      actor: "user:anna",
      address: "10.0.0.1",
      agent: "curl",
      requestId: "r1",
      subjects: ["project:7", "payer:8"],
      thing: "thing:1",
      before: { name: "a" },
      after: { name: "b" },
    });
    expect((await all({ subject: { kind: "payer", id: 8n } })).map(({ id }) => id)).toEqual([row?.id]);
    expect(await all({ subject: project(70n) })).toEqual([]);
  });

  test("AUD-01 the row commits with the act or not at all", async () => {
    const before = (await all()).length;
    await expect(
      database.transaction(async (tx) => {
        await recordAct(tx, named, NOW, { subjects: [] });
        throw new Error("the act failed");
      }),
    ).rejects.toThrow("the act failed");
    expect(await all()).toHaveLength(before);
  });

  test("AUD-01 rows, links and anchors are never changed, removed or truncated", async () => {
    await act("kept");
    for (const [table, column] of [
      ["audit_event", "actor"],
      ["audit_subject", "subject"],
    ]) {
      for (const statement of [
        `delete from ${table}`,
        `update ${table} set ${column} = ${column}`,
        `truncate ${table}`,
      ])
        await expect(ownerOf(database).query(statement), statement).rejects.toThrow(/append-only/);
    }
    await chain();
    for (const statement of ["delete from audit_batch", "update audit_batch set batch_no = 9", "truncate audit_batch"])
      await expect(ownerOf(database).query(statement), statement).rejects.toThrow(/append-only/);
  });

  test("AUD-01 a secret has no place in a row: an act cannot name such a field, nor keep one that it does not name", async () => {
    const texts = { ru: "а", en: "a" };
    for (const field of ["password", "newPassword", "token", "tokenHash", "totpSecret", "apiKey"])
      expect(() => defineAct({ code: "a.b", class: "rights", texts, fields: { [field]: texts } })).toThrow(TypeError);
    const stray = { subjects: [], after: { name: "a", password: "x" } } as never;
    await expect(database.transaction((tx) => recordAct(tx, named, NOW, stray))).rejects.toThrow(/no field password/);
  });

  test("AUD-01 members read the acts on their subjects and no others, whatever their SQL asks for (reliability 34)", async () => {
    await database.as(anna).transaction((tx) =>
      recordActs(tx, named, NOW, [
        { subjects: [project(101n)], thing: "thing:own" },
        { subjects: [project(102n)], thing: "thing:foreign" },
        { subjects: [{ kind: "payer", id: 101n }], thing: "thing:payer" },
        { subjects: [], thing: "thing:house" },
      ]),
    );
    const seen = (subjects: Parameters<typeof tenantRead>[1]) =>
      tenantRead(database, subjects, async (tx) => (await selectEvents(tx, ANY)).map(({ thing }) => thing));
    expect(await seen([project(101n)])).toEqual(["thing:own"]);
    expect(await seen([{ kind: "payer", id: 101n }, project(102n)])).toEqual(["thing:payer", "thing:foreign"]);
    expect(await seen([])).toEqual([]);
    const foreign = tenantRead(database, [project(101n)], (tx) =>
      tx.query("select from audit_subject where subject = 'project:102'"),
    );
    expect(await foreign).toEqual([]);
    await expect(tenantRead(database, [], (tx) => tx.query("select from audit_batch"))).rejects.toThrow(
      /permission denied/,
    );
  });

  test("AUD-01 a list is narrowed by who, what, when, where, and by what was refused", async () => {
    const olga: Actor = { kind: "staff", key: "user:olga" };
    await database
      .as(olga)
      .transaction((tx) =>
        recordAct(tx, named, at("2026-12-01T00:00:00Z"), { subjects: [], regionCode: "moscow", thing: "thing:olga" }),
      );
    const things = async (filter: Partial<AuditFilter>) => (await all(filter)).map(({ thing }) => thing);
    expect(await things({ actor: "user:olga" })).toEqual(["thing:olga"]);
    expect(await things({ actorKinds: ["staff", "cli"] })).toEqual(["thing:olga"]);
    expect(await things({ regionCode: "moscow" })).toEqual(["thing:olga"]);
    expect(await things({ from: at("2026-11-30T00:00:00Z"), until: at("2026-12-02T00:00:00Z") })).toEqual([
      "thing:olga",
    ]);
    expect(await things({ act: "thing.gone" })).toEqual([]);
    expect(await things({ class: "money" })).toEqual([]);
    expect(await things({ refusedOnly: true })).toEqual([]);
    const first = await all({ limit: 2 });
    const second = await all({ limit: 2, after: first[1] ?? null });
    expect(new Set([...first, ...second].map(({ id }) => id)).size).toBe(4);
  });

  test("AUD-01 what is written down later stands where it happened, page by page, the newest first and the oldest first", async () => {
    const past = (name: string, hour: number) =>
      database.transaction((tx) =>
        recordAct(tx, named, at(`2025-01-02T0${hour}:00:00Z`), { subjects: [project(77n)], thing: `thing:${name}` }),
      );
    await past("second", 2);
    await past("third", 3);
    await past("first", 1);
    // Of one instant they stand as they were written.
    await past("third too", 3);
    const paged = async (filter: Partial<AuditFilter>) => {
      const seen: AuditRow[] = [];
      for (;;) {
        const page = await all({ ...filter, limit: 2, after: seen.at(-1) ?? null });
        seen.push(...page);
        if (page.length < 2) return seen.map(({ thing }) => thing);
      }
    };
    const inOrder = ["thing:first", "thing:second", "thing:third", "thing:third too"];
    const years = { from: at("2025-01-01T00:00:00Z"), until: at("2026-01-01T00:00:00Z") };
    for (const filter of [{ subject: project(77n) }, years, { ...years, act: named.code }]) {
      expect(await paged({ ...filter, oldestFirst: true })).toEqual(inOrder);
      expect(await paged(filter)).toEqual(inOrder.toReversed());
    }
    const newestFirst = (await all()).map((row) => row.at);
    expect(newestFirst).toEqual(newestFirst.toSorted((one, other) => other - one));
    expect((await all({ oldestFirst: true })).map((row) => row.id)).toEqual(
      (await all()).map((row) => row.id).toReversed(),
    );
  });
});

describe("AUD-01: a refusal is a row", () => {
  const refused = new RefusedActs({ database, clock: machine, log });
  afterAll(() => refused.close());
  const record = (thing: string, key = "user:mallory") =>
    refused.record({
      actor: { kind: "member", key },
      act: named,
      refusal: "forbidden",
      subjects: [project(1n)],
      thing,
      at: NOW,
    });

  test("AUD-01 each refusal is there at once; one sender cannot fill the disk: the rest of a minute is one count", async () => {
    await record("POST /v1/a");
    expect(await all({ refusedOnly: true })).toMatchObject([{ refusal: "forbidden", thing: "POST /v1/a", times: 1 }]);
    for (let n = 0; n < 500; n += 1) await record(`POST /v1/${n}`);
    for (let n = 0; n < 5; n += 1) await record("POST /v1/a");
    await record("POST /v1/a", "user:boris");
    expect(await all({ refusedOnly: true })).toHaveLength(21);
    await refused.close();
    const rows = await all({ refusedOnly: true, actor: "user:mallory" });
    expect(Object.fromEntries(rows.slice(0, 2).map(({ thing, times }) => [thing, times]))).toEqual({
      "(many)": 481,
      "POST /v1/a": 5,
    });
  });
});

describe("invariant 25: acts are chained", () => {
  test("invariant 25 links follow each other, one chain a region; the chains are whole", async () => {
    await chain();
    const before = new Map((await chainHeads(database)).map((head) => [head.chain, head]));
    await act("one");
    await database.transaction((tx) => recordAct(tx, named, NOW, { subjects: [], regionCode: "kazakhstan" }));
    expect((await unchainedActs(database)).count).toBe(2);
    expect(await chain()).toBe(2);
    expect(await chain()).toBe(0);
    const heads = new Map((await chainHeads(database)).map((head) => [head.chain, head]));
    expect(heads.get("house")?.batchNo).toBe((before.get("house")?.batchNo ?? 0n) + 1n);
    expect(heads.get("kazakhstan")).toMatchObject({ batchNo: 1n, acts: 1n });
    expect(await brokenAfter()).toEqual([]);
  });

  test("invariant 25 an act that commits late is chained late: none is passed over", async () => {
    let commit: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (commit = resolve));
    let written: () => void = () => undefined;
    const isWritten = new Promise<void>((resolve) => (written = resolve));
    const late = database.transaction(async (tx) => {
      await recordAct(tx, named, NOW, { subjects: [], thing: "thing:late" });
      written();
      await held;
    });
    await isWritten;
    await act("early");
    expect(await chain()).toBe(1);
    commit();
    await late;
    expect(await chain()).toBe(1);
    const [late_, early] = await Promise.all(
      ["thing:late", "thing:early"].map(async (thing) => (await all()).find((row) => row.thing === thing)?.id),
    );
    expect(Number(late_)).toBeLessThan(Number(early));
    expect(await brokenAfter()).toEqual([]);
  });

  test("invariant 25 a changed act, one that is gone, one put in, and a chain out of order are seen", async () => {
    await act("victim");
    await chain();
    const last = "(select max(audit_event_id) from audit_event)";
    const cases: [string, string[]][] = [
      [`update audit_event set actor = 'user:other' where audit_event_id = ${last}`, ["25-audit-chain"]],
      [`update audit_event set after = '{"name": "x"}' where audit_event_id = ${last}`, ["25-audit-chain"]],
      [
        `delete from audit_event where audit_event_id = ${last}`,
        ["25-audit-acts-are-chained", "25-audit-chain", "25-audit-found-by-subject"],
      ],
      [
        `insert into audit_event (happened_at, act, class, times, actor_kind, actor, address, agent, request_id, subjects)
         select happened_at, act, class, times, actor_kind, actor, address, agent, request_id, '{}' from audit_event limit 1`,
        ["25-audit-acts-are-chained"],
      ],
      [
        "update audit_batch set ids[1] = 0 where chain = 'house' and batch_no = 1",
        ["25-audit-acts-are-chained", "25-audit-chain"],
      ],
      ["update audit_batch set sha256 = previous where chain = 'house' and batch_no = 1", ["25-audit-chain"]],
      [
        "delete from audit_batch where chain = 'house' and batch_no = 1",
        ["25-audit-acts-are-chained", "25-audit-chain"],
      ],
      ["delete from audit_subject where subject = 'project:7'", ["25-audit-found-by-subject"]],
      [
        "update audit_subject set happened_at = happened_at + interval '1 day' where subject = 'project:7'",
        ["25-audit-found-by-subject"],
      ],
      [
        "insert into audit_subject select 'project:9', audit_event_id, happened_at from audit_event limit 1",
        ["25-audit-found-by-subject"],
      ],
    ];
    for (const [statement, broken] of cases) expect(await brokenAfter(statement), statement).toEqual(broken);
  });
});

describe("reliability 62: the heads are told outside", () => {
  const letters: string[][] = [];
  const ports = {
    clock: machine,
    log,
    writeHeads: async (_tx: Tx, heads: readonly Parameters<typeof headText>[0][]) =>
      void letters.push(heads.map(headText)),
  };
  const told = () => lines.splice(0).flatMap((line) => (JSON.parse(line) as { head?: string }).head ?? []);
  const CUT = `delete from audit_batch b where batch_no = (select max(batch_no) from audit_batch a where a.chain = b.chain) and chain = 'house'`;
  const FORGET = (of: string) => `delete from ${of} where audit_event_id in (select unnest(ids) from audit_batch b
     where chain = 'house' and batch_no = (select max(batch_no) from audit_batch a where a.chain = b.chain))`;
  /** Links the acts of the last link anew, as somebody would who changed one of them. */
  const RELINK = `update audit_batch b set
       leaves = (select array_agg(audit_leaf(e) order by e.audit_event_id) from audit_event e where e.audit_event_id = any (b.ids)),
       sha256 = audit_link(chain, batch_no, chained_at, ids,
         (select array_agg(audit_leaf(e) order by e.audit_event_id) from audit_event e where e.audit_event_id = any (b.ids)), previous)
     where chain = 'house' and batch_no = (select max(batch_no) from audit_batch a where a.chain = b.chain)`;
  const CHANGE = `update audit_event set actor = 'user:other' where audit_event_id in (select unnest(ids) from audit_batch b
     where chain = 'house' and batch_no = (select max(batch_no) from audit_batch a where a.chain = b.chain))`;

  test("reliability 62 an hour's line of the log and a day's letter, for a chain that has grown and for no other", async () => {
    await act("anchored");
    await chain();
    told();
    await anchorHeads(database, ports);
    const heads = (await chainHeads(database)).map(headText);
    expect(told()).toEqual(heads);
    expect(letters.splice(0)).toEqual([heads]);
    await act("soon after");
    await chain();
    machine.advance(30 * MINUTE);
    await anchorHeads(database, ports);
    expect(told()).toEqual([]);
    machine.advance(HOUR);
    await anchorHeads(database, ports);
    expect(told()).toEqual([headText((await chainHeads(database)).find((head) => head.chain === "house") as never)]);
    expect(letters).toEqual([]);
    machine.advance(DAY);
    await anchorHeads(database, ports);
    expect(told()).toEqual([]);
    expect(letters.splice(0)).toHaveLength(1);
  });

  test("reliability 62 a tail that was cut off whole, and a chain that was made anew, do not have the head that was told", async () => {
    const head = (await chainHeads(database)).find(({ chain: of }) => of === "house");
    const known = parseHeads(headText(head as never));
    expect(await missingHeads(database, known)).toEqual([]);
    const cut = [FORGET("audit_subject"), FORGET("audit_event"), CUT];
    const renewed = [CHANGE, RELINK];
    for (const statements of [cut, renewed]) {
      // Within the database only what was told is missed: everything else fits together again.
      expect(await brokenAfter(...statements)).toEqual(["25-audit-heads-are-there"]);
      expect(await brokenAfter(...statements, "delete from audit_anchor")).toEqual([]);
      class Undo extends Error {}
      await ownerOf(database)
        .transaction(async (tx) => {
          await tx.execute("set local session_replication_role = replica");
          for (const statement of [...statements, "delete from audit_anchor"]) await tx.execute(statement);
          // Only who keeps the head outside learns of it then.
          expect(await missingHeads(tx, known)).toEqual(known);
          throw new Undo();
        })
        .catch((error: unknown) => {
          if (!(error instanceof Undo)) throw error;
        });
    }
  });

  test("reliability 62 a head is read as it was told; anything else is refused", () => {
    const head = `moscow:12:${"ab".repeat(32)}`;
    expect(parseHeads(`${head},\n ${head}`)).toHaveLength(2);
    for (const wrong of ["moscow:12", "moscow:0:ab", `moscow:1:${"AB".repeat(32)}`, "x"])
      expect(() => parseHeads(wrong)).toThrow(/head/);
  });
});
