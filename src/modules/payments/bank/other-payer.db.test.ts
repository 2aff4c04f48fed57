import { afterAll, beforeAll, expect, test } from "vitest";

import { encode, oneCText } from "../../../../test/support/bank-files.ts";
import { testDatabase } from "../../../../test/support/database.ts";
import {
  MOSCOW_ACCOUNT,
  MOSCOW_PROJECT,
  SECOND_PROJECT,
  putPaymentWorld,
} from "../../../../test/support/payment-world.ts";
import { makePayer } from "../../../../test/support/world.ts";
import { formatPid } from "../../../core/ids.ts";
import { type Instant, at, formatInstant } from "../../../core/time.ts";
import { type Authority, createServer } from "../../../platform/http/index.ts";
import { createLogger } from "../../../platform/log.ts";
import { violations } from "../../../platform/invariants.ts";
import { assignSuspense, bringStatement, importStatement, paymentNotes } from "../index.ts";
import { officeRoutes } from "./http-office.ts";

const { database, clock } = await testDatabase();
const authority: Authority = {
  authenticate: async () => ({
    kind: "user",
    userNo: 1n,
    userId: "u1",
    email: "o@example.test",
    name: "O",
    language: "ru",
    staffRole: "accountant",
    roles: new Map(),
    scopes: null,
  }),
  verdicts: async () => [],
  projectsWith: () => [],
  payersWith: async () => [],
};
const server = await createServer({
  routes: officeRoutes((input) => database.transaction((tx) => bringStatement(tx, input)), null),
  authority,
  database,
  clock,
  log: createLogger("silent"),
  publicUrl: "http://localhost",
});
const list = async (path: string) => {
  const reply = await server.inject({ method: "GET", url: path, headers: { authorization: "Bearer x" } });
  return reply.json<{ items: Record<string, unknown>[] }>().items;
};

// The transfers of the file are paid by 7700000001: the second project's payer, not the first one's.
beforeAll(async () => {
  await putPaymentWorld(database);
  await makePayer(database, [MOSCOW_PROJECT], { inn: "7707083893" });
  await makePayer(database, [SECOND_PROJECT], { inn: "7700000001" });
});
afterAll(() => server.close());

test("PAY-13 a transfer by another company's INN is credited, marked, and shown to staff where it waits and where it went", async () => {
  const [other, own] = [formatPid(MOSCOW_PROJECT), formatPid(SECOND_PROJECT)];
  const transfers = [
    { number: "1", amount: "10", purpose: other },
    { number: "2", amount: "20", purpose: own },
    { number: "3", amount: "30", purpose: "за услуги" },
    { number: "4", amount: "40", purpose: `${other} или ${own}` },
    // The same again some days later waits as a possible duplicate, and names its project all the same.
    { number: "1", amount: "10", purpose: `${other}.`, date: "16.10.2026" },
    { number: "2", amount: "20", purpose: `${own}.`, date: "16.10.2026" },
  ].map((one) => ({ ...one, recipient: MOSCOW_ACCOUNT }));
  for (const [fileName, part] of [
    ["a.txt", transfers.slice(0, 4)],
    ["b.txt", transfers.slice(4)],
  ] as const) {
    const bytes = encode(oneCText(part, [{ account: MOSCOW_ACCOUNT }]), "utf-8");
    await database.transaction((tx) => importStatement(tx, { bytes, fileName, importedBy: "t", now: clock.now() }));
  }
  const lines = () =>
    database.query(
      "select document_number as no, other_payer as other from bank_statement_line where disposition = 'credited' order by line_id",
    );
  expect(await lines()).toEqual([
    { no: "1", other: true },
    { no: "2", other: false },
  ]);
  const waiting = await list("/v1/office/suspense");
  expect(waiting.map(({ amount, proposed, otherPayer, reason }) => ({ amount, proposed, otherPayer, reason }))).toEqual(
    [
      { amount: "30.00", proposed: null, otherPayer: false, reason: "pid_missing" },
      { amount: "40.00", proposed: null, otherPayer: false, reason: "pid_ambiguous" },
      { amount: "10.00", proposed: other, otherPayer: true, reason: "possible_duplicate" },
      { amount: "20.00", proposed: own, otherPayer: false, reason: "possible_duplicate" },
    ].map((one) => ({ ...one, amount: { amount: one.amount, currency: "RUB" } })),
  );
  const files = () => list("/v1/office/bank-files");
  expect(await files()).toMatchObject([
    { fileName: "b.txt", otherPayers: 0, otherPayersTo: [] },
    { fileName: "a.txt", otherPayers: 1, otherPayersTo: [other] },
  ]);
  // The customer reads that it was another company, and no number of it.
  const refs = (
    await database.query<{ id: bigint }>("select line_id as id from bank_statement_line where other_payer")
  ).map(({ id }) => `bank_statement_line:${id}`);
  const notes = [...(await database.transaction((tx) => paymentNotes(tx, [MOSCOW_PROJECT], refs))).values()];
  expect(notes).toMatchObject([{ ru: expect.stringContaining("ИНН другой организации") }]);
  expect(JSON.stringify(notes)).not.toContain("7700000001");
  // Staff find the project of one that named none: it is marked as well.
  const order = { projectId: MOSCOW_PROJECT, staffUserId: "staff", note: null, now: clock.now() };
  await database.transaction((tx) => assignSuspense(tx, { ...order, lineId: BigInt(String(waiting[0]?.["id"])) }));
  expect((await files())[1]).toMatchObject({ otherPayers: 2, otherPayersTo: [other] });
  expect(await violations(database, clock.now())).toEqual([]);
});

