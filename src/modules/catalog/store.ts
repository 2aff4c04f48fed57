import { type Decimal, decimal, formatDecimal } from "../../core/decimal.ts";
import { formatInstant, type Instant } from "../../core/time.ts";
import { only, type Tx } from "../../platform/db.ts";
import {
  type EffectivePrice,
  FOREVER,
  formatTiers,
  type ListPrice,
  type MeterKind,
  parseTiers,
  type PriceModel,
  type TierText,
  type WantedPrice,
} from "./price.ts";
import type { BonusGroup, Meter, PriceList, Service, Sku } from "./sku.ts";

const CHUNK = 5_000;

/** Locks the catalogue against every other change until the transaction ends, and answers the version. */
export async function lockCatalog(tx: Tx): Promise<bigint> {
  return only(await tx.query<{ version: bigint }>("select version from catalog_version for update")).version;
}

export async function readVersion(tx: Tx): Promise<bigint> {
  return only(await tx.query<{ version: bigint }>("select version from catalog_version", [], "catalog-version"))
    .version;
}

export async function raiseVersion(tx: Tx): Promise<void> {
  await tx.execute("update catalog_version set version = version + 1");
}

export async function upsertServices(tx: Tx, services: readonly Service[]): Promise<number> {
  return tx.execute(
    `insert into service (service_code, name, service_group, position, electronic)
     select * from unnest($1::text[], $2::jsonb[], $3::text[], $4::int[], $5::boolean[])
     on conflict (service_code) do update
       set name = excluded.name, service_group = excluded.service_group, position = excluded.position,
           electronic = excluded.electronic
       where (service.name, service.service_group, service.position, service.electronic)
         is distinct from (excluded.name, excluded.service_group, excluded.position, excluded.electronic)`,
    [
      services.map((service) => service.serviceCode),
      services.map((service) => JSON.stringify(service.name)),
      services.map((service) => service.serviceGroup),
      services.map((service) => service.position),
      services.map((service) => service.electronic ?? true),
    ],
  );
}

export async function upsertBonusGroups(tx: Tx, groups: readonly BonusGroup[]): Promise<number> {
  return tx.execute(
    `insert into bonus_group (bonus_group, name) select * from unnest($1::text[], $2::jsonb[])
     on conflict (bonus_group) do update set name = excluded.name where bonus_group.name is distinct from excluded.name`,
    [groups.map((group) => group.bonusGroup), groups.map((group) => JSON.stringify(group.name))],
  );
}

export async function readBonusGroups(tx: Pick<Tx, "query">): Promise<BonusGroup[]> {
  return tx.query<BonusGroup>(`select bonus_group as "bonusGroup", name from bonus_group`);
}

export async function upsertMeters(tx: Tx, meters: readonly Meter[]): Promise<number> {
  return tx.execute(
    `insert into meter (meter_code, kind, unit, largest)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::numeric[])
     on conflict (meter_code) do update set unit = excluded.unit, largest = excluded.largest
       where (meter.unit, meter.largest) is distinct from (excluded.unit, excluded.largest)`,
    [
      meters.map((meter) => meter.meterCode),
      meters.map((meter) => meter.kind),
      meters.map((meter) => meter.unit),
      meters.map((meter) => formatDecimal(meter.largest)),
    ],
  );
}

/** The SKU's meter and divisor are not altered here: what is already measured would change its meaning. */
export async function upsertSkus(tx: Tx, skus: readonly Omit<Sku, "skuId" | "meter">[]): Promise<number> {
  return tx.execute(
    `insert into sku (sku_code, service_code, meter_code, name, unit_name, divisor, bonus_group)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::jsonb[], $5::jsonb[], $6::bigint[], $7::text[])
     on conflict (sku_code) do update
       set service_code = excluded.service_code, name = excluded.name, unit_name = excluded.unit_name,
           bonus_group = excluded.bonus_group
       where (sku.service_code, sku.name, sku.unit_name, sku.bonus_group)
         is distinct from (excluded.service_code, excluded.name, excluded.unit_name, excluded.bonus_group)`,
    [
      skus.map((sku) => sku.skuCode),
      skus.map((sku) => sku.serviceCode),
      skus.map((sku) => sku.meterCode),
      skus.map((sku) => JSON.stringify(sku.name)),
      skus.map((sku) => JSON.stringify(sku.unitName)),
      skus.map((sku) => sku.divisor),
      skus.map((sku) => sku.bonusGroup),
    ],
  );
}

