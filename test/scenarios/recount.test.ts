import { afterAll, beforeAll, expect, it } from "vitest";

import { type Printing, openPrinting } from "../../src/composition/printing.ts";
import { at } from "../../src/core/time.ts";
import { recountCharges } from "../recount/charges.ts";
import { type Charge, readFacts } from "../recount/facts.ts";
import { growDemo } from "../recount/grow.ts";
import { recount } from "../recount/index.ts";
import { recountPapers } from "../recount/papers.ts";
import { rate } from "../recount/rating.ts";
import { testDatabase } from "../support/database.ts";

const { database, clock } = await testDatabase();
let printing: Printing;
beforeAll(() => {
  printing = openPrinting();
});
afterAll(() => printing.close());

it("PRC-05, PAY-08, DOC-05, DOC-09: an independent recount of the demo world, grown by a month, finds no difference", async () => {
  const growth = { months: 1, seed: 7 };
  clock.moveTo(await growDemo(database, printing.closePorts, at("2026-11-20T09:00:00Z"), growth));
  const report = await recount(database);
  expect(report.differences).toEqual([]);
  expect(report.charges).toBeGreaterThan(4000);
  expect(report.papers).toBeGreaterThan(8);
});

it("PRC-05, DOC-09: a kopeck more or less, or on another's paper, is a difference", async () => {
  const facts = await readFacts(database);
  const parts = facts.projects.flatMap((project) => rate(facts, project));
  const [first, ...others] = facts.charges as [Charge, ...Charge[]];
  const raised = { ...facts, charges: [{ ...first, amount: first.amount + 1n }, ...others] };
  expect(recountCharges(raised, parts).differences).toHaveLength(1);
  const documented = facts.charges.find((one) => one.transfer > 0n && one.contractId !== "0") as Charge;
  const elsewhere = facts.charges.map((one) => (one === documented ? { ...one, transfer: one.transfer - 1n } : one));
  expect((await recountPapers(database, { ...facts, charges: elsewhere })).differences).toHaveLength(1);
  const quieter = { ...facts, events: facts.events.slice(1) };
  expect(
    recountCharges(
      facts,
      quieter.projects.flatMap((one) => rate(quieter, one)),
    ).differences,
  ).not.toEqual([]);
});
