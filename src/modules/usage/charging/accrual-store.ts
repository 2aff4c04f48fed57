import type { ProjectId } from "../../../core/ids.ts";
import type { Minor } from "../../../core/money.ts";
import { type Instant, type LocalDate, type LocalMonth, formatInstant, instant } from "../../../core/time.ts";
import { type Tx, inOrder, instantArray, numberArray, textArray } from "../../../platform/db.ts";
import type { FundingSource } from "../../ledger/index.ts";
import {
  type ChargeDay,
  type GrainRow,
  type ProjectClaim,
  type StagedGrain,
  type Target,
  claimsIn,
  dayParameters,
  groupIn,
  nameOf,
} from "./charge-day.ts";
import { GRAINS, GRAINS_AFTER_OPEN, GRAINS_CHANGED, GRAINS_CHANGED_BY, MAY_LACK_PRICE, UNPRICED } from "./grain-sql.ts";

/**
 * What the day would change by, as stageChanges but without staging: for reads. All quantities of the day count; `byMinute`
 * reads the events for those that had come by a target's minute.
 */
export async function selectOpenClaims(
  tx: Pick<Tx, "query">,
  day: ChargeDay,
  targets: readonly Target[],
  { byMinute = false } = {},
): Promise<ProjectClaim[]> {
  const claims = await tx.query<ProjectClaim>(
    `with ${byMinute ? GRAINS_CHANGED_BY : GRAINS_CHANGED}
     select project_id as "projectId", bonus_group as "bonusGroup", sum(amount_minor)::bigint as "amountMinor" from change
      group by project_id, bonus_group order by project_id, bonus_group`,
    dayParameters(day, targets),
    nameOf(byMinute ? "open_claims_by" : "open_claims", targets),
  );
  return claimsIn(day, claims);
}

/** Those of some projects that used quantities on a day: sums of the day, which tell no minute. */
export async function selectWithQuantities(
  tx: Pick<Tx, "query">,
  day: LocalDate,
  projectIds: readonly ProjectId[],
): Promise<Set<ProjectId>> {
  const rows = await tx.query<{ projectId: ProjectId }>(
    `select p.project_id as "projectId" from unnest($1::bigint[]) p(project_id)
      where exists (select from usage_quantity q where q.project_id = p.project_id and q.day = $2 and q.quantity > 0)`,
    [numberArray(projectIds), day],
    "with_quantities",
  );
  return new Set(rows.map((row) => row.projectId));
}

const GRAIN_COLUMNS = `project_id as "projectId", resource_id as "resourceId", sku_id as "skuId", bonus_group as "bonusGroup",
     price_id as "priceId", quantity, numerator, amount_minor as "amountMinor"`;

/** What an open day will change, grain by grain. */
export interface OpenGrain extends GrainRow {
  readonly day: LocalDate;
}

/** The day's changes grain by grain, after earlier days that are open too: for reads. */
export async function selectOpenGrains(
  tx: Pick<Tx, "query">,
  day: ChargeDay,
  targets: readonly Target[],
  earlier: readonly OpenGrain[],
): Promise<OpenGrain[]> {
  const rows = await tx.query<GrainRow>(
    `with ${GRAINS_AFTER_OPEN} select ${GRAIN_COLUMNS} from change`,
    openGrainParameters(day, targets, earlier),
    nameOf("open_grains", targets),
  );
  return rows.map((row) => ({ ...row, bonusGroup: groupIn(day, row.bonusGroup), day: day.day }));
}

/** A query that is not asked yet: for a cursor, which reads its answer piece by piece. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** What selectOpenGrains would answer, as a query with the columns of `charge` that a grain has. */
export function openGrainStatement(
  day: ChargeDay,
  targets: readonly Target[],
  earlier: readonly OpenGrain[],
): Statement {
  const text = `with ${GRAINS_AFTER_OPEN}
    select project_id, $5::date as day, resource_id, sku_id, quantity, numerator, amount_minor, price_id from change`;
  return { text, values: openGrainParameters(day, targets, earlier) };
}

function openGrainParameters(day: ChargeDay, targets: readonly Target[], earlier: readonly OpenGrain[]): unknown[] {
  return [
    ...dayParameters(day, targets),
    numberArray(earlier.map((grain) => grain.projectId)),
    textArray(earlier.map((grain) => grain.day)),
    textArray(earlier.map((grain) => grain.resourceId)),
    numberArray(earlier.map((grain) => grain.skuId)),
    textArray(earlier.map((grain) => grain.quantity)),
    textArray(earlier.map((grain) => grain.numerator)),
  ];
}

