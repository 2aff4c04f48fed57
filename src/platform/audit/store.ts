import { type Subject, subjectKey } from "../../core/subject.ts";
import { type Instant, formatInstant } from "../../core/time.ts";
import type { ActClass, ActorKind } from "../act.ts";
import { type Tx, textArray } from "../db.ts";

export interface AuditRow {
  readonly id: bigint;
  readonly at: Instant;
  readonly regionCode: string | null;
  readonly act: string;
  readonly class: ActClass;
  readonly refusal: string | null;
  readonly times: number;
  readonly actorKind: ActorKind;
  readonly actor: string;
  readonly onBehalfOf: string | null;
  readonly address: string;
  readonly agent: string;
  readonly requestId: string;
  readonly subjects: readonly string[];
  readonly thing: string | null;
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
}

/** Where an act stands in a list: by when it happened, of the same instant by its id. */
export type ActPlace = Pick<AuditRow, "at" | "id">;

/** What a list of acts is narrowed by; null: not by this. */
export interface AuditFilter {
  readonly subject: Subject | null;
  readonly actor: string | null;
  readonly actorKinds: readonly ActorKind[] | null;
  readonly act: string | null;
  readonly class: ActClass | null;
  readonly regionCode: string | null;
  readonly from: Instant | null;
  /** Not included. */
  readonly until: Instant | null;
  readonly refusedOnly: boolean;
  /** Behind this act in the order of the list; null for the first page. */
  readonly after: ActPlace | null;
  readonly oldestFirst: boolean;
  readonly limit: number;
}

const COLUMNS = `e.audit_event_id as id, e.happened_at as at, e.region_code as "regionCode", e.act, e.class, e.refusal, e.times,
  e.actor_kind as "actorKind", e.actor, e.on_behalf_of as "onBehalfOf", e.address, e.agent, e.request_id as "requestId",
  e.subjects, e.thing, e.before, e.after`;

/** Acts in the order in which they happened, which need not be that of writing them down. Only the conditions that are asked for stand in the statement, so that each finds its index. */
export function selectEvents(reader: Pick<Tx, "query">, filter: AuditFilter): Promise<AuditRow[]> {
  const values: unknown[] = [];
  const given = (value: unknown, condition: (place: string) => string): string[] => {
    if (value === null) return [];
    values.push(value);
    return [condition(`$${values.length}`)];
  };
  const instantOf = (at: Instant | null) => (at === null ? null : formatInstant(at));
  const { subject } = filter;
  const by = subject === null ? "e" : "s";
  const { after, oldestFirst } = filter;
  const conditions = [
    ...given(subject && subjectKey(subject), (place) => `s.subject = ${place}`),
    ...given(filter.actor, (place) => `e.actor = ${place}`),
    ...given(filter.actorKinds && textArray(filter.actorKinds), (place) => `e.actor_kind = any(${place}::text[])`),
    ...given(filter.act, (place) => `e.act = ${place}`),
    ...given(filter.class, (place) => `e.class = ${place}`),
    ...given(filter.regionCode, (place) => `e.region_code = ${place}`),
    ...given(instantOf(filter.from), (place) => `${by}.happened_at >= ${place}`),
    ...given(instantOf(filter.until), (place) => `${by}.happened_at < ${place}`),
    ...(filter.refusedOnly ? ["e.refusal is not null"] : []),
  ];
  if (after !== null) {
    values.push(formatInstant(after.at), after.id);
    const place = `($${values.length - 1}::timestamptz, $${values.length}::bigint)`;
    conditions.push(`(${by}.happened_at, ${by}.audit_event_id) ${oldestFirst ? ">" : "<"} ${place}`);
  }
  values.push(filter.limit);
  const direction = oldestFirst ? "asc" : "desc";
  return reader.query<AuditRow>(
    `select ${COLUMNS} from audit_event e ${subject === null ? "" : "join audit_subject s using (audit_event_id, happened_at)"}
      where ${conditions.length === 0 ? "true" : conditions.join(" and ")}
      order by ${by}.happened_at ${direction}, ${by}.audit_event_id ${direction} limit $${values.length}`,
    values,
  );
}
