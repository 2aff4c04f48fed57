import { Refusal } from "../../../core/errors.ts";
import type { ProjectId } from "../../../core/ids.ts";
import { type Instant, MINUTE, plus } from "../../../core/time.ts";
import { type Database, type Tx, inOrder, sqlState, withoutTimeLimit } from "../../../platform/db.ts";
import { holdLock } from "../../../platform/locks.ts";
import { expiredBonuses, toCover } from "../../balance/index.ts";
import * as failures from "./failure-store.ts";
import { LATE_AT_ONCE, type LateBounds } from "./late-days.ts";
import * as schedule from "./schedule-store.ts";
import { stepTaken } from "./step-projects.ts";

/** Projects, and steps of them, of one transaction. */
const AT_ONCE = 2_000;

const FEWER = 8;

/** How charging goes in this process. */
interface Pace {
  /**
   * How many projects are taken now. After so many failed together an eighth is, and so on until the one is found that cannot be
   * charged with others, or all that were due are charged; then more again.
   */
  most: number;
  searching: boolean;
  /** Projects that took longer than a statement may: each is charged by itself, after all others. */
  readonly slow: Set<ProjectId>;
}
const paces = new WeakMap<Database, Pace>();

function paceOf(database: Database): Pace {
  const known = paces.get(database) ?? { most: AT_ONCE, searching: false, slow: new Set() };
  paces.set(database, known);
  return known;
}

/**
 * Brings due projects' charges forward step by step: each to its next day boundary, to the minute in which its payment
 * account passes zero, or to a bonus's expiry, whichever comes first; days that changed behind it are charged anew before.
 * Idempotent and monotone: what is posted is what is due less what was posted. One transaction of at most `limit`
 * projects, and steps of them, of one region if it is given, and of `late` changed days; several workers share the work. A batch
 * that fails, takes too long or too much memory is taken in smaller ones; a project that cannot be charged keeps no other
 * from it: it is noted and tried again later. Answers how many projects it took: call again until none is left.
 */
export async function accrueDue(
  database: Database,
  now: Instant,
  limit = AT_ONCE,
  { regionCode, late = LATE_AT_ONCE }: Partial<Scope> = {},
): Promise<number> {
  return (await accrueSome(database, now, limit, { regionCode, late })).taken;
}

/** Does accrueDue's work until no project, of one region if it is given, is due at `now`. */
export async function accrueAll(database: Database, now: Instant, regionCode?: string): Promise<void> {
  while ((await accrueSome(database, now, AT_ONCE, { regionCode, late: LATE_AT_ONCE })).more);
}

interface Scope {
  readonly regionCode: string | undefined;
  readonly late: LateBounds;
}

interface Accrued {
  readonly taken: number;
  /** Whether somebody may be due still, those who were taken among them. */
  readonly more: boolean;
}

async function accrueSome(database: Database, now: Instant, limit: number, scope: Scope): Promise<Accrued> {
  const pace = paceOf(database);
  for (;;) {
    const most = Math.min(limit, pace.most);
    const { taken, more, error } = await accrueBatch(database, now, most, { ...scope, but: [...pace.slow] });
    if (error === undefined) {
      if (!pace.searching || taken.length < most) {
        pace.most = Math.min(AT_ONCE, pace.most * 2);
        pace.searching = false;
      }
      if (more) return { taken: taken.length, more };
      const apart = await accrueSlow(database, now, scope, pace);
      return { taken: taken.length + apart, more: apart > 0 };
    }
    const [first] = taken;
    if (!first || !mayPassWithFewer(error)) throw error;
    pace.searching = taken.length > 1;
    if (pace.searching) pace.most = Math.ceil(taken.length / FEWER);
    else {
      if (sqlState(error) === CANCELLED) pace.slow.add(first.projectId);
      else if (isProjectsOwn(error)) await accrueApart(database, now, first.projectId, scope.late);
      else throw error;
      return { taken: 1, more: true };
    }
  }
}

interface Batch {
  readonly taken: readonly schedule.AccrualRow[];
  /** Whether somebody of these may be due still, or there may be others. */
  readonly more: boolean;
  /** Why nothing of it was done. */
  readonly error?: Error;
}

