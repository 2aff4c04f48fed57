import type { Texts } from "../../core/errors.ts";
import type { ProjectId } from "../../core/ids.ts";
import type { Minor } from "../../core/money.ts";
import { type Instant, type LocalMonth, formatInstant } from "../../core/time.ts";
import { type Tx, numberArray, textArray } from "../../platform/db.ts";

/**
 * What documents must show, and where it is shown (document_part). A part is what a project was supplied under a contract,
 * of a service and supply month, booked in a month, for one cause; it has its line of a document, or what it waits for.
 */

type Reader = Pick<Tx, "query">;

/** Came to nothing or less: no document has such a line. It takes from what is supplied later of the same (decision 0070). */
export const NOTHING_TO_SHOW = "nothing_to_show";

export type Cause = "supply" | "cover" | "increase" | "decrease" | "carried";

/**
 * Of a region's month: what each part is to show (PAY-08). What a bank transfer paid; of what was on credit, the post-paid
 * all when it is charged, the prepaid what a transfer covers when it does. Changes of earlier months go by the sign of each
 * grain, so that none hides another (DOC-07). Individuals get no documents (DOC-08). $1 text region, $2 date the month.
 */
export const MONTH_PARTS = `
under as materialized (
  select c.contract_id, c.payer_id, c.payment_scheme = 'postpaid' as postpaid
    from contract c join payer y using (payer_id) where y.kind <> 'individual'
), own as (
  select c.project_id, c.contract_id, c.sku_id, case when c.contract_id = 0 then c.day else $2::date end as day,
         sum(c.transfer_minor) as transfer, sum(c.credit_minor) as credit
    from charge c join project p using (project_id)
   where p.region_code = $1 and c.booking_month = $2 and c.day >= $2 group by 1, 2, 3, 4
), own_cover as (
  select v.project_id, v.contract_id, v.sku_id, case when v.contract_id = 0 then v.day else $2::date end as day, sum(v.amount_minor) as covered
    from charge_cover v join project p using (project_id)
   where p.region_code = $1 and v.booking_month = $2 and v.day >= $2 and v.funding_source = 'transfer' group by 1, 2, 3, 4
), late as (
  select u.project_id, u.contract_id, u.sku_id, u.day, u.resource_id, sum(u.transfer) as transfer, sum(u.credit) as credit, sum(u.covered) as covered
    from (select project_id, contract_id, sku_id, day, resource_id, transfer_minor as transfer, credit_minor as credit, 0 as covered
            from charge where booking_month = $2 and day < $2
          union all
          select project_id, contract_id, sku_id, day, resource_id, 0, 0, amount_minor
            from charge_cover where booking_month = $2 and day < $2 and funding_source = 'transfer') u
    join project p using (project_id) where p.region_code = $1 group by 1, 2, 3, 4, 5
), supplied as (
  select project_id, contract_id, sku_id, day, 'supply' as cause, transfer as minor, credit as postpaid_minor, 0::numeric as prepaid_minor from own
  union all
  select project_id, contract_id, sku_id, day, 'cover', 0, 0, covered from own_cover
  union all
  select project_id, contract_id, sku_id, day, 'change', transfer, credit, 0 from late
  union all
  select project_id, contract_id, sku_id, day, 'cover_of_earlier', 0, 0, covered from late where covered <> 0
), documented as (
  select s.project_id, s.contract_id, s.sku_id, date_trunc('month', s.day)::date as supply_month, u.payer_id, s.cause,
         s.minor + case when u.postpaid then s.postpaid_minor else s.prepaid_minor end as minor
    from supplied s join under u using (contract_id)
  union all
  -- Under no contract: of an organisation whose assignment goes on without one in force.
  select s.project_id, 0, s.sku_id, date_trunc('month', s.day)::date, a.payer_id, s.cause, s.minor + s.prepaid_minor
    from supplied s join project p using (project_id) join region r using (region_code)
    cross join lateral (select s.day::timestamp at time zone r.time_zone as starts, (s.day + 1)::timestamp at time zone r.time_zone as ends) d
    cross join lateral (
      select pp.payer_id from project_payer pp join under u using (contract_id) join contract c using (contract_id)
       where pp.project_id = s.project_id and pp.starts_at < d.ends and (pp.ends_at is null or pp.ends_at > d.starts)
         and (c.starts_at > greatest(pp.starts_at, d.starts) or c.ends_at < least(coalesce(pp.ends_at, 'infinity'), d.ends))
       order by pp.starts_at limit 1) a
   where s.contract_id = 0
), part as (
  select d.project_id, d.contract_id, k.service_code, d.supply_month,
         case when d.cause in ('supply', 'cover') then d.cause
              when d.minor < 0 then 'decrease'
              when d.cause = 'cover_of_earlier' then 'cover' else 'increase' end as cause,
         max(d.payer_id) as payer_id, sum(d.minor)::bigint as minor
    from documented d join sku k using (sku_id) where d.minor <> 0 group by 1, 2, 3, 4, 5
)`;

