import { type Decimal, formatDecimal } from "../../../core/decimal.ts";
import { formatPid, type ProjectId } from "../../../core/ids.ts";
import { formatInstant, type Instant, type LocalDate } from "../../../core/time.ts";
import { type Database, instantArray, numberArray, only, textArray, type Tx } from "../../../platform/db.ts";
import type { Statements } from "../intake/index.ts";

export interface FocusProject {
  readonly subAccount: string;
  readonly projectId: ProjectId;
  readonly startsAt: Instant;
}

/** The projects that sub-accounts of a payer's bills became. */
export function focusProjects(statements: Statements, payerId: bigint): Promise<FocusProject[]> {
  return statements.query<FocusProject>(
    `select sub_account_id as "subAccount", project_id as "projectId", starts_at as "startsAt"
       from focus_project where payer_id = $1`,
    [payerId],
  );
}

export async function insertFocusProject(tx: Tx, payerId: bigint, project: FocusProject): Promise<void> {
  await tx.execute(
    "insert into focus_project (payer_id, sub_account_id, project_id, starts_at) values ($1, $2, $3, $4)",
    [payerId, project.subAccount, project.projectId, formatInstant(project.startsAt)],
  );
}

export async function moveFocusStart(tx: Tx, payerId: bigint, project: FocusProject): Promise<void> {
  await tx.execute("update focus_project set starts_at = $3 where payer_id = $1 and sub_account_id = $2", [
    payerId,
    project.subAccount,
    formatInstant(project.startsAt),
  ]);
}

/** The last batch up to which a source's rows were known otherwise than now; null: they never were. */
export async function lastCellBatch(statements: Statements, source: string): Promise<bigint | null> {
  const rows = await statements.query<{ lastBatchId: bigint }>(
    `select last_batch_id as "lastBatchId" from focus_known_by_cells where source = $1`,
    [source],
  );
  return rows[0]?.lastBatchId ?? null;
}

/** Rows of that time that are no usage, after one of them: all their cells by name. */
export function otherRowsByCells(
  statements: Statements,
  source: string,
  after: bigint,
  limit: number,
): Promise<{ readonly quarantineId: bigint; readonly cells: Readonly<Record<string, string>> }[]> {
  return statements.query(
    `select quarantine_id as "quarantineId", body -> 'focus_row' as cells from usage_quarantine
      where source = $1 and quarantine_id > $2 and body ? 'focus_row' and body ->> 'by' is distinct from 'cells given' order by quarantine_id limit $3`,
    [source, after, limit],
  );
}

/** The last batch of events and the last row of the quarantine. */
export interface Taken {
  readonly batchId: bigint;
  readonly quarantineId: bigint;
}

/** Of all so far. */
export async function lastTaken(statements: Statements): Promise<Taken> {
  const rows = await statements.query<Taken>(
    `select (select coalesce(max(batch_id), 0) from usage_batch)::bigint as "batchId",
            (select coalesce(max(quarantine_id), 0) from usage_quarantine)::bigint as "quarantineId"`,
  );
  return only(rows);
}

/** How providers are spelt in rows of a source. */
export async function providersOf(statements: Statements, source: string): Promise<string[]> {
  const rows = await statements.query<{ name: string }>("select name from focus_provider_name where source = $1", [
    source,
  ]);
  return rows.map(({ name }) => name);
}

export async function insertProviders(database: Database, source: string, names: readonly string[]): Promise<void> {
  await database.query(
    "insert into focus_provider_name (source, name) select $1, unnest($2::text[]) on conflict do nothing",
    [source, textArray(names)],
  );
}

/** Which cells rows of a source had. */
export async function shapesOf(statements: Statements, source: string): Promise<number[]> {
  const rows = await statements.query<{ cells: number }>("select cells from focus_row_shape where source = $1", [
    source,
  ]);
  return rows.map(({ cells }) => cells);
}

export async function insertShapes(database: Database, source: string, shapes: readonly number[]): Promise<void> {
  await database.query(
    "insert into focus_row_shape (source, cells) select $1, unnest($2::int[]) on conflict do nothing",
    [source, numberArray(shapes)],
  );
}

