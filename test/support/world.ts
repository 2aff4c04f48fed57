import { decimal } from "../../src/core/decimal.ts";
import type { ProjectId } from "../../src/core/ids.ts";
import { type Instant, at, formatInstant } from "../../src/core/time.ts";
import { type Database, type Tx, only } from "../../src/platform/db.ts";
import { assignPriceScope, putPriceList, putPrices, putSkus, skuIndex } from "../../src/modules/catalog/index.ts";

/** A small world with one of everything that rating knows: enough for a test, readable in one look. */
export const WORLD_START: Instant = at("2026-09-01T00:00:00+03:00");

interface WorldSku {
  readonly code: string;
  readonly kind: "gauge" | "quantity";
  readonly divisor: bigint;
  readonly group: string | null;
}

export const SKUS: readonly WorldSku[] = [
  { code: "cpu", kind: "gauge", divisor: 60n, group: "compute" },
  { code: "disk", kind: "gauge", divisor: 43_200n, group: "platform" },
  { code: "licence", kind: "gauge", divisor: 1n, group: null },
  { code: "support", kind: "gauge", divisor: 1n, group: null },
  { code: "reserved", kind: "gauge", divisor: 60n, group: "compute" },
  { code: "requests", kind: "quantity", divisor: 1n, group: "platform" },
  { code: "traffic", kind: "quantity", divisor: 1n, group: "platform" },
  { code: "mail", kind: "quantity", divisor: 1n, group: null },
];

const flat = (unitPrice: string) =>
  ({ model: "flat", unitPrice: decimal(unitPrice), tiers: null, committedQuantity: null }) as const;
const tiers = (model: "tiered" | "volume", ...steps: [string, string][]) => ({
  model,
  unitPrice: decimal(steps[0]?.[1] ?? "0"),
  tiers: steps.map(([from, price]) => ({ from: decimal(from), price: decimal(price) })),
  committedQuantity: null,
});

/** Regions, suppliers, one user and account a region, and the catalogue with both regions' lists. */
export async function makeWorld(database: Database): Promise<void> {
  await database.transaction(async (tx) => {
    await tx.execute(
      `insert into supplier (supplier_code, name, full_name, country_code, inn, kpp, ogrn, address, bank, signers, edm_id, document_prefix)
       values ('ru', 'ООО «Поставщик»', 'Общество с ограниченной ответственностью «Поставщик»', 'RU', '7743001840', '774301001',
               '1027739850962', '125167, г. Москва, Ленинградский пр-кт, д. 39, стр. 79',
               '[{"name":"ПАО БАНК","bic":"044525225","account":"40702810938120061991","correspondentAccount":"30101810400000000225","currency":"RUB","beneficiaryCode":null}]',
               '[{"role":"head","fullName":{"surname":"Иванова","name":"Анна","patronymic":"Петровна"},"position":"Директор","authority":{"kind":"signature"}}]', null, 'M'),
              ('kz', 'ТОО «Поставщик»', 'ТОО «Поставщик»', 'KZ', '990601301525', null, null, 'г. Астана', '[]', '[]', null, 'K')`,
    );
    await tx.execute(
      `insert into region (region_code, name, sites, currency, time_zone, supplier_code, country_code, document_address, payment_methods, edm_available,
                           two_person_limits)
       values ('moscow', '{"ru":"Москва","en":"Moscow"}', '{}', 'RUB', 'Europe/Moscow', 'ru', 'RU', 'docs@example.test', '[]', true, '{"assignment":"100000.00","return":"100000.00"}'),
              ('kazakhstan', '{"ru":"Казахстан","en":"Kazakhstan"}', '{}', 'KZT', 'Asia/Almaty', 'kz', 'KZ', 'docs@example.test', '[]', false, '{"assignment":"100000.00","return":"100000.00"}')`,
    );
    await tx.execute(
      `insert into tax_rate (country_code, starts_on, ends_on, rate_percent)
       values ('RU', '2019-01-01', '2025-12-31', 20), ('RU', '2026-01-01', null, 22), ('KZ', '2009-01-01', '2025-12-31', 12), ('KZ', '2026-01-01', null, 16)`,
    );
    await tx.execute(
      "insert into app_user (user_id, email, name, language) values ('u1', 'owner@example.test', 'Владелец', 'ru')",
    );
    await tx.execute(
      "insert into account (region_code, owner_user_id, created_at) values ('moscow', 'u1', $1), ('kazakhstan', 'u1', $1)",
      [formatInstant(WORLD_START)],
    );
    await putCatalogue(tx);
  });
}

