import { at, formatInstant } from "../../src/core/time.ts";
import { type EntryDraft, chargeEntry, post } from "../../src/modules/ledger/index.ts";
import type { Database } from "../../src/platform/db.ts";
import { type BenchContext, type BenchResult, atLeast, inLanes, openBench, secondsOf } from "./harness.ts";

const LANES = 8;
const PROJECTS = 100_000;
const SET = 10_000;
const SINGLE_ROUNDS = 4;
/** What pgledger reached of the bare function, measured one beside the other: 2,160 of 5,100 entries a second. */
const PGLEDGER_SHARE = 2_160 / 5_100;
const NOW = at("2026-11-20T09:00:00Z");

/** The limit: one call, the same rows into the same tables, their triggers included. */
const BARE = `
create sequence bench_entry_id start with 1000000000;
create function bench_post(p bigint, amount bigint, at timestamptz) returns void language plpgsql as $$
declare
  id bigint := nextval('bench_entry_id');
  paid ledger_balance;
  earned ledger_balance;
begin
  insert into journal_entry (project_id, entry_id, region_code, kind, effective_at, booked_at, booking_month, reference, idempotency_key)
  values (p, id, 'moscow', 'charge', at, at, '2026-11-01', 'bench', id::text);
  insert into ledger_balance as b values (p, 'payment', 'RUB', -amount, 1)
    on conflict (project_id, ledger_account) do update set balance_minor = b.balance_minor - amount, posting_count = b.posting_count + 1
    returning * into paid;
  insert into ledger_balance as b values (p, 'revenue', 'RUB', amount, 1)
    on conflict (project_id, ledger_account) do update set balance_minor = b.balance_minor + amount, posting_count = b.posting_count + 1
    returning * into earned;
  insert into posting (project_id, entry_id, line_no, ledger_account, currency, amount_minor, funding_source, effective_at, balance_after_minor, posting_no)
  values (p, id, 1, 'payment', 'RUB', -amount, 'transfer', at, paid.balance_minor, paid.posting_count),
         (p, id, 2, 'revenue', 'RUB', amount, 'transfer', at, earned.balance_minor, earned.posting_count);
end $$;
create function bench_post_set(projects bigint[], amount bigint, at timestamptz) returns void language plpgsql set enable_nestloop = off as $$
declare
  first bigint := setval('bench_entry_id', currval('bench_entry_id') + cardinality(projects)) - cardinality(projects);
begin
  insert into journal_entry (project_id, entry_id, region_code, kind, effective_at, booked_at, booking_month, reference, idempotency_key)
  select p, first + n, 'moscow', 'charge', at, at, '2026-11-01', 'bench', (first + n)::text from unnest(projects) with ordinality u(p, n);
  with line as (
    select p, first + n as id, s.line_no, s.ledger_account, s.sign * amount as minor
      from unnest(projects) with ordinality u(p, n), (values (1::smallint, 'payment', -1), (2, 'revenue', 1)) s(line_no, ledger_account, sign)
  ), changed as (
    insert into ledger_balance as b (project_id, ledger_account, currency, balance_minor, posting_count)
    select p, ledger_account, 'RUB', sum(minor), count(*) from line group by 1, 2 order by 1, 2
    on conflict (project_id, ledger_account) do update
      set balance_minor = b.balance_minor + excluded.balance_minor, posting_count = b.posting_count + excluded.posting_count
    returning project_id, ledger_account, balance_minor, posting_count
  )
  insert into posting (project_id, entry_id, line_no, ledger_account, currency, amount_minor, funding_source, effective_at, balance_after_minor, posting_no)
  select l.p, l.id, l.line_no, l.ledger_account, 'RUB', l.minor, 'transfer', at,
         c.balance_minor - coalesce(sum(l.minor) over later, 0), c.posting_count - (count(*) over later)
    from line l join changed c on c.project_id = l.p and c.ledger_account = l.ledger_account
  window later as (partition by l.p, l.ledger_account order by l.id desc rows between unbounded preceding and 1 preceding);
end $$`;

