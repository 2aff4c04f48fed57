import { beforeAll, describe, expect, test } from "vitest";

import { allInvariants, violationsIn } from "../../src/platform/invariants.ts";
import { testDatabase } from "../support/database.ts";
import { ACT_CORRUPTIONS } from "../support/planted-acts.ts";
import { type Corruption, ONE_CHARGE, PAPER_CORRUPTIONS } from "../support/planted-papers.ts";
import { ROW_CORRUPTIONS } from "../support/planted-rows.ts";
import { NOW, brokenAfter, plantedWorld } from "../support/planted-world.ts";

const { database } = await testDatabase();

beforeAll(() => plantedWorld(database));

/** A change of each payer's details, as it is kept. */
const CHANGED = `insert into payer_change (payer_id, changed_at, changed_by, before, after)
  select payer_id, '2026-10-01Z', 'x', '{}', jsonb_build_object('kind', kind, 'countryCode', country_code, 'name', name,
         'fullName', full_name, 'inn', inn, 'kpp', kpp, 'ogrn', ogrn, 'address', address, 'documentEmail', document_email,
         'registeredAt', registered_at) from payer`;
const ONE_POSTING =
  "ctid = (select ctid from posting where ledger_account = 'revenue' and funding_source = 'transfer' order by entry_id limit 1)";
const A_PREPAID = "project_id = (select min(project_id) from wallet)";