async function putCatalogue(tx: Tx): Promise<void> {
  await putSkus(tx, {
    services: [
      { serviceCode: "vm", name: { ru: "Машины", en: "Machines" }, serviceGroup: "compute", position: 1 },
      { serviceCode: "s3", name: { ru: "Хранилище", en: "Storage" }, serviceGroup: "storage", position: 2 },
    ],
    meters: SKUS.map((sku) => ({ meterCode: sku.code, kind: sku.kind, unit: sku.code, largest: decimal("1000000") })),
    skus: SKUS.map((sku) => ({
      skuCode: sku.code,
      serviceCode: sku.group === "compute" ? "vm" : "s3",
      meterCode: sku.code,
      name: { ru: sku.code, en: sku.code },
      unitName: { ru: "ед.", en: "unit" },
      divisor: sku.divisor,
      bonusGroup: sku.group,
    })),
  });
  for (const [regionCode, currency] of [
    ["moscow", "RUB"],
    ["kazakhstan", "KZT"],
  ] as const) {
    await putPriceList(tx, { priceListCode: regionCode, regionCode, currency, kind: "region" });
    await putPrices(tx, regionCode, [
      { skuCode: "cpu", startsAt: at("2020-01-01T00:00:00Z"), ...flat("1.2345") },
      { skuCode: "disk", startsAt: at("2020-01-01T00:00:00Z"), ...tiers("tiered", ["0", "9.9"], ["100", "7.77"]) },
      {
        skuCode: "licence",
        startsAt: at("2020-01-01T00:00:00Z"),
        model: "daily",
        unitPrice: decimal("33.335"),
        tiers: null,
        committedQuantity: null,
      },
      {
        skuCode: "support",
        startsAt: at("2020-01-01T00:00:00Z"),
        model: "monthly",
        unitPrice: decimal("1500"),
        tiers: null,
        committedQuantity: null,
      },
      { skuCode: "requests", startsAt: at("2020-01-01T00:00:00Z"), ...flat("0.00037") },
      {
        skuCode: "traffic",
        startsAt: at("2020-01-01T00:00:00Z"),
        ...tiers("tiered", ["0", "0"], ["10", "1.5"], ["1000", "0.9"]),
      },
      { skuCode: "mail", startsAt: at("2020-01-01T00:00:00Z"), ...tiers("volume", ["0", "0.5"], ["100", "0.3"]) },
    ]);
  }
}

/** A project priced by its region's list since the world's start. */
export async function makeProject(database: Database, projectId: ProjectId, regionCode = "moscow"): Promise<ProjectId> {
  await database.transaction(async (tx) => {
    const account = only(
      await tx.query<{ account_id: bigint }>("select account_id from account where region_code = $1", [regionCode]),
    );
    await tx.execute(
      `insert into project (project_id, account_id, region_code, currency, name, status, created_at)
       select $1::bigint, $2, region_code, currency, 'Проект ' || $1::bigint, 'active', $4 from region where region_code = $3`,
      [projectId, account.account_id, regionCode, formatInstant(WORLD_START)],
    );
    await tx.execute("insert into project_member (project_id, user_id, role) values ($1, 'u1', 'owner')", [projectId]);
    await assignPriceScope(tx, projectId, [regionCode], at("2020-01-01T00:00:00Z"));
  });
  return projectId;
}

