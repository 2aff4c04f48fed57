/** Which paper is this kopeck in, and which kopecks are in this paper: decided by the charge's contract, never by a month's end. */
import { afterAll, beforeAll, expect, test } from "vitest";

import type { ProjectId } from "../../src/core/ids.ts";
import { at, localDate, localMonth } from "../../src/core/time.ts";
import { type Printing, openPrinting } from "../../src/composition/printing.ts";
import { closeMonth, explainDocument, issueWaiting, waitingPayers } from "../../src/modules/closing/index.ts";
import { type ContractTerms, changePayer, concludeContract, registerPayer } from "../../src/modules/parties/index.ts";
import type { Database } from "../../src/platform/db.ts";
import { createTestDatabase } from "../support/database.ts";
import { expectCoherent } from "../support/invariants.ts";
import { Play } from "../support/play.ts";
import { makePayer, makeWorld } from "../support/world.ts";

let printing: Printing;
beforeAll(() => {
  printing = openPrinting();
});
afterAll(() => printing.close());

const START = at("2026-09-01T00:00:00+03:00");
const RECHNOY = { name: "ООО «Речной»", inn: "7728168971" };

const termsOf = (postpaid = false): ContractTerms =>
  postpaid
    ? {
        type: "individual",
        paymentScheme: "postpaid",
        number: "7/26",
        signedOn: localDate("2026-08-20"),
        startsAt: START,
      }
    : { type: "public_offer", paymentScheme: "prepaid", startsAt: START };

class World {
  readonly database: Database;
  readonly play: Play;
  readonly drop: () => Promise<void>;

  private constructor(database: Database, drop: () => Promise<void>) {
    this.database = database;
    this.play = new Play(database);
    this.drop = drop;
  }

  static async open(): Promise<World> {
    const { database, drop } = await createTestDatabase();
    await makeWorld(database);
    return new World(database, drop);
  }

  /** A payer with a contract, which pays for a project from an instant on. */
  async pays(
    projectId: ProjectId,
    from: string,
    terms: { kind?: "individual" | "legal_entity"; postpaid?: boolean; details?: object } = {},
  ): Promise<{ payerId: bigint; contractId: bigint }> {
    return this.database.transaction(async (tx) => {
      const [account] = await tx.query<{ accountId: bigint }>(
        'select account_id as "accountId" from project where project_id = $1',
        [projectId],
      );
      const payerId = await registerPayer(tx, {
        accountId: account?.accountId ?? 0n,
        kind: terms.kind ?? "legal_entity",
        countryCode: "RU",
        name: RECHNOY.name,
        ...(terms.kind === "individual"
          ? {}
          : { inn: RECHNOY.inn, kpp: "770701001", address: "г. Москва, ул. Новая, д. 1", registeredAt: START }),
        ...terms.details,
      });
      const contractId = await concludeContract(tx, payerId, "ru", termsOf(terms.postpaid));
      await changePayer(tx, projectId, payerId, contractId, at(from));
      return { payerId, contractId };
    });
  }

  contract(payerId: bigint, postpaid = false): Promise<bigint> {
    return this.database.transaction((tx) => concludeContract(tx, payerId, "ru", termsOf(postpaid)));
  }

  close(month: string, now: string) {
    return closeMonth(this.database, printing.closePorts, "moscow", localMonth(month), at(now));
  }

  documents(payerId: bigint) {
    return this.database.query<{
      kind: string;
      month: string;
      gross_minor: bigint;
      corrects: string | null;
      id: bigint;
    }>(
      `select d.kind, to_char(d.month, 'YYYY-MM') as month, d.gross_minor, c.number_text as corrects, d.document_id as id
         from document d left join document c on c.document_id = d.corrects_document_id where d.payer_id = $1 order by d.document_id`,
      [payerId],
    );
  }

  waiting() {
    return this.database.query<Record<string, unknown>>(
      `select payer_id, to_char(booking_month, 'YYYY-MM') as month, cause, waits_for, sum(gross_minor)::bigint as minor
         from document_part where waits_for is not null group by 1, 2, 3, 4 order by 1, 2, 3, 4`,
    );
  }

