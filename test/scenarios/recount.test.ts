import { afterAll, beforeAll, expect, it } from "vitest";

import { type Printing, openPrinting } from "../../src/composition/printing.ts";
import { at } from "../../src/core/time.ts";
import { recountCharges } from "../recount/charges.ts";
import { type Charge, readFacts } from "../recount/facts.ts";
import { growDemo } from "../recount/grow.ts";
import { recount } from "../recount/index.ts";
import { recountChains } from "../recount/chains.ts";
import { recountPayments } from "../recount/payments.ts";
import { rate } from "../recount/rating.ts";
import { ownerOf, testDatabase } from "../support/database.ts";

const { database, clock } = await testDatabase();
let printing: Printing;
beforeAll(() => {
  printing = openPrinting();
});
afterAll(() => printing.close());

it("PRC-05, PAY-08, DOC-05, DOC-09: an independent recount of the demo world, grown by two months, finds no difference", async () => {
  const growth = { months: 2, seed: 7 };
  clock.moveTo(await growDemo(database, printing.closePorts, at("2026-11-20T09:00:00Z"), growth));
  const report = await recount(database);
  expect(report.differences).toEqual([]);
  expect(report.charges).toBeGreaterThan(4000);
  expect(report.papers).toBeGreaterThan(8);
  expect(report.paymentsTold).toBeGreaterThan(2);
});

it("PRC-05, DOC-09: a kopeck more or less, or on another's paper, is a difference", async () => {
  const facts = await readFacts(database);
  const parts = facts.projects.flatMap((project) => rate(facts, project));
  const [first, ...others] = facts.charges as [Charge, ...Charge[]];
  const raised = { ...facts, charges: [{ ...first, amount: first.amount + 1n }, ...others] };
  expect(recountCharges(raised, parts).differences).toHaveLength(1);
  const documented = facts.charges.find((one) => one.transfer > 0n && one.contractId !== "0") as Charge;
  const elsewhere = facts.charges.map((one) => (one === documented ? { ...one, transfer: one.transfer - 1n } : one));
  expect((await recountChains(database, { ...facts, charges: elsewhere })).differences).toHaveLength(1);
  const quieter = { ...facts, events: facts.events.slice(1) };
  expect(
    recountCharges(
      facts,
      quieter.projects.flatMap((one) => rate(quieter, one)),
    ).differences,
  ).not.toEqual([]);
});

it("PAY-08, DOC-09: a transfer that is not named, a paper of another contract and a correction of another document are differences", async () => {
  const facts = await readFacts(database);
  const found = async (statement: string, values: unknown[] = []): Promise<string> => {
    const planted = new Error("taken back");
    let whats: string[] = [];
    await ownerOf(database)
      .transaction(async (tx) => {
        await tx.execute("set local session_replication_role = replica");
        if ((await tx.execute(statement, values)) === 0) throw new Error("nothing was planted");
        const counted = [await recountChains(tx, facts), await recountPayments(tx, facts)];
        whats = counted.flatMap(({ differences }) => differences.map(({ what }) => what.split(" ")[0] ?? ""));
        throw planted;
      })
      .catch((error: unknown) => {
        if (error !== planted) throw error;
      });
    return [...new Set(whats)].sort().join(", ");
  };
  const [file] = await database.query<{ sha256: Buffer; body: Buffer }>(
    `select f.sha256, f.body from document d join stored_file f on f.sha256 = d.xml_sha256
      where position(convert_to('ПРД=', 'windows-1251') in f.body) > 0 order by d.document_id limit 1`,
  );
  const without = Buffer.from(
    (file?.body ?? Buffer.of()).toString("latin1").replace(/<\xd1\xe2\xcf\xd0\xc4 [^>]*>/, ""),
    "latin1",
  );
  expect(await found("update stored_file set body = $2 where sha256 = $1", [file?.sha256, without])).toBe("payments");
  const another = "(select min(contract_id) from contract where contract_id <> p.contract_id)";
  expect(
    await found(
      `update document_part p set contract_id = ${another} where document_id = (select min(document_id) from document_part)`,
    ),
  ).toContain("document");
  expect(
    await found(
      `update document d set corrects_document_id = (select max(document_id) from document o where o.kind <> d.kind and o.document_id <> d.corrects_document_id)
        where document_id = (select min(document_id) from document where corrects_document_id is not null)`,
    ),
  ).toBe("chain");
});
