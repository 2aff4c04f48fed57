import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

import type { ProjectId } from "../../src/core/ids.ts";
import { DAY, HOUR, type Instant, at, localDate, localMonth, plus } from "../../src/core/time.ts";
import { MovableClock } from "../support/movable-clock.ts";
import type { Database } from "../../src/platform/db.ts";
import { cancelJob, jobById, startJobs } from "../../src/platform/jobs/index.ts";
import { holdLock } from "../../src/platform/locks.ts";
import { createLogger } from "../../src/platform/log.ts";
import { type ClosePorts, askMonthClose, closeMonth, closingJobs } from "../../src/modules/closing/index.ts";
import { grantBonus } from "../../src/modules/balance/index.ts";
import { rateAll, wakeSwitched } from "../../src/modules/usage/index.ts";
import { changePayer, concludeContract } from "../../src/modules/parties/index.ts";
import { closeSuspense, importStatement, listSuspense } from "../../src/modules/payments/index.ts";
import { type Printing, openPrinting } from "../../src/composition/printing.ts";
import { encode, oneCText } from "../support/bank-files.ts";
import { createTestDatabase, ownerOf, testDatabase } from "../support/database.ts";
import { expectCoherent } from "../support/invariants.ts";
import { Play } from "../support/play.ts";
import { makePayer, makeWorld, storeEvents } from "../support/world.ts";

const OCTOBER = localMonth("2026-10");
const CLOSING: Instant = at("2026-11-05T10:00:00+03:00");

let printing: Printing;
beforeAll(() => {
  printing = openPrinting();
});
afterAll(() => printing.close());

interface World {
  readonly database: Database;
  readonly play: Play;
  readonly projects: readonly ProjectId[];
  drop(): Promise<void>;
}

/** Payers with transfers, a card, a bonus, a post-paid contract; the same world, to the last id, each time. */
async function octoberWorld(): Promise<World> {
  const { database, drop } = await createTestDatabase();
  await makeWorld(database);
  const play = new Play(database);
  const projects: ProjectId[] = [];
  for (let index = 0; index < 5; index += 1) projects.push(await play.project());
  const [first, second, third, fourth, fifth] = projects as [ProjectId, ProjectId, ProjectId, ProjectId, ProjectId];
  await makePayer(database, [first, second], { name: "ООО «Ромашка»" });
  await makePayer(database, [third], { postpaid: true, name: "ООО «Василёк»", inn: "7728168971" });
  await makePayer(database, [fourth], { name: "АО «Лютик»", inn: "7736050003" });
  await makePayer(database, [fifth], { name: "ООО «Мак»", inn: "7702070139" });
  for (const project of [first, second, fourth]) await play.pay(project, 5000, "2026-10-01T09:00:00+03:00");
  await play.pay(second, 300, "2026-10-01T08:00:00+03:00", { source: "other" });
  await database.transaction((tx) =>
    grantBonus(tx, {
      projectId: fourth,
      bonusGroup: "compute",
      amountMinor: 10_000n,
      at: at("2026-10-01T09:00:00+03:00"),
      expiresAt: null,
      idempotencyKey: "welcome",
    }),
  );
  await play.run(
    [
      ...projects.map((project, index) =>
        play.event(project, "cpu", `2026-10-0${index + 2}T12:00:00+03:00`, index + 1),
      ),
      ...projects.map((project) => play.event(project, "cpu", "2026-10-20T15:30:00+03:00", 0)),
      play.event(first, "requests", "2026-10-31T23:59:59+03:00", 123_456),
      play.event(second, "traffic", "2026-10-15T12:00:00+03:00", 77),
    ],
    "2026-11-02T12:00:00+03:00",
  );
  await play.pay(fifth, 9000, "2026-11-03T12:00:00+03:00");
  return { database, play, projects, drop };
}

/** Everything that left the house, but for when it was printed and sent. */
async function papers(database: Database): Promise<unknown> {
  return {
    documents: await database.query(
      `select d.document_id, kind, year, number, number_text, payer_id, month, issued_on, issued_at, net_minor, vat_minor, gross_minor,
              corrects_document_id, snapshot, xml_name, encode(xml_sha256, 'hex') as xml, encode(pdf_sha256, 'hex') as pdf
         from document d left join document_print using (document_id) order by document_id`,
    ),
    lines: await database.query("select * from document_line order by document_id, line_no"),
    deliveries: await database.query("select document_id, channel, address, state from delivery order by document_id"),
    letters: await database.query(
      "select payload from outbox_message where topic = 'document.delivery' order by message_id",
    ),
    numbers: await database.query("select * from document_number order by supplier_code, kind, year"),
  };
}