/** What an event of a row is called. */
export interface FocusName {
  readonly id: string;
  readonly key: string;
}

/** Whether rows of a source ever came again with more cells or in another spelling. */
export async function hasFilled(statements: Statements, source: string): Promise<boolean> {
  const rows = await statements.query<{ has: boolean }>(
    "select exists (select from focus_row_filled where source = $1) as has",
    [source],
  );
  return only(rows).has;
}

/** A row that was imported. */
export interface FocusKnown {
  readonly id: string;
  /** The event that it is; null: its own. */
  readonly event: FocusName | null;
  /** Whether it came again with more cells. */
  readonly isFilled: boolean;
}

/** Of these ids, those of rows that were events, or in quarantine, up to then. */
export async function knownRows(
  statements: Statements,
  source: string,
  taken: Taken,
  ids: readonly string[],
): Promise<Map<string, FocusKnown>> {
  const rows = await statements.query<{ id: string; eventId: string | null; key: string | null; isFilled: boolean }>(
    `select u.id, n.event_id as "eventId", n.event_key as key, f.row_id is not null as "isFilled"
       from unnest($4::uuid[]) as u(id)
       left join usage_event e on e.source_id = (select source_id from usage_source where source = $1)
                              and e.event_id = u.id and e.batch_id <= $2
       left join usage_quarantine q on q.source = $1 and q.event_ref = u.id::text and q.quarantine_id <= $3
       left join focus_row_filled n on n.source = $1 and n.row_id = u.id
       left join focus_row_filled f on f.source = $1 and f.filled_id = u.id
      where e.event_id is not null or q.quarantine_id is not null or n.row_id is not null`,
    [source, taken.batchId, taken.quarantineId, textArray(ids)],
  );
  return new Map(
    rows.map(({ id, eventId, key, isFilled }) => {
      const event = eventId === null || key === null ? null : { id: eventId, key };
      return [id, { id, event, isFilled }];
    }),
  );
}

export async function insertFilled(
  database: Database,
  source: string,
  filled: readonly { readonly filledId: string; readonly rowId: string; readonly event: FocusName }[],
): Promise<void> {
  await database.query(
    `insert into focus_row_filled (source, filled_id, row_id, event_id, event_key)
     select $1, u.* from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[]) as u on conflict do nothing`,
    [
      source,
      textArray(filled.map(({ filledId }) => filledId)),
      textArray(filled.map(({ rowId }) => rowId)),
      textArray(filled.map(({ event }) => event.id)),
      textArray(filled.map(({ event }) => event.key)),
    ],
  );
}

/** Which of these ids (null: none) a source has events of; ids are UUIDs. */
export async function eventsKnown(
  statements: Statements,
  source: string,
  ids: readonly (string | null)[],
): Promise<Set<string>> {
  const wanted = ids.filter((id) => id !== null);
  const rows = await statements.query<{ eventId: string }>(
    `select e.event_id as "eventId" from usage_source s join usage_event e using (source_id)
      where s.source = $1 and e.event_id = any($2::uuid[])`,
    [source, textArray(wanted)],
  );
  return new Set(rows.map((row) => row.eventId));
}

/** What a row of usage is charged for. */
export interface FocusCharged {
  readonly projectId: ProjectId;
  readonly resourceId: string;
  readonly skuCode: string;
  readonly start: Instant;
  readonly quantity: string;
}