  /** Lines of documents that their charges do not add up to: none, when all is well. */
  async unexplained(): Promise<string[]> {
    const documents = await this.database.query<{ id: bigint }>("select document_id as id from document");
    const wrong: string[] = [];
    for (const { id } of documents) {
      const reference = { kind: "document", documentId: id, line: null } as const;
      const { lines } = await this.database.transaction((tx) => explainDocument(tx, reference));
      wrong.push(...lines.filter((line) => line.difference !== "0.00").map((line) => line.reference));
    }
    return wrong;
  }
}

/** One processor for 24 hours: 29.63 roubles. */
const DAY_MINOR = 2_963n;

/** A project with money whose processor runs through October. */
async function running(world: World): Promise<ProjectId> {
  const project = await world.play.project();
  await world.play.pay(project, 100_000, "2026-10-01T00:00:00+03:00");
  return project;
}

const run = (world: World, project: ProjectId, until = "2026-11-01T12:00:00+03:00") =>
  world.play.run(
    [
      world.play.event(project, "cpu", "2026-10-01T00:00:00+03:00", 1),
      world.play.event(project, "cpu", "2026-11-01T00:00:00+03:00", 0),
    ],
    until,
  );

test("REG-06 DOC-08 the company's half of a month is on its paper when an individual pays from its middle on", async () => {
  const world = await World.open();
  const project = await running(world);
  const company = await makePayer(world.database, [project]);
  const person = await world.pays(project, "2026-10-16T00:00:00+03:00", { kind: "individual" });
  await run(world, project);
  await world.close("2026-10", "2026-11-05T10:00:00+03:00");
  expect(await world.documents(company)).toMatchObject([{ kind: "upd", gross_minor: 15n * DAY_MINOR }]);
  expect(await world.documents(person.payerId)).toEqual([]);
  expect(await world.waiting()).toEqual([]);
  expect(await world.unexplained()).toEqual([]);
  await expectCoherent(world.database, at("2026-11-05T10:00:00+03:00"));
  await world.drop();
});

test("REG-06 DOC-01 each of two companies has its part of the month on its own paper, to the minute, whenever the change became known", async () => {
  for (const known of ["before", "after"]) {
    const world = await World.open();
    const project = await running(world);
    const old = await makePayer(world.database, [project]);
    const change = () => world.pays(project, "2026-10-16T12:00:00+03:00");
    const early = known === "before" ? await change() : null;
    await run(world, project, "2026-10-25T12:00:00+03:00");
    const { payerId } = early ?? (await change());
    await world.play.run([], "2026-11-01T12:00:00+03:00");
    await world.close("2026-10", "2026-11-05T10:00:00+03:00");
    // The 16th is cut at noon: half a day's 14.814 is 14.82 rounded up, and what is left of the day's 29.63.
    expect(await world.documents(old)).toMatchObject([{ kind: "upd", gross_minor: 15n * DAY_MINOR + 1_482n }]);
    expect(await world.documents(payerId)).toMatchObject([{ kind: "upd", gross_minor: 15n * DAY_MINOR + 1_481n }]);
    expect(await world.unexplained()).toEqual([]);
    await expectCoherent(world.database, at("2026-11-05T10:00:00+03:00"));
    await world.drop();
  }
});

test("DOC-07 REG-06 a late reduction and a late addition of a month before the move go to the old payer's document, each on its line", async () => {
  const world = await World.open();
  const project = await running(world);
  const old = await makePayer(world.database, [project]);
  const first = world.play.event(project, "requests", "2026-10-05T12:00:00+03:00", 1_000_000);
  await world.play.run([first], "2026-11-01T12:00:00+03:00");
  await world.close("2026-10", "2026-11-05T10:00:00+03:00");
  const { payerId } = await world.pays(project, "2026-11-01T00:00:00+03:00");
  const less = { ...world.play.event(project, "requests", "2026-10-05T12:00:00+03:00", 400_000), supersedes: first.id };
  const more = world.play.event(project, "requests", "2026-10-06T12:00:00+03:00", 100_000);
  const own = world.play.event(project, "requests", "2026-11-07T12:00:00+03:00", 200_000);
  await world.play.run([less, more, own], "2026-12-01T12:00:00+03:00");
  await world.close("2026-11", "2026-12-05T10:00:00+03:00");
  const [upd, adjustment, ...rest] = await world.documents(old);
  expect(upd).toMatchObject({ kind: "upd", month: "2026-10", gross_minor: 37_000n });
  expect(adjustment).toMatchObject({ kind: "adjustment", month: "2026-11", gross_minor: -18_500n, corrects: "M-26-1" });
  expect(rest).toEqual([]);
  const lines = await world.database.query(
    "select gross_minor from document_line where document_id = $1 order by line_no",
    [adjustment?.id],
  );
  expect(lines).toEqual([{ gross_minor: -22_200n }, { gross_minor: 3_700n }]);
  expect(await world.documents(payerId)).toMatchObject([{ kind: "upd", month: "2026-11", gross_minor: 7_400n }]);
  expect(await world.unexplained()).toEqual([]);
  await expectCoherent(world.database, at("2026-12-05T10:00:00+03:00"));
  await world.drop();
});

