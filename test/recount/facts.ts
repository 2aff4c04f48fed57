import type { Database } from "../../src/platform/db.ts";

/**
 * What a recount starts from: what was told to the product and what it says came out, read by plain statements. Nothing
 * that the product derives on the way (intervals, quantities by day, effective prices, paper rows) is read here.
 */
export interface Facts {
  readonly projects: readonly Project[];
  readonly events: readonly Event[];
  readonly scopes: readonly Scope[];
  readonly prices: readonly Price[];
  readonly assignments: readonly Assignment[];
  readonly charges: readonly Charge[];
  readonly covers: readonly Cover[];
}

export interface Project {
  readonly projectId: string;
  readonly region: string;
  readonly zone: string;
  readonly currency: string;
  /** Days before it are charged whole. */
  readonly openDay: string;
}

export interface Event {
  readonly projectId: string;
  readonly sourceId: string;
  readonly eventId: string;
  readonly resourceId: string;
  readonly skuId: string;
  readonly gauge: boolean;
  readonly at: number;
  readonly quantity: string;
  readonly supersedes: string | null;
  readonly batchId: number;
}

/** Which price lists a project has from when to when, the first of them that has a price decides. */
export interface Scope {
  readonly projectId: string;
  readonly from: number;
  readonly to: number;
  readonly lists: readonly string[];
}

export interface Price {
  readonly list: string;
  readonly skuId: string;
  readonly priceId: string;
  readonly from: number;
  readonly to: number;
  readonly model: string;
  readonly unitPrice: string;
  readonly tiers: readonly { readonly from: string; readonly price: string }[];
  readonly committed: string | null;
  readonly divisor: string;
}

/** Who pays for a project under which contract, as far as the contract is in force. */
export interface Assignment {
  readonly projectId: string;
  readonly contractId: string;
  readonly from: number;
  readonly to: number;
}

export interface Charge {
  readonly projectId: string;
  readonly day: string;
  readonly resourceId: string;
  readonly skuId: string;
  readonly serviceCode: string;
  readonly contractId: string;
  readonly bookingMonth: string;
  readonly amount: bigint;
  readonly transfer: bigint;
  readonly credit: bigint;
  readonly other: bigint;
  readonly bonus: bigint;
}

export interface Cover {
  readonly projectId: string;
  readonly day: string;
  readonly serviceCode: string;
  readonly contractId: string;
  readonly bookingMonth: string;
  readonly source: string;
  readonly amount: bigint;
}

const FOREVER = 8.64e15;
const MILLIS = (column: string) =>
  `case when ${column} = 'infinity' or ${column} is null then ${FOREVER}
        when ${column} = '-infinity' then -${FOREVER} else extract(epoch from ${column}) * 1000 end::bigint::text`;

export async function readFacts(database: Database): Promise<Facts> {
  const all = <R extends object>(statement: string) => database.query<R & Record<string, unknown>>(statement);
  const numbers = <R extends { from: string; to: string }>(rows: R[]) =>
    rows.map((row) => ({ ...row, from: Number(row.from), to: Number(row.to) }));
  const events = await all<Omit<Event, "at" | "batchId"> & { at: string; batchId: string }>(
    `select e.project_id::text as "projectId", e.source_id::text as "sourceId", e.event_id::text as "eventId",
            e.resource_id::text as "resourceId", e.sku_id::text as "skuId", m.kind = 'gauge' as gauge,
            ${MILLIS("e.occurred_at")} as at, e.quantity::text as quantity, e.supersedes::text as supersedes,
            e.batch_id::text as "batchId"
       from usage_event e join sku k using (sku_id) join meter m using (meter_code)`,
  );
  return {
    projects: await all<Project>(
      `select p.project_id::text as "projectId", p.region_code as region, r.time_zone as zone, p.currency,
              a.open_day::text as "openDay"
         from project p join region r using (region_code) join project_accrual a using (project_id)`,
    ),
    events: events.map((event) => ({ ...event, at: Number(event.at), batchId: Number(event.batchId) })),
    scopes: numbers(
      await all<{ projectId: string; from: string; to: string; lists: string[] }>(
        `select s.project_id::text as "projectId", ${MILLIS("s.starts_at")} as from, ${MILLIS("s.ends_at")} as to,
                c.chain::text[] as lists
           from project_price_scope s join price_scope c using (scope_id)`,
      ),
    ),
    prices: numbers(
      await all<Omit<Price, "from" | "to"> & { from: string; to: string }>(
        `select p.price_list_id::text as list, p.sku_id::text as "skuId", p.price_id::text as "priceId",
                ${MILLIS("p.starts_at")} as from, ${MILLIS("p.ends_at")} as to, p.model, p.unit_price::text as "unitPrice",
                coalesce((select jsonb_agg(jsonb_build_object('from', t ->> 'from', 'price', t ->> 'price') order by (t ->> 'from')::numeric)
                            from jsonb_array_elements(p.tiers) t), '[]') as tiers,
                p.committed_quantity::text as committed, k.divisor::text as divisor
           from price p join sku k using (sku_id) where p.ends_at > p.starts_at`,
      ),
    ),
    assignments: numbers(
      await all<Omit<Assignment, "from" | "to"> & { from: string; to: string }>(
        `select a.project_id::text as "projectId", a.contract_id::text as "contractId",
                ${MILLIS("greatest(a.starts_at, c.starts_at)")} as from,
                ${MILLIS("least(coalesce(a.ends_at, 'infinity'), coalesce(c.ends_at, 'infinity'))")} as to
           from project_payer a join contract c using (contract_id)`,
      ),
    ).filter((one) => one.from < one.to),
    charges: await all<Charge>(
      `select c.project_id::text as "projectId", c.day::text as day, c.resource_id::text as "resourceId",
              c.sku_id::text as "skuId", k.service_code as "serviceCode", c.contract_id::text as "contractId",
              to_char(c.booking_month, 'YYYY-MM') as "bookingMonth", c.amount_minor as amount, c.transfer_minor as transfer,
              c.credit_minor as credit, c.other_minor as other, c.bonus_minor as bonus
         from charge c join sku k using (sku_id)`,
    ),
    covers: await all<Cover>(
      `select c.project_id::text as "projectId", c.day::text as day, k.service_code as "serviceCode",
              c.contract_id::text as "contractId", to_char(c.booking_month, 'YYYY-MM') as "bookingMonth",
              c.funding_source as source, c.amount_minor as amount
         from charge_cover c join sku k using (sku_id)`,
    ),
  };
}