/**
 * Fills a region's month: every kopeck that documents must show stands in one part from then on. What was supplied late in a
 * month that no document shows is a supply of that month, else an increase. Once: a month that is filled stays as it is.
 */
export async function fillMonth(tx: Tx, regionCode: string, month: LocalMonth, now: Instant): Promise<void> {
  await tx.execute(
    `with ${MONTH_PARTS}
     insert into document_part (project_id, contract_id, service_code, supply_month, booking_month, cause, region_code, payer_id,
                                gross_minor, waits_for, waits_since)
     select project_id, contract_id, service_code, supply_month, $2, as_cause, $1, max(payer_id), sum(minor)::bigint, 'to_be_issued', $3
       from (select part.*, case when cause = 'increase' and not exists (
                      select from document_part e where e.contract_id = part.contract_id and e.supply_month = part.supply_month
                         and e.booking_month < $2 and e.gross_minor > 0
                         and (e.document_id is not null or e.waits_for <> '${NOTHING_TO_SHOW}')) then 'supply' else cause end as as_cause
               from part) p
      group by project_id, contract_id, service_code, supply_month, as_cause having sum(minor) <> 0
     on conflict do nothing`,
    [regionCode, `${month}-01`, formatInstant(now)],
  );
}

export interface Part {
  readonly projectId: ProjectId;
  readonly contractId: bigint;
  readonly serviceCode: string;
  readonly supplyMonth: LocalMonth;
  readonly bookingMonth: LocalMonth;
  readonly cause: Cause;
  readonly partNo: number;
  readonly payerId: bigint;
  readonly grossMinor: Minor;
  readonly waitsFor: string | null;
}

const PART = `d.project_id as "projectId", d.contract_id as "contractId", d.service_code as "serviceCode",
  to_char(d.supply_month, 'YYYY-MM') as "supplyMonth", to_char(d.booking_month, 'YYYY-MM') as "bookingMonth", d.cause,
  d.part_no as "partNo", d.payer_id as "payerId", d.gross_minor as "grossMinor", d.waits_for as "waitsFor"`;

/**
 * The parts of a region's month that are in no document, of the next `limit` payers after one, by payer; with them what these
 * payers' earlier months came to below nothing.
 */
export function selectWaiting(
  tx: Reader,
  regionCode: string,
  month: LocalMonth,
  afterPayerId: bigint,
  limit: number,
): Promise<(Part & { readonly serviceName: Texts; readonly electronic: boolean })[]> {
  return tx.query(
    `select ${PART}, v.name as "serviceName", v.electronic from document_part d join service v using (service_code)
      where d.region_code = $1 and (d.booking_month = $2 or d.booking_month < $2 and d.waits_for = $5) and d.waits_for is not null and d.payer_id in (
        select distinct payer_id from document_part
         where region_code = $1 and booking_month = $2 and waits_for is not null and payer_id > $3 order by payer_id limit $4)
      order by d.payer_id, d.contract_id, d.supply_month, d.service_code, d.project_id, d.cause, d.part_no`,
    [regionCode, `${month}-01`, afterPayerId, limit, NOTHING_TO_SHOW],
  );
}

/** Months of a region that are locked and have parts in no document, oldest first, up to one. */
export async function selectWaitingMonths(tx: Reader, regionCode: string, upTo: LocalMonth): Promise<LocalMonth[]> {
  const rows = await tx.query<{ month: LocalMonth }>(
    `select distinct to_char(booking_month, 'YYYY-MM') as month from document_part
      where region_code = $1 and booking_month <= $2 and waits_for is not null order by 1`,
    [regionCode, `${upTo}-01`],
  );
  return rows.map((row) => row.month);
}

const keyArrays = (parts: readonly Part[]) => [
  numberArray(parts.map((part) => part.projectId)),
  numberArray(parts.map((part) => part.contractId)),
  textArray(parts.map((part) => part.serviceCode)),
  textArray(parts.map((part) => `${part.supplyMonth}-01`)),
  textArray(parts.map((part) => `${part.bookingMonth}-01`)),
  textArray(parts.map((part) => part.cause)),
  numberArray(parts.map((part) => part.partNo)),
];
const KEYS = "$1::bigint[], $2::bigint[], $3::text[], $4::date[], $5::date[], $6::text[], $7::int[]";
const IS_KEY = `(d.project_id, d.contract_id, d.service_code, d.supply_month, d.booking_month, d.cause, d.part_no)
    = (k.p, k.c, k.s, k.m, k.b, k.w, k.n)`;

