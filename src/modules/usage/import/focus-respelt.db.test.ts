import { describe, expect, test } from "vitest";

import { at } from "../../../core/time.ts";
import { decimal } from "../../../core/decimal.ts";
import { only, textArray } from "../../../platform/db.ts";
import { assignPriceScope } from "../../catalog/index.ts";
import { LETTERS } from "./focus-store.ts";
import { letters } from "./focus-sub-accounts.ts";
import { type Cells, FIVE, bill, counts, openBills } from "../../../../test/support/focus-bills.ts";

const { database, newPayer, run, payer } = await openBills();

const projectsOf = (payerId: bigint) =>
  database.query<{ projectId: bigint }>(`select project_id as "projectId" from focus_project where payer_id = $1`, [
    payerId,
  ]);

const DIGITS = { ListCost: "23.16657705129", ListUnitPrice: "11.583288525645" };
const QUANTITY = { ListCost: "16.666666665", PricingQuantity: "0.3333333333", ConsumedQuantity: "0.3333333333" };

describe("a bill that comes again in another spelling", () => {
  test.each<[string, Cells, Cells]>([
    ["a cost of fewer digits", DIGITS, { ...DIGITS, ListCost: "23.1665770513" }],
    [
      "fewer digits of a quantity",
      QUANTITY,
      { ...QUANTITY, PricingQuantity: "0.33333333", ConsumedQuantity: "0.33333333" },
    ],
    ["fewer digits of a price", { ListUnitPrice: "50.0000000001" }, { ListUnitPrice: "50" }],
    ["a resource in other case", { ResourceId: "/Subscriptions/AB/vm-1" }, { ResourceId: "/subscriptions/ab/VM-1" }],
    ["a resource with accents apart", { ResourceId: "Қазына-й" }, { ResourceId: "Қазына-й".normalize("NFD") }],
    ["a sub-account in other case", { SubAccountId: "Sub-1" }, { SubAccountId: "SUB-1" }],
    ["a sub-account without its zeros", { SubAccountId: "012345678901" }, { SubAccountId: "12345678901" }],
    ["a sub-account as a spreadsheet shows it", { SubAccountId: "123456789012" }, { SubAccountId: "1.23457E+11" }],
    ["a period's last second", {}, { ChargePeriodEnd: "2026-10-05T01:59:59Z" }],
  ])(
    "PRC-04 %s is the same row, however often, in whatever order, and one more row is one more",
    async (_title, first, spelt) => {
      await newPayer();
      // A row that lacks a cell which others have, and says the same as one before, would wait for a person.
      const one = { ResourceId: "vm-7", ...first };
      const again = { ResourceId: "vm-7", ...spelt };
      const rate = { rate: decimal("90") };
      expect((await run(bill([one, ...FIVE]), rate)).counts).toEqual(counts(6));
      for (const spelling of [again, again, one]) {
        expect((await run(bill([...FIVE, spelling].toReversed()), rate)).counts).toEqual(counts(0, 6));
      }
      expect((await run(bill([again, again]), rate)).counts).toEqual(counts(1, 1));
    },
  );

  test("PRC-04 a provider spelt anew beside a resource that is lost waits for a person", async () => {
    await newPayer();
    expect((await run(bill([{ ResourceId: "vm-1" }]))).counts).toEqual(counts(1));
    const { counts: found, codes } = await run(bill([{ ProviderName: "ACME Inc.", ResourceId: "" }]));
    expect([found, codes]).toEqual([counts(0, 0, 0, 1), ["may_be_known"]]);
  });

  test("PRC-04 two resources that differ in case only are two, in one bill and when it comes again", async () => {
    await newPayer();
    const both = [{ ResourceId: "VM-1" }, { ResourceId: "vm-1" }];
    expect((await run(bill(both))).counts).toEqual(counts(2));
    expect((await run(bill(both.toReversed()))).counts).toEqual(counts(0, 2));
    expect((await run(bill([{ ResourceId: "vm-1" }, { ResourceId: "vm-1" }]))).counts).toEqual(counts(0, 2));
  });

  test("PRC-04 a row that came in another spelling stays that row when its project is priced anew from before", async () => {
    await newPayer();
    const [first, spelt] = [{ ResourceId: "VM-1" }, { ResourceId: "vm-1" }];
    expect((await run(bill([first]))).counts).toEqual(counts(1));
    expect((await run(bill([spelt]))).counts).toEqual(counts(0, 1));
    const { projectId } = only(await projectsOf(payer()));
    await database.transaction((tx) =>
      assignPriceScope(tx, BigInt(projectId), ["moscow"], at("2026-10-01T00:00:00+03:00")),
    );
    expect((await run(bill([spelt]))).counts).toEqual(counts(0, 1));
    expect((await run(bill([first]))).counts).toEqual(counts(0, 1));
  });

  test("PRC-04 the database tells letters apart as the program does, in every alphabet", async () => {
    const isSpelt = /[^\p{Cn}\p{Co}\p{Cs}\p{Script=Han}\p{Script=Hangul}\p{Script=Tangut}\0]/u;
    const characters = Array.from({ length: 0x1_10_000 }, (_, code) => String.fromCodePoint(code));
    // Alone, where words end, and between accents that are put in order.
    const ids = characters.filter((one) => isSpelt.test(one)).map((one) => `${one}Σ${one}aΣ${one}a\u0301\u0323`);
    ids.push("ЖҚÉ", "İSTANBUL", "ΟΔΟΣ", "ﬁ STRASSE ẞ");
    // The program's Unicode may be a year ahead: characters that the database's does not have are nobody's letters yet.
    const rows = await database.query<{ own: string; text: string }>(
      `select r.external_id as own, ${LETTERS} as text from unnest($1::text[]) as r(external_id) where unicode_assigned(r.external_id)`,
      [textArray(ids)],
    );
    expect(rows.length).toBeGreaterThan(30_000);
    expect(rows.filter(({ own, text }) => text !== letters(own))).toEqual([]);
  });
});
