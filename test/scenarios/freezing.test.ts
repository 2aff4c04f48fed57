import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";

import type { ProjectId } from "../../src/core/ids.ts";
import { DAY, HOUR, type Instant, MINUTE, at, formatInstant, plus } from "../../src/core/time.ts";
import { openHalts, processDeletions, releaseHalt } from "../../src/modules/balance/index.ts";
import { BalanceReader } from "../../src/modules/reports/index.ts";
import { accrueAll, accrueDue, wakeSwitched } from "../../src/modules/usage/index.ts";
import { createTestDatabase, testDatabase } from "../support/database.ts";
import { expectCoherent } from "../support/invariants.ts";
import { Play } from "../support/play.ts";
import { makePayer, makeWorld } from "../support/world.ts";

const { database } = await testDatabase({ connections: 8 });
const play = new Play(database);

beforeAll(() => makeWorld(database));

const T = (text: string) => at(`2026-10-${text}:00+03:00`);
const deletions = (now: Instant) => database.transaction((tx) => processDeletions(tx, now));
const wallet = async (projectId: ProjectId, from = database) => {
  const [row] = await from.query<{
    frozen_at: Instant | null;
    deletion_due_at: Instant | null;
    deleted_at: Instant | null;
    pending: boolean;
  }>(
    "select frozen_at, deletion_due_at, deleted_at, freeze_pending_since is not null as pending from wallet where project_id = $1",
    [projectId],
  );
  return row;
};

describe("the edge of zero", () => {
  // A licence costs 33.34 a day, from its first minute on.
  test.each([
    [-1, 33.33, true],
    [0, 33.34, false],
    [1, 33.35, false],
  ])("FRZ-01 a balance of %i kopecks after a charge: paid %f, frozen %s", async (kopecks, paid, frozen) => {
    const project = await play.project();
    await play.pay(project, paid, T("01T00:00"));
    await play.run(
      [play.event(project, "licence", T("01T12:00"), 1), play.event(project, "licence", T("01T18:00"), 0)],
      T("02T00:00"),
    );
    const funds = await play.funds(project);
    expect(funds.paymentMinor).toBe(BigInt(kopecks));
    expect(funds.frozenAt).toBe(frozen ? T("01T12:01") : null);
  });

  test.each([
    [-1, 9.99, true],
    [0, 10, true],
    [1, 10.01, false],
  ])(
    "FRZ-04 a frozen project with %i kopecks after a payment of %f stays frozen: %s",
    async (kopecks, paid, frozen) => {
      const project = await play.project();
      await play.pay(project, 23.34, T("01T00:00"));
      await play.run(
        [play.event(project, "licence", T("01T12:00"), 1), play.event(project, "licence", T("01T18:00"), 0)],
        T("02T00:00"),
      );
      expect((await play.funds(project)).paymentMinor).toBe(-1000n);
      await play.pay(project, paid, T("02T00:05"));
      await accrueAll(database, T("02T00:05"));
      const funds = await play.funds(project);
      expect(funds.paymentMinor).toBe(BigInt(kopecks));
      expect(funds.frozenAt !== null).toBe(frozen);
      expect(await play.told(project)).toEqual(frozen ? ["project.frozen"] : ["project.frozen", "project.unfrozen"]);
    },
  );
});

test("FRZ-01 FRZ-07 whatever day by day or at once: the same minute of freezing, one webhook a change, in order", async () => {
  const [often, once] = [await play.project(), await play.project()];
  for (const project of [often, once]) await play.pay(project, 100, T("01T00:00"));
  const events = (project: ProjectId) => [
    play.event(project, "cpu", T("01T10:00"), 3),
    play.event(project, "disk", T("02T11:00"), 40),
  ];
  await play.run(events(often), T("01T10:07"));
  for (let now = T("01T11:00"); now <= T("09T00:00"); now = plus(now, 7 * HOUR + 13 * MINUTE)) await play.run([], now);
  await play.run(events(once), T("09T00:00"));
  await play.run([], T("09T00:00"));
  expect((await play.funds(often)).frozenAt).not.toBeNull();
  expect((await play.funds(once)).frozenAt).toBe((await play.funds(often)).frozenAt);
  for (const project of [often, once]) expect(await play.told(project)).toEqual(["project.frozen"]);
});