/** Makes a legal entity with a public offer (or, post-paid, an individual contract) the payer of projects. */
export async function makePayer(
  database: Database,
  projectIds: readonly ProjectId[],
  options: { postpaid?: boolean; name?: string; inn?: string } = {},
): Promise<bigint> {
  return database.transaction(async (tx) => {
    const payer = only(
      await tx.query<{ payer_id: bigint }>(
        `insert into payer (account_id, kind, country_code, name, full_name, inn, kpp, ogrn, address, document_email, registered_at)
         select p.account_id, 'legal_entity', 'RU', $2, $2, $3, '770701001', '1027700132195', '117312, г. Москва, ул. Вавилова, д. 19',
                'buh@example.test', $4
           from project p where p.project_id = $1 returning payer_id`,
        [projectIds[0], options.name ?? "ООО «Ромашка»", options.inn ?? "7707083893", formatInstant(WORLD_START)],
      ),
    );
    const contract = only(
      await tx.query<{ contract_id: bigint }>(
        `insert into contract (payer_id, supplier_code, type, payment_scheme, number, signed_on, starts_at)
         select $1, r.supplier_code, $3, $4, $5, $6, $7 from project p join region r using (region_code)
          where p.project_id = $2 returning contract_id`,
        [
          payer.payer_id,
          projectIds[0],
          options.postpaid ? "individual" : "public_offer",
          options.postpaid ? "postpaid" : "prepaid",
          options.postpaid ? "7/26" : null,
          options.postpaid ? "2026-01-15" : null,
          formatInstant(at("2020-01-01T00:00:00Z")),
        ],
      ),
    );
    for (const projectId of projectIds) {
      await tx.execute(
        "insert into project_payer (project_id, payer_id, contract_id, starts_at) values ($1, $2, $3, $4)",
        [projectId, payer.payer_id, contract.contract_id, formatInstant(at("2020-01-01T00:00:00Z"))],
      );
    }
    return payer.payer_id;
  });
}

export interface WorldEvent {
  readonly id: string;
  readonly projectId: ProjectId;
  readonly resource: number;
  readonly sku: string;
  readonly at: Instant;
  readonly quantity: string;
  readonly supersedes?: string;
}

export function resourceUuid(resource: number): string {
  return `00000000-0000-4000-8000-${resource.toString(16).padStart(12, "0")}`;
}

function eventUuid(id: string): string {
  return `00000000-0000-4000-9000-${Buffer.from(id).toString("hex").padStart(12, "0").slice(-12)}`;
}

/** Stores events as one accepted batch, as the intake does; an event that is there already changes nothing. */
export async function storeEvents(database: Database, events: readonly WorldEvent[], now: Instant): Promise<void> {
  await database.transaction(async (tx) => {
    const skus = (await skuIndex(tx)).skus;
    await tx.execute("insert into usage_source (source) values ('world') on conflict do nothing");
    const batch = only(
      await tx.query<{ batch_id: bigint }>("insert into usage_batch (received_at) values ($1) returning batch_id", [
        formatInstant(now),
      ]),
    );
    for (const event of events) {
      await tx.execute(
        `insert into usage_event (source_id, event_id, batch_id, project_id, resource_id, sku_id, day, occurred_at, quantity, digest, supersedes)
         select s.source_id, $1, $2, $3, $4, $5, ($6::timestamptz at time zone r.time_zone)::date, $6, $7, 0, $8
           from usage_source s, project p join region r using (region_code)
          where s.source = 'world' and p.project_id = $3
         on conflict do nothing`,
        [
          eventUuid(event.id),
          batch.batch_id,
          event.projectId,
          resourceUuid(event.resource),
          skus.get(event.sku)?.skuId,
          formatInstant(event.at),
          event.quantity,
          event.supersedes === undefined ? null : eventUuid(event.supersedes),
        ],
      );
    }
  });
}