test("PYR-10 details that are confirmed after the close lead to the month's papers, by the next close or at once; nobody else is held up", async () => {
  const world = await World.open();
  const [late, nowhere, ready] = [await running(world), await running(world), await running(world)];
  const waits = await world.pays(late, "2026-09-01T00:00:00+03:00", { details: { registeredAt: null } });
  const homeless = await world.pays(nowhere, "2026-09-01T00:00:00+03:00", { details: { address: " " } });
  const other = await makePayer(world.database, [ready]);
  for (const project of [late, nowhere, ready]) await run(world, project);
  expect(await world.close("2026-10", "2026-11-05T10:00:00+03:00")).toMatchObject({ documents: 1 });
  expect(await world.documents(other)).toMatchObject([{ gross_minor: 31n * DAY_MINOR }]);
  const held = { month: "2026-10", cause: "supply", minor: 31n * DAY_MINOR };
  expect(await world.waiting()).toEqual([
    { payer_id: waits.payerId, waits_for: "details_not_confirmed", ...held },
    { payer_id: homeless.payerId, waits_for: "no_address", ...held },
  ]);
  await expectCoherent(world.database, at("2026-11-05T10:00:00+03:00"));

  await world.database.query("update payer set address = 'г. Тверь, ул. Мира, д. 2' where payer_id = $1", [
    homeless.payerId,
  ]);
  const mended = at("2026-11-20T10:00:00+03:00");
  expect(await issueWaiting(world.database, printing.closePorts, "moscow", mended)).toEqual({ issued: 1 });
  expect(await issueWaiting(world.database, printing.closePorts, "moscow", mended)).toEqual({ issued: 0 });
  await world.database.query("update payer set registered_at = '2026-11-25Z' where payer_id = $1", [waits.payerId]);
  await world.play.run([], "2026-12-01T12:00:00+03:00");
  await world.close("2026-11", "2026-12-05T10:00:00+03:00");
  const papers = await world.database.query(
    "select payer_id, number_text, to_char(month, 'YYYY-MM') as month, issued_on from document order by document_id",
  );
  expect(papers).toEqual(
    [other, homeless.payerId, waits.payerId].map((payerId, index) => ({
      payer_id: payerId,
      number_text: `M-26-${index + 1}`,
      month: "2026-10",
      issued_on: "2026-10-31",
    })),
  );
  expect(await world.waiting()).toEqual([]);
  expect(
    await world.database.query(
      "select from document left join document_print p using (document_id) where p.document_id is null",
    ),
  ).toEqual([]);
  expect(await world.unexplained()).toEqual([]);
  await expectCoherent(world.database, at("2026-12-05T10:00:00+03:00"));
  await world.drop();
});

test("PYR-02 DOC-09 a contract that begins in mid-month has its days documented by its own scheme, the days before by theirs", async () => {
  const world = await World.open();
  const project = await world.play.project();
  const { payerId } = await world.pays(project, "2026-09-01T00:00:00+03:00");
  const contractId = await world.contract(payerId, true);
  await world.database.transaction((tx) =>
    changePayer(tx, project, payerId, contractId, at("2026-10-16T00:00:00+03:00")),
  );
  await world.play.pay(project, 100, "2026-10-01T00:00:00+03:00");
  await run(world, project);
  await world.close("2026-10", "2026-11-05T10:00:00+03:00");
  // Prepaid: what the 100 roubles paid; the rest of the first half is owed. Post-paid: all of its half.
  expect(await world.documents(payerId)).toMatchObject([{ gross_minor: 10_000n }, { gross_minor: 16n * DAY_MINOR }]);
  await world.play.pay(project, 5_000, "2026-11-06T12:00:00+03:00");
  await world.play.run([], "2026-11-07T12:00:00+03:00");
  await world.play.run([], "2026-12-01T12:00:00+03:00");
  await world.close("2026-11", "2026-12-05T10:00:00+03:00");
  expect((await world.documents(payerId)).slice(2)).toMatchObject([
    { kind: "upd", month: "2026-11", gross_minor: 15n * DAY_MINOR - 10_000n },
  ]);
  expect(await world.unexplained()).toEqual([]);
  await expectCoherent(world.database, at("2026-12-05T10:00:00+03:00"));
  await world.drop();
});