/** How many events of a source up to a batch are charged alike, by the place of the charge. */
export async function chargesBefore(
  statements: Statements,
  source: string,
  lastBatchId: bigint,
  zone: string,
  charges: readonly FocusCharged[],
): Promise<Map<number, number>> {
  const rows = await statements.query<{ place: number; events: number }>(
    `select u.place::int - 1 as place, count(*)::int as events
       from unnest($4::bigint[], $5::uuid[], $6::text[], $7::timestamptz[], $8::numeric[]) with ordinality
              as u(project_id, resource_id, sku_code, start, quantity, place)
       join sku k on k.sku_code = u.sku_code
       join usage_event e on e.project_id = u.project_id and e.day = (u.start at time zone $3)::date
                         and e.resource_id = u.resource_id and e.sku_id = k.sku_id and e.occurred_at = u.start
                         and e.quantity = u.quantity
      where e.source_id = (select source_id from usage_source where source = $1) and e.batch_id <= $2
      group by u.place`,
    [
      source,
      lastBatchId,
      zone,
      numberArray(charges.map((charge) => charge.projectId)),
      textArray(charges.map((charge) => charge.resourceId)),
      textArray(charges.map((charge) => charge.skuCode)),
      instantArray(charges.map((charge) => charge.start)),
      textArray(charges.map((charge) => charge.quantity)),
    ],
  );
  return new Map(rows.map(({ place, events }) => [place, events]));
}

/** A row of a bill, told in what an event of before may resemble it. */
export interface FocusAsked {
  readonly place: number;
  readonly projectId: ProjectId;
  /** Without what its spellings differ in. */
  readonly resource: string;
  readonly sku: string;
  readonly start: Instant;
  /** In the payer's currency. */
  readonly cost: Decimal;
}

/** An event that resembles such a row, as it was imported. */
export interface FocusNear {
  readonly place: number;
  readonly projectId: ProjectId;
  readonly resource: string;
  readonly quantity: string;
  readonly unitPrice: string;
  readonly divisor: bigint;
}

/** So much of an amount is rounding: digits that another program does not print. */
export const ROUNDED_OFF = "0.00001";

/**
 * A resource without what its spellings differ in, as `letters` makes it: by a collation of PostgreSQL's own, for the one of a
 * database may know Latin letters only, or no final sigma.
 */
export const LETTERS = `replace(lower(normalize(r.external_id, NFKC) collate "pg_unicode_fast"), 'ς', 'σ')`;

/** A source's events of before are those up to a batch; a day is one of the region's zone. */
export interface FocusPast {
  readonly zone: string;
  readonly lastBatchId: bigint;
}

/** A project's local day. */
export interface FocusDay {
  readonly projectId: ProjectId;
  readonly day: LocalDate;
}

/**
 * Of an event: so many bytes of the SHA-256 of its resource's letters, so many of its SKU's, and its time in microseconds since
 * 2000. Not of its cost: that took as long as the rest, and few rows are of another event's resource, SKU and time.
 */
export const MARK = { resource: 8, sku: 4, time: 8 } as const;

/** The marks of a project's events of before in a day, one after the other. */
export interface FocusMarks {
  readonly projectId: ProjectId;
  readonly marks: Buffer;
}

/** Of each of these days that has any. */
export async function marksOfDays(
  statements: Statements,
  source: string,
  of: FocusPast,
  days: readonly FocusDay[],
): Promise<FocusMarks[]> {
  return statements.query<FocusMarks>(
    `with days as materialized (
       select * from unnest($3::bigint[], $4::date[]) as d(project_id, day)
     ), resources as materialized (
       select r.project_id, r.resource_id,
              substr(sha256(convert_to(${LETTERS}, 'UTF8')), 1, $5) as mark
         from (select distinct project_id from days) d join resource r using (project_id)
     ), skus as materialized (
       select s.project_id, k.sku_id, substr(sha256(convert_to(split_part(k.sku_code, '.', 3), 'UTF8')), 1, $6) as mark
         from (select distinct s.project_id, p.sku_id
                 from project_price_scope s join effective_price p using (scope_id)
                where s.project_id = any($3)) s
         join sku k using (sku_id)
     ), found as materialized (
       select e.project_id, e.day, e.resource_id, e.sku_id, e.occurred_at
         from days d
         join usage_event e on e.project_id = d.project_id and e.day = d.day
        where e.source_id = (select source_id from usage_source where source = $1) and e.batch_id <= $2
     )
     select e.project_id as "projectId", string_agg(r.mark || k.mark || timestamptz_send(e.occurred_at), ''::bytea) as marks
       from found e
       join skus k on k.project_id = e.project_id and k.sku_id = e.sku_id
       join resources r on r.project_id = e.project_id and r.resource_id = e.resource_id
      group by e.project_id, e.day`,
    [
      source,
      of.lastBatchId,
      numberArray(days.map(({ projectId }) => projectId)),
      textArray(days.map(({ day }) => day)),
      MARK.resource,
      MARK.sku,
    ],
  );
}

