import fc from "fast-check";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";

import { ownerOf, testDatabase } from "../../../test/support/database.ts";
import { Play } from "../../../test/support/play.ts";
import { makeWorld } from "../../../test/support/world.ts";
import type { ProjectId } from "../../core/ids.ts";
import { at, instant, localMonth } from "../../core/time.ts";
import {
  type EntryDraft,
  type LedgerAccount,
  balances,
  bookingMonth,
  lockPeriod,
  lockedMonths,
  post,
} from "./index.ts";
import { ACCOUNTS_OF_KIND, CHART } from "./chart.ts";
import type { EntryKind, PostingDraft } from "./entry.ts";

const { database } = await testDatabase();
const play = new Play(database);
const T0 = at("2026-10-01T00:00:00Z");
let project: ProjectId;

beforeAll(() => makeWorld(database));
beforeEach(async () => {
  project = await play.project();
});

const account = (name: string) => name as LedgerAccount;
const CLEARING = account("suspense:clearing");
const pair = (amountMinor: bigint): PostingDraft[] => [
  { ledgerAccount: CLEARING, amountMinor, fundingSource: "other" },
  { ledgerAccount: account("bank:clearing"), amountMinor: -amountMinor, fundingSource: "other" },
];

function draft(over: Partial<EntryDraft> = {}): EntryDraft {
  return {
    projectId: project,
    regionCode: "moscow",
    currency: "RUB",
    kind: "suspense",
    effectiveAt: T0,
    bookedAt: T0,
    bookingMonth: localMonth("2026-10"),
    reference: "test",
    postings: pair(100n),
    ...over,
  };
}

const write = (...drafts: EntryDraft[]) => database.transaction((tx) => post(tx, drafts));
const refusedBy = (constraint: string) => ({ constraint });
/** Money that belongs to no charge or lot leaves again, so that the books of the whole world stay coherent. */
const undo = (minor: bigint) => write(draft({ postings: pair(-minor) }));

test("BAL-05 random entries, one by one or together, keep every account's balance, running balance and past balances", async () => {
  const posting = fc.record({
    ledgerAccount: fc.constantFrom(CLEARING, account("bank:one"), account("bank:two")),
    amount: fc.bigInt({ min: -1_000_000_000_000n, max: 1_000_000_000_000n }).filter((amount) => amount !== 0n),
    minute: fc.integer({ min: 0, max: 40_000 }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(posting, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 12 }),
      fc.boolean(),
      async (entries, together) => {
        project = await play.project();
        const drafts = entries.map((lines): EntryDraft => {
          const sum = lines.reduce((total, line) => total + line.amount, 0n);
          const given = lines.map(
            ({ ledgerAccount, amount }): PostingDraft => ({
              ledgerAccount,
              amountMinor: amount,
              fundingSource: "other",
            }),
          );
          const rest: PostingDraft[] =
            sum === 0n && given.length > 1
              ? []
              : [
                  {
                    ledgerAccount: account("suspense:rest"),
                    amountMinor: sum === 0n ? 1n : -sum,
                    fundingSource: "other",
                  },
                ];
          const mended =
            sum === 0n && rest.length > 0
              ? [...given, ...rest, { ...rest[0], amountMinor: -1n } as PostingDraft]
              : [...given, ...rest];
          return draft({ postings: mended, effectiveAt: instant(T0 + (lines[0]?.minute ?? 0) * 60_000) });
        });
        if (together) await write(...drafts);
        else for (const one of drafts) await write(one);
        const expected = new Map<LedgerAccount, bigint>();
        for (const one of drafts)
          for (const line of one.postings)
            expected.set(line.ledgerAccount, (expected.get(line.ledgerAccount) ?? 0n) + line.amountMinor);
        await database.transaction(async (tx) => {
          expect((await balances(tx, [project])).get(project)).toEqual(expected);
        });
      },
    ),
    { numRuns: 40, interruptAfterTimeLimit: 20_000 },
  );
});

test("reliability 4: concurrent posts to the same accounts lose and double nothing", async () => {
  await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      write(draft({ postings: pair(BigInt(index + 1)) }), draft({ postings: pair(1000n) })),
    ),
  );
  const own = (await balances(database, [project])).get(project);
  expect(own?.get(CLEARING)).toBe(210n + 20_000n);
  const [row] = await database.query(
    "select posting_count from ledger_balance where project_id = $1 and ledger_account = 'suspense:clearing'",
    [project],
  );
  expect(row?.["posting_count"]).toBe(40n);
  await undo(20_210n);
});