test("DOC-07 a reduction that concerns several documents is one adjustment for each, the oldest first and none below nothing", async () => {
  const world = await World.open();
  const project = await world.play.project();
  const payerId = await makePayer(world.database, [project]);
  await world.play.pay(project, 100, "2026-10-01T00:00:00+03:00");
  const first = world.play.event(project, "requests", "2026-10-05T12:00:00+03:00", 1_000_000);
  await world.play.run([first], "2026-11-01T12:00:00+03:00");
  await world.close("2026-10", "2026-11-05T10:00:00+03:00");
  await world.play.pay(project, 1_000, "2026-11-06T12:00:00+03:00");
  await world.play.run([], "2026-11-07T12:00:00+03:00");
  await world.play.run([], "2026-12-01T12:00:00+03:00");
  await world.close("2026-11", "2026-12-05T10:00:00+03:00");
  expect(await world.documents(payerId)).toMatchObject([{ gross_minor: 10_000n }, { gross_minor: 27_000n }]);
  const less = { ...world.play.event(project, "requests", "2026-10-05T12:00:00+03:00", 200_000), supersedes: first.id };
  await world.play.run([less], "2026-12-20T12:00:00+03:00");
  await world.close("2026-12", "2027-01-05T10:00:00+03:00");
  expect((await world.documents(payerId)).slice(2)).toMatchObject([
    { kind: "adjustment", gross_minor: -10_000n, corrects: "M-26-1" },
    { kind: "adjustment", gross_minor: -19_600n, corrects: "M-26-2" },
  ]);
  expect(await world.unexplained()).toEqual([]);
  await expectCoherent(world.database, at("2027-01-05T10:00:00+03:00"));
  await world.drop();
});

test("DOC-01 PYR-10 what is supplied under no contract in force is dated under none, and waits until there is one", async () => {
  const world = await World.open();
  const project = await running(world);
  const { payerId, contractId } = await world.pays(project, "2026-09-01T00:00:00+03:00");
  await world.database.query("update contract set ends_at = '2026-10-16T00:00:00+03' where contract_id = $1", [
    contractId,
  ]);
  await run(world, project);
  await world.close("2026-10", "2026-11-05T10:00:00+03:00");
  expect(await world.documents(payerId)).toMatchObject([{ gross_minor: 15n * DAY_MINOR }]);
  expect(await world.waiting()).toMatchObject([
    { payer_id: payerId, waits_for: "no_contract", minor: 16n * DAY_MINOR },
  ]);
  await expectCoherent(world.database, at("2026-11-05T10:00:00+03:00"));

  const next = await world.contract(payerId, true);
  await world.database.transaction((tx) => changePayer(tx, project, payerId, next, at("2026-10-16T00:00:00+03:00")));
  await world.play.run([], "2026-12-01T12:00:00+03:00");
  await world.close("2026-11", "2026-12-05T10:00:00+03:00");
  expect((await world.documents(payerId)).slice(1)).toMatchObject([{ month: "2026-11", gross_minor: 16n * DAY_MINOR }]);
  expect(await world.unexplained()).toEqual([]);
  await expectCoherent(world.database, at("2026-12-05T10:00:00+03:00"));
  await world.drop();
});

