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