/** One transaction; what fails in it is an answer, with whom it took. */
async function accrueBatch(
  database: Database,
  now: Instant,
  most: number,
  of: Scope & { readonly but: readonly ProjectId[] },
): Promise<Batch> {
  let taken: readonly schedule.AccrualRow[] = [];
  try {
    const more = await database.transaction(async (tx) => {
      const woken = await wakeOthers(tx, now, most);
      taken = await schedule.takeDue(tx, now, most, of);
      const again = await stepTaken(tx, taken, now, { steps: most, late: of.late });
      return again || taken.length === most || woken === most;
    });
    return { taken, more };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { taken, more: true, error };
  }
}

/**
 * A project that uses nothing sleeps; its bonus expires all the same, and money for it is looked at. Answers how many of one
 * kind were woken at most.
 */
async function wakeOthers(tx: Tx, now: Instant, limit: number): Promise<number> {
  const [expired, covering] = await inOrder([() => expiredBonuses(tx, now, limit), () => toCover(tx, limit)]);
  if (expired.length > 0) await schedule.wakeAt(tx, expired, now);
  const paid = covering.map((projectId) => ({ projectId, since: now }));
  if (paid.length > 0) await schedule.wakeAt(tx, paid, now);
  return Math.max(expired.length, paid.length);
}

/** A statement took longer than it may. */
const CANCELLED = "57014";
/** SQLSTATE class: no memory, no room, too many connections. */
const RESOURCES = "53";
const RETRY_AFTER = 15 * MINUTE;

/** Charges that of the slow projects that has been due for longest, for as long as it takes. Answers how many there were. */
async function accrueSlow(database: Database, now: Instant, scope: Scope, { slow }: Pace): Promise<number> {
  const [projectId] = slow.size > 0 ? await schedule.selectDueAmong(database, now, [...slow], scope.regionCode) : [];
  if (projectId === undefined) return 0;
  await accrueApart(database, now, projectId, scope.late);
  return 1;
}

/** One step of a project in a transaction of its own, without a limit of time: what is charged of it stays when a later day fails. */
async function accrueApart(database: Database, now: Instant, projectId: ProjectId, late: LateBounds): Promise<void> {
  try {
    await database.transaction(async (tx) => {
      await withoutTimeLimit(tx);
      const taken = await schedule.takeDue(tx, now, 1, { projectId });
      await stepTaken(tx, taken, now, { steps: 1, late });
    });
  } catch (error) {
    if (!isProjectsOwn(error)) throw error;
    const failed = { at: now, retryAt: plus(now, RETRY_AFTER), reason: String((error as Error).message) };
    await failures.noteFailure(database, projectId, failed, await failures.costliestEvent(database, projectId));
  }
}

/** SQLSTATE classes of errors that pass by themselves: conflicts, connections, resources, operators, the system. */
const PASSING = new Set(["08", "40", RESOURCES, "55", "57", "58"]);

/** Whether an error follows from what some project used and paid, and so would come again each time it is charged. */
function isProjectsOwn(error: unknown): boolean {
  if (error instanceof Refusal) return false;
  const code = (error as { code?: unknown }).code;
  return typeof code !== "string" || !PASSING.has(code.slice(0, 2));
}

/** Whether fewer projects at once may not meet the error. */
function mayPassWithFewer(error: unknown): boolean {
  const state = sqlState(error);
  return isProjectsOwn(error) || state === CANCELLED || state?.startsWith(RESOURCES) === true;
}

/**
 * Returns once nobody rates any more and nobody has in hand what is due, so that whoever found nothing to take asks again then
 * and not before. At once when it is so already.
 */
export async function untilOthersCharged(database: Database, now: Instant): Promise<void> {
  await database.transaction(async (tx) => {
    await withoutTimeLimit(tx);
    await holdLock(tx, "rating");
  });
  await database.transaction(async (tx) => {
    await withoutTimeLimit(tx);
    await schedule.holdOneDue(tx, now);
  });
}
