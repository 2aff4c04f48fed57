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
  /** Behind this id, the newest first; null for the first page. */
  readonly before: bigint | null;
  readonly limit: number;
}

const COLUMNS = `e.audit_event_id as id, e.happened_at as at, e.region_code as "regionCode", e.act, e.class, e.refusal, e.times,
  e.actor_kind as "actorKind", e.actor, e.on_behalf_of as "onBehalfOf", e.address, e.agent, e.request_id as "requestId",
  e.subjects, e.thing, e.before, e.after`;

/** Acts, the newest first. Only the conditions that are asked for stand in the statement, so that each finds its index. */
export function selectEvents(reader: Pick<Tx, "query">, filter: AuditFilter): Promise<AuditRow[]> {
  const values: unknown[] = [];
  const given = (value: unknown, condition: (place: string) => string): string[] => {
    if (value === null) return [];
    values.push(value);
    return [condition(`$${values.length}`)];
  };
  const instantOf = (at: Instant | null) => (at === null ? null : formatInstant(at));
  const { subject } = filter;
  const id = subject === null ? "e.audit_event_id" : "s.audit_event_id";
  const conditions = [
    ...given(subject && subjectKey(subject), (place) => `s.subject = ${place}`),
    ...given(filter.before, (place) => `${id} < ${place}`),
    ...given(filter.actor, (place) => `e.actor = ${place}`),
    ...given(filter.actorKinds && textArray(filter.actorKinds), (place) => `e.actor_kind = any(${place}::text[])`),
    ...given(filter.act, (place) => `e.act = ${place}`),
    ...given(filter.class, (place) => `e.class = ${place}`),
    ...given(filter.regionCode, (place) => `e.region_code = ${place}`),
    ...given(instantOf(filter.from), (place) => `e.happened_at >= ${place}`),
    ...given(instantOf(filter.until), (place) => `e.happened_at < ${place}`),
    ...(filter.refusedOnly ? ["e.refusal is not null"] : []),
  ];
  values.push(filter.limit);
  return reader.query<AuditRow>(
    `select ${COLUMNS} from audit_event e ${subject === null ? "" : "join audit_subject s using (audit_event_id)"}
      where ${conditions.length === 0 ? "true" : conditions.join(" and ")}
      order by ${id} desc limit $${values.length}`,
    values,
  );
}