const step = fc.record({
  sku: fc.constantFrom("cpu", "disk", "licence", "support", "reserved"),
  resource: fc.integer({ min: 1, max: 2 }),
  minutesLater: fc.integer({ min: 1, max: 400 }),
  quantity: fc.oneof(fc.integer({ min: 0, max: 6 }), fc.constant(60)),
});

test("FRZ-01 however money and usage meet, looking only when it may matter finds the minute that looking once does", async () => {
  // On a database of its own: so many freezes would use up what automation may do.
  const world = await createTestDatabase();
  const { database } = world;
  const play = new Play(database);
  const balances = new BalanceReader(database);
  await makeWorld(database);
  let start = at("2026-02-04T00:00:00+03:00");
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 0, max: 40_000 }),
      fc.integer({ min: 0, max: 300 }),
      async (steps, kopecks, bonusKopecks) => {
        start = plus(start, 5 * DAY);
        const [often, once] = [await play.project(), await play.project()];
        for (const project of [often, once]) {
          if (kopecks > 0) await play.pay(project, kopecks / 100, start);
          if (bonusKopecks > 0) await play.bonus(project, "compute", bonusKopecks, start);
        }
        let now: Instant = start;
        const late = [];
        const inTime = async (when: Instant) => {
          const shown = await balances.read(often, when);
          expect([when, (await play.funds(often)).frozenAt !== null]).toEqual([when, shown.paymentMinor < 0n]);
        };
        for (const { sku, resource, minutesLater, quantity } of steps) {
          const between = plus(now, Math.ceil(minutesLater / 2) * MINUTE);
          await play.run([], between);
          await inTime(between);
          now = plus(now, minutesLater * MINUTE);
          await play.run([play.event(often, sku, now, quantity, resource)], plus(now, 20_000));
          await inTime(plus(now, 20_000));
          late.push(play.event(once, sku, now, quantity, resource));
        }
        const stop = (project: ProjectId) =>
          [...new Set(steps.map(({ sku, resource }) => `${sku} ${resource}`))].map((key) =>
            play.event(project, key.split(" ")[0] ?? "", plus(now, HOUR), 0, Number(key.split(" ")[1])),
          );
        const end = plus(now, DAY);
        await play.run(stop(often), end);
        await play.run([...late, ...stop(once)], end);
        expect((await play.funds(often)).frozenAt).toBe((await play.funds(once)).frozenAt);
        expect(await play.told(often)).toEqual(await play.told(once));
      },
    ),
    { numRuns: 25, seed: 1901, endOnFailure: true },
  );
  await expectCoherent(database, start);
  await world.drop();
});

test("FRZ-04 FRZ-01 what runs on is counted: a small payment unfreezes only if money is left, and then until the next zero", async () => {
  const project = await play.project();
  await play.pay(project, 5, T("01T00:00"));
  // 12.345 an hour: five roubles last 24 minutes, twelve 58.
  await play.run([play.event(project, "cpu", T("01T00:00"), 10)], T("01T00:40"));
  expect((await play.funds(project)).frozenAt).toBe(T("01T00:25"));
  await play.pay(project, 2, T("01T00:40"));
  await play.run([], T("01T00:41"));
  expect((await play.funds(project)).frozenAt).toBe(T("01T00:25"));
  await play.pay(project, 5, T("01T00:45"));
  await play.run([], T("01T00:45"));
  expect(await play.funds(project)).toMatchObject({ frozenAt: null, paymentMinor: 2_74n });
  await play.run([], T("01T02:00"));
  expect((await play.funds(project)).frozenAt).toBe(T("01T00:59"));
  expect(await play.told(project)).toEqual(["project.frozen", "project.unfrozen", "project.frozen"]);
  await play.run([play.event(project, "cpu", T("01T02:00"), 0)], T("01T02:01"));
});

