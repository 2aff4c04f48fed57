import { DAY, HOUR, type Instant, MINUTE, plus } from "../core/time.ts";
import { openHalts } from "../modules/balance/index.ts";
import { unfinishedCloses } from "../modules/closing/index.ts";
import { countSuspense } from "../modules/payments/index.ts";
import { expiringProposals } from "../modules/proposals/index.ts";
import { staffWith } from "../modules/tenancy/index.ts";
import { type UsageWaiting, countUsageWaiting, silentSince } from "../modules/usage/index.ts";
import { type AlarmCode, type Finding, beginLook, raiseAlarms } from "../platform/alarms/index.ts";
import { lastRun } from "../platform/check/index.ts";
import type { Database, Tx } from "../platform/db.ts";
import type { Figure } from "../platform/http/index.ts";
import { type RecurringJob, parkedJobs } from "../platform/jobs/index.ts";
import { deskCounts, destinationsOf } from "../platform/outbox/index.ts";
import type { ObjectStore } from "../platform/uploads/index.ts";
import { storageFigures, vitals } from "./condition.ts";
import { TOPICS } from "./topics.ts";

/** How long metering may say nothing while something runs. */
export const METERING_SILENCE = 2 * HOUR;
/** How long what is due may wait for charging. */
const CHARGING_DELAY = 30 * MINUTE;
/** How long before its end an act that waits for a second person is an alarm. */
const SOON = DAY;
/** So far everything that waits is counted: a look costs the same however much more there is. */
export const MOST = 1_000;
/** So many of each role are told. */
const MOST_TOLD = 20;
const EVERY_MS = 30_000;

export interface AlarmParts {
  /** Whose disk is looked at; null when the database is elsewhere. */
  readonly dataDirectory: string | null;
  /** Where brought files lie; null: in the database. */
  readonly objects: ObjectStore | null;
  /** In the sandbox time is moved without anybody measuring or charging: there silence and delay say nothing. */
  readonly production: boolean;
  /** A worker that looks is heard of in a moment. */
  readonly isWorker?: true;
}

export interface Look {
  readonly findings: readonly Finding[];
  readonly usage: UsageWaiting;
  readonly outbox: Awaited<ReturnType<typeof deskCounts>>;
}

/** What waits for a person now (reliability 69), from figures that were looked at before; `now` is business time. */
export async function lookForAlarms(
  tx: Tx,
  now: Instant,
  figures: readonly Figure[],
  { production }: Pick<AlarmParts, "production">,
): Promise<Look> {
  const silent = production ? await silentSince(tx, plus(now, -METERING_SILENCE)) : null;
  const usage = await countUsageWaiting(tx, now, MOST);
  const outbox = await deskCounts(tx, destinationsOf(TOPICS), MOST);
  const expiring = await expiringProposals(tx, now, plus(now, SOON));
  const last = await lastRun(tx);
  const suspense = (await countSuspense(tx)).toSorted((a, b) => a.since - b.since);
  const one = (alarm: AlarmCode, subject: string, count: bigint | number, since: Instant | null = null) => ({
    alarm,
    subject,
    count: Number(count),
    since,
  });
  const behind = production && usage.dueSince !== null && usage.dueSince < plus(now, -CHARGING_DELAY);
  const findings: Finding[] = [
    ...(await openHalts(tx)).map(({ kind, haltedAt }) => one("automation_halt", kind, 1, haltedAt)),
    one("books_broken", "", last?.broken ?? 0, last?.checkedAt ?? null),
    ...figures.flatMap(({ trouble, about = "" }) => (isOfPlatform(trouble) ? [one(trouble, about, 1)] : [])),
    one("charging_behind", "", behind ? usage.due : 0, usage.dueSince),
    one("metering_silent", "", silent === null ? 0 : 1, silent),
    one("not_charged", "", usage.notCharged),
    one("quarantine", "", usage.quarantine),
    one("unpriced_usage", "", usage.unpriced),
    ...suspense.slice(0, 1).map(({ since }) =>
      one(
        "suspense",
        "",
        suspense.reduce((sum, { count }) => sum + count, 0n),
        since,
      ),
    ),
    one("proposal_expiring", "", expiring.count),
    ...outbox.map(({ destination, parked }) => one("outbox_parked", destination, parked)),
    ...outbox.map(({ destination, refused }) => one("outbox_refused", destination, refused)),
    ...(await parkedJobs(tx)).map(({ kind, count, since }) => one("job_parked", kind, count, since)),
    ...(await unfinishedCloses(tx)).map(({ regionCode, month, issueAt }) =>
      one("month_close", `${regionCode} ${month}`, 1, issueAt),
    ),
  ];
  return { findings: findings.filter(({ count }) => count > 0), usage, outbox };
}

const OF_PLATFORM = [
  "worker_silent",
  "worker_behind",
  "clocks_differ",
  "disk_nearly_full",
  "file_storage_away",
  "database_rights",
] as const satisfies readonly AlarmCode[];

function isOfPlatform(trouble: string | null): trouble is (typeof OF_PLATFORM)[number] {
  return OF_PLATFORM.some((one) => one === trouble);
}

/** Whose work it is; of the rest the operators'. */
const MINDED_BY: Partial<Record<AlarmCode, Parameters<typeof staffWith>[1]>> = {
  proposal_expiring: ["accountant", "operator"],
  suspense: ["accountant", "operator"],
};

async function peopleOf(tx: Tx, alarm: AlarmCode): Promise<bigint[]> {
  const found: bigint[] = [];
  for (const role of MINDED_BY[alarm] ?? (["operator"] as const))
    found.push(...(await staffWith(tx, [role])).slice(0, MOST_TOLD).map(({ userNo }) => userNo));
  return found;
}

/** Looks once: raises what begins, ends what is over, tells who minds it. Answers what it found. One transaction. */
export async function watchOnce(database: Database, now: Instant, parts: AlarmParts): Promise<readonly Finding[]> {
  // Before the transaction: a storage that is slow holds nobody's look.
  const storage = await storageFigures(parts.objects);
  return database.transaction(async (tx) => {
    await beginLook(tx);
    const figures = [...(await vitals(tx, parts.dataDirectory)), ...storage];
    const looked = await lookForAlarms(tx, now, figures, parts);
    const findings = looked.findings.filter(({ alarm }) => alarm !== "worker_silent" || !parts.isWorker);
    await raiseAlarms(tx, findings, now, peopleOf);
    return findings;
  });
}

/** Somebody is written to when an alarm begins. */
export function alarmJob(parts: AlarmParts): RecurringJob {
  return {
    kind: "recurring",
    name: "platform.alarms",
    clock: "business",
    whileClocksDiffer: true,
    everyMs: EVERY_MS,
    workers: "many",
    run: async ({ database, now }) => {
      await watchOnce(database, now, { ...parts, isWorker: true });
      return false;
    },
  };
}
