import { afterAll, beforeAll, expect, test } from "vitest";

import { type Printing, openPrinting } from "../../src/composition/printing.ts";
import { type ProjectId, formatPid } from "../../src/core/ids.ts";
import { at, localMonth } from "../../src/core/time.ts";
import { closeMonth } from "../../src/modules/closing/index.ts";
import { changePayer } from "../../src/modules/parties/index.ts";
import { importStatement } from "../../src/modules/payments/index.ts";
import { encode, oneCText } from "../support/bank-files.ts";
import { testDatabase } from "../support/database.ts";
import { expectCoherent } from "../support/invariants.ts";
import { Play } from "../support/play.ts";
import { makePayer, makeWorld } from "../support/world.ts";

/** Row 5 of a UPD: which transfers paid what it shows. */
const { database } = await testDatabase();
const play = new Play(database);
const OWN = "40702810938120061991";

let printing: Printing;
beforeAll(async () => {
  printing = openPrinting();
  await makeWorld(database);
});
afterAll(() => printing.close());

/** A transfer that the bank credits on a day, imported at an instant. */
async function transfer(number: string, on: string, project: ProjectId, amount: string, imported: string) {
  const document = { number, date: "01.01.2026", amount, recipient: OWN, purpose: formatPid(project), creditedOn: on };
  const bytes = encode(oneCText([document], [{ account: OWN }]), "utf-8");
  const file = { bytes, fileName: `${number}.txt`, importedBy: "test", now: at(imported) };
  await database.transaction((tx) => importStatement(tx, file));
}

const close = (month: string, now: string) =>
  closeMonth(database, printing.closePorts, "moscow", localMonth(month), at(now));

/** Number, date and amount of the payments that the UPDs of a payer's month name, by document. */
async function named(payerId: bigint, month: string): Promise<string[][]> {
  const rows = await database.query<{ snapshot: string }>(
    "select snapshot from document where payer_id = $1 and month = $2 and kind = 'upd' order by document_id",
    [payerId, `${month}-01`],
  );
  return rows.map(({ snapshot }) => {
    const { paymentDocuments } = JSON.parse(snapshot) as {
      paymentDocuments: { number: string; date: string; amount: string }[];
    };
    return paymentDocuments.map(({ number, date, amount }) => `${number} of ${date}, ${amount}`);
  });
}

test("DOC-12 PAY-08 PAY-13 a UPD names the transfers that paid its lines, by lot, by the bank's date, whenever they came", async () => {
  const [prepaid, postpaid, moving] = [await play.project(), await play.project(), await play.project()];
  const payer = await makePayer(database, [prepaid]);
  const later = await makePayer(database, [postpaid], { postpaid: true, name: "ООО «Василёк»", inn: "7728168971" });
  const before = await makePayer(database, [moving], { name: "ООО «Клевер»", inn: "7736050003" });
  const [other] = [await play.project()];
  const after = await makePayer(database, [other], { name: "ООО «Мята»", inn: "7710140679" });

  // The second one is on the bank's account first, and in the books last.
  await transfer("11", "29.09.2026", prepaid, "50.00", "2026-09-30T09:00:00+03:00");
  await close("2026-09", "2026-10-01T10:00:00+03:00");
  await transfer("13", "05.10.2026", prepaid, "10.00", "2026-10-06T09:00:00+03:00");
  await transfer("12", "02.10.2026", prepaid, "100.00", "2026-10-07T09:00:00+03:00");
  await transfer("21", "02.10.2026", moving, "40.00", "2026-10-03T09:00:00+03:00");
  await transfer("22", "03.10.2026", moving, "100.00", "2026-10-04T09:00:00+03:00");
  const used = (project: ProjectId, when: string, quantity: number) => play.event(project, "requests", when, quantity);
  await play.run(
    [
      used(prepaid, "2026-10-08T12:00:00+03:00", 200_000),
      used(postpaid, "2026-10-08T12:00:00+03:00", 100_000),
      used(moving, "2026-10-08T12:00:00+03:00", 100_000),
    ],
    "2026-10-09T12:00:00+03:00",
  );
  const [contract] = await database.query<{ id: bigint }>(
    "select contract_id as id from contract where payer_id = $1",
    [after],
  );
  await database.transaction((tx) =>
    changePayer(tx, moving, after, contract?.id ?? 0n, at("2026-10-15T00:00:00+03:00")),
  );
  await play.run([used(moving, "2026-10-20T12:00:00+03:00", 100_000)], "2026-10-21T12:00:00+03:00");
  await play.run([used(prepaid, "2026-11-02T12:00:00+03:00", 50_000)], "2026-11-03T12:00:00+03:00");
  await transfer("14", "03.11.2026", prepaid, "500.00", "2026-11-04T09:00:00+03:00");
  await transfer("31", "03.11.2026", postpaid, "500.00", "2026-11-04T09:00:00+03:00");
  await play.run([], "2026-11-05T09:00:00+03:00");

  await close("2026-10", "2026-11-05T10:00:00+03:00");
  // 74.00: the first whole, the second of that day, and 14.00 of the one that was imported last.
  expect(await named(payer, "2026-10")).toEqual([
    ["11 of 2026-09-29, 50.00", "12 of 2026-10-02, 100.00", "13 of 2026-10-05, 10.00"],
  ]);
  expect(await named(later, "2026-10")).toEqual([[]]);
  expect(await named(before, "2026-10")).toEqual([["21 of 2026-10-02, 40.00"]]);
  expect(await named(after, "2026-10")).toEqual([["21 of 2026-10-02, 40.00", "22 of 2026-10-03, 100.00"]]);
  await expectCoherent(database, at("2026-11-05T10:00:00+03:00"));

  await play.run([used(postpaid, "2026-11-10T12:00:00+03:00", 100_000)], "2026-12-01T12:00:00+03:00");
  await close("2026-11", "2026-12-05T10:00:00+03:00");
  expect(await named(payer, "2026-11")).toEqual([["12 of 2026-10-02, 100.00"]]);
  // What it consumes in November is paid at once by what is left of its transfer.
  expect(await named(later, "2026-11")).toEqual([["31 of 2026-11-03, 500.00"]]);
  await expectCoherent(database, at("2026-12-05T10:00:00+03:00"));
});

test("PAY-13 DOC-12 what the bank valued in a month pays that month's debt on its paper, though it is imported in the next", async () => {
  const project = await play.project();
  const payer = await makePayer(database, [project], { name: "ООО «Астра»", inn: "7736207543" });
  await transfer("41", "02.12.2026", project, "10.00", "2026-12-02T12:00:00+03:00");
  await play.run([play.event(project, "requests", "2026-12-20T12:00:00+03:00", 100_000)], "2026-12-21T12:00:00+03:00");
  await transfer("42", "31.12.2026", project, "500.00", "2027-01-03T09:00:00+03:00");
  await play.run([play.event(project, "requests", "2027-01-04T12:00:00+03:00", 100_000)], "2027-01-05T12:00:00+03:00");
  await close("2026-12", "2027-01-05T13:00:00+03:00");
  expect(await named(payer, "2026-12")).toEqual([["41 of 2026-12-02, 10.00", "42 of 2026-12-31, 500.00"]]);
  const lines = await database.query(
    `select to_char(l.supply_month, 'YYYY-MM') as supply, l.gross_minor as gross
       from document d join document_line l using (document_id) where d.payer_id = $1 order by 1`,
    [payer],
  );
  expect(lines).toEqual([{ supply: "2026-12", gross: 3_700n }]);
  await expectCoherent(database, at("2027-01-05T13:00:00+03:00"));
});