export interface Placed {
  readonly part: Part;
  readonly documentId: bigint;
  readonly lineNo: number;
  readonly correctsDocumentId: bigint | null;
}

/** Notes the line of a document that each part went into. */
export async function placeParts(tx: Tx, placed: readonly Placed[]): Promise<void> {
  if (placed.length === 0) return;
  await tx.execute(
    `update document_part d set document_id = k.document_id, line_no = k.line_no, corrects_document_id = k.corrects,
            waits_for = null, waits_text = null, waits_since = null
       from unnest(${KEYS}, $8::bigint[], $9::int[], $10::bigint[]) k(p, c, s, m, b, w, n, document_id, line_no, corrects)
      where ${IS_KEY}`,
    [
      ...keyArrays(placed.map(({ part }) => part)),
      numberArray(placed.map((one) => one.documentId)),
      numberArray(placed.map((one) => one.lineNo)),
      numberArray(placed.map((one) => one.correctsDocumentId)),
    ],
  );
}

/** Why a payer's papers cannot be made yet: a code, and what a kind of document says about it beyond the code. */
export interface Reason {
  readonly code: string;
  readonly texts: Texts | null;
}

/** Notes what parts wait for; since when stays, as long as it is the same. */
export async function holdParts(
  tx: Tx,
  held: readonly { readonly part: Part; readonly reason: Reason }[],
  now: Instant,
): Promise<void> {
  if (held.length === 0) return;
  await tx.execute(
    `update document_part d set waits_since = case when d.waits_for = k.code then d.waits_since else $10 end,
            waits_for = k.code, waits_text = k.texts::jsonb
       from unnest(${KEYS}, $8::text[], $9::text[]) k(p, c, s, m, b, w, n, code, texts)
      where ${IS_KEY} and (d.waits_for, d.waits_text) is distinct from (k.code, k.texts::jsonb)`,
    [
      ...keyArrays(held.map(({ part }) => part)),
      textArray(held.map(({ reason }) => reason.code)),
      textArray(held.map(({ reason }) => reason.texts && JSON.stringify(reason.texts))),
      formatInstant(now),
    ],
  );
}

/** Notes that parts which come to nothing together need no document. */
export async function settleParts(tx: Tx, parts: readonly Part[], now: Instant): Promise<void> {
  if (parts.length === 0) return;
  await tx.execute(
    `update document_part d set settled_at = $8, waits_for = null, waits_text = null, waits_since = null
       from unnest(${KEYS}) k(p, c, s, m, b, w, n) where ${IS_KEY}`,
    [...keyArrays(parts), formatInstant(now)],
  );
}

/** Divides a part that concerns several documents: its pieces, in order, add up to it. Answers them. */
export async function splitPart(tx: Tx, part: Part, pieces: readonly Minor[]): Promise<Part[]> {
  const [first = part.grossMinor, ...rest] = pieces;
  const whole = { ...part, grossMinor: first };
  if (rest.length === 0) return [whole];
  const values = keyArrays([part]);
  await tx.execute(
    `update document_part d set gross_minor = $8 from unnest(${KEYS}) k(p, c, s, m, b, w, n) where ${IS_KEY}`,
    [...values, first],
  );
  await tx.execute(
    `insert into document_part
       (project_id, contract_id, service_code, supply_month, booking_month, cause, part_no, region_code, payer_id, gross_minor,
        waits_for, waits_since)
     select d.project_id, d.contract_id, d.service_code, d.supply_month, d.booking_month, d.cause,
            (select max(x.part_no) from document_part x
              where (x.project_id, x.contract_id, x.service_code, x.supply_month, x.booking_month, x.cause)
                  = (d.project_id, d.contract_id, d.service_code, d.supply_month, d.booking_month, d.cause)) + piece.no,
            d.region_code, d.payer_id, piece.minor, d.waits_for, d.waits_since
       from document_part d join unnest(${KEYS}) k(p, c, s, m, b, w, n) on ${IS_KEY}
      cross join unnest($8::bigint[]) with ordinality piece(minor, no)`,
    [...values, numberArray(rest)],
  );
  const rows = await tx.query<Part>(
    `select ${PART} from document_part d join unnest($1::bigint[], $2::bigint[], $3::text[], $4::date[], $5::date[], $6::text[]) k(p, c, s, m, b, w)
         on (d.project_id, d.contract_id, d.service_code, d.supply_month, d.booking_month, d.cause) = (k.p, k.c, k.s, k.m, k.b, k.w)
      order by d.part_no desc limit $7`,
    [...values.slice(0, 6), rest.length],
  );
  return [whole, ...rows.reverse()];
}

/** What a chain of documents still shows of a key: the first document and all that corrected it. */
export interface Shown {
  readonly projectId: ProjectId;
  readonly contractId: bigint;
  readonly serviceCode: string;
  readonly supplyMonth: LocalMonth;
  readonly documentId: bigint;
  readonly grossMinor: Minor;
}