test("BAL-05 a set too large for one statement is written in its order, account by account, and each key once", async () => {
  const others = await Promise.all([play.project(), play.project()]);
  const owners = [...others, project];
  const drafts = Array.from({ length: 6_001 }, (_, n) =>
    draft({
      projectId: owners[n % 3] as ProjectId,
      reference: `set:${n}`,
      idempotencyKey: `set:${n % 3}:${n === 6_000 ? 0 : n}`,
      postings: pair(BigInt(n + 1)),
    }),
  );
  const posted = await write(...drafts);
  expect(posted.filter(({ repeated }) => repeated)).toEqual([posted[6_000]]);
  expect(posted[6_000]).toEqual({ entryId: posted[0]?.entryId, repeated: true });
  const rows = await database.query<{ reference: string; balance: bigint; posting_no: bigint }>(
    `select e.reference, p.balance_after_minor as balance, p.posting_no
       from posting p join journal_entry e using (project_id, entry_id)
      where p.project_id = $1 and p.ledger_account = 'suspense:clearing' order by p.posting_no`,
    [project],
  );
  let balance = 0n;
  const expected = Array.from({ length: 2_000 }, (_, index) => {
    balance += BigInt(index * 3 + 3);
    return { reference: `set:${index * 3 + 2}`, balance, posting_no: BigInt(index + 1) };
  });
  expect(rows).toEqual(expected);
  for (const projectId of owners) {
    const owed = (await balances(database, [projectId])).get(projectId)?.get(CLEARING) ?? 0n;
    await write(draft({ projectId, postings: pair(-owed) }));
  }
});

describe("an idempotency key", () => {
  test("writes once: again, in one call, and at once from many sides", async () => {
    const one = draft({ idempotencyKey: "k", postings: pair(7n) });
    const [first, twin] = await write(one, one);
    expect([first?.repeated, twin?.repeated, twin?.entryId]).toEqual([false, true, first?.entryId]);
    const again = await Promise.all(Array.from({ length: 8 }, () => write(one)));
    expect(again.flat().map((posted) => [posted.repeated, posted.entryId])).toEqual(
      again.map(() => [true, first?.entryId]),
    );
    const fresh = draft({ idempotencyKey: "l", postings: pair(1n) });
    const racing = (await Promise.all(Array.from({ length: 8 }, () => write(fresh)))).flat();
    expect(racing.filter((posted) => !posted.repeated)).toHaveLength(1);
    expect(new Set(racing.map((posted) => posted.entryId)).size).toBe(1);
    await undo(8n);
  });

  test("belongs to its project: another project may use the same", async () => {
    const other = await play.project();
    await write(draft({ idempotencyKey: "same" }), draft({ idempotencyKey: "same", projectId: other }));
    await write(draft({ postings: pair(-100n) }), draft({ postings: pair(-100n), projectId: other }));
  });
});