export interface PaidSums {
  readonly transferMinor: Minor;
  readonly otherMinor: Minor;
  readonly bonusMinor: Minor;
  readonly creditMinor: Minor;
  readonly coveredTransferMinor: Minor;
  readonly coveredOtherMinor: Minor;
}

/** How a grain was paid so far under a contract, over all months it was booked in, and what of its credit was covered later. */
export interface PaidRow extends PaidSums {
  readonly projectId: ProjectId;
  readonly resourceId: string;
  readonly skuId: number;
  readonly contractId: bigint;
}

/** The same for all grains of a project and SKU in the month of a day, by contract. */
export interface PaidMonthRow extends PaidSums {
  readonly projectId: ProjectId;
  readonly skuId: number;
  readonly contractId: bigint;
}

export function selectPaidMonth(tx: Tx, day: LocalDate): Promise<PaidMonthRow[]> {
  return tx.query<PaidMonthRow>(
    `with gives_back as (
       select distinct project_id, sku_id from staged_change where amount_minor < 0
     ), paid as (
       select c.project_id, c.sku_id, c.contract_id, c.transfer_minor as transfer, c.other_minor as other,
              c.bonus_minor as bonus, c.credit_minor as credit, 0::bigint as covered_transfer, 0::bigint as covered_other
         from gives_back r join charge c on c.project_id = r.project_id and c.sku_id = r.sku_id
          and c.day >= date_trunc('month', $1::date) and c.day < date_trunc('month', $1::date) + interval '1 month'
       union all
       select v.project_id, v.sku_id, v.contract_id, 0, 0, 0, 0, case when v.funding_source = 'transfer' then v.amount_minor else 0 end,
              case when v.funding_source = 'other' then v.amount_minor else 0 end
         from gives_back r join charge_cover v on v.project_id = r.project_id and v.sku_id = r.sku_id
          and v.day >= date_trunc('month', $1::date) and v.day < date_trunc('month', $1::date) + interval '1 month'
     )
     select project_id as "projectId", sku_id as "skuId", contract_id as "contractId",
            sum(transfer)::bigint as "transferMinor", sum(other)::bigint as "otherMinor",
            sum(bonus)::bigint as "bonusMinor", sum(credit)::bigint as "creditMinor",
            sum(covered_transfer)::bigint as "coveredTransferMinor", sum(covered_other)::bigint as "coveredOtherMinor"
       from paid group by project_id, sku_id, contract_id`,
    [day],
  );
}

export function selectPaid(tx: Tx, day: LocalDate): Promise<PaidRow[]> {
  return tx.query<PaidRow>(
    `select c.project_id as "projectId", c.resource_id as "resourceId", c.sku_id as "skuId", c.contract_id as "contractId",
            sum(c.transfer_minor)::bigint as "transferMinor", sum(c.other_minor)::bigint as "otherMinor",
            sum(c.bonus_minor)::bigint as "bonusMinor", sum(c.credit_minor)::bigint as "creditMinor",
            coalesce(max(v.transfer), 0)::bigint as "coveredTransferMinor",
            coalesce(max(v.other), 0)::bigint as "coveredOtherMinor"
       from staged_change s
       join charge c using (project_id, resource_id, sku_id, contract_id)
       left join lateral (
         select sum(amount_minor) filter (where funding_source = 'transfer') as transfer,
                sum(amount_minor) filter (where funding_source = 'other') as other
           from charge_cover v
          where v.project_id = s.project_id and v.day = $1 and v.resource_id = s.resource_id and v.sku_id = s.sku_id
            and v.contract_id = s.contract_id
       ) v on true
      where c.day = $1 and s.amount_minor < 0
      group by c.project_id, c.resource_id, c.sku_id, c.contract_id`,
    [day],
  );
}

/** A run of money from one lot for the claims of one bonus group: it pays `from` (excluded) to `to` of their sum. */
export interface PaidRange {
  readonly projectId: ProjectId;
  readonly bonusGroup: string | null;
  readonly fundingSource: FundingSource;
  /** Null on credit. */
  readonly lotNo: bigint | null;
  readonly from: Minor;
  readonly to: Minor;
}

/** A grain `g` and a run of money `p` that pays a part of it, and how much. */
const PAYS = `p.project_id = g.project_id and p.bonus_group = g.claim_group and p.lo < g.hi and p.hi > g.hi - g.amount_minor`;
const PAID = "least(g.hi, p.hi) - greatest(g.hi - g.amount_minor, p.lo)";
const OF_SOURCE = (source: FundingSource) =>
  `coalesce(sum(${PAID}) filter (where p.funding_source = '${source}'), 0)::bigint`;

