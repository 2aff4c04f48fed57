import { describe, expect, it } from "vitest";

import { PERSONAL } from "../../src/composition/personal-data.ts";
import { COLUMN_WORDS } from "../../src/platform/personal/words.ts";
import { ownerOf, testDatabase } from "../support/database.ts";

/** What is kept about people is known table by table: a new column that may name somebody has its place in the file, or a reason. */
const { database } = await testDatabase();

/** Columns that may say something of a person, by their name or because anything may stand in them. */
const PERSONAL_NAME =
  /user|e?mail|phone|address|agent|actor|_by$|_by_|name|author|sender|recipient|owner|asker|requester|assignee|device|principal|member|person|login|password|token|note|reason|text|comment|title|detail|contact|subject|purpose|facts|body|snapshot|payload|sent|\braw\b|attachments/;

const IDS = "an id of somebody who acted; of whom was erased it tells nothing";
const HOUSE = "the provider's own, no person's";
const TECHNICAL = "what a customer calls a thing of the cloud, or its meter says of it";
const BANK = "a bank's line is a book record and stays as it came";
const PAPER = "an issued paper is kept as long as the law says, with whom it names";
const SANDBOX = "the world outside, in the sandbox alone: what arrived there is a customer's mailbox or telephone";
const PROPOSED = "what staff wrote of an act on money that takes two: evidence, like the act";
const SHORT = "lives minutes, by a keyed mark alone";

/** Of tables that no room names as personal, columns that look as if they were, each with the reason why they are none or stay. */
const EXPLAINED: Readonly<Record<string, string>> = {
  "auth.verification.identifier": "the number of a passkey's challenge, which names nobody and lives minutes",
  "auth.sign_in_pace.key_sha256": SHORT,
  "accrual_failure.reason": TECHNICAL,
  "audit_anchor.told_by": "a means by which a head was told",
  "audit_subject.subject": "a number of whom an act concerns",
  "automation_halt.released_by": IDS,
  "raised_alarm.subject": "what kind of thing is in trouble, never whose",
  "bank_file.file_name": BANK,
  "bank_file.imported_by": IDS,
  "bank_file.withdrawn_by": IDS,
  "bank_file.withdrawal_note": BANK,
  "bank_statement_line.counterparty_name": BANK,
  "bank_statement_line.purpose": BANK,
  "bank_statement_line.suspense_reason": BANK,
  "bank_statement_line.decided_by": IDS,
  "bank_statement_line.decision_note": BANK,
  "bank_statement_sighting.by_reference": BANK,
  "bonus_group.name": HOUSE,
  "contract_term.changed_by": IDS,
  "contract_term.note": "of a contract, which is a paper",
  "delivery.address": PAPER,
  "delivery.reason": PAPER,
  "delivery_event.reason": PAPER,
  "document.number_text": PAPER,
  "document.xml_name": PAPER,
  "document_part.waits_text": PAPER,
  "document_project.project_name": PAPER,
  "focus_known_by_cells.source": TECHNICAL,
  "focus_provider_name.name": TECHNICAL,
  "freeze_event.reason": TECHNICAL,
  "month_close.by_contract": HOUSE,
  "outbox_removed.subject_id": "a number of whom a message was to",
  "outbox_removed.subject_kind": "a number of whom a message was to",
  "payment_invoice.details": PAPER,
  "payment_invoice.issued_by": IDS,
  "payment_invoice.purpose": PAPER,
  "invariant_run.asked_by": IDS,
  "lone_act.actor": IDS,
  "proposal.decider_user_id": IDS,
  "proposal.decision_note": PROPOSED,
  "proposal.payload": PROPOSED,
  "proposal.proposed_by": IDS,
  "proposal.proposer_user_id": IDS,
  "proposal.reason": PROPOSED,
  "region.document_address": HOUSE,
  "region.name": HOUSE,
  "region.two_person_limits": HOUSE,
  "resource.name": TECHNICAL,
  "document.snapshot": PAPER,
  "sandbox_mail.attachments": SANDBOX,
  "sandbox_mail.body_html": SANDBOX,
  "sandbox_mail.mail_id": SANDBOX,
  "sandbox_mail.raw": SANDBOX,
  "sandbox_notice.body": TECHNICAL,
  "sso_connection.claimed_by": IDS,
  "sso_connection.decided_by": IDS,
  "sso_connection.reason": "what staff say of a company's sign-in to the project's owner",
  "stored_file.body": PAPER,
  "usage_quarantine.body": TECHNICAL,
  "usage_quarantine.sent": TECHNICAL,
  "usage_quarantine.sent_form": TECHNICAL,
  "sandbox_mail.body_text": SANDBOX,
  "sandbox_mail.recipients": SANDBOX,
  "sandbox_mail.sender": SANDBOX,
  "sandbox_mail.subject": SANDBOX,
  "sandbox_sms.body_text": SANDBOX,
  "sandbox_sms.recipient": SANDBOX,
  "schema_migration.name": HOUSE,
  "service.name": HOUSE,
  "sku.name": HOUSE,
  "sku.unit_name": HOUSE,
  "supplier.address": HOUSE,
  "supplier.full_name": HOUSE,
  "supplier.name": HOUSE,
  "usage_quarantine.decided_by": IDS,
  "usage_quarantine.note": TECHNICAL,
  "usage_quarantine.reason": TECHNICAL,
  "usage_source.owner_project_id": TECHNICAL,
};

