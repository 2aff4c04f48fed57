import { beforeAll, expect, test } from "vitest";

import { allInvariants } from "../../src/platform/invariants.ts";
import { ownerOf, testDatabase } from "../support/database.ts";
import { brokenAfter, plantedWorld } from "../support/planted-world.ts";

/** Invariants by row, not by sum: whatever one value of the books becomes, some invariant notices, or it says here why none does. */
const { database } = await testDatabase();
const owner = ownerOf(database);

beforeAll(() => plantedWorld(database));

/** The tables of the books, and what makes rows of one table different: one row of each is changed. */
const TABLES: Readonly<Record<string, string>> = {
  bank_file: "1",
  bank_statement: "1",
  bank_statement_line: "disposition",
  bank_statement_sighting: "1",
  bonus_move: "expired_minor > 0",
  charge: "(sku_id, amount_minor > 0)",
  charge_cover: "1",
  contract: "payment_scheme",
  delivery: "1",
  delivery_event: "1",
  document: "1",
  document_line: "1",
  document_number: "1",
  document_part: "cause",
  document_print: "1",
  document_project: "1",
  effective_price: "1",
  freeze_event: "kind",
  fund_lot: "(funding_source, bonus_group)",
  gauge_interval: "(sku_id, quantity > 0)",
  journal_entry: "kind",
  ledger_balance: "ledger_account",
  lot_spend: "amount_minor > 0",
  month_close: "1",
  payer: "1",
  payment: "1",
  payment_invoice: "1",
  period_lock: "1",
  posting: "(ledger_account, funding_source, amount_minor > 0)",
  project_accrual: "due_at = 'infinity'",
  project_payer: "1",
  tax_rate: "1",
  usage_event: "(sku_id, supersedes is not null)",
  usage_quantity: "sku_id",
  wallet: "(frozen_at is null, cover_since is null)",
};

/** Of configuration: what the books have used of it. */
const USED: Readonly<Record<string, string>> = {
  effective_price: "price_id in (select price_id from charge)",
  tax_rate: "(country_code, rate_percent) = ('RU', 22)",
};

/** What no invariant notices, and why. */
const UNNOTICED: Readonly<Record<string, string>> = {
  "bank_statement_line.other_payer": "a mark for people: another company's tax number paid",
  "bank_statement_sighting.by_reference": "how a line was recognised when its file came",
  "charge.charged_until": "of a month that is open: its close seals it",
  "charge.price_id": "none: a sum that a bill says, or that several prices made",
  "contract.starts_at": "within the day from which it is charged under it",
  "document_part.part_no": "tells parts of one supply apart",
  "document_project.project_name": "as it was called when the document was issued",
  "effective_price.ends_at": "the end of time, an hour before",
  "journal_entry.booked_at": "a charge or a correction is written down at any time",
  "journal_entry.idempotency_key": "what a campaign calls its bonus",
  "payer.account_id": "who may see a payer is no matter of the books",
  "payer.inn": "none any more: another is noticed",
  "payer.kpp": "none any more: another is noticed",
  "payer.name":
    "details of before the first recorded change, which papers show by the full name and address of their day",
  "payer.full_name": "as the name",
  "payer.ogrn": "as the name",
  "payer.address": "as the name",
  "payer.country_code": "as the name",
  "payer.document_email": "as the name",
  "payer.registered_at": "as the name",
  "posting.line_no": "the order of an entry's postings",
  "project_accrual.due_at": "sooner than needed; later is noticed when it is late",
  "project_accrual.open_day": "a day that has no usage",
  "project_accrual.slack_minor": "a bound: when to look next",
  "project_payer.starts_at": "within the day from which it is charged under the contract",
  "usage_event.batch_id": "of an event that another replaced: it counts for nothing",
  "usage_event.digest": "compared when the same event comes again",
  "usage_event.event_id": "a correction's own name",
  "usage_event.occurred_at": "within the day of something sold by quantity",
  "usage_event.quantity": "of an event that another replaced",
  "usage_event.resource_id": "of an event that another replaced",
  "usage_event.sku_id": "of an event that another replaced",
  "usage_event.": "an event that another replaced",
  "usage_quantity.priced_from": "which of a day's prices; the charge has the price",
  "wallet.cover_since": "since when money waits to cover what was charged on credit",
};

/** A constraint, a number out of range, what is no JSON any more, a column that nobody writes. */
const REFUSED = /^(23|22003|22P02|428C9)/;

/** Another value of a column's type. */
function other(column: string, type: string): string {
  if (/^(bigint|integer|smallint|numeric)/.test(type)) return `${column} + 1`;
  if (type.startsWith("character")) return `case when length(${column}) = 2 then 'FR' else 'USD' end`;
  if (type === "text") return `${column} || 'x'`;
  if (type.startsWith("timestamp")) return `${column} - interval '1 hour'`;
  if (type === "date") return `${column} - 1`;
  if (type === "boolean") return `not ${column}`;
  if (type === "jsonb")
    return `case jsonb_typeof(${column}) when 'object' then ${column} || '{"x":1}' else '[1]'::jsonb end`;
  if (type === "bytea") return `set_byte(${column}, 0, get_byte(${column}, 0) # 1)`;
  if (type === "uuid") return "gen_random_uuid()";
  throw new Error(`no other value of ${type}`);
}

interface Column {
  readonly name: string;
  readonly type: string;
  readonly isNullable: boolean;
}

function columnsOf(table: string): Promise<Column[]> {
  return database.query<Column>(
    `select quote_ident(attname) as name, format_type(atttypid, null) as type, not attnotnull as "isNullable"
       from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`,
    [table],
  );
}

/** One row of each sort; with a column, of those that have a value in it. */
function samples(table: string, filled: string): Promise<{ where: string }[]> {
  return owner.query<{ where: string }>(
    `select distinct on (sort) format('(tableoid, ctid) = (%s, %L)', tableoid::oid, ctid) as where
       from (select *, tableoid, ctid, (${TABLES[table]})::text as sort from ${table} where ${filled} and ${USED[table] ?? true}) x order by sort, ctid`,
  );
}

test.each(Object.keys(TABLES))("invariants 1-29: whatever one value of %s becomes, it is noticed", async (table) => {
  const mentioned = allInvariants().filter(({ sql }) => new RegExp(`\\b${table}\\b`).test(sql));
  const only = new RegExp(`^(${mentioned.map(({ name }) => name).join("|")})$`);
  const unnoticed = new Set<string>();
  const change = async (what: string, statement: string) => {
    // What the database itself refuses is noticed as well.
    const broken = await brokenAfter(database, [statement], only).catch((error: { code?: string }) => {
      if (!REFUSED.test(error.code ?? "")) throw error;
      return ["refused"];
    });
    if (broken.length === 0) unnoticed.add(what);
  };
  for (const { where } of await samples(table, "true"))
    await change(`${table}.`, `delete from ${table} where ${where}`);
  for (const { name, type, isNullable } of await columnsOf(table)) {
    for (const { where } of await samples(table, `${name} is not null`)) {
      await change(`${table}.${name}`, `update ${table} set ${name} = ${other(name, type)} where ${where}`);
      if (isNullable) await change(`${table}.${name}`, `update ${table} set ${name} = null where ${where}`);
    }
  }
  const told = Object.keys(UNNOTICED).filter((what) => what.startsWith(`${table}.`));
  expect([...unnoticed].sort()).toEqual(told.sort());
});
