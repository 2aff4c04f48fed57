/** One of everything that an invariant speaks of, all of it coherent, and what is noticed when some of it is changed past the program. */
import { expect } from "vitest";

import { formatPid } from "../../src/core/ids.ts";
import { at, localMonth } from "../../src/core/time.ts";
import type { Database, Tx } from "../../src/platform/db.ts";
import { violationsIn } from "../../src/platform/invariants.ts";
import { chainActs } from "../../src/platform/audit/index.ts";
import { closeMonth } from "../../src/modules/closing/index.ts";
import { grantBonus } from "../../src/modules/balance/index.ts";
import { importStatement, paymentDocuments, recordPayment } from "../../src/modules/payments/index.ts";
import { encode, oneCText } from "./bank-files.ts";
import { ownerOf } from "./database.ts";
import { growBooks } from "./planted-rows.ts";
import { Play } from "./play.ts";
import { makePayer, makeWorld } from "./world.ts";

export const NOW = at("2026-11-04T10:00:00+03:00");
/** A transfer that names nobody came less than a week before. */
const WAITS_SINCE = at("2026-11-01T10:00:00+03:00");
const SUPPLIER_ACCOUNT = "40702810938120061991";

export async function plantedWorld(database: Database): Promise<void> {
  const play = new Play(database);
  await makeWorld(database);
  await database.query(
    `update region set payment_methods = '[{"code":"card","minimum":"10.00","recommendedFor":[],"onRequest":false}]' where region_code = 'moscow'`,
  );
  const [payer, postpaid, frozen] = [await play.project(), await play.project(), await play.project()];
  const thawed = await play.project();
  await makePayer(database, [payer]);
  await makePayer(database, [postpaid], { postpaid: true, name: "ООО «Василёк»", inn: "7728168971" });
  const opening = at("2026-10-02T09:00:00+03:00");
  const statement = (line: Parameters<typeof oneCText>[0][number], before: string, after: string) => {
    const moved = { opening: before, credited: line.amount, debited: "0", closing: after };
    return encode(oneCText([line], [{ account: SUPPLIER_ACCOUNT, ...moved }]), "utf-8");
  };
  const known = { amount: "5000", recipient: SUPPLIER_ACCOUNT, purpose: formatPid(payer), creditedOn: "02.10.2026" };
  const doubtful = { amount: "77", recipient: SUPPLIER_ACCOUNT, purpose: "за услуги", creditedOn: "01.11.2026" };
  await database.transaction(async (tx) => {
    const file = { bytes: statement(known, "0", "5000"), fileName: "a.txt", importedBy: "test", now: opening };
    await importStatement(tx, file);
    const later = { bytes: statement(doubtful, "5000", "5077"), fileName: "b.txt", now: WAITS_SINCE, confirmed: true };
    await importStatement(tx, { ...file, ...later });
    const card = { provider: "p", method: "card", externalId: "1", amountMinor: 2_000n, currency: "RUB" };
    await recordPayment(tx, { ...card, projectId: payer, at: opening });
    const bonus = {
      projectId: payer,
      bonusGroup: "compute",
      amountMinor: 100_000n,
      at: opening,
      idempotencyKey: "welcome",
    };
    await grantBonus(tx, { ...bonus, expiresAt: at("2026-12-31T00:00:00+03:00") });
    await grantBonus(tx, {
      ...bonus,
      bonusGroup: "platform",
      amountMinor: 5_000n,
      idempotencyKey: "other",
      expiresAt: at("2026-11-01T00:00:00+03:00"),
    });
  });
  const wrong = play.event(payer, "requests", "2026-10-05T12:00:00+03:00", 900_000);
  const right = { ...play.event(payer, "requests", "2026-10-05T12:00:00+03:00", 800_000), supersedes: wrong.id };
  await play.run([wrong], "2026-10-06T00:00:00+03:00");
  await play.run(
    [
      right,
      play.event(payer, "cpu", "2026-10-10T12:00:00+03:00", 4),
      play.event(payer, "cpu", "2026-10-12T12:00:00+03:00", 0),
      play.event(payer, "disk", "2026-10-30T12:00:00+03:00", 50, 2),
      play.event(postpaid, "cpu", "2026-10-10T12:00:00+03:00", 2),
      play.event(frozen, "licence", "2026-10-20T12:00:00+03:00", 1),
      play.event(thawed, "licence", "2026-10-20T12:00:00+03:00", 1),
    ],
    "2026-11-02T10:00:00+03:00",
  );
  await play.pay(thawed, 5000, "2026-11-02T12:00:00+03:00", { source: "other" });
  await play.run([], "2026-11-02T12:00:00+03:00");
  const ports = {
    render: async (all: readonly object[]) => all.map((_, index) => Buffer.from(`pdf ${index}`)),
    paymentDocuments,
  };
  await closeMonth(database, ports, "moscow", localMonth("2026-10"), NOW);
  await growBooks(database, [payer, postpaid]);
  await chainActs(database, NOW);
}

/** The invariants, of those whose names fit, that statements break: those of the owner who passes every trigger. */
export async function brokenAfter(database: Database, statements: readonly string[], only = /^/): Promise<string[]> {
  class Undo extends Error {}
  let names: string[] = [];
  await ownerOf(database)
    .transaction(async (tx: Tx) => {
      await tx.execute("set local session_replication_role = replica");
      for (const statement of statements) {
        const touched = await tx.execute(statement);
        if (/^(insert|update|delete)/.test(statement)) expect(touched, statement).toBeGreaterThan(0);
      }
      names = (await violationsIn(tx, NOW, { only })).map(({ invariant }) => invariant);
      throw new Undo();
    })
    .catch((error: unknown) => {
      if (!(error instanceof Undo)) throw error;
    });
  return names;
}