/** Postings one by one over eight connections, in sets, and onto one hot account, each beside bare SQL of the same rows. */
export async function run(context: BenchContext): Promise<BenchResult[]> {
  const database = openBench(context.url, LANES);
  try {
    await database.query(BARE);
    await singles(database, 500);
    await singlesBare(database, 500);
    await sets(database, 1, spread);
    await setsBare(database, 1);
    const count = context.scale === "full" ? 40_000 : 8_000;
    // Both sides in turn, the better of each: the machine's mood changes from minute to minute.
    const [bare, ours]: [number[], number[]] = [[], []];
    for (let round = 0; round < SINGLE_ROUNDS; round += 1) {
      bare.push(await singlesBare(database, count));
      ours.push(await singles(database, count));
    }
    const rounds = context.scale === "full" ? 10 : 3;
    const bareSets = [await setsBare(database, rounds)];
    const ourSets = [await sets(database, rounds, spread)];
    const hot = [await sets(database, rounds, () => 1n)];
    bareSets.push(await setsBare(database, rounds));
    ourSets.push(await sets(database, rounds, spread));
    hot.push(await sets(database, rounds, () => 1n));
    const uniform = Math.max(...ourSets);
    return [
      atLeast(
        "ledger, one entry a transaction",
        Math.max(...ours),
        "entries/s",
        Math.max(...bare),
        0.7,
        "a bare function",
      ),
      atLeast(
        "ledger, one entry a transaction, against pgledger",
        Math.max(...ours),
        "entries/s",
        PGLEDGER_SHARE * Math.max(...bare),
        1.5,
        "what pgledger makes of the bare function",
      ),
      atLeast(
        "ledger, sets of 10,000 entries",
        uniform,
        "entries/s",
        Math.max(...bareSets),
        0.7,
        "bare SQL of the same sets",
      ),
      atLeast("ledger, sets onto one hot account", Math.max(...hot), "entries/s", uniform, 0.9, "uniform sets"),
    ];
  } finally {
    await database.close();
  }
}

const spread = (n: number): bigint => BigInt((n * 7919) % PROJECTS) + 1n;
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
    idempotencyKey: `ours-${(keys += 1)}`,
  };
  return chargeEntry(facts, [{ bonusGroup: null, fundingSource: "transfer", amountMinor: 100n }]);
}

async function singles(database: Database, count: number): Promise<number> {
  const seconds = await secondsOf(() =>
    inLanes(LANES, count, (n) => database.transaction((tx) => post(tx, [draft(spread(n))]))),
  );
  return count / seconds;
}

async function singlesBare(database: Database, count: number): Promise<number> {
  const values = (n: number) => [spread(n), 100, formatInstant(NOW)];
  const seconds = await secondsOf(() =>
    inLanes(LANES, count, (n) => database.query("select bench_post($1, $2, $3)", values(n), "bench_post")),
  );
  return count / seconds;
}

async function sets(database: Database, rounds: number, place: (n: number) => bigint): Promise<number> {
  const drafts = Array.from({ length: rounds }, (_, round) =>
    Array.from({ length: SET }, (__, n) => draft(place(round * SET + n))),
  );
  const seconds = await secondsOf(async () => {
    for (const set of drafts) await database.transaction((tx) => post(tx, set));
  });
  return (rounds * SET) / seconds;
}

/** Its ids and amounts are made by the server: only the projects travel. */
async function setsBare(database: Database, rounds: number): Promise<number> {
  const ids = Array.from(
    { length: rounds },
    (_, round) => `{${Array.from({ length: SET }, (__, n) => spread(round * SET + n)).join(",")}}`,
  );
  const seconds = await secondsOf(async () => {
    for (const set of ids) {
      await database.transaction(async (tx) => {
        await tx.query("select nextval('bench_entry_id')");
        await tx.query("select bench_post_set($1::bigint[], 100, $2)", [set, formatInstant(NOW)]);
      });
    }
  });
  return (rounds * SET) / seconds;
}