class Killed extends Error {}

/** Ports that die once after each committed step and with each page and payer in hand: three of those that there are three of. */
function dyingPorts(): ClosePorts {
  const deaths = new Map<string, number>();
  const dieAt = (where: string, times: number) => {
    const before = deaths.get(where) ?? 0;
    if (before === times) return;
    deaths.set(where, before + 1);
    throw new Killed();
  };
  return {
    batch: 1,
    render: async (requests) => (dieAt("page in hand", 3), printing.closePorts.render(requests)),
    paymentDocuments: async (...input) => (dieAt("payer in hand", 3), printing.closePorts.paymentDocuments(...input)),
    onProgress: (step) => dieAt(step, step === "issue" || step === "print" ? 3 : 1),
  };
}

describe("a close that is killed", () => {
  test("reliability 5, DOC-04: killed after every step and in the midst of each, it resumes to the same numbers and bytes", async () => {
    const twin = await octoberWorld();
    const steps: string[] = [];
    const onProgress = (step: string) => void steps.push(step);
    await closeMonth(twin.database, { ...printing.closePorts, onProgress }, "moscow", OCTOBER, CLOSING);
    expect(new Set(steps)).toEqual(new Set(["charge", "check", "lock", "issue", "print", "send"]));

    const killed = await octoberWorld();
    const ports = dyingPorts();
    let kills = 0;
    for (let finished = false; !finished; ) {
      try {
        const result = await closeMonth(killed.database, ports, "moscow", OCTOBER, plus(CLOSING, kills * HOUR));
        expect(result).toEqual({ payers: 3, documents: 3, resumed: true });
        finished = true;
      } catch (error) {
        if (!(error instanceof Killed)) throw error;
        kills += 1;
      }
    }
    expect(kills).toBe(4 + 4 * 3);
    expect(await papers(killed.database)).toEqual(await papers(twin.database));
    await expectCoherent(killed.database, CLOSING);

    expect(
      await closeMonth(killed.database, printing.closePorts, "moscow", OCTOBER, plus(CLOSING, 99 * HOUR)),
    ).toMatchObject({ documents: 3 });
    expect(await papers(killed.database)).toEqual(await papers(twin.database));

    const pair = await octoberWorld();
    const apart = { ...printing.closePorts, batch: 1 };
    const results = await Promise.all(
      [1, 2, 3].map(() => closeMonth(pair.database, apart, "moscow", OCTOBER, CLOSING)),
    );
    expect(results.map(({ documents }) => documents)).toEqual([3, 3, 3]);
    expect(results.filter(({ resumed }) => !resumed)).toHaveLength(1);
    expect(await papers(pair.database)).toEqual(await papers(twin.database));
    await Promise.all([twin.drop(), killed.drop(), pair.drop()]);
  });
});

test("reliability 5: a close in the background is cancelled between two documents; asked for again it goes on to the same bytes", async () => {
  const twin = await octoberWorld();
  await closeMonth(twin.database, printing.closePorts, "moscow", OCTOBER, CLOSING);
  const { database, drop } = await octoberWorld();
  const ask = () =>
    database.transaction((tx) => askMonthClose(tx, { region: "moscow", month: OCTOBER }, "olga", CLOSING));
  const printed: PromiseWithResolvers<void> = Promise.withResolvers();
  let held = true;
  const close: ClosePorts = {
    ...printing.closePorts,
    batch: 1,
    render: async (requests) => {
      printed.resolve();
      if (held) await vi.waitUntil(async () => (await jobById(database, first.jobId)).cancelAsked, { timeout: 10_000 });
      // The worker hears of it with its next renewal.
      if (held) await database.query("select pg_sleep(2.5)");
      held = false;
      return printing.closePorts.render(requests);
    },
  };
  const first = await ask();
  const clock = new MovableClock(CLOSING);
  const runner = startJobs({
    database,
    clock,
    log: createLogger("silent"),
    production: false,
    jobs: closingJobs(close),
  });
  try {
    await printed.promise;
    expect((await ask()).jobId).toBe(first.jobId);
    await database.transaction((tx) => cancelJob(tx, first.jobId, "olga", CLOSING));
    const reached = (jobId: bigint, state: string) =>
      vi.waitUntil(async () => (await jobById(database, jobId)).state === state, { timeout: 60_000 });
    await reached(first.jobId, "cancelled");
    expect(await jobById(database, first.jobId)).toMatchObject({ step: "print", decidedBy: "olga" });
    expect(await database.query("select from document_print")).toHaveLength(1);
    const second = await ask();
    await reached(second.jobId, "done");
    expect((await jobById(database, second.jobId)).result).toEqual({ payers: 3, documents: 3, resumed: true });
  } finally {
    await runner.stop();
  }
  expect(await papers(database)).toEqual(await papers(twin.database));
  await expectCoherent(database, CLOSING);
  await Promise.all([twin.drop(), drop()]);
});

