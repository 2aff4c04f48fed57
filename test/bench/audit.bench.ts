import { at } from "../../src/core/time.ts";
import { type EntryDraft, chargeEntry, post } from "../../src/modules/ledger/index.ts";
import { amountText, defineAct } from "../../src/platform/act.ts";
import { type Database, inOrder } from "../../src/platform/db.ts";
import { recordAct } from "../../src/platform/record-act.ts";
import { type BenchContext, type BenchResult, atMost, inLanes, openBench, secondsOf } from "./harness.ts";

const LANES = 8;
const PROJECTS = 100_000;
const ROUNDS = 7;
const NOW = at("2026-11-20T09:00:00Z");

const charged = defineAct({
  code: "bench.charged",
  class: "money",
  texts: { ru: "Начислено", en: "Charged" },
  fields: { amount: { ru: "Сумма", en: "Amount" }, note: { ru: "Пояснение", en: "Note" } },
});

/** AUD-01: an entry with its act beside the same entry alone, in turns: what the audit costs on what it is about. */
export async function run(context: BenchContext): Promise<BenchResult[]> {
  const database = openBench(context.url, LANES);
  const acting = database.as({
    kind: "member",
    key: "user:bench",
    address: "10.0.0.1",
    agent: "Chrome/142",
    requestId: "r",
  });
  try {
    const count = context.scale === "full" ? 10_000 : 2_500;
    await alone(database, count);
    await withAct(acting, count);
    const ratios: number[] = [];
    const plain: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      // Each pair in the other order: whatever slows the machine meets both.
      const first = round % 2 === 0 ? await alone(database, count) : await withAct(acting, count);
      const second = round % 2 === 0 ? await withAct(acting, count) : await alone(database, count);
      const [bare, audited] = round % 2 === 0 ? [first, second] : [second, first];
      plain.push(bare);
      ratios.push(audited / bare);
    }
    const middle = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
    const limit = middle(plain);
    return [
      atMost("audit, a ledger entry with its act", limit * middle(ratios), "µs/entry", limit, 1.15, "the entry alone"),
    ];
  } finally {
    await database.close();
  }
}

let keys = 0;

function draft(projectId: bigint): EntryDraft {
  const facts = {
    projectId,
    regionCode: "moscow",
    currency: "RUB",
    effectiveAt: NOW,
    bookedAt: NOW,
    bookingMonth: "2026-11" as EntryDraft["bookingMonth"],
    reference: "bench",
    idempotencyKey: `audit-${(keys += 1)}`,
  };
  return chargeEntry(facts, [{ bonusGroup: null, fundingSource: "transfer", amountMinor: 100n }]);
}

const spread = (n: number): bigint => BigInt((n * 7919) % PROJECTS) + 1n;

/** Microseconds an entry, over all lanes. */
async function alone(database: Database, count: number): Promise<number> {
  const seconds = await secondsOf(() =>
    inLanes(LANES, count, (n) => database.transaction((tx) => post(tx, [draft(spread(n))]))),
  );
  return (seconds / count) * 1_000_000;
}

async function withAct(database: Database, count: number): Promise<number> {
  const seconds = await secondsOf(() =>
    inLanes(LANES, count, (n) =>
      database.transaction((tx) =>
        inOrder([
          () => post(tx, [draft(spread(n))]),
          () =>
            recordAct(tx, charged, NOW, {
              subjects: [{ kind: "project", id: spread(n) }],
              thing: `bench:${n}`,
              after: { amount: amountText(100n, "RUB"), note: "a usual note" },
            }),
        ]),
      ),
    ),
  );
  return (seconds / count) * 1_000_000;
}