/**
 * Events of before that begin when these rows do, of the same vendor's SKU and resource but for their spelling, and cost the same
 * but for rounding. Each day of a project is read once, however many rows ask, and priced only where the resource is one asked for.
 */
export function eventsNear(
  statements: Statements,
  source: string,
  of: FocusPast,
  rows: readonly FocusAsked[],
): Promise<FocusNear[]> {
  return statements.query<FocusNear>(
    `with asked as materialized (
       select *, (start at time zone $3)::date as day
         from unnest($4::int[], $5::bigint[], $6::text[], $7::text[], $8::timestamptz[], $9::numeric[])
                as u(place, project_id, resource, sku, start, cost)
     ), alike as materialized (
       select r.project_id, r.resource_id, r.external_id, a.resource
         from (select distinct project_id, resource from asked) a
         join resource r on r.project_id = a.project_id and ${LETTERS} = a.resource
     ), days as materialized (
       select a.project_id, a.day, array_agg(distinct a.start) as starts, array_agg(distinct l.resource_id) as resources
         from asked a join alike l using (project_id, resource) group by 1, 2
     ), charged as materialized (
       select e.project_id, e.occurred_at as start, e.resource_id, split_part(k.sku_code, '.', 3) as sku, e.quantity,
              p.unit_price, k.divisor
         from days d
         join usage_event e on e.project_id = d.project_id and e.day = d.day and e.occurred_at = any(d.starts)
                           and e.resource_id = any(d.resources)
         join sku k using (sku_id)
         join project_price_scope s on s.project_id = e.project_id and s.starts_at <= e.occurred_at and s.ends_at > e.occurred_at
         join effective_price p on p.scope_id = s.scope_id and p.sku_id = e.sku_id
                               and p.starts_at <= e.occurred_at and p.ends_at > e.occurred_at
        where e.source_id = (select source_id from usage_source where source = $1) and e.batch_id <= $2
     )
     select distinct u.place, c.project_id as "projectId", l.external_id as resource, c.quantity::text as quantity,
            c.unit_price::text as "unitPrice", c.divisor
       from asked u join alike l using (project_id, resource) join charged c using (project_id, resource_id, start, sku)
      where abs(c.quantity * c.unit_price - u.cost * c.divisor) <= u.cost * c.divisor * $10::numeric`,
    [
      source,
      of.lastBatchId,
      of.zone,
      rows.map((row) => row.place),
      numberArray(rows.map((row) => row.projectId)),
      textArray(rows.map((row) => row.resource)),
      textArray(rows.map((row) => row.sku)),
      instantArray(rows.map((row) => row.start)),
      textArray(rows.map((row) => formatDecimal(row.cost))),
      ROUNDED_OFF,
    ],
  );
}

/** A row of a bill that may be one of before with cells that it has lost: what it still says of its charge, else null. */
export interface FocusLost {
  readonly projectId: ProjectId | null;
  /** As the bill calls it. */
  readonly resource: string | null;
  readonly resourceId: string | null;
  /** Of its vendor's SKU, under each spelling of the vendor's name; none of them holds a blank. */
  readonly skuPrefixes: readonly string[] | null;
  readonly start: Instant;
  /** In the payer's currency, in its normal spelling. */
  readonly cost: string;
  /** It does not say that it is usage. */
  readonly lacksCategory: boolean;
}

/**
 * The places of rows beside which a payer's bills have, of before, an event that says the same as far as they do. Each day of a
 * project is read once, however many rows ask.
 */