test("FRZ-07 corrections of one day that freeze, unfreeze and freeze at one business instant are each told, in order", async () => {
  const project = await play.project();
  await play.pay(project, 40, T("01T00:00"));
  const first = play.event(project, "requests", T("01T12:00"), 100_000);
  await play.run([first], T("03T00:00"));
  const correct = async (quantity: number, minute: number) =>
    play.run(
      [{ ...play.event(project, "requests", T("01T12:00"), quantity), supersedes: first.id }],
      plus(T("03T00:00"), minute * MINUTE),
    );
  await correct(200_000, 1);
  await correct(50_000, 2);
  await correct(300_000, 3);
  expect(await play.told(project)).toEqual(["project.frozen", "project.unfrozen", "project.frozen"]);
});

describe("FRZ-06 post-payment", () => {
  test("FRZ-06 a post-paid project is never frozen, whatever it owes", async () => {
    const project = await play.project();
    await makePayer(database, [project], { postpaid: true });
    await play.run([play.event(project, "cpu", T("01T10:00"), 400)], T("20T00:00"));
    expect((await play.funds(project)).paymentMinor).toBeLessThan(-1_000_00n);
    expect(await play.told(project)).toEqual([]);
    await play.run([play.event(project, "cpu", T("20T00:01"), 0)], T("20T00:02"));
  });

  test("FRZ-06 FRZ-01 a client in debt who is switched to prepayment is frozen", async () => {
    const project = await play.project();
    await makePayer(database, [project], { postpaid: true });
    await play.run([play.event(project, "cpu", T("01T10:00"), 4)], T("03T00:00"));
    const switchedAt = T("03T12:00");
    await database.transaction(async (tx) => {
      const [old] = await tx.query<{ payer_id: bigint }>("select payer_id from project_payer where project_id = $1", [
        project,
      ]);
      await tx.execute("update project_payer set ends_at = $2 where project_id = $1", [
        project,
        formatInstant(switchedAt),
      ]);
      await tx.execute(
        `with made as (insert into contract (payer_id, supplier_code, type, payment_scheme, starts_at)
           values ($2, 'ru', 'public_offer', 'prepaid', $3) returning contract_id)
         insert into project_payer (project_id, payer_id, contract_id, starts_at) select $1, $2, contract_id, $3 from made`,
        [project, old?.payer_id, formatInstant(switchedAt)],
      );
    });
    await wakeSwitched(database, plus(switchedAt, MINUTE));
    await play.run([], plus(switchedAt, MINUTE));
    expect((await play.funds(project)).frozenAt).toBe(plus(switchedAt, MINUTE));
    await play.run([play.event(project, "cpu", T("03T12:01"), 0)], T("03T12:02"));
  });
});