/**
 * Writes the staged changes that cost more or nothing: each grain gets the part of its group's money that falls on it,
 * grains in the order of resource, SKU and contract; and which transfers paid how much under each contract (PAY-08). Grains are
 * joined to runs alone, never to each other: of what a table made a moment ago holds, nothing is known that a join could use.
 */
export async function writeStaged(
  tx: Tx,
  day: LocalDate,
  bookingMonth: LocalMonth,
  until: ReadonlyMap<ProjectId, Instant>,
  ranges: readonly PaidRange[],
): Promise<void> {
  await tx.execute(
    `with part as (
       select * from unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[], $5::bigint[], $10::bigint[])
         p(project_id, bonus_group, funding_source, lo, hi, lot_no)
     ), until as (
       select * from unnest($6::bigint[], $7::timestamptz[]) u(project_id, charged_until)
     ), grain as (
       select s.*, coalesce(s.bonus_group, '') as claim_group,
              sum(s.amount_minor) over (partition by s.project_id, s.bonus_group order by s.resource_id, s.sku_id, s.contract_id) as hi
         from staged_change s where s.amount_minor >= 0
     ), paid as (
       select g.project_id, g.contract_id, p.funding_source, p.lot_no, ${PAID} as amount_minor
         from grain g join part p on ${PAYS} where g.amount_minor > 0
     ), by_lot as (
       insert into lot_spend as l (project_id, lot_no, contract_id, supply_month, booking_month, cover, amount_minor)
       select project_id, lot_no, contract_id, date_trunc('month', $8::date), $9, false, sum(amount_minor)
         from paid where funding_source = 'transfer' group by project_id, lot_no, contract_id
       on conflict (project_id, booking_month, supply_month, contract_id, lot_no, cover, of_earlier)
         do update set amount_minor = l.amount_minor + excluded.amount_minor
     )
     insert into charge as c (project_id, day, resource_id, sku_id, contract_id, booking_month, quantity, numerator, amount_minor,
                              transfer_minor, other_minor, bonus_minor, credit_minor, price_id, charged_until)
     select g.project_id, $8, g.resource_id, g.sku_id, g.contract_id, $9, g.quantity, g.numerator, g.amount_minor,
            ${OF_SOURCE("transfer")}, ${OF_SOURCE("other")}, ${OF_SOURCE("bonus")}, ${OF_SOURCE("credit")}, g.price_id, u.charged_until
       from grain g join until u using (project_id) left join part p on g.amount_minor > 0 and ${PAYS}
      group by g.project_id, g.resource_id, g.sku_id, g.contract_id, g.quantity, g.numerator, g.amount_minor, g.price_id, u.charged_until
     on conflict (project_id, day, resource_id, sku_id, contract_id, booking_month) do update
       set quantity = c.quantity + excluded.quantity, numerator = c.numerator + excluded.numerator,
           amount_minor = c.amount_minor + excluded.amount_minor,
           transfer_minor = c.transfer_minor + excluded.transfer_minor, other_minor = c.other_minor + excluded.other_minor,
           bonus_minor = c.bonus_minor + excluded.bonus_minor, credit_minor = c.credit_minor + excluded.credit_minor,
           price_id = coalesce(excluded.price_id, c.price_id), charged_until = excluded.charged_until`,
    [
      numberArray(ranges.map((range) => range.projectId)),
      textArray(ranges.map((range) => range.bonusGroup ?? "")),
      textArray(ranges.map((range) => range.fundingSource)),
      numberArray(ranges.map((range) => range.from)),
      numberArray(ranges.map((range) => range.to)),
      numberArray([...until.keys()]),
      instantArray([...until.values()]),
      day,
      `${bookingMonth}-01`,
      numberArray(ranges.map((range) => range.lotNo)),
    ],
    nameOf("write_staged", ranges),
  );
}

/** A grain that gives money back, with what each source gets. Minor units, all negative or zero. */
export interface ReturnedGrain {
  readonly row: StagedGrain;
  readonly transfer: Minor;
  readonly other: Minor;
  readonly bonus: Minor;
  readonly credit: Minor;
}

