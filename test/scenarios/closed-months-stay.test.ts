import { beforeAll, describe, expect, test } from "vitest";

import { at, localMonth } from "../../src/core/time.ts";
import { closeMonth } from "../../src/modules/closing/index.ts";
import { paymentDocuments } from "../../src/modules/payments/index.ts";
import { violationsIn } from "../../src/platform/invariants.ts";
import { ownerOf, testDatabase } from "../support/database.ts";
import { Play } from "../support/play.ts";
import { makePayer, makeWorld } from "../support/world.ts";

const { database } = await testDatabase();
const play = new Play(database);
const NOW = at("2026-11-04T10:00:00+03:00");

/** A closed month with charges, covers and a document; charges of the open month beside them. */
beforeAll(async () => {
  await makeWorld(database);
  const [payer, late] = [await play.project(), await play.project()];
  await makePayer(database, [payer]);
  await play.pay(payer, 5_000, "2026-10-02T09:00:00+03:00");
  await play.run([play.event(payer, "cpu", "2026-10-10T12:00:00+03:00", 4)], "2026-10-20T00:00:00+03:00");
  await play.run([play.event(late, "requests", "2026-10-10T12:00:00+03:00", 900_000)], "2026-10-21T00:00:00+03:00");
  await play.pay(late, 5_000, "2026-10-22T09:00:00+03:00");
  await play.run([], "2026-11-02T10:00:00+03:00");
  const render = async (all: readonly object[]) => all.map((_, index) => Buffer.from(`pdf ${index}`));
  await closeMonth(database, { render, paymentDocuments }, "moscow", localMonth("2026-10"), NOW);
  await play.run([], "2026-11-06T10:00:00+03:00");
});

const CLOSED = "where booking_month = '2026-10-01'";

describe("DOC-07 invariant 29: the database refuses to change what belongs to a closed month", () => {
  test.each([
    ["charge_of_closed_month", `update charge set quantity = quantity + 1 ${CLOSED}`],
    ["charge_of_closed_month", `update charge set booking_month = '2026-11-01' ${CLOSED}`],
    ["charge_append_only", `delete from charge ${CLOSED}`],
    ["charge_append_only", "truncate charge"],
    ["charge_cover_of_closed_month", `update charge_cover set amount_minor = amount_minor + 1 ${CLOSED}`],
    ["charge_cover_append_only", `delete from charge_cover ${CLOSED}`],
    ["document_part_append_only", `update document_part set gross_minor = gross_minor + 1 ${CLOSED}`],
    ["document_part_append_only", `delete from document_part ${CLOSED}`],
    ["document_part_append_only", "truncate document_part"],
    ["document_number_is_given", "update document_number set year = 2030"],
    ["document_number_is_given", "update document_number set year = 2030"],
    ["document_number_is_given", "delete from document_number"],
    ["document_number_append_only", "truncate document_number"],
    ["month_close_ends_once", "update month_close set issue_at = issue_at + interval '1 day'"],
    ["month_close_ends_once", "update month_close set state = 'running', closed_at = null"],
    ["month_close_append_only", "delete from month_close"],
    ["month_close_append_only", "truncate month_close"],
    ["period_lock_append_only", "delete from period_lock"],
    ["price_append_only", "truncate price"],
    ["seal_append_only", "update seal set sha256 = sha256('x')"],
    ["seal_append_only", "delete from seal"],
    ["month_seal_append_only", "update month_seal set sha256 = sha256('x')"],
    ["month_seal_append_only", "delete from month_seal"],
  ])("%s: %s", async (constraint, statement) => {
    const [, table] = /^(?:update|delete from) (\w+)/.exec(statement) ?? [];
    const rows = table && (await database.query(`select from ${table} ${statement.includes(CLOSED) ? CLOSED : ""}`));
    expect(rows).not.toEqual([]);
    await expect(ownerOf(database).transaction((tx) => tx.execute(statement))).rejects.toMatchObject({ constraint });
  });

  test("PRC-04 a price is never deleted nor changed, only ended", async () => {
    for (const statement of ["delete from price", "update price set unit_price = unit_price + 1"])
      await expect(ownerOf(database).transaction((tx) => tx.execute(statement))).rejects.toMatchObject({
        table: "price",
      });
  });

  test("what is open still grows", async () => {
    const open = "update charge set charged_until = charged_until where booking_month = '2026-11-01'";
    expect(await database.transaction((tx) => tx.execute(open))).toBeGreaterThan(0);
  });

  test("invariant 29 a closed month's seal that was made anew after its charges were changed does not fit the next", async () => {
    const november = at("2026-12-03T10:00:00+03:00");
    await play.run([], "2026-12-02T10:00:00+03:00");
    const render = async (all: readonly object[]) => all.map((_, index) => Buffer.from(`pdf ${index}`));
    await closeMonth(database, { render, paymentDocuments }, "moscow", localMonth("2026-11"), november);
    const sealed = "select region_code, month::text, seal_no from month_seal order by seal_no";
    expect(await database.query(sealed)).toEqual([
      { region_code: "moscow", month: "2026-10-01", seal_no: 1n },
      { region_code: "moscow", month: "2026-11-01", seal_no: 2n },
    ]);
    const anew = ownerOf(database).transaction(async (tx) => {
      await tx.execute("set local session_replication_role = replica");
      await tx.execute(`update charge set charged_until = charged_until - interval '1 hour' ${CLOSED}`);
      await tx.execute(
        "update month_seal set content_sha256 = month_content(region_code, month, last_document_id) where seal_no = 1",
      );
      await tx.execute("update month_seal s set sha256 = month_link(s, null) where seal_no = 1");
      const found = await violationsIn(tx, november);
      throw new Error(JSON.stringify(found.map(({ invariant, rows }) => [invariant, rows])));
    });
    const chain = [{ region_code: "moscow", month: "2026-11-01", problem: "the chain" }];
    await expect(anew).rejects.toThrow(JSON.stringify([["29-months-are-as-sealed", chain]]));
  });
});