interface Column {
  readonly table: string;
  readonly column: string;
}

async function columns(): Promise<Column[]> {
  return ownerOf(database).query<{ table: string; column: string }>(
    `select case c.table_schema when 'public' then '' else c.table_schema || '.' end || c.table_name as table, c.column_name as column
       from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
      where c.table_schema in ('public', 'auth') and t.table_type = 'BASE TABLE' order by 1, 2`,
  );
}

/** Columns of known tables that are neither shown nor explained, and of others that look personal and are not explained. */
function unknown(all: readonly Column[]): string[] {
  const known = new Map<string, Set<string>>();
  for (const { table, show, hide } of PERSONAL.tables) {
    const of = known.get(table) ?? new Set();
    for (const column of [...show, ...Object.keys(hide ?? {})]) of.add(column);
    known.set(table, of);
  }
  return all.flatMap(({ table, column }) => {
    const of = known.get(table);
    const found = `${table}.${column}`;
    if (of) return of.has(column) ? [] : [found];
    return PERSONAL_NAME.test(column) && !(found in EXPLAINED) ? [found] : [];
  });
}

describe("reliability 65 what is kept about people is known", () => {
  it("reliability 65 every column that may name somebody is in a person's file, or has a reason why it is not", async () => {
    const all = await columns();
    expect(unknown(all)).toEqual([]);
    const there = new Set(all.map(({ table, column }) => `${table}.${column}`));
    expect(Object.keys(EXPLAINED).filter((one) => !there.has(one))).toEqual([]);
    const named = PERSONAL.tables.flatMap(({ table, show, hide }) =>
      [...show, ...Object.keys(hide ?? {})].map((column) => `${table}.${column}`),
    );
    expect(named.filter((one) => !there.has(one))).toEqual([]);
  });

  it("reliability 65 a planted column is found, in a table that is known and in one that is not", () => {
    expect(
      unknown([
        { table: "app_user", column: "shoe_size" },
        { table: "visitor", column: "email" },
        { table: "visitor", column: "count" },
      ]),
    ).toEqual(["app_user.shoe_size", "visitor.email"]);
  });

  it("reliability 65 nothing secret is shown, and each column of the file has words for people", () => {
    const shown = PERSONAL.tables.flatMap(({ show }) => show);
    expect(shown.filter((column) => /token|hash|secret|seed|sha256|password|digest/.test(column))).toEqual([]);
    expect(shown.filter((column) => !COLUMN_WORDS[column])).toEqual([]);
    expect(Object.keys(COLUMN_WORDS).filter((column) => !shown.includes(column))).toEqual([]);
  });
});
