import type { Balance, Notification } from "../../api/fetch.ts";

type Told = Pick<Notification, "kind">;

/** What ends a thing that was told: a later notification says it, or the balance shows it. */
const ENDED_BY: Readonly<Record<string, { later: string; frozen: (now: Balance["frozen"]) => boolean }>> = {
  "project.freeze_ahead": { later: "project.frozen", frozen: (now) => now !== null },
  "project.freeze_last_day": { later: "project.frozen", frozen: (now) => now !== null },
  "project.frozen": { later: "", frozen: (now) => now === null },
  "project.deletion_ahead": {
    later: "project.deleted",
    frozen: (now) => now === null || now.objectsDeletedAt !== null,
  },
};

/**
 * FRZ-03: of what was told, the newest first, that which still is so: a deletion that is over is not ahead. `balance`: undefined
 * for who may not see it, or while it is not known; then only what was told later counts.
 */
export function stillSo<T extends Told>(items: readonly T[], balance: Pick<Balance, "frozen"> | undefined): T[] {
  return items.filter(({ kind }, index) => {
    const ended = ENDED_BY[kind];
    if (!ended) return true;
    if (balance && ended.frozen(balance.frozen)) return false;
    return !items.slice(0, index).some((newer) => newer.kind === ended.later);
  });
}