test("reliability 5: usage of the month that was rated after the close began, and is charged by nobody else, is charged by the close", async () => {
  const { database: own, play: there, projects, drop } = await octoberWorld();
  const late = plus(CLOSING, HOUR);
  await there.run([], CLOSING);
  await storeEvents(own, [there.event(projects[0] ?? 0n, "requests", "2026-10-20T12:00:00+03:00", 1_000_000)], late);
  await rateAll(own, late);
  const result = await closeMonth(own, printing.closePorts, "moscow", OCTOBER, CLOSING);
  expect(result).toMatchObject({ documents: 3 });
  const [charged] = await own.query(
    "select sum(amount_minor)::bigint as minor from charge where day = '2026-10-20' and booking_month = '2026-10-01' and project_id = $1",
    [projects[0]],
  );
  expect(charged?.["minor"]).toBeGreaterThan(37_000n);
  await expectCoherent(own, late);
  await drop();
});

test("reliability 6: a close waits for what a worker has in hand, and does not ask for it again and again", async () => {
  const { database: own, play: there, projects, drop } = await octoberWorld();
  await storeEvents(own, [there.event(projects[0] ?? 0n, "requests", "2026-10-20T12:00:00+03:00", 5)], CLOSING);
  const asked = vi.spyOn(own, "query");
  const [holding, begun] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const worker = own.transaction(async (tx) => {
    await holdLock(tx, "rating");
    begun.resolve();
    await holding.promise;
  });
  await begun.promise;
  setTimeout(holding.resolve, 1000);
  const [, closed] = await Promise.all([worker, closeMonth(own, printing.closePorts, "moscow", OCTOBER, CLOSING)]);
  expect(closed).toMatchObject({ documents: 3 });
  expect(asked.mock.calls.filter(([text]) => text.includes("where rated_at is null")).length).toBeLessThanOrEqual(3);
  asked.mockRestore();
  await expectCoherent(own, CLOSING);
  await drop();
});

test("PAY-08 PYR-02 a client that changes its scheme has each charge on credit documented once, by the scheme of its month", async () => {
  const { database: own, drop } = await createTestDatabase();
  await makeWorld(own);
  const there = new Play(own);
  const [leaver, joiner] = [await there.project(), await there.project()];
  const switching = at("2026-11-01T00:00:00+03:00");
  const leaving = await makePayer(own, [leaver], { postpaid: true });
  const joining = await makePayer(own, [joiner], { name: "АО «Лютик»", inn: "7736050003" });
  await own.transaction(async (tx) => {
    const offer = { type: "public_offer", paymentScheme: "prepaid", startsAt: switching } as const;
    const fixed = { type: "individual", paymentScheme: "postpaid", number: "8/26", startsAt: switching } as const;
    await changePayer(tx, leaver, leaving, await concludeContract(tx, leaving, "ru", offer), switching);
    const signedOn = localDate("2026-10-30");
    const contractId = await concludeContract(tx, joining, "ru", { ...fixed, signedOn });
    await changePayer(tx, joiner, joining, contractId, switching);
  });
  const used = [leaver, joiner].map((project) =>
    there.event(project, "requests", "2026-10-10T12:00:00+03:00", 1_000_000),
  );
  await there.run(used, "2026-10-20T12:00:00+03:00");
  await wakeSwitched(own, plus(switching, HOUR / 60));
  await there.run([], plus(switching, HOUR / 60));
  await closeMonth(own, printing.closePorts, "moscow", OCTOBER, CLOSING);
  for (const project of [leaver, joiner]) await there.pay(project, 500, plus(CLOSING, HOUR));
  await there.run([], plus(CLOSING, 2 * HOUR));
  await closeMonth(own, printing.closePorts, "moscow", localMonth("2026-11"), plus(CLOSING, 30 * DAY));
  const documented = (payerId: bigint) =>
    own.query(
      `select to_char(d.month, 'MM') as month, to_char(l.supply_month, 'MM') as supply, l.gross_minor
         from document d join document_line l using (document_id) where d.payer_id = $1 order by d.document_id`,
      [payerId],
    );
  expect(await documented(leaving)).toEqual([{ month: "10", supply: "10", gross_minor: 37_000n }]);
  expect(await documented(joining)).toEqual([{ month: "11", supply: "10", gross_minor: 37_000n }]);
  await expectCoherent(own, plus(CLOSING, 30 * DAY));
  await drop();
});