test("DOC-09 DOC-01 a contract that had ended by the time it was assigned bears no usage of the hours after its end", async () => {
  const world = await World.open();
  const project = await running(world);
  const { payerId } = await world.pays(project, "2026-09-01T00:00:00+03:00");
  const before = world.play.event(project, "requests", "2026-10-16T10:00:00+03:00", 3_000);
  const after = world.play.event(project, "requests", "2026-10-16T14:00:00+03:00", 5_000);
  await world.play.run([before, after], "2026-10-20T12:00:00+03:00");
  const ended = await world.database.transaction((tx) =>
    concludeContract(tx, payerId, "ru", { ...termsOf(true), endsAt: at("2026-10-16T12:00:00+03:00") }),
  );
  await world.database.transaction((tx) => changePayer(tx, project, payerId, ended, at("2026-10-10T00:00:00+03:00")));
  await world.play.run([], "2026-11-01T12:00:00+03:00");
  const charges = await world.database.query(
    `select contract_id as contract, sum(amount_minor)::bigint as minor from charge where project_id = $1 and day = '2026-10-16'
      group by 1 having sum(amount_minor) <> 0 order by 1`,
    [project],
  );
  // Of one grain, rounded up once: the part before the end, and the rest under none.
  expect(charges).toEqual([
    { contract: 0n, minor: 185n },
    { contract: ended, minor: 111n },
  ]);
  await expectCoherent(world.database, at("2026-11-01T12:00:00+03:00"));
  await world.drop();
});

test("DOC-01 a month is closed after every earlier one with charges; what comes for a month before a closed one is booked after it", async () => {
  const world = await World.open();
  const project = await running(world);
  const payerId = await makePayer(world.database, [project]);
  await run(world, project);
  await world.close("2026-10", "2026-11-05T10:00:00+03:00");
  await world.play.run(
    [world.play.event(project, "requests", "2026-09-10T12:00:00+03:00", 1_000_000)],
    "2026-12-01T12:00:00+03:00",
  );
  await world.close("2026-11", "2026-12-05T10:00:00+03:00");
  const lines = await world.database.query(
    `select to_char(d.month, 'YYYY-MM') as month, to_char(l.supply_month, 'YYYY-MM') as supply, l.gross_minor
       from document d join document_line l using (document_id) where d.payer_id = $1 order by 1, 2`,
    [payerId],
  );
  expect(lines).toEqual([
    { month: "2026-10", supply: "2026-10", gross_minor: 31n * DAY_MINOR },
    { month: "2026-11", supply: "2026-09", gross_minor: 37_000n },
  ]);
  await expectCoherent(world.database, at("2026-12-05T10:00:00+03:00"));
  await world.drop();
});

test("REG-06 DOC-07 a move that becomes known after the close takes its days off the old payer's document and puts them on the new one's, and no balance changes", async () => {
  const world = await World.open();
  const project = await running(world);
  const old = await makePayer(world.database, [project]);
  await run(world, project);
  await world.close("2026-10", "2026-11-05T10:00:00+03:00");
  const before = await world.play.funds(project);
  const { payerId } = await world.pays(project, "2026-10-16T00:00:00+03:00");
  await world.play.run([], "2026-11-10T12:00:00+03:00");
  expect(await world.play.funds(project)).toEqual(before);
  await world.play.run([], "2026-12-01T12:00:00+03:00");
  await world.close("2026-11", "2026-12-05T10:00:00+03:00");
  expect(await world.documents(old)).toMatchObject([
    { kind: "upd", month: "2026-10", gross_minor: 31n * DAY_MINOR },
    { kind: "adjustment", month: "2026-11", gross_minor: -16n * DAY_MINOR, corrects: "M-26-1" },
  ]);
  expect(await world.documents(payerId)).toMatchObject([
    { kind: "upd", month: "2026-11", gross_minor: 16n * DAY_MINOR },
  ]);
  expect(await world.unexplained()).toEqual([]);
  await expectCoherent(world.database, at("2026-12-05T10:00:00+03:00"));
  await world.drop();
});

test("PRC-03 REG-06 a cheaper tier that a month reaches under its second contract keeps no month from being closed", async () => {
  const world = await World.open();
  const project = await running(world);
  const old = await makePayer(world.database, [project]);
  const { payerId } = await world.pays(project, "2026-10-16T00:00:00+03:00");
  // Volume prices: 99 at 0.50, and from the hundredth on all at 0.30: the second day costs 19.50 less than nothing.
  await world.play.run(
    [
      world.play.event(project, "mail", "2026-10-05T12:00:00+03:00", 99),
      world.play.event(project, "mail", "2026-10-20T12:00:00+03:00", 1),
    ],
    "2026-11-01T12:00:00+03:00",
  );
  await world.close("2026-10", "2026-11-05T10:00:00+03:00");
  expect(await world.documents(old)).toMatchObject([{ gross_minor: 4_950n }]);
  expect(await world.documents(payerId)).toEqual([]);
  expect(await world.waiting()).toMatchObject([{ payer_id: payerId, waits_for: "nothing_to_show", minor: -1_950n }]);
  const listed = await world.database.transaction((tx) => waitingPayers(tx, null, null, 10));
  expect(listed).toMatchObject([{ code: "nothing_to_show", quiet: true }]);
  await expectCoherent(world.database, at("2026-11-05T10:00:00+03:00"));
  await world.drop();
});

