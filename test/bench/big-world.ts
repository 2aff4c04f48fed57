import { assignPriceScope } from "../../src/modules/catalog/index.ts";
import { type Database, only } from "../../src/platform/db.ts";
import { type Instant, at, formatInstant } from "../../src/core/time.ts";
import { WORLD_START, makeWorld } from "../support/world.ts";

/** The first project of a big world; the n-th is FIRST + n. */
export const FIRST = 3_000_000_000;

export interface BigWorld {
  readonly projects: number;
  /** Minor units that a project has; the `poorEvery`-th project has `poorMinor` instead. */
  readonly fundsMinor: number;
  readonly poorEvery?: number;
  readonly poorMinor?: number;
  /** When they were registered and paid; WORLD_START when left out. */
  readonly startsAt?: Instant;
}

/** Many projects with money, as if each had been registered and paid once: written in bulk, the same rows as the doors write. */
export async function makeBigWorld(database: Database, world: BigWorld): Promise<void> {
  await makeWorld(database);
  await addProjects(database, 0, world);
}

/** Adds the projects from number `from` up to `world.projects`. */
export async function addProjects(database: Database, from: number, world: BigWorld): Promise<void> {
  const start = formatInstant(world.startsAt ?? WORLD_START);
  const range = [FIRST + from, FIRST + world.projects - 1];
  await database.query(
    `insert into project (project_id, account_id, region_code, currency, name, status, created_at)
     select n, a.account_id, 'moscow', 'RUB', 'Проект ' || n, 'active', $3
       from generate_series($1::bigint, $2::bigint) n,
            (select account_id from account where region_code = 'moscow' order by account_id limit 1) a`,
    [...range, start],
  );
  await database.transaction((tx) =>
    assignPriceScope(tx, BigInt(FIRST + from), ["moscow"], at("2020-01-01T00:00:00Z")),
  );
  await database.query(
    `insert into project_price_scope (project_id, scope_id, starts_at)
     select n, s.scope_id, s.starts_at from generate_series($1::bigint + 1, $2::bigint) n
       join project_price_scope s on s.project_id = $1`,
    range,
  );
  await putFunds(database, range, world, start);
  await database.query("analyze");
}

async function putFunds(database: Database, range: number[], world: BigWorld, start: string): Promise<void> {
  const money = `case when $3 > 0 and n % $3 = 0 then $4 else $5 end::bigint`;
  const values = [...range, world.poorEvery ?? 0, world.poorMinor ?? 0, world.fundsMinor];
  const series = "generate_series($1::bigint, $2::bigint) n";
  await database.query(
    `insert into wallet (project_id, region_code, currency, first_paid_at) select n, 'moscow', 'RUB', $3 from ${series}`,
    [...range, start],
  );
  await database.transaction(async (tx) => {
    const { id } = only(await tx.query<{ id: bigint }>("select nextval('journal_entry_id') as id"));
    await tx.query(
      `insert into fund_lot (project_id, lot_no, funding_source, granted_minor, remaining_minor, received_at)
       select n, $6, 'transfer', ${money}, ${money}, $7 from ${series}`,
      [...values, id, start],
    );
    await tx.query(
      `insert into journal_entry (project_id, entry_id, region_code, kind, effective_at, booked_at, booking_month, reference)
       select n, $3, 'moscow', 'payment', $4, $4, date_trunc('month', $4::timestamptz at time zone 'Europe/Moscow')::date, 'bench:' || n from ${series}`,
      [...range, id, start],
    );
    const sides = "(values ('payment', 1, 1), ('bank', -1, 2)) s(ledger_account, sign, line_no)";
    await tx.query(
      `insert into ledger_balance (project_id, ledger_account, currency, balance_minor, posting_count)
       select n, s.ledger_account, 'RUB', s.sign * ${money}, 1 from ${series}, ${sides}`,
      values,
    );
    await tx.query(
      `insert into posting (project_id, entry_id, line_no, ledger_account, currency, amount_minor, funding_source,
                            effective_at, balance_after_minor, posting_no)
       select n, $6, s.line_no, s.ledger_account, 'RUB', s.sign * ${money}, 'transfer', $7, s.sign * ${money}, 1
         from ${series}, ${sides}`,
      [...values, id, start],
    );
  });
}