const OWN: Readonly<Record<string, readonly Corruption[]>> = {
  "01-entry-sums-to-zero": [
    {
      what: "a posting grew by a kopeck",
      by: [`update posting set amount_minor = amount_minor + 1 where ${ONE_POSTING}`],
      also: [
        "02-balance-is-its-postings",
        "02-balance-kept-with-postings",
        "15-charges-are-debits",
        "02-postings-fit-their-entry",
      ],
    },
  ],
  "02-balance-is-its-postings": [
    {
      what: "a balance was raised",
      by: [
        "update ledger_balance set balance_minor = balance_minor + 1 where ledger_account = 'revenue' and project_id = (select min(project_id) from ledger_balance where ledger_account = 'revenue')",
      ],
      also: ["03-ledger-sums-to-zero"],
    },
    {
      what: "two balances were moved against each other",
      by: [
        `update ledger_balance set balance_minor = balance_minor + 1 where ledger_account = 'bank' and ${A_PREPAID}`,
        `update ledger_balance set balance_minor = balance_minor - 1 where ledger_account = 'acquirer' and ${A_PREPAID}`,
      ],
    },
  ],
  "02-balance-kept-with-postings": [
    {
      what: "a past balance was rewritten",
      by: [`update posting set balance_after_minor = balance_after_minor + 1 where ${ONE_POSTING}`],
    },
  ],
  "03-ledger-sums-to-zero": [
    {
      what: "a balance was raised",
      by: ["update ledger_balance set balance_minor = balance_minor + 1 where ledger_account = 'acquirer'"],
      also: ["02-balance-is-its-postings"],
    },
  ],
  "04-entry-has-two-postings": [
    {
      what: "an entry without postings",
      by: [
        `insert into journal_entry (project_id, entry_id, region_code, kind, effective_at, booked_at, booking_month, reference)
         values (1000000000, 999, 'moscow', 'charge', '2026-11-04Z', '2026-11-04Z', '2026-11-01', 'x')`,
      ],
      also: ["02-entries-tell-their-cause"],
    },
  ],
  "05-one-currency": [
    {
      what: "a whole project in another currency",
      by: [
        `update posting set currency = 'KZT' where ${A_PREPAID}`,
        `update ledger_balance set currency = 'KZT' where ${A_PREPAID}`,
      ],
      also: ["12-payment-posted-once"],
    },
  ],
  "06-lots-are-the-balances": [
    {
      what: "a lot was spent twice",
      by: ["update fund_lot set remaining_minor = remaining_minor - 1 where funding_source = 'other'"],
      also: ["06-lots-are-the-sources"],
    },
  ],
  "06-lots-are-receipts": [
    {
      what: "a lot that nobody paid for",
      by: [
        "insert into fund_lot select project_id, 7, 'other', null, 5, 0, received_at, null from fund_lot where funding_source = 'other'",
      ],
      also: ["12-payment-is-of-one-instant", "29-rows-are-as-sealed"],
    },
    {
      what: "a transfer that became a card payment",
      by: ["update fund_lot set funding_source = 'other' where funding_source = 'transfer'"],
      also: ["06-lot-spends-are-the-lots", "06-lots-are-the-sources", "29-rows-are-as-sealed"],
    },
  ],
  "06-expired-is-posted": [
    {
      what: "a bonus that expired unseen by the books",
      by: [
        "update fund_lot set remaining_minor = 0, expired_minor = expired_minor + remaining_minor where bonus_group = 'compute'",
      ],
      also: ["06-bonus-moves-are-the-lots", "06-lots-are-the-balances", "06-lots-are-the-sources"],
    },
    {
      what: "an expiry that no bonus knows of",
      by: ["update journal_entry set kind = 'bonus_expiry' where kind = 'bonus'"],
      also: ["02-entries-tell-their-cause", "02-postings-fit-their-entry", "06-lots-are-receipts"],
    },
  ],
  "06-no-negative-bonus": [
    {
      what: "a bonus below zero",
      by: ["update ledger_balance set balance_minor = -1 where ledger_account = 'bonus:compute'"],
      also: ["02-balance-is-its-postings", "03-ledger-sums-to-zero", "06-lots-are-the-balances"],
    },
  ],
  "07-frozen-below-zero": [
    {
      what: "a frozen project without a debt",
      by: [
        `update wallet set frozen_at = '2026-10-01Z', deletion_due_at = '2026-12-01Z' where ${A_PREPAID}`,
        `insert into freeze_event (project_id, at, recorded_at, kind, reason, balance_minor) select min(project_id), '2026-10-01Z', '2026-10-01Z', 'frozen', 'x', -1 from wallet`,
        `insert into outbox_message (subject_kind, subject_id, destination, topic, ordered, payload, created_at) select 'project', min(project_id), 'control_plane', 'project.frozen', true, '{}', '2026-10-01Z' from wallet`,
      ],
      also: ["07-frozen-as-recorded", "26-freeze-is-its-balance", "29-rows-are-as-sealed"],
    },
    {
      what: "a prepaid debtor who runs on",
      by: [
        "update wallet set frozen_at = null, deletion_due_at = null where frozen_at is not null",
        "delete from freeze_event",
        "delete from outbox_message where destination = 'control_plane'",
      ],
      also: ["26-freeze-is-its-balance", "29-rows-are-as-sealed"],
    },
    {
      what: "a frozen post-paid project",
      by: ["update contract set payment_scheme = 'prepaid' where payment_scheme = 'postpaid'"],
      also: ["15-documents-are-charges", "26-freeze-is-its-balance"],
    },
  ],
  "07-frozen-as-recorded": [
    {
      what: "a freeze that history does not know",
      by: ["delete from freeze_event where kind = 'frozen'"],
      also: ["26-freeze-is-told", "26-freeze-is-its-balance", "29-rows-are-as-sealed"],
    },
    {
      what: "a freeze that waits at no halt",
      by: [`update wallet set freeze_pending_since = '2026-11-01Z' where ${A_PREPAID}`],
    },
    {
      what: "a frozen project that is never deleted",
      by: ["update wallet set deletion_due_at = null where frozen_at is not null"],
    },
  ],
  "08-postpaid-by-individual-contract": [
    {
      what: "post-payment under the public offer",
      by: [
        "alter table contract drop constraint contract_postpaid_needs_individual",
        "update contract set type = 'public_offer' where payment_scheme = 'postpaid'",
      ],
    },
  ],
  "09-gauges-are-events": [
    {
      what: "a timeline with a hole",
      by: ["update gauge_interval set to_minute = to_minute - 1 where quantity = 4"],
      also: ["09-usage-is-charged"],
    },
    {
      what: "a point that nobody reported",
      by: ["update gauge_interval set quantity = quantity + 1 where quantity = 4"],
      also: ["09-usage-is-charged"],
    },
  ],
  "09-quantities-are-events": [
    { what: "an event counted twice", by: ["update usage_quantity set event_count = event_count + 1"] },
    {
      what: "a corrected event that counts on",
      by: ["update usage_event set supersedes = null where supersedes is not null"],
    },
    {
      what: "an event that another project's message took out",
      by: [
        `insert into usage_event (source_id, event_id, batch_id, project_id, resource_id, sku_id, day, occurred_at, quantity, digest, supersedes)
         select e.source_id, gen_random_uuid(), (select max(batch_id) from usage_batch where rated_at is not null), o.project_id, e.resource_id,
                e.sku_id, e.day, e.occurred_at, 0, 0, e.event_id
           from usage_event e, (select project_id from project order by 1 desc limit 1) o
          where e.quantity = 800000`,
        "update usage_quantity set quantity = quantity - 800000, event_count = event_count - 1 where quantity = 800000",
      ],
      also: ["09-usage-is-charged"],
    },
  ],
  "09-own-sources-hold-own-events": [
    {
      what: "a project's own source that reports for another",
      by: ["update usage_source set source = 'project/mcs9999999999/' || source"],
    },
  ],
  "09-corrections-end": [
    {
      what: "an event that replaces the one which replaces it",
      by: [
        "update usage_event e set supersedes = s.event_id from usage_event s where s.source_id = e.source_id and s.supersedes = e.event_id",
      ],
      also: ["09-quantities-are-events"],
    },
  ],
  "09-usage-is-charged": [
    {
      what: "a charge that vanished",
      by: [
        "delete from charge where sku_id = (select sku_id from sku where sku_code = 'cpu') and day = '2026-10-11' and project_id = (select min(project_id) from charge)",
      ],
      also: ["29-months-are-as-sealed", "15-charges-are-debits"],
    },
    {
      what: "more charged than used",
      by: [`update charge set quantity = quantity + 1 where day = '2026-10-05'`],
      also: ["29-months-are-as-sealed", "10-flat-charge-is-quantity-by-price"],
    },
    {
      what: "a charge moved to another day of its resource",
      by: [
        "update charge set day = '2026-10-20' where sku_id = (select sku_id from sku where sku_code = 'cpu') and day = '2026-10-11' and project_id = (select min(project_id) from charge)",
      ],
      also: ["29-months-are-as-sealed"],
    },
  ],
  "09-usage-is-rated": [
    {
      what: "a project that nobody charges",
      by: [
        "update project_accrual set due_at = '2026-11-04T09:00:00+03:00' where project_id = (select min(project_id) from project_accrual)",
      ],
    },
    {
      what: "a batch that nobody rates",
      by: ["insert into usage_batch (received_at) values ('2026-11-04T09:00:00+03:00')"],
    },
  ],
  "10-charge-is-its-cost": [
    {
      what: "a grain rounded down",
      by: [
        `update charge set amount_minor = amount_minor - 1, transfer_minor = transfer_minor - 1 where ${ONE_CHARGE}`,
      ],
      also: [
        "29-months-are-as-sealed",
        "15-charges-are-debits",
        "15-documents-are-charges",
        "15-lot-spends-are-charges",
      ],
    },
  ],
  "11-prices-do-not-overlap": [
    {
      what: "two prices at once",
      by: [
        "alter table price drop constraint price_no_overlap",
        "insert into price (price_list_id, sku_id, starts_at, ends_at, model, unit_price, tiers, committed_quantity) select price_list_id, sku_id, '2025-01-01Z', ends_at, model, unit_price, tiers, committed_quantity from price where model = 'flat' limit 1",
      ],
    },
  ],
  "12-payment-posted-once": [
    {
      what: "a line credited twice",
      by: [
        "insert into journal_entry select project_id, entry_id + 1000000, region_code, kind, effective_at, booked_at, booking_month, reference, 'x' from journal_entry where reference like 'bank_statement_line:%' and kind = 'payment' and effective_at < '2026-11-01Z'",
      ],
      also: ["04-entry-has-two-postings"],
    },
    {
      what: "a line whose entry has another amount",
      by: ["update bank_statement_line set amount_minor = amount_minor + 1 where disposition = 'credited'"],
      also: ["13-statement-adds-up", "29-rows-are-as-sealed"],
    },
  ],
  "13-statement-adds-up": [
    {
      what: "a closing balance that the lines do not give",
      by: ["update bank_statement set closing_minor = closing_minor + 1"],
      also: ["13-statements-follow-each-other", "29-rows-are-as-sealed"],
    },
  ],
  "14-bank-line-once": [
    {
      what: "a line that no statement shows",
      by: ["delete from bank_statement_sighting"],
      also: ["13-statement-adds-up", "29-rows-are-as-sealed"],
    },
  ],
  "15-charges-are-debits": [
    {
      what: "a grain whose source was changed",
      by: [`update charge set transfer_minor = transfer_minor - 1, other_minor = other_minor + 1 where ${ONE_CHARGE}`],
      also: ["29-months-are-as-sealed", "15-documents-are-charges", "15-lot-spends-are-charges"],
    },
  ],
  "15-document-is-its-lines": [
    {
      what: "a document that grew",
      by: [
        "update document set gross_minor = gross_minor + 1, net_minor = net_minor + 1 where document_id = (select min(document_id) from document)",
      ],
      also: ["15-document-is-its-snapshot", "29-rows-are-as-sealed"],
    },
  ],
  ...PAPER_CORRUPTIONS,
  "15-vat-is-extracted": [
    {
      what: "VAT moved into the net amount",
      by: [
        "update document_line set vat_minor = vat_minor - 1, net_minor = net_minor + 1 where line_no = 1 and document_id = (select min(document_id) from document)",
        "update document set vat_minor = vat_minor - 1, net_minor = net_minor + 1 where document_id = (select min(document_id) from document)",
      ],
      also: ["15-document-is-its-snapshot", "29-rows-are-as-sealed"],
    },
  ],
  "17-numbers-are-gapless": [
    {
      what: "a number left out",
      by: ["update document set number = number + 1 where number = (select max(number) from document)"],
      also: ["29-rows-are-as-sealed"],
    },
    { what: "a number given out for nothing", by: ["update document_number set last_number = last_number + 1"] },
  ],
  "18-documents-are-printed": [
    { what: "a print form that is gone", by: ["delete from document_print"], also: ["29-rows-are-as-sealed"] },
  ],
  "18-files-are-unchanged": [
    {
      what: "a byte of a file",
      by: ["update stored_file set body = set_byte(body, 0, 88) where media_type = 'application/pdf'"],
    },
  ],
  "22-expired-bonus-is-gone": [
    {
      what: "a bonus that outlived its term",
      by: ["update fund_lot set expires_at = '2026-11-01Z' where bonus_group = 'compute'"],
      also: ["29-rows-are-as-sealed"],
    },
  ],
  "26-delivery-is-queued": [
    { what: "a letter that nobody wrote", by: ["delete from outbox_message where topic = 'document.delivery'"] },
    {
      what: "a state without a history",
      by: ["update delivery set state = 'sent' where delivery_id = (select min(delivery_id) from delivery)"],
    },
    {
      what: "a letter counted as sent that is still there",
      by: [
        "insert into outbox_removed (subject_kind, subject_id, destination, topic, messages) select 'payer', min(payer_id), 'mail', 'document.delivery', 1 from document",
      ],
    },
    {
      what: "a letter that went to another payer",
      by: [
        "update outbox_message set subject_id = (select max(payer_id) + 1 from payer) where message_id = (select min(message_id) from outbox_message where topic = 'document.delivery')",
      ],
    },
  ],
  "26-freeze-is-told": [
    { what: "a freeze that nobody was told", by: ["delete from outbox_message where topic = 'project.frozen'"] },
    {
      what: "a freeze told twice",
      by: [
        "insert into outbox_message (subject_kind, subject_id, destination, topic, ordered, payload, created_at) select subject_kind, subject_id, destination, topic, ordered, payload, created_at from outbox_message where topic = 'project.frozen'",
      ],
    },
    {
      what: "a freeze counted as told that nobody decided",
      by: [
        "insert into outbox_removed (subject_kind, subject_id, destination, topic, messages) select 'project', project_id, 'control_plane', 'project.frozen', 1 from wallet limit 1",
      ],
    },
  ],
  "06-lot-spends-are-the-lots": [
    {
      what: "a lot that paid more than is gone from it, and another less",
      by: [
        "insert into fund_lot (project_id, lot_no, funding_source, granted_minor, remaining_minor, received_at) select project_id, lot_no + 1, funding_source, 5, 5, received_at from fund_lot where funding_source = 'transfer' and granted_minor > remaining_minor limit 1",
        "update lot_spend l set lot_no = lot_no + 1 where ctid = (select ctid from lot_spend where amount_minor > 0 limit 1)",
      ],
      also: ["06-lots-are-receipts", "06-lots-are-the-balances", "06-lots-are-the-sources", "29-rows-are-as-sealed"],
    },
  ],
  "15-lot-spends-are-charges": [
    {
      what: "a transfer that paid under another contract than was charged",
      by: [
        "update lot_spend set contract_id = contract_id + 1 where ctid = (select ctid from lot_spend where amount_minor > 0 limit 1)",
      ],
    },
    {
      what: "a transfer that paid in another month",
      by: [
        "update lot_spend set booking_month = booking_month + interval '1 month' where ctid = (select ctid from lot_spend where amount_minor > 0 limit 1)",
      ],
    },
  ],
  "26-payer-change-is-recorded": [
    {
      what: "details changed past the history",
      by: [CHANGED, "update payer set address = 'elsewhere'"],
      also: ["26-acts-are-told"],
    },
    {
      what: "a change of details that was made otherwise",
      by: [CHANGED, 'update payer_change set after = after || \'{"inn":"1"}\''],
      also: ["26-acts-are-told"],
    },
  ],
  "27-key-is-one-request": [
    {
      what: "a key with two requests",
      by: [
        "alter table idempotency_key drop constraint idempotency_key_pkey",
        "insert into idempotency_key select 'user:u1', 'twice', '/v1/x', sha256(n::text::bytea), 200, '{}', timestamptz '2026-10-01Z' from generate_series(1, 2) n",
      ],
      also: ["29-rows-are-as-sealed"],
    },
  ],
  "28-suspense-is-decided": [
    {
      what: "money that nobody decided about in a week",
      by: ["update bank_statement_line set recorded_at = '2026-10-28T09:59:59+03:00' where disposition = 'suspense'"],
      also: ["29-rows-are-as-sealed"],
    },
  ],
  "28-suspense-is-waiting-lines": [
    {
      what: "suspense money without a waiting line",
      by: [
        "update bank_statement_line set disposition = 'ignored_outgoing', decided_at = '2026-11-03Z', decided_by = 'x' where disposition = 'suspense'",
      ],
    },
  ],
};

