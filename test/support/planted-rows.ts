/** Corruptions of single rows, each with all that depends on it changed along, for the test in which each invariant catches its own. */
import type { ProjectId } from "../../src/core/ids.ts";
import { formatPid } from "../../src/core/ids.ts";
import { at } from "../../src/core/time.ts";
import type { Database } from "../../src/platform/db.ts";
import { onceOnly } from "../../src/platform/http/idempotency.ts";
import { grantBonus } from "../../src/modules/balance/index.ts";
import { paymentInvoiceMade } from "../../src/modules/payments/acts.ts";
import { importStatement, recordPayment } from "../../src/modules/payments/index.ts";
import { recordAct } from "../../src/platform/record-act.ts";
import { encode, oneCText } from "./bank-files.ts";
import type { Corruption } from "./planted-papers.ts";

const SEALED = "29-rows-are-as-sealed";
const NOVEMBER = at("2026-11-04T09:30:00+03:00");

/** What came after the close: two equal transfers, two equal card payments, another bonus, a payment invoice, a kept reply. */
export async function growBooks(database: Database, [one, other]: readonly [ProjectId, ProjectId]): Promise<void> {
  const account = "40702810938120061991";
  const line = (projectId: ProjectId) =>
    ({ amount: "100", recipient: account, purpose: formatPid(projectId), creditedOn: "03.11.2026" }) as const;
  const balances = { account, opening: "5077", credited: "200", debited: "0", closing: "5277" };
  await database.transaction(async (tx) => {
    const card = { provider: "p", method: "card", amountMinor: 2_000n, currency: "RUB", at: NOVEMBER };
    await recordPayment(tx, { ...card, externalId: "2", projectId: other });
    // A second lot of a bonus of which the first is spent in part.
    const bonus = {
      projectId: one,
      bonusGroup: "compute",
      amountMinor: 5_000n,
      at: NOVEMBER,
      idempotencyKey: "second",
    };
    await grantBonus(tx, { ...bonus, expiresAt: at("2027-01-31T00:00:00+03:00") });
    const bytes = encode(oneCText([line(one), line(other)], [balances]), "utf-8");
    const file = { bytes, fileName: "c.txt", importedBy: "test", confirmed: true, now: NOVEMBER };
    await importStatement(tx, file);
    const [invoice] = await tx.query<{ id: bigint }>(
      `insert into payment_invoice (supplier_code, issue_year, invoice_no, number, project_id, amount_minor, currency, issued_on,
                                    issued_at, issued_by, purpose, details)
       values ('ru', 2026, 1, 'M-2026-000001', $1, 50000, 'RUB', '2026-11-04', '2026-11-04Z', 'u1', 'x', '{}')
       returning payment_invoice_id as id`,
      [one],
    );
    await recordAct(tx, paymentInvoiceMade, NOVEMBER, { subjects: [], thing: `payment_invoice:${invoice?.id}` });
  });
  const request = { principal: "user:u1", key: "k", route: "POST /v1/x", body: {}, now: NOVEMBER };
  await onceOnly(database, request, async () => ({ status: 201, body: '{"amount":"500.00"}' }));
}

const OTHER = "(select min(project_id) + 1 from wallet)";
const LAST_LINE = "(select max(line_id) from bank_statement_line)";
const RUNNING = "project_id in (select project_id from gauge_interval where to_minute = 2147483647 and quantity > 0)";
const EQUAL_LINES = "amount_minor = 10000 and disposition = 'credited'";
const THAWED = "(select project_id from freeze_event where kind = 'unfrozen')";
const FIRST_DOCUMENT = "document_id = (select min(document_id) from document)";

