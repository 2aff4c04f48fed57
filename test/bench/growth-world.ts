import { at, formatInstant } from "../../src/core/time.ts";
import { type Database, only } from "../../src/platform/db.ts";
import { FIRST, makeBigWorld } from "./big-world.ts";

/** The first day of usage, in October 2026; the last one is open, the days before it are charged. */
const FIRST_DAY = 11;
export const OPEN_DAY = 20;
const PER_BATCH = 1_000;
/** Of each quantity resource, a day. */
const EVENTS = 2;
/** What a day of a project costs: 29.628, 0.33 and 0.74 roubles, each rounded up; its traffic stays in the free tier. */
const DAY_MINOR = 2_963 + 33 + 74;

/**
 * Projects that have used two quantities and two gauges for days and were charged for them, as if event by event: each
 * has 50 events, 36 charges and 20 postings. Written in bulk, the same rows as the doors write.
 */
export async function makeGrownWorld(database: Database, projects: number): Promise<void> {
  await makeBigWorld(database, { projects, fundsMinor: 100_000_000 });
  await database.query("insert into usage_source (source) values ('history')");
  for (let day = FIRST_DAY; day <= OPEN_DAY; day += 1) {
    await putEvents(database, projects, day);
    if (day < OPEN_DAY) await chargeDay(database, projects, day);
  }
  await putGauges(database, projects);
  await database.query("update usage_batch set rated_at = received_at");
  await putAccruals(database, projects);
  await database.query(
    `with spent as (
       update fund_lot set remaining_minor = remaining_minor - $1::bigint returning project_id, lot_no
     )
     insert into lot_spend (project_id, lot_no, contract_id, supply_month, booking_month, cover, amount_minor)
     select project_id, lot_no, 0, '2026-10-01', '2026-10-01', false, $1::bigint from spent`,
    [(OPEN_DAY - FIRST_DAY) * DAY_MINOR],
  );
  await database.query("vacuum analyze");
}

const dateOf = (day: number): string => `2026-10-${String(day).padStart(2, "0")}`;
const startOf = (day: number) => at(`${dateOf(day)}T00:00:00+03:00`);

/** Resource s.r of a project, which uses the SKU s.sku_code. */
const RESOURCES = `(values (0, 'requests', 1000), (1, 'traffic', 0.5)) s(r, sku_code, quantity) join sku k using (sku_code)`;

async function putEvents(database: Database, projects: number, day: number): Promise<void> {
  const perDay = projects * 2 * EVENTS;
  const firstBatch = 1 + ((day - FIRST_DAY) * perDay) / PER_BATCH;
  await database.query("insert into usage_batch (received_at) select $2 from generate_series(1, $1::int)", [
    perDay / PER_BATCH,
    formatInstant(startOf(day)),
  ]);
  await database.query(
    `insert into usage_event (source_id, event_id, batch_id, project_id, resource_id, sku_id, day, occurred_at, quantity, digest)
     select u.source_id, md5($4 || ' ' || r || ' ' || n)::uuid, $5::bigint + (n * 2 + r) / $6, $1::bigint + n % $2,
            md5(n % $2 || ' ' || r)::uuid, k.sku_id, $4::date, $7::timestamptz + (n / $2 + 1) * interval '3 hours', s.quantity, 0
       from usage_source u, generate_series(0, $2::bigint * $3 - 1) n, ${RESOURCES}`,
    [FIRST, projects, EVENTS, dateOf(day), firstBatch, PER_BATCH, formatInstant(startOf(day))],
  );
  await database.query(
    `insert into usage_quantity (project_id, day, resource_id, sku_id, priced_from, quantity, event_count)
     select $1::bigint + n, $3::date, md5(n || ' ' || r)::uuid, k.sku_id, 0, s.quantity * $4::int, $4
       from generate_series(0, $2::bigint - 1) n, ${RESOURCES}`,
    [FIRST, projects, dateOf(day), EVENTS],
  );
}

