import { subjectKey } from "../core/subject.ts";
import { type Instant, formatInstant } from "../core/time.ts";
import { type Act, type ActFacts, type Actor, PROGRAM } from "./act.ts";
import { type Tx, textArray } from "./db.ts";

const told = new WeakMap<Tx, Set<string>>();

/**
 * Records an act in the transaction that does it (AUD-01): both are there or neither. Who acts is the transaction's actor.
 * A field that the act does not name is a defect and throws.
 */
export function recordAct<F extends string>(tx: Tx, act: Act<F>, at: Instant, facts: ActFacts<F>): Promise<void> {
  return recordActs(tx, act, at, [facts]);
}

/** The same for many acts of one kind, in one statement. */
export async function recordActs<F extends string>(
  tx: Tx,
  act: Act<F>,
  at: Instant,
  list: readonly ActFacts<F>[],
): Promise<void> {
  if (list.length === 0) return;
  const rows = list.map((facts) => {
    const { before, after, ...rest } = facts as ActFacts;
    const stray = Object.keys({ ...before, ...after }).find((field) => !(field in act.fields));
    if (stray !== undefined) throw new TypeError(`${act.code} has no field ${stray}`);
    return { ...rest, ...changed(before, after) };
  });
  const known = told.get(tx) ?? new Set();
  told.set(tx, known.add(act.code));
  await insertActs(tx, { act, at, actor: tx.actor ?? PROGRAM, refusal: null, times: 1 }, rows);
}

/** Says that this transaction leaves the act to another (AUD-03: it was only proposed): it has no row here. */
export function leaveAct(tx: Tx, act: Act): void {
  const known = told.get(tx) ?? new Set();
  told.set(tx, known.add(act.code));
}

/** Whether the act was recorded in this transaction, or left to another. */
export function isRecorded(tx: Tx, act: Act): boolean {
  return told.get(tx)?.has(act.code) ?? false;
}

/** Of two states only what differs; of one alone all of it. */
function changed(before: ActFacts["before"], after: ActFacts["after"]): Pick<ActFacts, "before" | "after"> {
  if (!before || !after) return { ...(before ? { before } : {}), ...(after ? { after } : {}) };
  const differing = Object.keys({ ...before, ...after }).filter(
    (field) => JSON.stringify(before[field] ?? null) !== JSON.stringify(after[field] ?? null),
  );
  const of = (state: NonNullable<ActFacts["before"]>) =>
    Object.fromEntries(differing.map((field) => [field, state[field] ?? null]));
  return { before: of(before), after: of(after) };
}

/** What the rows of one call have in common. */
export interface CommonFacts {
  readonly act: Pick<Act, "code" | "class">;
  readonly actor: Actor;
  readonly at: Instant;
  /** The code of a refusal; null: it was done. */
  readonly refusal: string | null;
  readonly times: number;
}

/** Adds a row for each act, with its subjects, to be chained: one statement. */
export async function insertActs(tx: Pick<Tx, "query">, common: CommonFacts, rows: readonly ActFacts[]): Promise<void> {
  const { act, actor, at, refusal, times } = common;
  await tx.query(
    `with told as (
       insert into audit_event (happened_at, region_code, act, class, refusal, times, actor_kind, actor, on_behalf_of, address,
                                agent, request_id, subjects, thing, before, after)
       select $1, coalesce(g.region, audit_region(g.subjects)), $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, g.subjects, g.thing,
              g.before, g.after
         from (select region, string_to_array(subjects, ' ') as subjects, thing, before, after
                 from unnest($12::text[], $13::text[], $14::text[], $15::jsonb[], $16::jsonb[]) u(region, subjects, thing, before, after)) g
       returning audit_event_id, happened_at, subjects
     ), waiting as (
       insert into audit_unchained select audit_event_id from told
     )
     insert into audit_subject (subject, audit_event_id, happened_at)
     select distinct subject, audit_event_id, happened_at from told, unnest(subjects) subject`,
    [
      formatInstant(at),
      act.code,
      act.class,
      refusal,
      times,
      actor.kind,
      actor.key.slice(0, 200),
      actor.onBehalfOf ?? null,
      (actor.address ?? "").slice(0, 64),
      (actor.agent ?? "").slice(0, 200),
      (actor.requestId ?? "").slice(0, 64),
      textArray(rows.map(({ regionCode }) => regionCode ?? null)),
      textArray(rows.map(({ subjects }) => subjects.map(subjectKey).join(" "))),
      textArray(rows.map(({ thing }) => thing?.slice(0, 300) ?? null)),
      textArray(rows.map(({ before }) => jsonOf(before))),
      textArray(rows.map(({ after }) => jsonOf(after))),
    ],
    "audit_record",
  );
}

function jsonOf(facts: object | undefined): string | null {
  return facts === undefined ? null : JSON.stringify(facts);
}