/** October as above: under the second contract less than nothing, 19.50; then so many letters at 0.30 become known later. */
async function lessThanNothing(world: World, runs = false) {
  const project = await running(world);
  await makePayer(world.database, [project]);
  const { payerId } = await world.pays(project, "2026-10-16T00:00:00+03:00");
  const { play } = world;
  await play.run(
    [
      play.event(project, "mail", "2026-10-05T12:00:00+03:00", 99),
      play.event(project, "mail", "2026-10-20T12:00:00+03:00", 1),
      ...(runs ? [0, 1].map((day) => play.event(project, "cpu", `2026-10-2${day}T00:00:00+03:00`, 1 - day)) : []),
    ],
    "2026-11-01T12:00:00+03:00",
  );
  await world.close("2026-10", "2026-11-05T10:00:00+03:00");
  const late = async (letters: number, month: string, next: string) => {
    const sent = play.event(project, "mail", "2026-10-25T12:00:00+03:00", letters, Number(month.slice(5)));
    await play.run([sent], `${next}-01T12:00:00+03:00`);
    await world.close(month, `${next}-05T10:00:00+03:00`);
    await expectCoherent(world.database, at(`${next}-05T10:00:00+03:00`));
  };
  return { payerId, late };
}

test("DOC-09 what came to less than nothing takes from what is supplied later of the same month, and stands on its line", async () => {
  const world = await World.open();
  const { payerId, late } = await lessThanNothing(world);
  await late(10, "2026-11", "2026-12");
  // 3.00 more is not enough: both wait together, and nobody is asked to do anything.
  expect(await world.documents(payerId)).toEqual([]);
  expect(new Set((await world.waiting()).map((row) => row["waits_for"]))).toEqual(new Set(["nothing_to_show"]));
  await late(100, "2026-12", "2027-01");
  expect(await world.documents(payerId)).toMatchObject([{ kind: "upd", month: "2026-12", gross_minor: 1_350n }]);
  expect(await world.waiting()).toEqual([]);
  expect(await world.unexplained()).toEqual([]);
  await world.drop();
});

test("DOC-09 what comes to nothing in the end is settled: it waits no more, needs no document, and is never changed again", async () => {
  const world = await World.open();
  const { payerId, late } = await lessThanNothing(world);
  await late(65, "2026-11", "2026-12");
  expect(await world.documents(payerId)).toEqual([]);
  expect(await world.waiting()).toEqual([]);
  const settled = await world.database.query<{ minor: bigint }>(
    "select gross_minor as minor from document_part where settled_at is not null order by 1",
  );
  expect(settled.map(({ minor }) => minor)).toEqual([-1_950n, 1_950n]);
  await expect(
    world.database.query("update document_part set gross_minor = 1 where settled_at is not null"),
  ).rejects.toThrow();
  // What is settled is no document: more of that month is a supply, not a correction of nothing.
  await late(10, "2026-12", "2027-01");
  expect(await world.documents(payerId)).toMatchObject([{ kind: "upd", month: "2026-12", gross_minor: 300n }]);
  await world.drop();
});

test("DOC-09 DOC-10 an increase of a month that a document shows is less by what its service had come to below nothing", async () => {
  const world = await World.open();
  const { payerId, late } = await lessThanNothing(world, true);
  expect(await world.documents(payerId)).toMatchObject([{ kind: "upd", month: "2026-10" }]);
  await late(100, "2026-11", "2026-12");
  expect((await world.documents(payerId)).slice(1)).toMatchObject([
    { kind: "adjustment", month: "2026-11", gross_minor: 1_050n, corrects: "M-26-2" },
  ]);
  expect(await world.waiting()).toEqual([]);
  expect(await world.unexplained()).toEqual([]);
  await world.drop();
});