export async function readServices(tx: Tx): Promise<Service[]> {
  return tx.query<Service>(
    `select service_code as "serviceCode", name, service_group as "serviceGroup", position
     from service order by position, service_code`,
  );
}

export async function readMeters(tx: Tx): Promise<Meter[]> {
  const rows = await tx.query<{ meterCode: string; kind: MeterKind; unit: string; largest: string }>(
    `select meter_code as "meterCode", kind, unit, largest from meter order by meter_code`,
  );
  return rows.map((row) => ({ ...row, largest: decimal(row.largest) }));
}

export async function readSkus(tx: Tx): Promise<Omit<Sku, "meter">[]> {
  return tx.query<Omit<Sku, "meter">>(
    `select sku_id as "skuId", sku_code as "skuCode", service_code as "serviceCode", meter_code as "meterCode", name,
            unit_name as "unitName", divisor, bonus_group as "bonusGroup"
     from sku order by sku_id`,
  );
}

const PRICE_LIST = `price_list_id as "priceListId", price_list_code as "priceListCode", region_code as "regionCode",
  currency, kind`;

export async function readPriceLists(tx: Tx, codes: readonly string[]): Promise<PriceList[]> {
  return tx.query<PriceList>(`select ${PRICE_LIST} from price_list where price_list_code = any($1)`, [codes]);
}

/** The price list that a region's customers have unless told otherwise; null while none is loaded. */
export async function selectRegionList(tx: Tx, regionCode: string): Promise<string | null> {
  const rows = await tx.query<{ code: string }>(
    `select price_list_code as code from price_list where region_code = $1 and kind = 'region' order by price_list_id limit 1`,
    [regionCode],
  );
  return rows[0]?.code ?? null;
}

export async function insertPriceList(tx: Tx, list: Omit<PriceList, "priceListId">): Promise<PriceList> {
  return only(
    await tx.query<PriceList>(
      `insert into price_list (price_list_code, region_code, currency, kind) values ($1, $2, $3, $4)
       returning ${PRICE_LIST}`,
      [list.priceListCode, list.regionCode, list.currency, list.kind],
    ),
  );
}

interface TermsRow {
  readonly skuId: number;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly model: PriceModel;
  readonly unitPrice: string;
  readonly tiers: TierText[] | null;
  readonly committedQuantity: string | null;
}

const TERMS = `sku_id as "skuId", starts_at as "startsAt", ends_at as "endsAt", model, unit_price as "unitPrice", tiers,
  committed_quantity as "committedQuantity"`;

function toTerms<R extends TermsRow>(row: R) {
  const committedQuantity: Decimal | null = row.committedQuantity === null ? null : decimal(row.committedQuantity);
  return { ...row, unitPrice: decimal(row.unitPrice), tiers: parseTiers(row.tiers), committedQuantity };
}

/** Rows that price something (a withdrawn one does not), of these lists; of these SKUs only when given. */
export async function readPrices(
  tx: Tx,
  priceListIds: readonly number[],
  skuIds: readonly number[] | null,
): Promise<ListPrice[]> {
  const rows = await tx.query<TermsRow & { priceId: bigint; priceListId: number }>(
    `select price_id as "priceId", price_list_id as "priceListId", ${TERMS} from price
     where price_list_id = any($1) and ($2::int[] is null or sku_id = any($2)) and ends_at > starts_at
     order by price_list_id, sku_id, starts_at`,
    [priceListIds, skuIds],
  );
  return rows.map(toTerms);
}

export interface PriceEnd {
  readonly priceId: bigint;
  readonly endsAt: Instant;
  readonly before: Instant;
}

/** Moves ends: first those that give way, then those that take their place, so that no two ever overlap. */
export async function moveEnds(tx: Tx, ends: readonly PriceEnd[]): Promise<void> {
  for (const part of [ends.filter((end) => end.endsAt < end.before), ends.filter((end) => end.endsAt > end.before)]) {
    if (part.length === 0) continue;
    await tx.execute(
      `update price set ends_at = moved.ends_at
       from unnest($1::bigint[], $2::timestamptz[]) as moved (price_id, ends_at) where price.price_id = moved.price_id`,
      [part.map((end) => end.priceId), part.map((end) => timestamp(end.endsAt))],
    );
  }
}

export async function insertPrices(tx: Tx, priceListId: number, prices: readonly WantedPrice[]): Promise<void> {
  for (const part of chunks(prices)) {
    await tx.execute(
      `insert into price (price_list_id, sku_id, starts_at, ends_at, model, unit_price, tiers, committed_quantity)
       select $1, * from unnest(
         $2::int[], $3::timestamptz[], $4::timestamptz[], $5::text[], $6::numeric[], $7::jsonb[], $8::numeric[])`,
      [priceListId, ...termsColumns(part)],
    );
  }
}