describe("invariant 1: the database refuses wrong books", () => {
  test("an entry that does not sum to zero, in any single statement", async () => {
    const unbalanced = database.transaction((tx) =>
      tx.execute(
        `with entry as (
           insert into journal_entry (project_id, entry_id, region_code, kind, effective_at, booked_at, booking_month, reference)
           values ($1, 1, 'moscow', 'suspense', '2026-10-01Z', '2026-10-01Z', '2026-10-01', 'x')
         ), balance as (
           insert into ledger_balance values ($1, 'a', 'RUB', 5, 1), ($1, 'b', 'RUB', -4, 1)
         )
         insert into posting values ($1, 1, 1, 'a', 'RUB', 5, 'other', '2026-10-01Z', 5, 1), ($1, 1, 2, 'b', 'RUB', -4, 'other', '2026-10-01Z', -4, 1)`,
        [project],
      ),
    );
    await expect(unbalanced).rejects.toMatchObject(refusedBy("posting_sums_to_zero"));
  });

  test("an entry that touches an account which its kind may not: each kind and account of the chart", async () => {
    const kinds = Object.keys(ACCOUNTS_OF_KIND) as EntryKind[];
    for (const kind of kinds) {
      const own = ACCOUNTS_OF_KIND[kind];
      for (const name of Object.keys(CHART) as (keyof typeof CHART)[]) {
        const postings: PostingDraft[] = [name, ...own.slice(0, 1)].map((one, index) => ({
          ledgerAccount: account(one.endsWith(":") ? `${one}x${index}` : one),
          amountMinor: index === 0 ? 5n : -5n,
          fundingSource: "other",
        }));
        const written = database.transaction(async (tx) => {
          await post(tx, [draft({ kind, postings })]);
          throw new Error("not kept");
        });
        if (own.includes(name)) await expect(written).rejects.toThrow("not kept");
        else await expect(written).rejects.toMatchObject(refusedBy("posting_in_chart"));
      }
    }
    for (const name of ["suspense:", "clearing", "", "suspense", "bank:"]) {
      const postings = pair(5n).map((line, index) => (index === 0 ? { ...line, ledgerAccount: account(name) } : line));
      await expect(write(draft({ postings }))).rejects.toMatchObject(refusedBy("posting_in_chart"));
    }
  });

  test("the chart of accounts of the code is that of the database", async () => {
    const chart = await database.query(`select ledger_account as name, normal_side as side from chart_of_accounts`);
    expect(new Map(chart.map((row) => [row["name"], row["side"]]))).toEqual(
      new Map(Object.entries(CHART).map(([name, line]) => [name, line.normalSide])),
    );
    const allowed = await database.query<{ kind: string; names: string[] }>(
      "select entry_kind as kind, array_agg(ledger_account order by ledger_account) as names from account_of_kind group by 1",
    );
    expect(Object.fromEntries(allowed.map((row) => [row.kind, row.names]))).toEqual(
      Object.fromEntries(Object.entries(ACCOUNTS_OF_KIND).map(([kind, names]) => [kind, names.toSorted()])),
    );
  });

  test("a posting without an entry", async () => {
    const orphans = database.transaction((tx) =>
      tx.execute(
        `with balance as (insert into ledger_balance values ($1, 'payment', 'RUB', 5, 1), ($1, 'bank', 'RUB', -5, 1))
         insert into posting values ($1, 1, 1, 'payment', 'RUB', 5, 'other', '2026-10-01Z', 5, 1),
                                    ($1, 1, 2, 'bank', 'RUB', -5, 'other', '2026-10-01Z', -5, 1)`,
        [project],
      ),
    );
    await expect(orphans).rejects.toMatchObject(refusedBy("posting_in_chart"));
  });

  test("PAY-02 a posting in another currency than its account's", async () => {
    await write(draft());
    await expect(write(draft({ currency: "KZT" }))).rejects.toMatchObject(refusedBy("posting_in_account_currency"));
    await undo(100n);
  });

  test.each(["journal_entry", "posting", "period_lock"])(
    "DOC-07 an update, a deletion or a truncation of %s",
    async (table) => {
      await write(draft());
      await undo(100n);
      const column = table === "period_lock" ? "month = month" : "project_id = project_id";
      for (const statement of [`update ${table} set ${column}`, `delete from ${table}`, `truncate ${table} cascade`]) {
        const asked = ownerOf(database).query(statement);
        await expect(asked).rejects.toMatchObject({ code: expect.stringMatching(/^23/) as string });
      }
    },
  );

  test("a posting of nothing, one alone, and an amount beyond a bigint are defects of the caller", async () => {
    await expect(
      write(draft({ postings: [{ ledgerAccount: CLEARING, amountMinor: 0n, fundingSource: "other" }, ...pair(1n)] })),
    ).rejects.toThrow(/nothing/);
    await expect(write(draft({ postings: pair(1n).slice(0, 1) }))).rejects.toThrow(/two postings/);
    await expect(write(draft({ postings: pair(2n ** 63n) }))).rejects.toThrow();
  });

  test("PRC-04 an entry booked into a closed month; what belongs there is booked in the next open one", async () => {
    // A month of a region that nothing else in this file books into.
    const month = localMonth("2027-01");
    await database.transaction((tx) => lockPeriod(tx, "kazakhstan", month, at("2027-02-01T00:00:00Z")));
    const kazakh = await play.project("kazakhstan");
    const late = draft({ projectId: kazakh, regionCode: "kazakhstan", currency: "KZT", bookingMonth: month });
    await expect(write(late)).rejects.toMatchObject(refusedBy("entry_in_open_period"));
    await database.transaction(async (tx) => {
      expect(await bookingMonth(tx, "kazakhstan", month)).toBe("2027-02");
      expect(await bookingMonth(tx, "moscow", month)).toBe(month);
      expect(await lockedMonths(tx, "kazakhstan")).toEqual([month]);
      await lockPeriod(tx, "kazakhstan", month, at("2027-02-02T00:00:00Z"));
    });
  });

  test("reliability 6: a month closes only after everything that is being posted to it, and keeps the rest out", async () => {
    const month = localMonth("2027-02");
    let booked = "";
    const order: string[] = [];
    let release = () => undefined as void;
    const held = new Promise<void>((resolve) => (release = resolve));
    let began = () => undefined as void;
    const begun = new Promise<void>((resolve) => (began = resolve));
    const posting = database.transaction(async (tx) => {
      booked = await bookingMonth(tx, "kazakhstan", month);
      began();
      await held;
      order.push("posted");
    });
    await begun;
    const closing = database.transaction(async (tx) => {
      await lockPeriod(tx, "kazakhstan", month, at("2027-03-01T00:00:00Z"));
      order.push("closed");
    });
    release();
    await Promise.all([posting, closing]);
    expect([booked, ...order]).toEqual([month, "posted", "closed"]);
  });
});
