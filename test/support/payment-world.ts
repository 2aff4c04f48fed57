import type { ProjectId } from "../../src/core/ids.ts";
import type { Database } from "../../src/platform/db.ts";
import { ownerOf } from "./database.ts";

/** The smallest world the tests of this module need: two suppliers with a bank account each, their regions, projects. */
export const MOSCOW_ACCOUNT = "40702810200000012345";
export const KAZAKH_ACCOUNT = "KZ496010000000012345";

export const MOSCOW_PROJECT: ProjectId = 1_000_000_001n;
export const SECOND_PROJECT: ProjectId = 1_000_000_002n;
export const DELETED_PROJECT: ProjectId = 1_000_000_003n;
export const KAZAKH_PROJECT: ProjectId = 2_000_000_001n;

const METHODS = { code: "bank_transfer", minimum: "10.00", recommendedFor: [], onRequest: false };
const CARD = { code: "card", minimum: "10.00", recommendedFor: [], onRequest: false };
const KAZAKH_METHODS = [
  { code: "bank_transfer", minimum: "100.00", recommendedFor: [], onRequest: true },
  { code: "card", minimum: "100.00", recommendedFor: [], onRequest: false },
];

/** Above these two persons decide (AUD-03). */
const LIMITS = '{"assignment":"100000.00","return":"100000.00"}';

export async function putPaymentWorld(database: Database): Promise<void> {
  await database.transaction(async (tx) => {
    await tx.execute(
      `insert into supplier (supplier_code, name, full_name, country_code, inn, kpp, address, bank, signers, document_prefix) values
       ('north', 'ООО «Север»', 'Общество «Север»', 'RU', '7743001840', '771401001', 'Москва', $1, '[]', 'NR'),
       ('steppe', 'ТОО «Степь»', 'Товарищество «Степь»', 'KZ', '200640012343', null, 'Астана', $2, '[]', 'ST')`,
      [
        JSON.stringify([
          {
            name: "ПАО «Банк»",
            bic: "044525225",
            account: MOSCOW_ACCOUNT,
            correspondentAccount: "30101810400000000225",
            currency: "RUB",
          },
        ]),
        JSON.stringify([
          { name: "АО «Банк»", bic: "HSBKKZKX", account: KAZAKH_ACCOUNT, correspondentAccount: null, currency: "KZT" },
        ]),
      ],
    );
    await tx.execute(
      `insert into region (region_code, name, sites, currency, time_zone, supplier_code, country_code, document_address,
                           payment_methods, edm_available, two_person_limits) values
       ('moscow', '{"ru":"Москва","en":"Moscow"}', '{a}', 'RUB', 'Europe/Moscow', 'north', 'RU', 'docs@example.org', $1, true, $3),
       ('kazakhstan', '{"ru":"Казахстан","en":"Kazakhstan"}', '{b}', 'KZT', 'Asia/Almaty', 'steppe', 'KZ', 'kz@example.org', $2, false, $3)`,
      [JSON.stringify([METHODS, CARD]), JSON.stringify(KAZAKH_METHODS), LIMITS],
    );
    await tx.execute(`insert into tax_rate (country_code, starts_on, ends_on, rate_percent) values
      ('RU', '2019-01-01', '2025-12-31', 20), ('RU', '2026-01-01', null, 22), ('KZ', '2026-01-01', null, 16)`);
    await tx.execute("insert into app_user (user_id, email, name, language) values ('u1', 'a@example.org', 'A', 'ru')");
    await tx.execute(`insert into account (region_code, owner_user_id, created_at)
      values ('moscow', 'u1', '2026-01-01Z'), ('kazakhstan', 'u1', '2026-01-01Z')`);
    await tx.execute(
      `insert into project (project_id, account_id, region_code, currency, name, status, created_at)
       select n.id, a.account_id, n.region, n.currency, 'Проект', n.status, '2026-01-01Z'
         from (values ($1::bigint, 'moscow', 'RUB', 'active'), ($2, 'moscow', 'RUB', 'conserved'),
                      ($3, 'moscow', 'RUB', 'deleted'), ($4, 'kazakhstan', 'KZT', 'active')) n(id, region, currency, status)
         join account a on a.region_code = n.region`,
      [MOSCOW_PROJECT, SECOND_PROJECT, DELETED_PROJECT, KAZAKH_PROJECT],
    );
  });
}

/** Empties what a property test fills, as no code of the program may: the append-only triggers are put aside. */
export async function clearPayments(database: Database): Promise<void> {
  await ownerOf(database).transaction(async (tx) => {
    await tx.execute("set local session_replication_role = replica");
    for (const table of [
      "payment",
      "payment_invoice_payment",
      "bank_statement_sighting",
      "bank_statement_line",
      "bank_statement",
      "bank_file",
      "posting",
      "journal_entry",
      "ledger_balance",
      "fund_lot",
      "wallet",
      "freeze_event",
      "seal",
      "audit_event",
      "audit_subject",
      "audit_unchained",
    ]) {
      await tx.execute(`delete from ${table}`);
    }
  });
}