export const ROW_CORRUPTIONS: Readonly<Record<string, readonly Corruption[]>> = {
  "02-entries-tell-their-cause": [
    {
      what: "a charge that says a payment caused it",
      by: [
        "update journal_entry set reference = 'payment:p:9' where entry_id = (select max(entry_id) from journal_entry where kind = 'charge')",
      ],
    },
  ],
  "05-wallet-is-its-projects": [
    {
      what: "a wallet that is gone",
      by: ["delete from wallet where first_paid_at is not null and cover_since is null"],
    },
    {
      what: "a payer whose project counts as never paid for",
      by: ["update wallet set first_paid_at = null where first_paid_at is not null and cover_since is null"],
    },
    {
      what: "an entry of another region",
      by: ["update journal_entry set region_code = 'kazakhstan' where kind = 'cover'"],
      also: ["05-one-currency"],
    },
  ],
  "09-events-are-of-their-day": [
    {
      what: "an event of no batch",
      by: ["update usage_event set batch_id = 999 where sku_id = (select sku_id from sku where sku_code = 'disk')"],
      also: ["09-gauges-are-events"],
    },
  ],
  "15-documents-name-their-parties": [
    {
      what: "a contract whose number was changed",
      by: ["update contract set number = '8/26' where payment_scheme = 'postpaid'"],
    },
    { what: "a payer's tax number that was changed past the history", by: ["update payer set inn = '7728168972'"] },
  ],
  "08-nothing-runs-in-ended": [
    {
      what: "a server that runs on in a conserved project",
      by: [`update project set status = 'conserved', status_since = '2026-11-04T09:30:00Z' where ${RUNNING}`],
    },
    {
      what: "a server that began to run in a deleted one",
      by: [`update project set status = 'deleted', status_since = '2026-01-01T00:00:00Z' where ${RUNNING}`],
    },
  ],
  "10-flat-charge-is-quantity-by-price": [
    {
      what: "a price that was not in force",
      by: [
        "update effective_price set unit_price = unit_price + 0.0001 where model = 'flat' and sku_id = (select sku_id from sku where sku_code = 'cpu')",
      ],
      also: ["11-effective-prices-are-prices"],
    },
  ],
  "11-effective-prices-are-prices": [
    {
      what: "a price that was raised past its list, for what is not charged yet",
      by: [
        "update effective_price e set unit_price = unit_price + 1 where not exists (select from charge c where c.sku_id = e.sku_id)",
      ],
    },
    {
      what: "a price that is charged before it is in force",
      by: ["update effective_price set starts_at = starts_at - interval '1 day'"],
    },
  ],
  "06-bonus-moves-are-the-lots": [
    {
      what: "money moved from one lot of a bonus to another of its group",
      by: [
        "update fund_lot set remaining_minor = remaining_minor + 1 where bonus_group = 'compute' and remaining_minor < granted_minor",
        "update fund_lot set remaining_minor = remaining_minor - 1 where bonus_group = 'compute' and granted_minor = 5000",
      ],
    },
    {
      what: "a lot of which nothing is written down any more",
      by: ["delete from bonus_move where expired_minor = 0"],
    },
  ],
  "02-postings-fit-their-entry": [
    {
      what: "a posting that was moved to another account, its balance along",
      by: [
        `update posting set ledger_account = 'bank', posting_no = 2, balance_after_minor = -12000 where ledger_account = 'acquirer' and project_id = ${OTHER}`,
        `update ledger_balance set posting_count = 2, balance_minor = -12000 where ledger_account = 'bank' and project_id = ${OTHER}`,
        `delete from ledger_balance where ledger_account = 'acquirer' and project_id = ${OTHER}`,
      ],
    },
    {
      what: "a posting's date that was moved",
      by: ["update posting set effective_at = effective_at - interval '1 day' where ledger_account = 'revenue'"],
    },
    {
      what: "a source that was changed on one side",
      by: ["update posting set funding_source = 'other' where ledger_account = 'bank' and project_id > 0"],
    },
  ],
  "06-lots-are-the-sources": [
    {
      what: "money moved from one source's lot to another's",
      by: [
        "update fund_lot set remaining_minor = remaining_minor + 1 where funding_source = 'transfer' and remaining_minor < granted_minor",
        "update fund_lot set remaining_minor = remaining_minor - 1 where funding_source = 'other' and project_id = (select min(project_id) from fund_lot)",
      ],
      also: ["06-lot-spends-are-the-lots"],
    },
  ],
  "09-quantities-are-events": [
    {
      what: "an event of another SKU",
      by: [
        "update usage_event set sku_id = (select sku_id from sku where sku_code = 'traffic') where quantity = 800000",
      ],
    },
    {
      what: "a quantity of another resource, its charge along",
      by: [
        "update usage_quantity set resource_id = '00000000-0000-0000-0000-0000000000ff' where quantity = 800000",
        "update charge set resource_id = '00000000-0000-0000-0000-0000000000ff' where quantity = 800000",
      ],
      also: ["29-months-are-as-sealed"],
    },
  ],
  "12-payment-is-of-one-instant": [
    {
      what: "a payment's date that was moved, its entry and postings along",
      by: [
        "update journal_entry set effective_at = effective_at - interval '1 day' where kind = 'payment' and reference = 'payment:p:2'",
        "update posting p set effective_at = e.effective_at from journal_entry e where (e.project_id, e.entry_id) = (p.project_id, p.entry_id) and e.reference = 'payment:p:2'",
      ],
      also: ["02-entries-tell-their-cause"],
    },
    {
      what: "a transfer's date that was moved in all but the bank's line",
      by: [
        `update journal_entry set effective_at = effective_at - interval '1 day', booked_at = booked_at - interval '1 day' where reference = 'bank_statement_line:' || ${LAST_LINE}`,
        `update posting p set effective_at = e.effective_at from journal_entry e where (e.project_id, e.entry_id) = (p.project_id, p.entry_id) and e.reference = 'bank_statement_line:' || ${LAST_LINE}`,
        `update fund_lot f set received_at = e.effective_at from journal_entry e where (e.project_id, e.entry_id) = (f.project_id, f.lot_no) and e.reference = 'bank_statement_line:' || ${LAST_LINE}`,
      ],
      also: [SEALED],
    },
  ],
  "12-payment-is-whose-it-was": [
    {
      what: "two customers' transfers that were swapped",
      by: [
        `update bank_statement_line l set project_id = o.project_id, entry_id = o.entry_id from bank_statement_line o
          where o.line_id <> l.line_id and l.${EQUAL_LINES.replace("disposition", "l.disposition")} and o.${EQUAL_LINES.replace("disposition", "o.disposition")}`,
        `update journal_entry e set reference = 'bank_statement_line:' || l.line_id, idempotency_key = 'bank_statement_line:' || l.line_id
           from bank_statement_line l where (l.project_id, l.entry_id) = (e.project_id, e.entry_id) and l.amount_minor = 10000`,
      ],
    },
    {
      what: "two customers' card payments that were swapped",
      by: [
        "update payment y set project_id = o.project_id, entry_id = o.entry_id from payment o where o.payment_id <> y.payment_id",
      ],
      also: [SEALED, "12-payment-is-of-one-instant"],
    },
  ],
  "13-statements-follow-each-other": [
    {
      what: "both balances of a statement that were shifted",
      by: [
        "update bank_statement set opening_minor = opening_minor + 1, closing_minor = closing_minor + 1 where bank_statement_id = (select max(bank_statement_id) from bank_statement)",
      ],
      also: [SEALED],
    },
  ],
  "15-document-is-its-snapshot": [
    {
      what: "a document's date that was changed",
      by: [`update document set issued_on = issued_on - 1 where ${FIRST_DOCUMENT}`],
      also: [SEALED],
    },
    {
      what: "a line of another rate of VAT than is printed",
      by: [`update document_line set vat_rate = vat_rate + 0.0001 where ${FIRST_DOCUMENT}`],
      also: ["15-vat-is-extracted"],
    },
  ],
  "15-lines-are-parts": [
    {
      what: "a line's service that was changed",
      by: [`update document_line set service_code = 'else' where line_no = 1 and ${FIRST_DOCUMENT}`],
    },
  ],
  "18-xml-is-the-snapshots": [
    {
      what: "a snapshot's buyer that was changed",
      by: [`update document set snapshot = replace(snapshot, 'Вавилова', 'Другая') where ${FIRST_DOCUMENT}`],
      also: [SEALED],
    },
    {
      what: "a print form whose file is gone",
      by: ["delete from stored_file where media_type = 'application/pdf'"],
    },
  ],
  "26-freeze-is-its-balance": [
    {
      what: "a freeze taken out with its unfreeze, its webhooks and its letters",
      by: [
        `delete from outbox_message where subject_kind = 'project' and subject_id = ${THAWED}`,
        `delete from freeze_event where project_id = ${THAWED}`,
      ],
      also: [SEALED],
    },
    {
      what: "a freeze by a balance that never was",
      by: ["update freeze_event set balance_minor = balance_minor - 1 where kind = 'frozen'"],
      also: [SEALED],
    },
  ],
  "29-months-are-as-sealed": [
    {
      what: "a charge of a closed month whose instant was moved",
      by: [
        "update charge set charged_until = charged_until - interval '1 hour' where booking_month = (select min(month) from month_seal)",
      ],
    },
    { what: "a month's seal that is gone", by: ["delete from month_seal"] },
    { what: "a seal of a month that no close ended", by: ["update month_seal set month = month - interval '1 year'"] },
    { what: "a seal that says of itself what it is not", by: ["update month_seal set sha256 = sha256('x')"] },
  ],
  "29-locks-are-closes": [
    {
      what: "a lock of a closed month that is gone",
      by: ["delete from period_lock"],
      also: [SEALED],
    },
    {
      what: "a close that is gone, its lock left",
      by: ["delete from month_close"],
      also: ["29-months-are-as-sealed", SEALED],
    },
  ],
  [SEALED]: [
    {
      what: "a print form replaced together with its hash",
      by: [
        "insert into stored_file (sha256, media_type, byte_length, body) select sha256('other'), 'application/pdf', 5, 'other'",
        `update document_print set pdf_sha256 = sha256('other') where ${FIRST_DOCUMENT}`,
      ],
    },
    {
      what: "a payment invoice's amount that was raised",
      by: ["update payment_invoice set amount_minor = amount_minor + 1"],
    },
    {
      what: "a kept reply that was altered",
      by: [`update idempotency_key set body = '{"amount":"900.00"}'`],
    },
    {
      what: "a delivery taken out with its letter",
      by: [
        "delete from delivery_event where delivery_id = (select min(delivery_id) from delivery)",
        "delete from outbox_message where payload ->> 'deliveryId' = (select min(delivery_id) from delivery)::text",
        "delete from delivery where delivery_id = (select min(delivery_id) from delivery)",
      ],
    },
    {
      what: "the newest unspent transfer cut out whole",
      by: [
        `update ledger_balance b set balance_minor = b.balance_minor - p.amount_minor, posting_count = b.posting_count - 1
           from posting p join bank_statement_line l using (project_id, entry_id)
          where l.line_id = ${LAST_LINE} and (b.project_id, b.ledger_account) = (p.project_id, p.ledger_account)`,
        "delete from ledger_balance where posting_count = 0",
        `delete from posting p using bank_statement_line l where l.line_id = ${LAST_LINE} and (p.project_id, p.entry_id) = (l.project_id, l.entry_id)`,
        `delete from fund_lot f using bank_statement_line l where l.line_id = ${LAST_LINE} and (f.project_id, f.lot_no) = (l.project_id, l.entry_id)`,
        `delete from journal_entry e using bank_statement_line l where l.line_id = ${LAST_LINE} and (e.project_id, e.entry_id) = (l.project_id, l.entry_id)`,
        "update bank_statement set closing_minor = closing_minor - 10000, declared_in_minor = declared_in_minor - 10000 where bank_statement_id = (select max(bank_statement_id) from bank_statement)",
        `delete from bank_statement_sighting where line_id = ${LAST_LINE}`,
        `delete from bank_statement_line where line_id = ${LAST_LINE}`,
      ],
    },
    {
      what: "a line's value date that was moved",
      by: [
        `update bank_statement_line set value_on = value_on - 1, booked_on = booked_on - 1 where line_id = ${LAST_LINE}`,
      ],
    },
    {
      what: "a line's batch reference that was put in",
      by: [`update bank_statement_line set batch_reference = 'B-1' where line_id = ${LAST_LINE}`],
    },
    {
      what: "a lot that expires later than it was given for",
      by: ["update fund_lot set expires_at = expires_at + interval '1 year' where bonus_group = 'compute'"],
    },
    {
      what: "a seal that is gone",
      by: ["delete from seal where sealed = 'document'"],
      also: ["29-months-are-as-sealed"],
    },
  ],
};