export interface Scope {
  readonly scopeId: number;
  readonly chain: readonly number[];
}

export async function readScopesOf(tx: Tx, priceListId: number): Promise<Scope[]> {
  return tx.query<Scope>(
    `select scope_id as "scopeId", chain from price_scope where $1 = any(chain) order by scope_id`,
    [priceListId],
  );
}

export async function findScope(tx: Tx, chain: readonly number[]): Promise<number | undefined> {
  const rows = await tx.query<{ scopeId: number }>(
    `select scope_id as "scopeId" from price_scope where chain = $1::int[]`,
    [chain],
  );
  return rows[0]?.scopeId;
}

export async function insertScope(tx: Tx, chain: readonly number[]): Promise<number> {
  return only(
    await tx.query<{ scopeId: number }>(`insert into price_scope (chain) values ($1) returning scope_id as "scopeId"`, [
      chain,
    ]),
  ).scopeId;
}

/** Puts these SKUs' flattened prices in place of the former ones, scope by scope. */
export async function replaceEffective(
  tx: Tx,
  scopeIds: readonly number[],
  skuIds: readonly number[],
  prices: readonly (EffectivePrice & { readonly scopeId: number })[],
): Promise<void> {
  await tx.execute("delete from effective_price where scope_id = any($1) and sku_id = any($2)", [scopeIds, skuIds]);
  for (const part of chunks(prices)) {
    await tx.execute(
      `insert into effective_price
         (scope_id, price_id, sku_id, starts_at, ends_at, model, unit_price, tiers, committed_quantity)
       select * from unnest($1::int[], $2::bigint[],
         $3::int[], $4::timestamptz[], $5::timestamptz[], $6::text[], $7::numeric[], $8::jsonb[], $9::numeric[])`,
      [part.map((price) => price.scopeId), part.map((price) => price.priceId), ...termsColumns(part)],
    );
  }
}

export interface ProjectScope extends Scope {
  readonly startsAt: Instant;
  readonly endsAt: Instant;
}

/** The projects that one of the scopes prices at some time. */
export async function readProjectsOf(tx: Tx, scopeIds: readonly number[]): Promise<bigint[]> {
  const rows = await tx.query<{ projectId: bigint }>(
    `select distinct project_id as "projectId" from project_price_scope where scope_id = any($1::int[]) order by 1`,
    [scopeIds],
  );
  return rows.map((row) => row.projectId);
}

/** What prices a project from an instant on: the scope in force and the ones to come. */
export async function readProjectScopes(tx: Tx, projectId: bigint, from: Instant): Promise<ProjectScope[]> {
  return tx.query<ProjectScope>(
    `select p.scope_id as "scopeId", s.chain, p.starts_at as "startsAt", p.ends_at as "endsAt"
     from project_price_scope p join price_scope s using (scope_id)
     where p.project_id = $1 and p.ends_at > $2 order by p.starts_at`,
    [projectId, timestamp(from)],
  );
}

/** From `from` on the project is priced by this scope alone: what began before ends there, what began later goes. */
export async function insertProjectScope(tx: Tx, projectId: bigint, scopeId: number, from: Instant): Promise<void> {
  const values = [projectId, timestamp(from)];
  await tx.execute("delete from project_price_scope where project_id = $1 and starts_at >= $2", values);
  await tx.execute("update project_price_scope set ends_at = $2 where project_id = $1 and ends_at > $2", values);
  await tx.execute("insert into project_price_scope (project_id, starts_at, scope_id) values ($1, $2, $3)", [
    ...values,
    scopeId,
  ]);
}

function termsColumns(prices: readonly WantedPrice[]): unknown[] {
  return [
    prices.map((price) => price.skuId),
    prices.map((price) => timestamp(price.startsAt)),
    prices.map((price) => timestamp(price.endsAt)),
    prices.map((price) => price.model),
    prices.map((price) => formatDecimal(price.unitPrice)),
    prices.map((price) => (price.tiers ? JSON.stringify(formatTiers(price.tiers)) : null)),
    prices.map((price) => (price.committedQuantity ? formatDecimal(price.committedQuantity) : null)),
  ];
}

function timestamp(at: Instant): string {
  return at >= FOREVER ? "infinity" : formatInstant(at);
}

function* chunks<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < rows.length; start += CHUNK) yield rows.slice(start, start + CHUNK);
}
