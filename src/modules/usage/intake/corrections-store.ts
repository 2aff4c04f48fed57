import { numberArray, textArray } from "../../../platform/db.ts";
import type { Statements } from "./ingest-store.ts";

export type { Statements } from "./ingest-store.ts";

/** Further an event's replacements are not followed. */
export const LONGEST_CHAIN = 1_000;

interface Key {
  readonly sourceId: number;
  readonly projectId: number;
  readonly eventId: string;
  /** What the event replaces. */
  readonly target: string;
}

/** The places, from 0, of events that are there. */
export async function eventsThere(statements: Statements, keys: readonly Key[]): Promise<Set<number>> {
  const rows = await statements.query<{ place: number }>(
    `select u.place::int - 1 as place
       from unnest($1::int4[], $2::uuid[]) with ordinality as u(source_id, event_id, place)
       join usage_event e on e.source_id = u.source_id and e.event_id = u.event_id`,
    [numberArray(keys.map((key) => key.sourceId)), textArray(keys.map((key) => key.eventId))],
    "usage-corrections-there",
  );
  return new Set(rows.map((row) => row.place));
}

/** The places, from 0, of events whose target is an event of their source in another project. */
export async function targetsElsewhere(statements: Statements, keys: readonly Key[]): Promise<Set<number>> {
  const rows = await statements.query<{ place: number }>(
    `select u.place::int - 1 as place
       from unnest($1::int4[], $2::uuid[], $3::int8[]) with ordinality as u(source_id, target, project_id, place)
       join usage_event e on e.source_id = u.source_id and e.event_id = u.target and e.project_id <> u.project_id`,
    [
      numberArray(keys.map((key) => key.sourceId)),
      textArray(keys.map((key) => key.target)),
      numberArray(keys.map((key) => key.projectId)),
    ],
    "usage-corrections-elsewhere",
  );
  return new Set(rows.map((row) => row.place));
}

/** Which of these sources sent an event that replaces another. */
export async function correctingSources(statements: Statements, sourceIds: readonly number[]): Promise<Set<number>> {
  const rows = await statements.query<{ sourceId: number }>(
    `select u.source_id as "sourceId" from unnest($1::int4[]) as u(source_id)
      where exists (select from usage_event e where e.source_id = u.source_id and e.supersedes is not null)`,
    [numberArray(sourceIds)],
    "usage-corrections-sources",
  );
  return new Set(rows.map((row) => row.sourceId));
}

/** The places, from 0, of new events that an event of their source in another project replaces. */
export async function namedElsewhere(
  statements: Statements,
  keys: readonly Omit<Key, "target">[],
): Promise<Set<number>> {
  const rows = await statements.query<{ place: number }>(
    `select u.place::int - 1 as place
       from unnest($1::int4[], $2::uuid[], $3::int8[]) with ordinality as u(source_id, event_id, project_id, place)
      where exists (select from usage_event s
                     where s.source_id = u.source_id and s.supersedes = u.event_id and s.project_id <> u.project_id)
        and not exists (select from usage_event e where e.source_id = u.source_id and e.event_id = u.event_id)`,
    [
      numberArray(keys.map((key) => key.sourceId)),
      textArray(keys.map((key) => key.eventId)),
      numberArray(keys.map((key) => key.projectId)),
    ],
    "usage-corrections-named",
  );
  return new Set(rows.map((row) => row.place));
}

/** What replaces the targets of these events, and what replaces the events themselves, over at most LONGEST_CHAIN steps. */
export function replacementsOf(statements: Statements, keys: readonly Key[]): Promise<Key[]> {
  return statements.query<Key>(
    `with recursive wanted as (
       select * from unnest($1::int4[], $2::uuid[], $3::uuid[], $5::int8[]) as u(source_id, event_id, target, project_id)
     ), up as (
       select source_id, project_id, event_id, 0 as steps from wanted
       union
       select s.source_id, s.project_id, s.event_id, up.steps + 1
         from up join usage_event s on s.source_id = up.source_id and s.supersedes = up.event_id and s.project_id = up.project_id
        where up.steps <= $4
     )
     select s.source_id as "sourceId", s.project_id::float8 as "projectId", s.event_id as "eventId", s.supersedes as target
       from (select source_id, project_id, event_id from up union select source_id, project_id, target from wanted) x
       join usage_event s on s.source_id = x.source_id and s.supersedes = x.event_id and s.project_id = x.project_id`,
    [
      numberArray(keys.map((key) => key.sourceId)),
      textArray(keys.map((key) => key.eventId)),
      textArray(keys.map((key) => key.target)),
      LONGEST_CHAIN,
      numberArray(keys.map((key) => key.projectId)),
    ],
    "usage-corrections-chain",
  );
}
