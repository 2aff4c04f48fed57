import type { QuarantineState } from "../../../core/quarantine.ts";
import type { AsSent } from "./as-sent.ts";
import type { Instant } from "../../../core/time.ts";
import { formatInstant, type LocalDate } from "../../../core/time.ts";
import { instantArray, numberArray, only, textArray } from "../../../platform/db.ts";
import type { EventColumns } from "./event-columns.ts";
import { formatUuid, type UuidWords } from "./resource-id.ts";
import { sentAs } from "./sender.ts";

/** Whatever runs a statement: the database itself (each statement its own transaction) or an open transaction. */
export interface Statements {
  query<R extends object>(text: string, values?: readonly unknown[], name?: string): Promise<R[]>;
}

/** Numbers for usage_batch rows that do not exist yet. */
export async function reserveBatchIds(statements: Statements, count: number): Promise<bigint[]> {
  const rows = await statements.query<{ id: bigint }>(
    "select nextval(pg_get_serial_sequence('usage_batch', 'batch_id')) as id from generate_series(1, $1)",
    [count],
    "usage-batch-ids",
  );
  return rows.map((row) => row.id);
}

const ROWS = `
  select source_id, event_id, project_id, resource_id, sku_id, day, occurred_at, quantity, digest, supersedes, $11
    from unnest($1::int4[], $2::uuid[], $3::int8[], $4::uuid[], $5::int4[], $6::date[], $7::timestamptz[], $8::numeric[],
                $9::int8[], $10::uuid[])
      as u(source_id, event_id, project_id, resource_id, sku_id, day, occurred_at, quantity, digest, supersedes)`;
const INTO = `
  insert into usage_event (source_id, event_id, project_id, resource_id, sku_id, day, occurred_at, quantity, digest,
                           supersedes, batch_id)`;

/**
 * Puts events down as one batch, in one statement and so all or none of them, in the hope that none is known: an index
 * look-up a row is saved. Fails with a unique violation when one is.
 */
export async function insertNewEvents(
  statements: Statements,
  batchId: bigint,
  now: Instant,
  columns: EventColumns,
): Promise<void> {
  await statements.query(
    `with fresh as (${INTO} ${ROWS})
     insert into usage_batch (batch_id, received_at) overriding system value values ($11, $12::timestamptz)`,
    [...columns.parameters(), batchId, formatInstant(now)],
    "usage-new-events",
  );
}

/**
 * Puts new events down as one batch, in one statement; events whose (source, id) is known stay as they are (PRC-04).
 * Answers how many were new; the batch exists only when that is not zero.
 */
export async function insertEvents(
  statements: Statements,
  batchId: bigint,
  now: Instant,
  columns: EventColumns,
): Promise<number> {
  const rows = await statements.query<{ inserted: number }>(
    `with fresh as (${INTO} ${ROWS} on conflict do nothing returning 1),
     batch as (
       insert into usage_batch (batch_id, received_at) overriding system value
       select $11, $12::timestamptz where exists (select from fresh)
     )
     select count(*)::int as inserted from fresh`,
    [...columns.parameters(), batchId, formatInstant(now)],
    "usage-events",
  );
  return only(rows).inserted;
}

export interface KnownEvent {
  /** Counted from 1, in the order of the columns. */
  readonly place: number;
  readonly same: boolean;
}

/** Which of these events were there before this batch, and whether with the same content. */
export function findKnown(statements: Statements, columns: EventColumns, batchId: bigint): Promise<KnownEvent[]> {
  return statements.query<KnownEvent>(
    `select u.place::int as place, e.digest = u.digest as same
       from unnest($1::int4[], $2::uuid[], $3::int8[]) with ordinality as u(source_id, event_id, digest, place)
       join usage_event e on e.source_id = u.source_id and e.event_id = u.event_id
      where e.batch_id <> $4`,
    [...columns.keys(), batchId],
    "usage-known",
  );
}

/** Of events that are all known: the places of those with another content. */
export function findConflicts(statements: Statements, columns: EventColumns): Promise<{ readonly place: number }[]> {
  return statements.query<{ place: number }>(
    `select u.place::int as place
       from unnest($1::int4[], $2::uuid[], $3::int8[]) with ordinality as u(source_id, event_id, digest, place)
       join usage_event e on e.source_id = u.source_id and e.event_id = u.event_id
      where e.digest <> u.digest`,
    columns.keys(),
    "usage-conflicts",
  );
}

