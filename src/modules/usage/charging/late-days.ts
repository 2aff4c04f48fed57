import type { ProjectId } from "../../../core/ids.ts";
import type { LocalDate } from "../../../core/time.ts";

/** How much of what came late one transaction charges anew. */
export interface LateBounds {
  /** Days of a project. */
  readonly days: number;
  /** Days of resources, over all projects: a last day may go beyond. */
  readonly grains: number;
}

/** A few seconds on a slow machine; a month of most projects. */
export const LATE_AT_ONCE: LateBounds = { days: 31, grains: 20_000 };

/** A day behind the open one that is to be charged anew, and about how many grains it has. */
export interface LateDay {
  readonly projectId: ProjectId;
  readonly day: LocalDate;
  readonly grains: number;
}

/**
 * The days that are charged anew in this transaction: each project's oldest first, since a day may follow from those before it
 * (PRC-03), the projects in turn, the smaller first, so that one with very much of it holds no other; one day at least.
 */
export function lateDaysNow(late: readonly LateDay[], bounds: LateBounds): LateDay[] {
  const ofProjects = Map.groupBy(late, ({ projectId }) => projectId);
  const turns = [...ofProjects.values()].flatMap((own) =>
    own
      .toSorted((a, b) => (a.day < b.day ? -1 : 1))
      .slice(0, bounds.days)
      .map((one, turn) => ({ one, turn })),
  );
  let taken = 0;
  const now: LateDay[] = [];
  const full = new Set<ProjectId>();
  for (const { one } of turns.toSorted((a, b) => a.turn - b.turn || a.one.grains - b.one.grains)) {
    if (taken >= bounds.grains) full.add(one.projectId);
    if (full.has(one.projectId)) continue;
    taken += Math.max(1, one.grains);
    now.push(one);
  }
  return now;
}