describe("FRZ-02 FRZ-03 the deletion queue", () => {
  test.each([
    ["never paid", false, 3],
    ["once paid", true, 7],
  ])("FRZ-02 a project that %s: warned a day ahead, deleted when due, told once", async (_, paid, days) => {
    const project = await play.project();
    if (paid) await play.pay(project, 1, T("01T00:00"));
    const frozenAt = T("05T12:01");
    await play.run(
      [play.event(project, "licence", T("05T12:00"), 1), play.event(project, "licence", T("05T13:00"), 0)],
      frozenAt,
    );
    expect((await wallet(project))?.deletion_due_at).toBe(plus(frozenAt, days * DAY));
    const due = plus(frozenAt, days * DAY);
    await deletions(plus(due, -DAY - MINUTE));
    expect(await play.told(project)).toEqual(["project.frozen"]);
    await deletions(plus(due, -DAY));
    await deletions(plus(due, -1));
    expect((await wallet(project))?.deleted_at).toBeNull();
    await deletions(due);
    expect((await wallet(project))?.deleted_at).toBe(due);
    await deletions(plus(due, HOUR));
    expect(await play.told(project)).toEqual(["project.frozen", "project.deletion_due"]);
    const letters = await database.query(
      "select payload ->> 'kind' as kind from outbox_message where subject_kind = 'project' and subject_id = $1 and destination = 'mail' order by message_id",
      [project],
    );
    expect(letters.map((row) => row["kind"])).toEqual(["frozen", "deletion_ahead", "deleted"]);
  });

  test.each([
    [1, HOUR],
    [3, 40_000],
    [10, 0],
  ])(
    "FRZ-03 reliability 15 after %i days without a worker the owner is warned first and has a day from then on",
    async (days, more) => {
      const project = await play.project();
      const frozenAt = T("05T12:01");
      await play.run(
        [play.event(project, "licence", T("05T12:00"), 1), play.event(project, "licence", T("05T13:00"), 0)],
        frozenAt,
      );
      const due = plus(frozenAt, 3 * DAY);
      await deletions(plus(due, -DAY - 1));
      const back = plus(due, (days - 1) * DAY + more);
      await deletions(back);
      expect((await wallet(project))?.deleted_at).toBeNull();
      // The page and the letter name the hour that holds now, a whole minute.
      const noticed = plus(back, DAY);
      const told = Math.ceil(noticed / MINUTE) * MINUTE;
      expect((await play.funds(project)).deletionDueAt).toBe(told);
      const letters = await database.query<{ due: string; kind: string }>(
        `select payload ->> 'kind' as kind, payload ->> 'deletionDueAt' as due from outbox_message
          where subject_kind = 'project' and subject_id = $1 and destination = 'mail' order by message_id`,
        [project],
      );
      expect(letters.map(({ kind, due: at }) => [kind, Date.parse(at)])).toEqual([
        ["frozen", due],
        ["deletion_ahead", told],
      ]);
      await deletions(plus(noticed, -1));
      await expectCoherent(database, plus(noticed, -1));
      expect((await wallet(project))?.deleted_at).toBeNull();
      await deletions(plus(told as Instant, 0));
      expect((await wallet(project))?.deleted_at).toBe(told);
      expect(await play.told(project)).toEqual(["project.frozen", "project.deletion_due"]);
    },
  );

  test("FRZ-03 warned some seconds late, as by any worker, a deletion stays due as it was and waits for its whole day", async () => {
    const project = await play.project();
    await play.run(
      [play.event(project, "licence", T("05T12:00"), 1), play.event(project, "licence", T("05T13:00"), 0)],
      T("05T12:01"),
    );
    const due = T("08T12:01");
    await deletions(plus(due, -DAY + 4_000));
    expect((await play.funds(project)).deletionDueAt).toBe(due);
    await deletions(plus(due, 3_999));
    expect((await wallet(project))?.deleted_at).toBeNull();
    await deletions(plus(due, 4_000));
    expect((await wallet(project))?.deleted_at).toBe(plus(due, 4_000));
  });

  test("FRZ-02 a payment takes a project out of the queue", async () => {
    const project = await play.project();
    await play.run(
      [play.event(project, "licence", T("05T12:00"), 1), play.event(project, "licence", T("05T13:00"), 0)],
      T("05T12:01"),
    );
    await play.pay(project, 100, T("07T00:00"));
    await play.run([], T("07T00:01"));
    await deletions(T("20T00:00"));
    expect(await wallet(project)).toMatchObject({ deletion_due_at: null, deleted_at: null });
  });

  test("FRZ-02 FRZ-03 a project that was paid for after its objects went is warned and deleted again in its next freeze", async () => {
    const project = await play.project();
    await play.run(
      [play.event(project, "licence", T("05T12:00"), 1), play.event(project, "licence", T("05T13:00"), 0)],
      T("05T12:01"),
    );
    await deletions(T("07T12:01"));
    await deletions(T("08T12:01"));
    expect((await play.funds(project)).objectsDeletedAt).toBe(T("08T12:01"));
    await play.pay(project, 100, T("09T00:00"));
    await play.run([], T("09T00:01"));
    expect(await wallet(project)).toMatchObject({ frozen_at: null, deletion_due_at: null, deleted_at: null });
    await play.run(
      [play.event(project, "licence", T("10T12:00"), 1000), play.event(project, "licence", T("10T13:00"), 0)],
      T("10T12:01"),
    );
    expect(await wallet(project)).toMatchObject({ deletion_due_at: T("17T12:01"), deleted_at: null });
    await deletions(T("16T12:01"));
    await deletions(T("17T12:01"));
    expect((await wallet(project))?.deleted_at).toBe(T("17T12:01"));
    const told = await play.told(project);
    expect(told.filter((topic) => topic === "project.deletion_due")).toHaveLength(2);
  });
});