export interface SourceRow {
  /** As it is stored. */
  readonly source: string;
  readonly sourceId: number;
  /** Carried forward from before projects' tokens had names of their own: its resources keep the names they had. */
  readonly plainResources: boolean;
  /** Some of its events wait in quarantine or were dismissed there. */
  readonly quarantined: boolean;
}

/**
 * The numbers of these stored sources; unknown ones are added. A project's that is called like one of the provider's is
 * not: what the project means by it would be taken for the provider's, and an event of before would count twice.
 */
export async function takeSources(statements: Statements, sources: readonly string[]): Promise<SourceRow[]> {
  const names = textArray(sources);
  const likeProviders = textArray(
    sources.map((stored) => {
      const { sender, source } = sentAs(stored);
      return sender === null ? null : source;
    }),
  );
  await statements.query(
    `insert into usage_source (source) select s.stored from unnest($1::text[], $2::text[]) s(stored, provider_s)
      where not exists (select from usage_source u where u.source in (s.stored, s.provider_s)) order by 1 on conflict do nothing`,
    [names, likeProviders],
  );
  return statements.query<SourceRow>(
    `select source, source_id as "sourceId", plain_resources as "plainResources",
            exists (select from usage_quarantine q where q.source = u.source and q.state <> 'released') as quarantined
       from usage_source u where source = any ($1::text[])`,
    [names],
  );
}

/** What a project is used to of a SKU. */
export interface CustomRow {
  readonly projectId: bigint;
  readonly skuId: number;
  /** In whole units of the meter, in the normal spelling: more than this in one event is unusual. */
  readonly limit: string;
  readonly events: bigint;
  readonly since: LocalDate;
}

export function customsOf(statements: Statements, projectIds: readonly bigint[], times: number): Promise<CustomRow[]> {
  return statements.query<CustomRow>(
    `select project_id as "projectId", sku_id as "skuId", ceil(most * $2::int)::text as limit, events, since_day as since
       from usage_custom where project_id = any($1::int8[]) and most > 0`,
    [numberArray(projectIds), times],
    "usage-customs",
  );
}

/** What an event says of its resource. */
export interface DescribedResource {
  readonly projectId: number;
  readonly resourceId: UuidWords;
  readonly externalId: string;
  readonly name: string | null;
  readonly labels: string;
  readonly describedAt: Instant;
}

/**
 * PRC-07: the latest description of each resource stands; of two at one instant, the larger text. In whatever order they
 * come, the same one is left.
 */
export async function describeResources(
  statements: Statements,
  resources: readonly DescribedResource[],
): Promise<void> {
  await statements.query(
    `insert into resource as r (project_id, resource_id, external_id, name, labels, described_at)
     select distinct on (project_id, resource_id) project_id, resource_id, external_id, name, labels::jsonb, described_at
       from unnest($1::int8[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::timestamptz[])
         as u(project_id, resource_id, external_id, name, labels, described_at)
      order by project_id, resource_id, described_at desc, labels::jsonb::text collate "C" desc, coalesce(name, '') collate "C" desc
     on conflict (project_id, resource_id) do update
       set name = excluded.name, labels = excluded.labels, described_at = excluded.described_at
     where (excluded.described_at, excluded.labels::text collate "C", coalesce(excluded.name, '') collate "C")
         > (r.described_at, r.labels::text collate "C", coalesce(r.name, '') collate "C")`,
    [
      numberArray(resources.map((resource) => resource.projectId)),
      textArray(resources.map((resource) => formatUuid(resource.resourceId))),
      textArray(resources.map((resource) => resource.externalId)),
      textArray(resources.map((resource) => resource.name)),
      textArray(resources.map((resource) => resource.labels)),
      instantArray(resources.map((resource) => resource.describedAt)),
    ],
    "usage-resources",
  );
}

export interface QuarantinedEvent {
  readonly source: string;
  readonly eventRef: string;
  readonly reason: string;
  /** JSON. */
  readonly body: string;
  readonly sent: AsSent | null;
}