async function chargeDay(database: Database, projects: number, day: number): Promise<void> {
  const end = formatInstant(startOf(day + 1));
  await database.query(
    `insert into charge (project_id, day, resource_id, sku_id, contract_id, booking_month, quantity, numerator, amount_minor,
                         transfer_minor, other_minor, bonus_minor, credit_minor, price_id, charged_until)
     select $1::bigint + n, $3::date, md5(n || ' ' || r)::uuid, k.sku_id, 0, '2026-10-01', c.quantity, c.numerator, c.minor, c.minor, 0, 0, 0,
            (select p.price_id from price p where p.sku_id = k.sku_id limit 1), $4
       from generate_series(0, $2::bigint - 1) n,
            (values (0, 'requests', 2000, 0.74, 74), (1, 'traffic', 1, 0, 0), (2, 'cpu', 1440, 1777.68, 2963), (3, 'disk', 1440, 14256, 33))
              c(r, sku_code, quantity, numerator, minor) join sku k using (sku_code)`,
    [FIRST, projects, dateOf(day), end],
  );
  await database.transaction(async (tx) => {
    const { id } = only(await tx.query<{ id: bigint }>("select nextval('journal_entry_id') as id"));
    await tx.query(
      `insert into journal_entry (project_id, entry_id, region_code, kind, effective_at, booked_at, booking_month, reference)
       select $1::bigint + n, $4::bigint, 'moscow', 'charge', $3, $3, '2026-10-01', 'accrual:' || $5
         from generate_series(0, $2::bigint - 1) n`,
      [FIRST, projects, end, id, dateOf(day)],
    );
    await tx.query(
      `insert into ledger_balance as b (project_id, ledger_account, currency, balance_minor, posting_count)
       select $1::bigint + n, s.ledger_account, 'RUB', s.sign * $3::bigint, 1
         from generate_series(0, $2::bigint - 1) n, (values ('payment', -1), ('revenue', 1)) s(ledger_account, sign)
       on conflict (project_id, ledger_account) do update
         set balance_minor = b.balance_minor + excluded.balance_minor, posting_count = b.posting_count + 1`,
      [FIRST, projects, DAY_MINOR],
    );
    await tx.query(
      `insert into posting (project_id, entry_id, line_no, ledger_account, currency, amount_minor, funding_source,
                            effective_at, balance_after_minor, posting_no)
       select b.project_id, $5::bigint, s.line_no, s.ledger_account, 'RUB', s.sign * $4::bigint, 'transfer', $3, b.balance_minor, b.posting_count
         from ledger_balance b join (values ('payment', -1, 1), ('revenue', 1, 2)) s(ledger_account, sign, line_no) using (ledger_account)
        where b.project_id between $1::bigint and $1::bigint + $2::bigint - 1`,
      [FIRST, projects, end, DAY_MINOR, id],
    );
  });
}

/** A virtual core and a disk, reported anew every other day. */
async function putGauges(database: Database, projects: number): Promise<void> {
  const days = Array.from({ length: (OPEN_DAY - FIRST_DAY + 1) / 2 }, (_, index) => FIRST_DAY + 2 * index);
  const minutes = days.map((day) => startOf(day) / 60_000);
  await database.query(
    `insert into gauge_interval (project_id, resource_id, sku_id, from_minute, to_minute, quantity, occurred_at, source_id, event_id)
     select $1::bigint + n, md5(n || ' ' || r)::uuid, k.sku_id, g.from_minute, g.to_minute, 1, to_timestamp(g.from_minute * 60.0), u.source_id,
            md5('gauge ' || g.from_minute || ' ' || r || ' ' || n)::uuid
       from usage_source u, generate_series(0, $2::bigint - 1) n,
            (select m as from_minute, lead(m, 1, 2147483647) over (order by m) as to_minute from unnest($3::int[]) m) g,
            (values (2, 'cpu'), (3, 'disk')) s(r, sku_code) join sku k using (sku_code)`,
    [FIRST, projects, `{${minutes.join(",")}}`],
  );
  await database.query(
    `with reported as (
       insert into usage_batch (received_at) select to_timestamp(m * 60.0) from unnest($1::int[]) m returning batch_id, received_at
     )
     insert into usage_event (source_id, event_id, batch_id, project_id, resource_id, sku_id, day, occurred_at, quantity, digest)
     select g.source_id, g.event_id, b.batch_id, g.project_id, g.resource_id, g.sku_id,
            (g.occurred_at at time zone 'Europe/Moscow')::date, g.occurred_at, g.quantity, 0
       from gauge_interval g join reported b on b.received_at = g.occurred_at`,
    [`{${minutes.join(",")}}`],
  );
}

async function putAccruals(database: Database, projects: number): Promise<void> {
  await database.query(
    `insert into project_accrual (project_id, region_code, open_day, due_at, slack_minor)
     select $1::bigint + n, 'moscow', $3, $4, 90000000 from generate_series(0, $2::bigint - 1) n`,
    [FIRST, projects, dateOf(OPEN_DAY), formatInstant(startOf(OPEN_DAY + 1))],
  );
}