const { database } = await testDatabase();
const play = new Play(database);
const close = (region: string, month: string, now: string) =>
  closeMonth(database, printing.closePorts, region, localMonth(month), at(now));
const documentsOf = (payerId: bigint) =>
  database.query<{ kind: string; month: string; gross_minor: bigint; corrects: string | null }>(
    `select d.kind, to_char(d.month, 'YYYY-MM') as month, d.gross_minor, c.number_text as corrects
       from document d left join document c on c.document_id = d.corrects_document_id
      where d.payer_id = $1 order by d.document_id`,
    [payerId],
  );
const linesOf = (payerId: bigint, month: string, kind = "upd") =>
  database.query(
    `select l.service_code, to_char(l.supply_month, 'YYYY-MM') as supply, l.vat_rate::text as rate, l.gross_minor, l.vat_minor
       from document_line l join document d using (document_id)
      where d.payer_id = $1 and d.month = $2 and d.kind = $3 order by l.line_no`,
    [payerId, `${month}-01`, kind],
  );

describe("month after month", () => {
  let project: ProjectId;
  let payer: bigint;
  let kazakh: ProjectId;
  beforeAll(async () => {
    await makeWorld(database);
    project = await play.project();
    kazakh = await play.project("kazakhstan");
    payer = await makePayer(database, [project]);
    await database.query("update payer set registered_at = '2025-11-01Z'");
    await play.pay(project, 100_000, "2025-12-01T09:00:00+03:00");
    await play.pay(kazakh, 100_000, "2025-12-01T09:00:00+03:00", { currency: "KZT" });
  });

  test("DOC-01 a month that is not over is not closed, nor one before which another is open", async () => {
    await play.run(
      [play.event(project, "requests", "2025-12-10T12:00:00+03:00", 1_000_000)],
      "2025-12-20T12:00:00+03:00",
    );
    await expect(close("moscow", "2025-12", "2025-12-31T23:59:59.999+03:00")).rejects.toMatchObject({
      kind: { code: "month_not_over" },
    });
    await play.run(
      [play.event(project, "requests", "2026-01-10T12:00:00+03:00", 2_000_000)],
      "2026-01-20T12:00:00+03:00",
    );
    await expect(close("moscow", "2026-01", "2026-02-01T00:00:00+03:00")).rejects.toMatchObject({
      kind: { code: "earlier_month_open" },
    });
  });

  test("DOC-05 supplies of 2025 bear 20 %, of 2026 22 %, also when they come late", async () => {
    await close("moscow", "2025-12", "2026-01-21T10:00:00+03:00");
    expect(await linesOf(payer, "2025-12")).toEqual([
      { service_code: "s3", supply: "2025-12", rate: "20", gross_minor: 37_000n, vat_minor: 6_167n },
    ]);
    await play.run(
      [play.event(project, "requests", "2025-12-11T12:00:00+03:00", 500_000)],
      "2026-01-22T12:00:00+03:00",
    );
    await close("moscow", "2026-01", "2026-02-05T10:00:00+03:00");
    expect(await linesOf(payer, "2026-01")).toEqual([
      { service_code: "s3", supply: "2026-01", rate: "22", gross_minor: 74_000n, vat_minor: 13_344n },
    ]);
    expect(await linesOf(payer, "2026-01", "adjustment")).toEqual([
      { service_code: "s3", supply: "2025-12", rate: "20", gross_minor: 18_500n, vat_minor: 3_083n },
    ]);
    expect(await documentsOf(payer)).toMatchObject([
      { kind: "upd", month: "2025-12", gross_minor: 37_000n },
      { kind: "upd", month: "2026-01", gross_minor: 74_000n },
      { kind: "adjustment", month: "2026-01", gross_minor: 18_500n, corrects: "M-25-1" },
    ]);
  });

  test("PRC-04 DOC-07 usage taken back after the close becomes an adjustment that refers to the first document", async () => {
    const before = await database.query("select * from document order by document_id");
    const first = play.event(project, "requests", "2026-02-10T12:00:00+03:00", 100_000);
    await play.run([first], "2026-02-20T12:00:00+03:00");
    await close("moscow", "2026-02", "2026-03-05T10:00:00+03:00");
    const less = { ...play.event(project, "requests", "2026-02-10T12:00:00+03:00", 40_000), supersedes: first.id };
    await play.run([less, play.event(project, "cpu", "2026-03-10T12:00:00+03:00", 0)], "2026-03-20T12:00:00+03:00");
    await close("moscow", "2026-03", "2026-04-05T10:00:00+03:00");
    expect((await documentsOf(payer)).slice(3)).toEqual([
      { kind: "upd", month: "2026-02", gross_minor: 3_700n, corrects: null },
      { kind: "adjustment", month: "2026-03", gross_minor: -2_220n, corrects: "M-26-2" },
    ]);
    expect(
      await database.query("select * from document where document_id <= $1 order by document_id", [
        before.at(-1)?.["document_id"],
      ]),
    ).toEqual(before);
  });

  test("PRC-04 nothing can be posted to a closed month, whoever tries", async () => {
    const post = database.transaction((tx) =>
      tx.execute(
        `insert into journal_entry (project_id, entry_id, region_code, kind, effective_at, booked_at, booking_month, reference)
         values ($1, 999999999, 'moscow', 'charge', '2026-02-10Z', '2026-04-10Z', '2026-02-01', 'x')`,
        [project],
      ),
    );
    await expect(post).rejects.toMatchObject({ constraint: "entry_in_open_period" });
  });

  test("usage without a price refuses the close until the price is there", async () => {
    await play.run(
      [
        play.event(project, "reserved", "2026-04-10T12:00:00+03:00", 2),
        play.event(project, "reserved", "2026-04-11T12:00:00+03:00", 0),
      ],
      "2026-04-20T12:00:00+03:00",
    );
    await expect(close("moscow", "2026-04", "2026-05-05T10:00:00+03:00")).rejects.toMatchObject({
      kind: { code: "usage_not_priced" },
    });
    const { putPrices } = await import("../../src/modules/catalog/index.ts");
    const { reprice } = await import("../../src/modules/usage/index.ts");
    const { decimal } = await import("../../src/core/decimal.ts");
    const from = at("2026-04-01T00:00:00+03:00");
    await database.transaction(async (tx) => {
      const price = {
        skuCode: "reserved",
        startsAt: from,
        model: "flat",
        unitPrice: decimal("1"),
        tiers: null,
        committedQuantity: null,
      } as const;
      const change = await putPrices(tx, "moscow", [price]);
      await reprice(tx, { skuIds: change.skuIds, projectIds: null, from }, at("2026-05-05T10:00:00+03:00"));
    });
    await close("moscow", "2026-04", "2026-05-05T10:01:00+03:00");
    expect(await linesOf(payer, "2026-04")).toMatchObject([
      { service_code: "vm", supply: "2026-04", gross_minor: 4_800n },
    ]);
  });

  test("a broken invariant refuses the close, and mended books let it go on", async () => {
    await play.run([play.event(project, "requests", "2026-05-10T12:00:00+03:00", 1000)], "2026-05-20T12:00:00+03:00");
    const spoil = (by: number) =>
      ownerOf(database).transaction(async (tx) => {
        await tx.execute("set local session_replication_role = replica");
        await tx.execute("update fund_lot set remaining_minor = remaining_minor + $2 where project_id = $1", [
          project,
          by,
        ]);
      });
    await spoil(-1);
    await expect(close("moscow", "2026-05", "2026-06-05T10:00:00+03:00")).rejects.toMatchObject({
      kind: { code: "books_not_coherent" },
    });
    await spoil(1);
    expect(await close("moscow", "2026-05", "2026-06-05T10:00:00+03:00")).toMatchObject({ resumed: true });
  });

  test("PAY-05 invariant 28: a transfer that waits longer than a week refuses the close until it is decided", async () => {
    await play.run([play.event(project, "requests", "2026-06-10T12:00:00+03:00", 1000)], "2026-06-20T12:00:00+03:00");
    const now = at("2026-06-28T10:00:00+03:00");
    const account = "40702810938120061991";
    const bytes = encode(oneCText([{ amount: "77", recipient: account }], [{ account }]), "utf-8");
    await database.transaction((tx) => importStatement(tx, { bytes, fileName: "a.txt", importedBy: "test", now }));
    await expect(close("moscow", "2026-06", "2026-07-05T10:00:00.001+03:00")).rejects.toMatchObject({
      kind: { code: "books_not_coherent" },
      details: { values: { names: "28-suspense-is-decided" } },
    });
    await database.transaction(async (tx) => {
      const [item] = await listSuspense(tx, 0n, 10);
      const decision = { outcome: "returned", staffUserId: "u1", note: "вернули", now: plus(now, 10 * DAY) } as const;
      await closeSuspense(tx, { lineId: item?.lineId ?? 0n, ...decision });
    });
    expect(await close("moscow", "2026-06", "2026-07-08T10:00:00+03:00")).toMatchObject({ resumed: true });
  });

  test("DOC-02 no UPD leaves a supplier outside Russia", async () => {
    await play.run(
      [play.event(kazakh, "requests", "2026-05-10T12:00:00+05:00", 1_000_000)],
      "2026-06-05T12:00:00+03:00",
    );
    await makePayer(database, [kazakh], { name: "ТОО «Дала»" });
    for (const month of ["2025-12", "2026-01", "2026-02", "2026-03", "2026-04"])
      await close("kazakhstan", month, "2026-06-05T12:00:00+03:00");
    expect(await close("kazakhstan", "2026-05", "2026-06-06T12:00:00+03:00")).toEqual({
      payers: 0,
      documents: 0,
      resumed: false,
    });
  });
});