export async function alikeBefore(
  statements: Statements,
  source: string,
  of: { readonly payerId: bigint; readonly zone: string; readonly lastBatchId: bigint },
  rows: readonly FocusLost[],
): Promise<Set<number>> {
  const found = await statements.query<{ place: number }>(
    `with asked as materialized (
       select *, (start at time zone $4)::date as day
         from unnest($5::bigint[], $6::uuid[], $7::text[], $8::timestamptz[], $9::numeric[]) with ordinality
                as u(project_id, resource_id, sku_prefixes, start, cost, place)
     ), days as materialized (
       select f.project_id, u.day, array_agg(distinct u.start) as starts
         from asked u join focus_project f on f.payer_id = $2 and (u.project_id is null or u.project_id = f.project_id)
        group by 1, 2
     ), charged as materialized (
       select e.project_id, e.resource_id, k.sku_code, e.occurred_at as start, e.quantity * p.unit_price as numerator, k.divisor
         from days d
         join usage_event e on e.project_id = d.project_id and e.day = d.day and e.occurred_at = any(d.starts)
         join sku k using (sku_id)
         join project_price_scope s on s.project_id = e.project_id and s.starts_at <= e.occurred_at and s.ends_at > e.occurred_at
         join effective_price p on p.scope_id = s.scope_id and p.sku_id = e.sku_id
                               and p.starts_at <= e.occurred_at and p.ends_at > e.occurred_at
        where e.source_id = (select source_id from usage_source where source = $1) and e.batch_id <= $3
     )
     select distinct u.place::int - 1 as place
       from asked u join charged c using (start)
      where (u.resource_id is null or u.resource_id = c.resource_id) and (u.project_id is null or u.project_id = c.project_id)
        and (u.sku_prefixes is null or exists (
              select from string_to_table(u.sku_prefixes, ' ') s(prefix) where starts_with(c.sku_code, s.prefix)))
        and c.numerator = u.cost * c.divisor`,
    [
      source,
      of.payerId,
      of.lastBatchId,
      of.zone,
      numberArray(rows.map((row) => row.projectId)),
      textArray(rows.map((row) => row.resourceId)),
      textArray(rows.map(({ skuPrefixes }) => skuPrefixes && skuPrefixes.join(" "))),
      instantArray(rows.map((row) => row.start)),
      textArray(rows.map((row) => row.cost)),
    ],
  );
  return new Set(found.map(({ place }) => place));
}

/** The same of what waits in quarantine or was dismissed there; what is no usage is told from one without a category by its cost. */
export async function alikeHeld(
  statements: Statements,
  source: string,
  lastQuarantineId: bigint,
  rows: readonly FocusLost[],
): Promise<Set<number>> {
  const found = await statements.query<{ place: number }>(
    `select u.place::int - 1 as place
       from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bool[]) with ordinality
              as u(pid, resource, sku_prefixes, start, cost, lacks_category, place)
      where exists (
        select from usage_quarantine q
         where q.source = $1 and q.body ? 'billcost' and q.body ->> 'billcost' = u.cost and q.body ->> 'billstart' = u.start
           and q.quarantine_id <= $2 and q.state <> 'released'
           and case when q.body ? 'focus_row' then u.lacks_category
                    else (u.pid is null or u.pid = q.body #>> '{data,project}')
                     and (u.resource is null or u.resource = q.body #>> '{data,resource}')
                     and (u.sku_prefixes is null or exists (
                           select from string_to_table(u.sku_prefixes, ' ') s(prefix)
                            where starts_with(q.body #>> '{data,sku}', s.prefix))) end)`,
    [
      source,
      lastQuarantineId,
      textArray(rows.map(({ projectId }) => (projectId === null ? null : formatPid(projectId)))),
      textArray(rows.map((row) => row.resource)),
      textArray(rows.map(({ skuPrefixes }) => skuPrefixes && skuPrefixes.join(" "))),
      textArray(rows.map(({ start }) => formatInstant(start))),
      textArray(rows.map((row) => row.cost)),
      rows.map((row) => row.lacksCategory),
    ],
  );
  return new Set(found.map(({ place }) => place));
}