const THIRD_PROJECT = 1_000_000_004n;

/** A project that one company paid for until an instant and another since. */
async function putMoved(first: string, second: string, movedAt: Instant): Promise<void> {
  await database.transaction((tx) =>
    tx.execute(
      `insert into project (project_id, account_id, region_code, currency, name, status, created_at)
       select $1, account_id, 'moscow', 'RUB', 'Проект', 'active', '2026-01-01Z' from account where region_code = 'moscow'`,
      [THIRD_PROJECT],
    ),
  );
  await makePayer(database, [THIRD_PROJECT], { inn: first });
  await database.transaction(async (tx) => {
    await tx.execute("update project_payer set ends_at = $2 where project_id = $1", [
      THIRD_PROJECT,
      formatInstant(movedAt),
    ]);
    await tx.execute(
      `with payer as (
         insert into payer (account_id, kind, country_code, name, full_name, inn, kpp, ogrn, address, document_email, registered_at)
         select account_id, kind, country_code, name, full_name, $2, kpp, ogrn, address, document_email, registered_at
           from payer join project_payer using (payer_id) where project_id = $1 returning payer_id),
       contract as (
         insert into contract (payer_id, supplier_code, type, payment_scheme, starts_at)
         select payer_id, 'north', 'public_offer', 'prepaid', '2020-01-01Z' from payer returning payer_id, contract_id)
       insert into project_payer (project_id, payer_id, contract_id, starts_at) select $1, payer_id, contract_id, $3 from contract`,
      [THIRD_PROJECT, second, formatInstant(movedAt)],
    );
  });
}

test("PAY-13 the payer is the one of the value date, in whatever spelling, not the one of the import", async () => {
  // At noon of the 10th of Moscow.
  await putMoved("0274062111", "7700000016", at("2026-10-10T09:00:00Z"));
  const pid = formatPid(THIRD_PROJECT);
  const documents = [
    ["21", "09.10.2026", "0274062111"],
    ["22", "09.10.2026", "274062111/027401001"],
    ["23", "09.10.2026", "7700000016"],
    // On the day itself either of them is right.
    ["24", "10.10.2026", "0274062111"],
    ["25", "10.10.2026", "ИНН 7700000016"],
    ["26", "10.10.2026", "7700000001"],
    ["27", "11.10.2026", "7700000016/770001001"],
    ["28", "11.10.2026", "0274062111"],
    ["29", "11.10.2026", "77******16"],
    ["30", "11.10.2026", "0"],
  ] as const;
  // The payer's number of the file's documents is one for all: each goes in a file of its own.
  for (const [number, day, inn] of documents) {
    const document = {
      number,
      date: day,
      creditedOn: day,
      amount: `${number}.00`,
      recipient: MOSCOW_ACCOUNT,
      purpose: pid,
    };
    const text = oneCText([document], [{ account: MOSCOW_ACCOUNT }])
      .replace("ПлательщикИНН=7700000001", `ПлательщикИНН=${inn}`)
      .replace("Плательщик=ИНН 7700000001 ", "Плательщик=");
    const bytes = encode(text, "utf-8");
    await database.transaction((tx) =>
      importStatement(tx, { bytes, fileName: number, importedBy: "t", confirmed: true, now: clock.now() }),
    );
  }
  const marks = await database.query<{ no: string; other: boolean }>(
    `select document_number as no, other_payer as other from bank_statement_line where project_id = $1 order by line_id`,
    [THIRD_PROJECT],
  );
  expect(marks.map(({ no, other }) => [no, other])).toEqual([
    ["21", false],
    ["22", false],
    ["23", true],
    ["24", false],
    ["25", false],
    ["26", true],
    ["27", false],
    ["28", true],
    ["29", false],
    ["30", false],
  ]);
});

test("PAY-13 what waits is held against the payer of its value date, where it waits and where it went", async () => {
  const text = oneCText(
    [
      { number: "41", date: "09.10.2026", creditedOn: "09.10.2026", amount: "41", purpose: "за услуги" },
      {
        number: "42",
        date: "09.10.2026",
        creditedOn: "09.10.2026",
        amount: "42",
        purpose: `Возврат ${formatPid(THIRD_PROJECT)}`,
      },
    ].map((one) => ({ ...one, recipient: MOSCOW_ACCOUNT })),
    [{ account: MOSCOW_ACCOUNT }],
  )
    .replaceAll("ПлательщикИНН=7700000001", "ПлательщикИНН=0274062111")
    .replaceAll("Плательщик=ИНН 7700000001 ", "Плательщик=");
  const bytes = encode(text, "utf-8");
  await database.transaction((tx) =>
    importStatement(tx, { bytes, fileName: "w", importedBy: "t", confirmed: true, now: clock.now() }),
  );
  const waiting = (await list("/v1/office/suspense")).filter(({ fileName }) => fileName === "w");
  expect(waiting.map(({ proposed, otherPayer }) => [proposed, otherPayer])).toEqual([
    [null, false],
    [formatPid(THIRD_PROJECT), false],
  ]);
  const order = { projectId: THIRD_PROJECT, staffUserId: "staff", note: null, now: clock.now() };
  await database.transaction((tx) => assignSuspense(tx, { ...order, lineId: BigInt(String(waiting[0]?.["id"])) }));
  expect(
    await database.query("select other_payer as other from bank_statement_line where document_number = '41'"),
  ).toEqual([{ other: false }]);
});