/** A grain may come more than once: what one contract gives up may go to several. */
export async function writeReturned(
  tx: Tx,
  day: LocalDate,
  bookingMonth: LocalMonth,
  until: Instant,
  grains: readonly ReturnedGrain[],
): Promise<void> {
  const rows = grains.map((grain) => grain.row);
  await tx.execute(
    `insert into charge as c (project_id, day, resource_id, sku_id, contract_id, booking_month, quantity, numerator, amount_minor,
                              transfer_minor, other_minor, bonus_minor, credit_minor, price_id, charged_until)
     select p, $1, r, s, a, $2, sum(q), sum(n), sum(t + o + b + c), sum(t), sum(o), sum(b), sum(c), max(i), $3
       from unnest($4::bigint[], $5::uuid[], $6::int[], $7::numeric[], $8::numeric[], $9::bigint[], $10::bigint[],
                   $11::bigint[], $12::bigint[], $13::bigint[], $14::bigint[]) x(p, r, s, q, n, t, o, b, c, i, a)
      group by p, r, s, a
     on conflict (project_id, day, resource_id, sku_id, contract_id, booking_month) do update
       set quantity = c.quantity + excluded.quantity, numerator = c.numerator + excluded.numerator,
           amount_minor = c.amount_minor + excluded.amount_minor,
           transfer_minor = c.transfer_minor + excluded.transfer_minor, other_minor = c.other_minor + excluded.other_minor,
           bonus_minor = c.bonus_minor + excluded.bonus_minor, credit_minor = c.credit_minor + excluded.credit_minor,
           price_id = coalesce(excluded.price_id, c.price_id), charged_until = excluded.charged_until`,
    [
      day,
      `${bookingMonth}-01`,
      formatInstant(until),
      numberArray(rows.map((row) => row.projectId)),
      textArray(rows.map((row) => row.resourceId)),
      numberArray(rows.map((row) => row.skuId)),
      textArray(rows.map((row) => row.quantity)),
      textArray(rows.map((row) => row.numerator)),
      numberArray(grains.map((grain) => grain.transfer)),
      numberArray(grains.map((grain) => grain.other)),
      numberArray(grains.map((grain) => grain.bonus)),
      numberArray(grains.map((grain) => grain.credit)),
      numberArray(rows.map((row) => row.priceId)),
      numberArray(rows.map((row) => row.contractId)),
    ],
  );
}

/** Notes the day's usage that no price covers, and forgets what has a price by now. */
export async function noteUnpriced(tx: Tx, day: ChargeDay, targets: readonly Target[], now: Instant): Promise<void> {
  const ids = numberArray(targets.map((target) => target.projectId));
  const [suspects] = await inOrder([
    () =>
      tx.query<{ projectId: ProjectId }>(
        `with ${GRAINS}, ${MAY_LACK_PRICE} select project_id as "projectId" from may_lack`,
        dayParameters(day, targets),
        nameOf("may_lack_price", targets),
      ),
    () =>
      tx.execute(
        "delete from unpriced_usage where project_id = any($1::bigint[]) and day = $2",
        [ids, day.day],
        "forget_unpriced",
      ),
  ]);
  if (suspects.length === 0) return;
  const lacking = new Set(suspects.map((row) => row.projectId));
  await tx.execute(
    `with ${GRAINS}
     insert into unpriced_usage (project_id, day, sku_id, noticed_at)
     select project_id, $5, sku_id, $8 from (${UNPRICED}) missing on conflict do nothing`,
    [
      ...dayParameters(
        day,
        targets.filter((target) => lacking.has(target.projectId)),
      ),
      formatInstant(now),
    ],
  );
}

export interface OwedRow {
  readonly projectId: ProjectId;
  readonly owedMinor: Minor;
}

/** What each project was charged on credit and nobody covered yet, for days before one. */
export function selectOwed(tx: Tx, projectIds: readonly ProjectId[], before: LocalDate): Promise<OwedRow[]> {
  return tx.query<OwedRow>(
    `select project_id as "projectId", sum(minor)::bigint as "owedMinor" from (
       select project_id, credit_minor as minor from charge
        where project_id = any($1::bigint[]) and credit_minor <> 0 and day < $2
       union all
       select project_id, -amount_minor from charge_cover where project_id = any($1::bigint[]) and day < $2
     ) owed group by project_id having sum(minor) > 0`,
    [numberArray(projectIds), before],
  );
}

export interface CoverRange {
  readonly projectId: ProjectId;
  readonly entryId: bigint;
  readonly fundingSource: "transfer" | "other";
  readonly lotNo: bigint | null;
  readonly from: Minor;
  readonly to: Minor;
}

/**
 * Says which charges on credit the new money covers: the oldest first. A grain that gave back more credit than it had
 * (volume prices) did so for the latest others of its SKU and month: they are owed for so much less.
 */
