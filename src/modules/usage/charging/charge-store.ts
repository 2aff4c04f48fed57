import type { ProjectId } from "../../../core/ids.ts";
import type { Minor } from "../../../core/money.ts";
import type { Instant, LocalDate, LocalMonth } from "../../../core/time.ts";
import { type Tx, numberArray } from "../../../platform/db.ts";

/** What charges are made of: their grains, the prices in force, the events reported; and the charges behind a document. */

type Reader = Pick<Tx, "query">;

/** A grain as it was charged in one booking month. */
export interface ChargedGrain {
  readonly day: LocalDate;
  readonly bookingMonth: LocalMonth;
  readonly quantity: string;
  readonly numerator: string;
  readonly divisor: bigint;
  readonly amountMinor: Minor;
  readonly transferMinor: Minor;
  readonly otherMinor: Minor;
  readonly bonusMinor: Minor;
  readonly creditMinor: Minor;
  readonly chargedUntil: Instant;
}

/** The charges of a resource and SKU over some days, both included. */
export interface ChargeKey {
  readonly projectId: ProjectId;
  readonly resourceId: string;
  readonly skuId: number;
  readonly from: LocalDate;
  readonly to: LocalDate;
}

const keyValues = (key: ChargeKey) => [key.projectId, key.resourceId, key.skuId, key.from, key.to];

/** By day and booking month, at most 400. */
export function chargedGrains(reader: Reader, key: ChargeKey): Promise<ChargedGrain[]> {
  return reader.query<ChargedGrain>(
    `select c.day, to_char(c.booking_month, 'YYYY-MM') as "bookingMonth", c.quantity, c.numerator, k.divisor,
            c.amount_minor as "amountMinor", c.transfer_minor as "transferMinor", c.other_minor as "otherMinor",
            c.bonus_minor as "bonusMinor", c.credit_minor as "creditMinor", c.charged_until as "chargedUntil"
       from charge c join sku k using (sku_id)
      where c.project_id = $1 and c.resource_id = $2 and c.sku_id = $3 and c.day between $4 and $5
      order by c.day, c.booking_month limit 400`,
    keyValues(key),
  );
}

export interface PriceInForce {
  readonly priceId: bigint;
  readonly priceListCode: string;
  readonly kind: string;
  readonly model: string;
  readonly unitPrice: string;
  readonly tiers: readonly { readonly from: string; readonly price: string }[] | null;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
}

/** The price versions that were in force for the key's project and SKU in the days. */
export function pricesInForce(reader: Reader, key: ChargeKey): Promise<PriceInForce[]> {
  return reader.query<PriceInForce>(
    `select distinct e.price_id as "priceId", l.price_list_code as "priceListCode", l.kind, e.model, e.unit_price as "unitPrice",
            e.tiers, greatest(e.starts_at, s.starts_at) as "startsAt", least(e.ends_at, s.ends_at) as "endsAt"
       from project p join region r using (region_code)
       join project_price_scope s on s.project_id = p.project_id
        and s.starts_at < (($5::date + 1)::timestamp at time zone r.time_zone) and s.ends_at > ($4::date::timestamp at time zone r.time_zone)
       join effective_price e on e.scope_id = s.scope_id and e.sku_id = $3
        and e.starts_at < (($5::date + 1)::timestamp at time zone r.time_zone) and e.ends_at > ($4::date::timestamp at time zone r.time_zone)
       join price c on c.price_id = e.price_id join price_list l on l.price_list_id = c.price_list_id
      where p.project_id = $1 and $2::uuid is not null order by "startsAt"`,
    keyValues(key),
  );
}

export interface ReportedEvent {
  readonly source: string;
  readonly eventId: string;
  readonly occurredAt: Instant;
  readonly quantity: string;
  readonly supersedes: string | null;
  readonly replaced: boolean;
}

/** The events behind the key's days: those of the days and, for a gauge, the last one before them; at most 200. */
export function reportedEvents(reader: Reader, key: ChargeKey): Promise<ReportedEvent[]> {
  return reader.query<ReportedEvent>(
    `select u.source, e.event_id as "eventId", e.occurred_at as "occurredAt", e.quantity, e.supersedes,
            exists (select 1 from usage_event s where s.source_id = e.source_id and s.supersedes = e.event_id) as replaced
       from usage_event e join usage_source u using (source_id)
      where e.project_id = $1 and e.resource_id = $2 and e.sku_id = $3
        and (e.day between $4 and $5 or (e.source_id, e.event_id) in (
              select g.source_id, g.event_id from gauge_interval g
               where g.project_id = $1 and g.resource_id = $2 and g.sku_id = $3
                 and g.from_minute < minute_of($5::date + 1) and g.to_minute > minute_of($4::date)))
      order by e.occurred_at, e.event_id limit 200`,
    keyValues(key),
  );
}

/** What a project was charged for a resource and SKU, of one service and months of booking and supply: behind a document's line. */
export interface DocumentedCharge {
  readonly projectId: ProjectId;
  readonly resourceId: string;
  readonly skuId: number;
  readonly skuCode: string;
  readonly firstDay: LocalDate;
  readonly lastDay: LocalDate;
  readonly quantity: string;
  readonly transferMinor: Minor;
  readonly creditMinor: Minor;
  readonly coveredMinor: Minor;
}

export function chargesOfService(
  reader: Reader,
  projectIds: readonly ProjectId[],
  month: string,
  serviceCode: string,
  supplyMonth: string,
  limit: number,
): Promise<DocumentedCharge[]> {
  return reader.query<DocumentedCharge>(
    `select project_id as "projectId", resource_id as "resourceId", sku_id as "skuId", k.sku_code as "skuCode",
            min(day) as "firstDay", max(day) as "lastDay", sum(u.quantity)::text as quantity,
            sum(u.transfer)::bigint as "transferMinor", sum(u.credit)::bigint as "creditMinor", sum(u.covered)::bigint as "coveredMinor"
       from (
         select project_id, resource_id, sku_id, day, quantity, transfer_minor as transfer, credit_minor as credit, 0 as covered
           from charge where project_id = any($1::bigint[]) and booking_month = $2
         union all
         select project_id, resource_id, sku_id, day, 0, 0, 0, amount_minor
           from charge_cover where project_id = any($1::bigint[]) and booking_month = $2 and funding_source = 'transfer'
       ) u join sku k using (sku_id)
      where k.service_code = $3 and u.day >= $4::date and u.day < $4::date + interval '1 month'
      group by project_id, resource_id, sku_id, k.sku_code
      order by project_id, k.sku_code, resource_id limit $5`,
    [numberArray(projectIds), `${month}-01`, serviceCode, `${supplyMonth}-01`, limit],
  );
}

export interface DayCharge {
  readonly resourceId: string;
  readonly skuCode: string;
  readonly amountMinor: Minor;
}

/** What the grains of a project's day were charged in a booking month. */
export function chargesOfDay(
  reader: Reader,
  projectId: ProjectId,
  day: LocalDate,
  month: string,
  limit: number,
): Promise<DayCharge[]> {
  return reader.query<DayCharge>(
    `select c.resource_id as "resourceId", k.sku_code as "skuCode", c.amount_minor as "amountMinor" from charge c join sku k using (sku_id)
      where c.project_id = $1 and c.day = $2 and c.booking_month = $3 order by k.sku_code, c.resource_id limit $4`,
    [projectId, day, `${month}-01`, limit],
  );
}