/** What documents show of the supply months of some parts under their contracts, oldest document first. */
export function selectShown(tx: Reader, parts: readonly Part[]): Promise<Shown[]> {
  return tx.query<Shown>(
    `select d.project_id as "projectId", d.contract_id as "contractId", d.service_code as "serviceCode",
            to_char(d.supply_month, 'YYYY-MM') as "supplyMonth", coalesce(d.corrects_document_id, d.document_id) as "documentId",
            sum(d.gross_minor)::bigint as "grossMinor"
       from (select distinct * from unnest($1::bigint[], $2::date[]) k(contract_id, supply_month)) k
       join document_part d using (contract_id, supply_month)
      where d.document_id is not null group by 1, 2, 3, 4, 5 order by 5`,
    [numberArray(parts.map((part) => part.contractId)), textArray(parts.map((part) => `${part.supplyMonth}-01`))],
  );
}

/** The parts that a document's lines are made of. */
export function selectPartsOf(
  tx: Reader,
  documentId: bigint,
): Promise<(Part & { readonly lineNo: number; readonly postpaid: boolean; readonly before: Minor })[]> {
  return tx.query(
    `select ${PART}, d.line_no as "lineNo", coalesce(c.payment_scheme = 'postpaid', false) as postpaid,
            coalesce((select sum(e.gross_minor) from document_part e
                       where (e.project_id, e.contract_id, e.service_code, e.supply_month, e.booking_month, e.cause)
                           = (d.project_id, d.contract_id, d.service_code, d.supply_month, d.booking_month, d.cause)
                         and e.part_no < d.part_no), 0)::bigint as before
       from document_part d left join contract c using (contract_id) where d.document_id = $1
      order by d.line_no, d.project_id, d.contract_id, d.booking_month, d.cause, d.part_no`,
    [documentId],
  );
}

export interface WaitingRow {
  readonly payerId: bigint;
  readonly payerName: string;
  readonly regionCode: string;
  readonly month: LocalMonth;
  readonly currency: string;
  readonly code: string;
  readonly texts: Texts | null;
  readonly since: Instant;
  readonly grossMinor: Minor;
  readonly projectIds: readonly string[];
}

/** Who waits for papers, of which month, for what, since when and how much: by payer, month and reason, after a place. */
export function selectWaitingPayers(
  tx: Reader,
  regionCode: string | null,
  after: { readonly payerId: bigint; readonly month: LocalMonth; readonly code: string } | null,
  limit: number,
): Promise<WaitingRow[]> {
  return tx.query<WaitingRow>(
    `select d.payer_id as "payerId", y.full_name as "payerName", d.region_code as "regionCode",
            to_char(d.booking_month, 'YYYY-MM') as month, r.currency, d.waits_for as code,
            (array_agg(d.waits_text order by d.waits_text is null))[1] as texts, min(d.waits_since) as since,
            sum(d.gross_minor)::bigint as "grossMinor", (array_agg(distinct d.project_id order by d.project_id))[1:20] as "projectIds"
       from document_part d join payer y using (payer_id) join region r using (region_code)
      where d.waits_for is not null and ($1::text is null or d.region_code = $1)
        and ($2::bigint is null or (d.payer_id, d.booking_month, d.waits_for) > ($2, $3::date, $4::text))
      group by d.payer_id, y.full_name, d.region_code, d.booking_month, r.currency, d.waits_for
      order by d.payer_id, d.booking_month, d.waits_for limit $5`,
    [regionCode, after?.payerId ?? null, after && `${after.month}-01`, after?.code ?? null, limit],
  );
}

export interface WaitingPart
  extends Pick<
    WaitingRow,
    "payerId" | "payerName" | "month" | "currency" | "code" | "texts" | "since" | "grossMinor"
  > {}

/** What of a project waits for papers, by payer, month and reason, the latest month first; at most `limit`. */
export function selectWaitingOfProject(tx: Reader, projectId: ProjectId, limit: number): Promise<WaitingPart[]> {
  return tx.query<WaitingPart>(
    `select d.payer_id as "payerId", y.full_name as "payerName", to_char(d.booking_month, 'YYYY-MM') as month, r.currency,
            d.waits_for as code, (array_agg(d.waits_text order by d.waits_text is null))[1] as texts,
            min(d.waits_since) as since, sum(d.gross_minor)::bigint as "grossMinor"
       from document_part d join payer y using (payer_id) join region r using (region_code)
      where d.waits_for is not null and d.project_id = $1
      group by d.payer_id, y.full_name, d.booking_month, r.currency, d.waits_for
      order by d.booking_month desc, d.payer_id, d.waits_for limit $2`,
    [projectId, limit],
  );
}