test("DOC-04 numbers have no gap when two regions of one supplier close at once", async () => {
  const { database: own, drop } = await createTestDatabase();
  await makeWorld(own);
  await own.query(
    `insert into region select 'petersburg', name, '{}', currency, time_zone, supplier_code, country_code, document_address, payment_methods, edm_available
       from region where region_code = 'moscow'`,
  );
  await own.query(
    "insert into account (region_code, owner_user_id, created_at) values ('petersburg', 'u1', '2026-09-01Z')",
  );
  await own.query(
    `insert into price_list (price_list_code, region_code, currency, kind) values ('petersburg', 'petersburg', 'RUB', 'region')`,
  );
  await own.query(
    `insert into price (price_list_id, sku_id, starts_at, ends_at, model, unit_price, tiers, committed_quantity)
     select (select price_list_id from price_list where price_list_code = 'petersburg'), sku_id, starts_at, ends_at, model, unit_price, tiers, committed_quantity
       from price join price_list using (price_list_id) where price_list_code = 'moscow'`,
  );
  const there = new Play(own);
  for (let index = 0; index < 12; index += 1) {
    const project = await there.project(index % 2 === 0 ? "moscow" : "petersburg");
    await makePayer(own, [project]);
    await there.pay(project, 100, "2026-10-01T09:00:00+03:00");
    await there.run(
      [there.event(project, "requests", "2026-10-02T12:00:00+03:00", 10_000)],
      "2026-10-03T00:00:00+03:00",
    );
  }
  const ports = { ...printing.closePorts, batch: 1 };
  await Promise.all(["moscow", "petersburg"].map((region) => closeMonth(own, ports, region, OCTOBER, CLOSING)));
  const numbers = await own.query<{ number: number }>("select number from document order by number");
  expect(numbers.map((row) => row.number)).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
  await expectCoherent(own, CLOSING);
  await drop();
});
