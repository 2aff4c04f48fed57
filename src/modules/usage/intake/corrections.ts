import type { UsageEvent } from "./event.ts";
import { type EventOutcome, eventProblem } from "./event-problem.ts";
import * as store from "./corrections-store.ts";
import { formatUuid, uuidWords } from "./resource-id.ts";
import { storedSource } from "./sender.ts";

/** An event of a batch that replaces another one. */
interface Correction {
  readonly place: number;
  readonly sourceId: number;
  readonly projectId: number;
  readonly eventId: string;
  readonly target: string;
}

/** Of which source and project an event is. */
type PlaceOf = (event: UsageEvent) => { readonly sourceId: number; readonly projectId: number };

const TAKEN: EventOutcome = { status: "conflict", problem: eventProblem("superseded_already", "supersedes") };
const ELSEWHERE: EventOutcome = {
  status: "rejected",
  problem: eventProblem("supersedes_elsewhere", "supersedes"),
};
const NAMED_ELSEWHERE: EventOutcome = { status: "rejected", problem: eventProblem("superseded_elsewhere", "id") };
const CIRCLE: EventOutcome = { status: "rejected", problem: eventProblem("supersedes_cycle", "supersedes") };

/**
 * PRC-04: which events of a batch may not replace what they name, which is an event of their source and project: one that
 * names an event of another project would replace nothing, and both would count. An event is replaced once: of two that replace the same
 * one, the first accepted stands and the other is a conflict (it may replace the first); and none is replaced, over however
 * many steps, by an event that it replaces itself, for then neither would count. Answers the refused by their places. The
 * caller holds the lock of each source, so that no other batch decides at the same time.
 */
export async function refusedCorrections(
  statements: store.Statements,
  events: readonly UsageEvent[],
  ready: readonly number[],
  placeOf: PlaceOf,
): Promise<ReadonlyMap<number, EventOutcome>> {
  const corrections = ready.flatMap((place): Correction[] => {
    const event = events[place] as UsageEvent;
    if (event.supersedes === null) return [];
    const uuid = (text: string) => formatUuid(uuidWords(event.source, text));
    return [{ place, ...placeOf(event), eventId: uuid(event.id), target: uuid(event.supersedes) }];
  });
  const known = await store.eventsThere(statements, corrections);
  // What is there already is a duplicate or a conflict by its id, whatever it says.
  const fresh = corrections.filter((_, index) => !known.has(index));
  if (fresh.length === 0) return new Map();
  const graph = new Replacements(await store.replacementsOf(statements, fresh));
  const elsewhere = await store.targetsElsewhere(statements, fresh);
  const isElsewhere = new Set(fresh.filter((_, index) => elsewhere.has(index)).map(({ place }) => place));
  /** The projects of the batch's own events that were admitted so far. */
  const projects = new Map<string, number>();
  /** The projects of its corrections, by what they replace. */
  const replacing = new Map<string, number>();
  const byPlace = new Map(fresh.map((one) => [one.place, one]));
  const admitted = new Set<string>();
  const refused = new Map<number, EventOutcome>();
  for (const place of ready) {
    const event = events[place] as UsageEvent;
    const key = `${storedSource(event)}\u0000${event.id}`;
    // The same id again in this batch is a duplicate of the first that was admitted, or a conflict with it.
    if (admitted.has(key)) continue;
    const one = byPlace.get(place);
    const { sourceId, projectId } = placeOf(event);
    const named = one && projects.get(`${sourceId} ${one.target}`);
    const own = `${sourceId} ${formatUuid(uuidWords(event.source, event.id))}`;
    if ((replacing.get(own) ?? projectId) !== projectId) refused.set(place, NAMED_ELSEWHERE);
    else if (one && (isElsewhere.has(place) || (named !== undefined && named !== projectId)))
      refused.set(place, ELSEWHERE);
    else if (one && graph.isReplaced(one)) refused.set(place, TAKEN);
    else if (one && graph.wouldCircle(one)) refused.set(place, CIRCLE);
    else {
      admitted.add(key);
      projects.set(own, projectId);
      if (!one) continue;
      graph.add(one);
      replacing.set(`${sourceId} ${one.target}`, projectId);
    }
  }
  return refused;
}

/**
 * PRC-04: which events of a batch, by their places, an event of their source in another project names as the one it replaces
 * and came first. It would replace nothing, and both would count: the one that comes to light second is refused, as where the
 * correction is the second. Asks once for a batch whether any of its sources corrects at all.
 */
export async function replacedElsewhere(
  statements: store.Statements,
  events: readonly UsageEvent[],
  ready: readonly number[],
  placeOf: PlaceOf,
): Promise<ReadonlyMap<number, EventOutcome>> {
  if (ready.length === 0) return new Map();
  const keys = ready.map((place) => ({ place, ...placeOf(events[place] as UsageEvent) }));
  const correcting = await store.correctingSources(statements, [...new Set(keys.map(({ sourceId }) => sourceId))]);
  if (correcting.size === 0) return new Map();
  const asked = keys
    .filter(({ sourceId }) => correcting.has(sourceId))
    .map((key) => {
      const event = events[key.place] as UsageEvent;
      return { ...key, eventId: formatUuid(uuidWords(event.source, event.id)) };
    });
  const named = await store.namedElsewhere(statements, asked);
  return new Map(asked.filter((_, index) => named.has(index)).map(({ place }) => [place, NAMED_ELSEWHERE]));
}

type Edge = Omit<Correction, "place">;

/** Which events replace which, as far as a batch is concerned. */
class Replacements {
  /** What replaces an event; more than one only where they were accepted before that was refused. */
  readonly #by = new Map<string, string[]>();

  constructor(edges: readonly Edge[]) {
    for (const edge of edges) this.add(edge);
  }

  add(edge: Edge): void {
    const { eventId } = edge;
    const key = keyOf(edge, edge.target);
    const by = this.#by.get(key) ?? [];
    if (!by.includes(eventId)) this.#by.set(key, [...by, eventId]);
  }

  isReplaced(edge: Edge): boolean {
    return this.#by.has(keyOf(edge, edge.target));
  }

  /** Whether the target replaces, over any number of steps, the event that is to replace it; or the steps are too many. */
  wouldCircle(edge: Edge): boolean {
    const { eventId, target } = edge;
    const reached = new Set([eventId]);
    for (const event of reached) {
      for (const by of this.#by.get(keyOf(edge, event)) ?? []) reached.add(by);
      if (reached.has(target) || reached.size > store.LONGEST_CHAIN) return true;
    }
    return false;
  }
}

/** An event by what may replace it: others of its source and project. */
function keyOf({ sourceId, projectId }: Edge, eventId: string): string {
  return `${sourceId} ${projectId} ${eventId}`;
}
