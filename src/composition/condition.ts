import { statfs } from "node:fs/promises";

import { openHalts } from "../modules/balance/index.ts";
import { countSuspense } from "../modules/payments/index.ts";
import { countProposals } from "../modules/proposals/index.ts";
import { countBacklog, countUsageWaiting, usageAlarms } from "../modules/usage/index.ts";
import { lastRun } from "../platform/check/index.ts";
import { type Clock, systemClock } from "../platform/clock.ts";
import { plus } from "../core/time.ts";
import type { Config } from "../platform/config.ts";
import { excessRights } from "../platform/database-roles.ts";
import type { Database, Tx } from "../platform/db.ts";
import { LONGEST_SILENCE_MS, lastHeartbeat, latestJob } from "../platform/heartbeat.ts";
import type { Figure } from "../platform/http/index.ts";
import { parkedJobs } from "../platform/jobs/index.ts";
import { outboxState } from "../platform/outbox/index.ts";
import type { ObjectStore } from "../platform/uploads/index.ts";
import { serverTime } from "../platform/server-clock.ts";

const LARGEST_CLOCK_GAP_MS = 5 * 60_000;
/** A job that comes round so late hangs, or fails each time. */
const LONGEST_LATENESS_MS = 10 * 60_000;
const LEAST_FREE_BYTES = 512 * 1_048_576;

export interface ConditionParts {
  readonly database: Database;
  /** Business time. */
  readonly clock: Clock;
  /** Whose disk is looked at; null when the database is elsewhere. */
  readonly dataDirectory: string | null;
  /** Where brought files lie; null: in the database. */
  readonly objects: ObjectStore | null;
}

/** How the work of the whole platform stands (reliability 69): for metrics, and what of it is trouble for readiness. */
export async function condition({
  database,
  clock,
  dataDirectory,
  objects,
}: ConditionParts): Promise<readonly Figure[]> {
  const [work, books] = await database.snapshot(async (tx) => [await backlog(tx, clock), await booksFound(tx)]);
  return [...(await vitals(database, dataDirectory)), ...work, books, ...(await storageFigures(objects))];
}

/** What every process lives by: clocks, worker, rights, and the disk where there is one to look at. The cost is the same whatever waits. */
export async function vitals(
  database: Pick<Database | Tx, "query">,
  dataDirectory: string | null,
): Promise<readonly Figure[]> {
  const now = systemClock.now();
  const gapMs = Math.abs((await serverTime(database)) - now);
  const beaten = await lastHeartbeat(database);
  const silentMs = beaten === null ? Number.POSITIVE_INFINITY : Math.max(0, now - beaten);
  const late = await latestJob(database, plus(now, -LONGEST_SILENCE_MS));
  const lateMs = late?.lateMs ?? 0;
  const rights = (await excessRights(database)).length;
  return [
    {
      name: "saldo_clock_gap_seconds",
      help: "Between this machine's clock and the database server's.",
      value: gapMs / 1_000,
      trouble: gapMs > LARGEST_CLOCK_GAP_MS ? "clocks_differ" : null,
    },
    {
      name: "saldo_worker_silent_seconds",
      help: "Since a worker last told that its jobs go round; +Inf when none ever did.",
      value: silentMs / 1_000,
      trouble: silentMs > LONGEST_SILENCE_MS ? "worker_silent" : null,
    },
    {
      name: "saldo_worker_lag_seconds",
      help: "By how much the latest of the background jobs is late: it hangs, or fails each time.",
      value: lateMs / 1_000,
      trouble: lateMs > LONGEST_LATENESS_MS ? "worker_behind" : null,
      about: late?.job ?? "",
    },
    {
      name: "saldo_database_excess_rights",
      help: "Rights in the database that the program has and does not need.",
      value: rights,
      trouble: rights > 0 ? "database_rights" : null,
    },
    ...(dataDirectory === null ? [] : [await disk(dataDirectory)]),
  ];
}

/** Whether the storage of files answers and knows us; nothing where files lie in the database. */
export async function storageFigures(objects: ObjectStore | null): Promise<Figure[]> {
  if (objects === null) return [];
  const isAway = !(await objects.probe());
  return [
    {
      name: "saldo_file_storage_away",
      help: "1 while the storage of brought files does not answer or does not know us.",
      value: isAway ? 1 : 0,
      trouble: isAway ? "file_storage_away" : null,
    },
  ];
}

async function booksFound(tx: Tx): Promise<Figure> {
  const broken = (await lastRun(tx))?.broken ?? 0;
  return {
    name: "saldo_invariants_broken",
    help: "Invariants of the books that the last look found broken.",
    value: broken,
    trouble: broken > 0 ? "books_broken" : null,
  };
}

async function backlog(tx: Tx, clock: Clock): Promise<Figure[]> {
  const halts = (await openHalts(tx)).length;
  const now = clock.now();
  const due = await countBacklog(tx, now);
  const { dueSince } = await countUsageWaiting(tx, now, 1);
  const usage = (await usageAlarms(tx, null)).reduce((sum, { count }) => sum + Number(count), 0);
  const suspense = (await countSuspense(tx)).reduce((sum, { count }) => sum + Number(count), 0);
  const proposals = (await countProposals(tx, clock.now())).reduce((sum, { count }) => sum + Number(count), 0);
  const outbox = await outboxState(tx);
  const ofOutbox = (pick: (one: (typeof outbox)[number]) => bigint | number) =>
    outbox.reduce((sum, one) => sum + Number(pick(one)), 0);
  const parked = (await parkedJobs(tx)).reduce((sum, { count }) => sum + Number(count), 0);
  const figure = (name: string, help: string, value: number, trouble: string | null = null): Figure => ({
    name,
    help,
    value,
    trouble: value > 0 ? trouble : null,
  });
  return [
    figure(
      "saldo_automation_halts",
      "Automation that has halted and waits for an operator.",
      halts,
      "automation_halted",
    ),
    figure("saldo_charging_backlog", "Projects and batches of usage that are due and not charged yet.", due),
    figure(
      "saldo_charging_lag_seconds",
      "How long the longest of them has waited, by business time.",
      dueSince === null ? 0 : Math.max(0, now - dueSince) / 1_000,
    ),
    figure("saldo_usage_alarms", "Usage that waits for a person: quarantine, without a price, not charged.", usage),
    figure("saldo_suspense_lines", "Transfers that wait for a decision.", suspense),
    figure("saldo_proposals_open", "Acts that wait for a second person.", proposals),
    figure(
      "saldo_outbox_parked",
      "Messages that do not get through.",
      ofOutbox(({ parked: count }) => count),
    ),
    figure(
      "saldo_outbox_refused",
      "Messages that their receiver refused.",
      ofOutbox(({ failed }) => failed),
    ),
    figure("saldo_jobs_parked", "Jobs that wait for a decision.", parked),
  ];
}

/** Whose disk is looked at: null when the database is on another machine's. */
export function ownData({ databaseUrl, dataDirectory }: Pick<Config, "databaseUrl" | "dataDirectory">): string | null {
  return databaseUrl === null ? dataDirectory : null;
}

async function disk(directory: string): Promise<Figure> {
  const { bavail, bsize } = await statfs(directory);
  const free = bavail * bsize;
  return {
    name: "saldo_disk_free_bytes",
    help: "Free on the disk of the data folder.",
    value: free,
    trouble: free < LEAST_FREE_BYTES ? "disk_nearly_full" : null,
  };
}