let run = 0;

test("FRZ-04 any interleaving of charges, payments and covers ends with frozen exactly when the balance is below zero", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          sum: fc.integer({ min: 1, max: 4000 }),
          source: fc.constantFrom("transfer" as const, "other" as const),
        }),
        { minLength: 1, maxLength: 6 },
      ),
      fc.integer({ min: 1, max: 200 }),
      fc.scheduler(),
      async (payments, quantity, scheduler) => {
        const project = await play.project();
        // Automation freezes 20 projects an hour: each run has a day of its own.
        const now = plus(T("02T00:00"), run * DAY);
        run += 1;
        await play.run(
          [play.event(project, "requests", plus(now, -18 * HOUR), quantity * 1000)],
          plus(now, -17 * HOUR),
        );
        const work: (() => Promise<unknown>)[] = [
          () => accrueDue(database, now),
          () => accrueDue(database, now),
          () => accrueDue(database, now),
          ...payments.map(
            ({ sum, source }, index) =>
              () =>
                play.pay(project, sum / 100, now, { source, key: `k${index}` }),
          ),
        ];
        const all = Promise.all(work.map((one) => scheduler.schedule(Promise.resolve()).then(one)));
        await scheduler.waitAll();
        await all;
        await accrueAll(database, now);
        const funds = await play.funds(project);
        const paid = payments.reduce((total, one) => total + BigInt(one.sum), 0n);
        expect(funds.paymentMinor).toBe(paid - (await play.debited(project)));
        if (funds.paymentMinor < 0n) expect(funds.frozenAt).not.toBeNull();
        if (funds.paymentMinor > 0n) expect(funds.frozenAt).toBeNull();
        const told = await play.told(project);
        told.forEach((topic, index) => expect(topic).toBe(index % 2 === 0 ? "project.frozen" : "project.unfrozen"));
      },
    ),
    { numRuns: 30, includeErrorInReport: true, interruptAfterTimeLimit: 40_000 },
  );
});