export async function writeCovers(tx: Tx, bookingMonth: LocalMonth, ranges: readonly CoverRange[]): Promise<void> {
  await tx.execute(
    `with part as (
       select * from unnest($1::bigint[], $2::bigint[], $3::text[], $4::bigint[], $5::bigint[], $7::bigint[])
         p(project_id, entry_id, funding_source, lo, hi, lot_no)
     ), grain as (
       select project_id, day, resource_id, sku_id, contract_id, sum(minor) as minor from (
         select project_id, day, resource_id, sku_id, contract_id, credit_minor as minor
           from charge where project_id = any($1::bigint[]) and credit_minor <> 0
         union all
         select project_id, day, resource_id, sku_id, contract_id, -amount_minor from charge_cover where project_id = any($1::bigint[])
       ) u group by 1, 2, 3, 4, 5 having sum(minor) <> 0
     ), netted as (
       select *, sum(greatest(minor, 0)) over (pool order by day, resource_id, contract_id) as upto, sum(minor) over pool_whole as pool_minor
         from grain
       window pool_whole as (partition by project_id, sku_id, date_trunc('month', day::timestamp)),
              pool as (pool_whole)
     ), owed as (
       select project_id, day, resource_id, sku_id, contract_id, least(minor, pool_minor - (upto - minor)) as minor
         from netted where minor > 0 and pool_minor > upto - minor
     ), lined_up as (
       select *, sum(minor) over (partition by project_id order by day, resource_id, sku_id, contract_id) as hi from owed
     ), covered as (
       select o.project_id, p.entry_id, o.day, o.resource_id, o.sku_id, o.contract_id, p.funding_source, p.lot_no,
              least(o.hi, p.hi) - greatest(o.hi - o.minor, p.lo) as minor
         from lined_up o join part p on p.project_id = o.project_id and p.lo < o.hi and p.hi > o.hi - o.minor
     ), by_lot as (
       insert into lot_spend as l (project_id, lot_no, contract_id, supply_month, booking_month, cover, amount_minor)
       select project_id, lot_no, contract_id, date_trunc('month', day), $6, true, sum(minor)
         from covered where funding_source = 'transfer' group by project_id, lot_no, contract_id, date_trunc('month', day)
       on conflict (project_id, booking_month, supply_month, contract_id, lot_no, cover, of_earlier)
         do update set amount_minor = l.amount_minor + excluded.amount_minor
     )
     insert into charge_cover (project_id, entry_id, day, resource_id, sku_id, contract_id, booking_month, funding_source, amount_minor)
     select project_id, entry_id, day, resource_id, sku_id, contract_id, $6, funding_source, sum(minor)::bigint
       from covered group by project_id, entry_id, day, resource_id, sku_id, contract_id, funding_source`,
    [
      numberArray(ranges.map((range) => range.projectId)),
      numberArray(ranges.map((range) => range.entryId)),
      textArray(ranges.map((range) => range.fundingSource)),
      numberArray(ranges.map((range) => range.from)),
      numberArray(ranges.map((range) => range.to)),
      `${bookingMonth}-01`,
      numberArray(ranges.map((range) => range.lotNo)),
    ],
  );
}

export interface UncoverRow {
  readonly projectId: ProjectId;
  readonly entryId: bigint;
  readonly day: LocalDate;
  readonly resourceId: string;
  readonly skuId: number;
  readonly contractId: bigint;
  readonly fundingSource: "transfer" | "other";
  readonly amountMinor: Minor;
}

/** Takes covers back, in the month they are given back in, when the covered charge itself is given back. */
export async function writeUncovers(tx: Tx, bookingMonth: LocalMonth, rows: readonly UncoverRow[]): Promise<void> {
  await tx.execute(
    `insert into charge_cover (project_id, entry_id, day, resource_id, sku_id, contract_id, booking_month, funding_source, amount_minor)
     select p, e, d, r, s, c, $1, f, sum(a)
       from unnest($2::bigint[], $3::bigint[], $4::date[], $5::uuid[], $6::int[], $7::text[], $8::bigint[], $9::bigint[]) n(p, e, d, r, s, f, a, c)
      group by p, e, d, r, s, c, f
     on conflict (project_id, entry_id, day, resource_id, sku_id, contract_id, booking_month, funding_source) do update
       set amount_minor = charge_cover.amount_minor + excluded.amount_minor`,
    [
      `${bookingMonth}-01`,
      numberArray(rows.map((row) => row.projectId)),
      numberArray(rows.map((row) => row.entryId)),
      textArray(rows.map((row) => row.day)),
      textArray(rows.map((row) => row.resourceId)),
      numberArray(rows.map((row) => row.skuId)),
      textArray(rows.map((row) => row.fundingSource)),
      numberArray(rows.map((row) => row.amountMinor)),
      numberArray(rows.map((row) => row.contractId)),
    ],
  );
}

export function minuteInstant(minute: number): Instant {
  return instant(minute * 60_000);
}
