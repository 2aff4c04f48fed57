import type { ProjectId } from "../../../core/ids.ts";
import type { Minor } from "../../../core/money.ts";
import type { Instant, LocalDate, LocalMonth } from "../../../core/time.ts";
import type { Tx } from "../../../platform/db.ts";

/** What charges are made of: their grains, the prices in force, the events reported; and the charges behind a document. */

type Reader = Pick<Tx, "query">;

/** A grain as it was charged in one booking month. */
export interface ChargedGrain {
  readonly day: LocalDate;
  readonly bookingMonth: LocalMonth;
  /** 0: none was in force. */
  readonly contractId: bigint;
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
    `select c.day, to_char(c.booking_month, 'YYYY-MM') as "bookingMonth", c.contract_id as "contractId", c.quantity, c.numerator, k.divisor,
            c.amount_minor as "amountMinor", c.transfer_minor as "transferMinor", c.other_minor as "otherMinor",
            c.bonus_minor as "bonusMinor", c.credit_minor as "creditMinor", c.charged_until as "chargedUntil"
       from charge c join sku k using (sku_id)
      where c.project_id = $1 and c.resource_id = $2 and c.sku_id = $3 and c.day between $4 and $5
      order by c.day, c.booking_month, c.contract_id limit 400`,
    keyValues(key),
  );
}

/** What was charged on credit and paid since, by who paid and the month in which that was booked. */
export interface RepaidPart {
  readonly fundingSource: "transfer" | "other";
  readonly bookingMonth: LocalMonth;
  readonly amountMinor: Minor;
}

/** Of the key's charges. */
export function repaidParts(reader: Reader, key: ChargeKey): Promise<RepaidPart[]> {
  return reader.query<RepaidPart>(
    `select funding_source as "fundingSource", to_char(booking_month, 'YYYY-MM') as "bookingMonth",
            sum(amount_minor)::bigint as "amountMinor"
       from charge_cover where project_id = $1 and resource_id = $2 and sku_id = $3 and day between $4 and $5
      group by 1, 2 having sum(amount_minor) <> 0 order by 2, 1 desc`,
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
  readonly committedQuantity: string | null;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
}

/** The price versions that were in force for the key's project and SKU in the days. */
export function pricesInForce(reader: Reader, key: ChargeKey): Promise<PriceInForce[]> {
  return reader.query<PriceInForce>(
    `select distinct e.price_id as "priceId", l.price_list_code as "priceListCode", l.kind, e.model, e.unit_price as "unitPrice",
            e.tiers, e.committed_quantity as "committedQuantity", greatest(e.starts_at, s.starts_at) as "startsAt", least(e.ends_at, s.ends_at) as "endsAt"
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
            exists (select 1 from usage_event s where s.source_id = e.source_id and s.supersedes = e.event_id
                      and s.project_id = e.project_id) as replaced
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

/** What documents show of a project's charges: of a service and supply month under a contract, booked in a month, for a cause. */
export interface DocumentedKey {
  readonly projectId: ProjectId;
  /** Null: under whichever. */
  readonly contractId: bigint | null;
  readonly serviceCode: string;
  readonly supplyMonth: LocalMonth;
  readonly bookingMonth: LocalMonth;
  readonly cause: "supply" | "cover" | "increase" | "decrease" | "carried";
  readonly postpaid: boolean;
}

/** What of it one resource and SKU were charged. */
export interface DocumentedCharge {
  readonly projectId: ProjectId;
  readonly resourceId: string;
  readonly skuCode: string;
  readonly firstDay: LocalDate;
  readonly lastDay: LocalDate;
  readonly quantity: string;
  readonly amountMinor: Minor;
}

/** The charges behind a part of a document (PAY-08, DOC-07), by SKU and resource, at most `limit`. */
export function chargesOfPart(reader: Reader, key: DocumentedKey, limit: number): Promise<DocumentedCharge[]> {
  return reader.query<DocumentedCharge>(
    `with grain as (
       select u.day, u.resource_id, u.sku_id, sum(u.quantity) as quantity,
              sum(u.transfer + case when $7 then u.credit else 0 end) as charged, sum(case when $7 then 0 else u.covered end) as covered
         from (
           select sku_id, resource_id, day, quantity, transfer_minor as transfer, credit_minor as credit, 0 as covered
             from charge where project_id = $1 and booking_month = $5 and ($2::bigint is null or contract_id = $2)
              and day >= $4::date and day < $4::date + interval '1 month'
           union all
           select sku_id, resource_id, day, 0, 0, 0, amount_minor
             from charge_cover where project_id = $1 and booking_month = $5 and ($2::bigint is null or contract_id = $2)
              and day >= $4::date and day < $4::date + interval '1 month' and funding_source = 'transfer'
         ) u join sku k using (sku_id) where k.service_code = $3 group by u.day, u.resource_id, u.sku_id
     ), shown as (
       select g.*, case $6::text
                when 'carried' then charged + covered
                when 'cover' then case when $4::date = $5::date or covered > 0 then covered else 0 end
                when 'decrease' then least(charged, 0) + least(covered, 0)
                else case when $4::date = $5::date or charged > 0 then charged else 0 end end as minor
         from grain g
     )
     select $1::bigint as "projectId", s.resource_id as "resourceId", k.sku_code as "skuCode", min(s.day) as "firstDay",
            max(s.day) as "lastDay", sum(s.quantity)::text as quantity, sum(s.minor)::bigint as "amountMinor"
       from shown s join sku k using (sku_id) where s.minor <> 0
      group by s.resource_id, k.sku_code order by k.sku_code, s.resource_id limit $8`,
    [
      key.projectId,
      key.contractId,
      key.serviceCode,
      `${key.supplyMonth}-01`,
      `${key.bookingMonth}-01`,
      key.cause,
      key.postpaid,
      limit,
    ],
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