describe("a clock that jumps", () => {
  test("FRZ-01 reliability 15: 8 days at once freeze and delete nobody beyond the allowance; an operator releases", async () => {
    const world = await createTestDatabase();
    const { database } = world;
    const play = new Play(database);
    const deletions = (now: Instant) => database.transaction((tx) => processDeletions(tx, now));
    await makeWorld(database);
    const projects = await Promise.all(Array.from({ length: 30 }, () => play.project()));
    await Promise.all(projects.map((project) => play.pay(project, 200, T("10T00:00"))));
    await play.run(
      projects.map((project) => play.event(project, "cpu", T("10T12:00"), 1)),
      T("10T12:01"),
    );
    const jumped = T("28T12:01");
    await play.run([], jumped);
    const frozen = await Promise.all(projects.map(async (project) => (await play.funds(project)).frozenAt !== null));
    expect(frozen).not.toContain(true);
    expect((await play.funds(projects[0] as ProjectId)).paymentMinor).toBeLessThan(0n);
    expect(await database.transaction(openHalts)).toMatchObject([{ kind: "freeze", affected: 30, allowed: 20 }]);
    await play.run([], plus(jumped, DAY));
    expect(await database.transaction(openHalts)).toMatchObject([{ kind: "freeze", affected: 30 }]);
    expect(await deletions(plus(jumped, DAY))).toBe(0);

    const rescued = projects.at(-1) as ProjectId;
    await play.pay(rescued, 10_000, plus(jumped, DAY));
    expect(await wallet(rescued, database)).toMatchObject({ pending: false, frozen_at: null });
    const released = plus(jumped, DAY + MINUTE);
    expect(await database.transaction((tx) => releaseHalt(tx, "freeze", released, "operator"))).toBe(true);
    expect(await database.transaction((tx) => releaseHalt(tx, "freeze", released, "operator"))).toBe(false);
    expect(await database.transaction(openHalts)).toEqual([]);
    expect(await Promise.all(projects.map((project) => play.told(project)))).toEqual(
      projects.map((project) => (project === rescued ? [] : ["project.frozen"])),
    );

    // Deletion comes to the same halt: nobody is deleted until an operator says so, and then everybody who was shown.
    const due = plus(released, 7 * DAY);
    expect(await deletions(plus(due, -DAY))).toBe(0);
    expect(await deletions(due)).toBe(0);
    expect(await deletions(plus(due, MINUTE))).toBe(0);
    expect(await database.transaction(openHalts)).toMatchObject([{ kind: "deletion", affected: 29 }]);
    await database.transaction((tx) => releaseHalt(tx, "deletion", due, "operator"));
    expect(await deletions(due)).toBe(29);
    await expectCoherent(database, due);
    await world.drop();
  });

  test("FRZ-01 AUD-03 reliability 15: of a halt that grew after it was shown as many go on as were shown, the rest halts anew as usual", async () => {
    const world = await createTestDatabase();
    const { database } = world;
    const play = new Play(database);
    await makeWorld(database);
    const projects = await Promise.all(Array.from({ length: 65 }, () => play.project()));
    await Promise.all(projects.map((project) => play.pay(project, 200, T("10T00:00"))));
    const [early, late] = [projects.slice(0, 22), projects.slice(22)];
    await play.run(
      early.map((project) => play.event(project, "cpu", T("10T12:00"), 1)),
      T("10T12:01"),
    );
    await play.run(
      late.map((project) => play.event(project, "cpu", T("12T12:00"), 1)),
      T("28T12:01"),
    );
    const now = T("28T13:00");
    await database.query("update automation_halt set affected = 22 where released_at is null");
    await database.transaction((tx) => releaseHalt(tx, "freeze", now, "operator", 22));
    const frozen = await Promise.all(projects.map(async (project) => (await play.funds(project)).frozenAt !== null));
    expect(frozen.filter(Boolean)).toHaveLength(22);
    expect(await database.transaction(openHalts)).toMatchObject([{ kind: "freeze", affected: 43, allowed: 20 }]);
    // Who was shown those goes on with all of them.
    await database.transaction((tx) => releaseHalt(tx, "freeze", now, "operator", 43));
    expect(await database.transaction(openHalts)).toEqual([]);
    expect(
      await database.query("select from wallet where frozen_at is null and freeze_pending_since is not null"),
    ).toEqual([]);

    const due = plus(now, 7 * DAY);
    const deletions = (at: Instant) => database.transaction((tx) => processDeletions(tx, at));
    expect(await deletions(plus(due, -DAY))).toBe(0);
    expect(await deletions(due)).toBe(0);
    await database.transaction((tx) => releaseHalt(tx, "deletion", due, "operator", 30));
    expect(await deletions(due)).toBe(30);
    expect(await database.transaction(openHalts)).toMatchObject([{ kind: "deletion", affected: 35, allowed: 20 }]);
    expect(await deletions(plus(due, MINUTE))).toBe(0);
    await world.drop();
  });
});