/** By invariant; one may have plants in several places. */
const CORRUPTIONS: Record<string, readonly Corruption[]> = { ...ROW_CORRUPTIONS, ...ACT_CORRUPTIONS };
for (const [name, all] of Object.entries(OWN)) CORRUPTIONS[name] = [...all, ...(CORRUPTIONS[name] ?? [])];

describe("each invariant catches what is planted", () => {
  test("the books before any corruption are coherent", async () => {
    expect(await database.snapshot((tx) => violationsIn(tx, NOW))).toEqual([]);
  });

  test("FRZ-07 DLV-04 what the outbox's retention removed is no violation, and what goes missing beside it still is", async () => {
    const removed = [
      "update delivery set state = 'sent'",
      "insert into delivery_event (delivery_id, at, state) select delivery_id, changed_at, 'sent' from delivery",
      "update outbox_message set delivered_at = '2026-11-03Z', ordered = false",
      "select set_config('saldo.outbox_before', '2026-11-04Z', true)",
      "set local session_replication_role = origin",
      "delete from outbox_message where message_id in (select min(message_id) from outbox_message group by topic)",
      "set local session_replication_role = replica",
    ];
    expect(await brokenAfter(database, removed)).toEqual([]);
    const lost = "delete from outbox_message where topic = ";
    expect(await brokenAfter(database, [...removed, `${lost} 'document.delivery'`])).toEqual(["26-delivery-is-queued"]);
    expect(await brokenAfter(database, [...removed, "update outbox_removed set messages = messages + 1"])).toEqual([
      "26-delivery-is-queued",
      "26-freeze-is-told",
    ]);
  });

  test("every invariant has a planted corruption", () => {
    expect(Object.keys(CORRUPTIONS).sort()).toEqual(
      allInvariants()
        .map(({ name }) => name)
        .sort(),
    );
  });

  test.each(Object.entries(CORRUPTIONS).flatMap(([name, all]) => all.map((one) => ({ name, ...one }))))(
    "invariant $name notices $what",
    async ({ name, by, also = [] }) => {
      expect(await brokenAfter(database, by)).toEqual([name, ...also].sort());
    },
  );
});