/** Keeps events for a decision; those whose (source, id) is kept already stay as they are. Answers how many were new. */
export async function insertQuarantined(
  statements: Statements,
  now: Instant,
  events: readonly QuarantinedEvent[],
): Promise<number> {
  const rows = await statements.query(
    `insert into usage_quarantine (source, event_ref, received_at, reason, body, sent, sent_form)
     select source, event_ref, $5::timestamptz, reason, body::jsonb, decode(sent, 'base64'), sent_form
       from unnest($1::text[], $2::text[], $3::text[], $4::text[], $6::text[], $7::text[])
            as u(source, event_ref, reason, body, sent, sent_form)
      order by 1, 2
     on conflict do nothing
     returning 1`,
    [
      textArray(events.map((event) => event.source)),
      textArray(events.map((event) => event.eventRef)),
      textArray(events.map((event) => event.reason)),
      textArray(events.map((event) => event.body)),
      formatInstant(now),
      textArray(events.map(({ sent }) => sent && Buffer.from(sent.bytes).toString("base64"))),
      textArray(events.map(({ sent }) => sent && sent.form)),
    ],
    "usage-quarantine",
  );
  return rows.length;
}

export interface QuarantineRow {
  readonly quarantineId: bigint;
  readonly source: string;
  readonly eventRef: string;
  readonly receivedAt: Instant;
  readonly reason: string;
  readonly body: unknown;
  readonly state: QuarantineState;
  readonly decidedAt: Instant | null;
  readonly decidedBy: string | null;
  readonly note: string | null;
  /** Null where the bytes were not kept. */
  readonly sentForm: AsSent["form"] | null;
}

const QUARANTINE_ROW = `quarantine_id as "quarantineId", source, event_ref as "eventRef", received_at as "receivedAt", reason,
  body, state, decided_at as "decidedAt", decided_by as "decidedBy", note, sent_form as "sentForm"`;

/** What was sent, byte by byte; null where that was not kept. */
export async function selectSent(statements: Statements, quarantineId: bigint): Promise<Buffer | null> {
  const rows = await statements.query<{ sent: Buffer | null }>(
    "select sent from usage_quarantine where quarantine_id = $1",
    [quarantineId],
  );
  return rows[0]?.sent ?? null;
}

export function findQuarantined(
  statements: Statements,
  keys: readonly { readonly source: string; readonly eventRef: string }[],
): Promise<QuarantineRow[]> {
  return statements.query<QuarantineRow>(
    `select ${QUARANTINE_ROW} from usage_quarantine
      where (source, event_ref) in (select * from unnest($1::text[], $2::text[]))`,
    [textArray(keys.map((key) => key.source)), textArray(keys.map((key) => key.eventRef))],
    "usage-quarantined",
  );
}

/** Waiting rows with one of these reasons after `after`, in the order in which they came. */
export function waitingRows(
  statements: Statements,
  reasons: readonly string[],
  after: bigint,
  limit: number,
): Promise<QuarantineRow[]> {
  return statements.query<QuarantineRow>(
    `select ${QUARANTINE_ROW} from usage_quarantine
      where state = 'waiting' and reason = any ($1::text[]) and quarantine_id > $2 order by quarantine_id limit $3`,
    [textArray(reasons), after, limit],
  );
}

export interface QuarantineQuery {
  readonly state: QuarantineRow["state"];
  readonly reason: string | null;
  /** Rows with a smaller number, newest first. */
  readonly before: bigint | null;
  readonly limit: number;
}

export function listQuarantine(statements: Statements, query: QuarantineQuery): Promise<QuarantineRow[]> {
  return statements.query<QuarantineRow>(
    `select ${QUARANTINE_ROW} from usage_quarantine
      where state = $1 and ($2::text is null or reason = $2) and ($3::int8 is null or quarantine_id < $3)
      order by quarantine_id desc limit $4`,
    [query.state, query.reason, query.before, query.limit],
  );
}

export async function quarantineRow(statements: Statements, quarantineId: bigint): Promise<QuarantineRow | null> {
  const rows = await statements.query<QuarantineRow>(
    `select ${QUARANTINE_ROW} from usage_quarantine where quarantine_id = $1`,
    [quarantineId],
  );
  return rows[0] ?? null;
}

/** Takes waiting rows out of the quarantine; answers how many were still waiting. */
export async function decideQuarantine(
  statements: Statements,
  quarantineIds: readonly bigint[],
  state: "released" | "dismissed",
  now: Instant,
  by: string,
  note: string | null = null,
): Promise<number> {
  const rows = await statements.query(
    `update usage_quarantine set state = $2, decided_at = $3::timestamptz, decided_by = $4, note = $5
      where quarantine_id = any ($1::int8[]) and state = 'waiting' returning 1`,
    [numberArray(quarantineIds), state, formatInstant(now), by, note],
  );
  return rows.length;
}
