import { z } from "zod";

import { HOUR, type Instant, formatInstant, plus } from "../core/time.ts";
import { openHalts } from "../modules/balance/index.ts";
import { unfinishedCloses } from "../modules/closing/index.ts";
import { recordSending } from "../modules/documents/index.ts";
import { countSuspense } from "../modules/payments/index.ts";
import { countUsageWaiting, silentSince } from "../modules/usage/index.ts";
import { lastRun } from "../platform/check/index.ts";
import type { Tx } from "../platform/db.ts";
import { heartbeats } from "../platform/heartbeat.ts";
import { type Figure, type Route, instantSchema, route } from "../platform/http/index.ts";
import { jobCounts } from "../platform/jobs/index.ts";
import { type AfterGivenUp, deskCounts, destinationsOf } from "../platform/outbox/index.ts";
import type { ObjectStore } from "../platform/uploads/index.ts";
import { storageFigures, vitals } from "./condition.ts";
import { TOPICS } from "./topics.ts";

/** How long metering may say nothing while something runs. */
export const METERING_SILENCE = 2 * HOUR;
/** So far everything that waits is counted: a page costs the same however much more there is. */
const MOST = 1_000;
const MOST_WORKERS = 20;

const ALARMS = [
  "automation_halt",
  "books_broken",
  "worker_silent",
  "clocks_differ",
  "disk_nearly_full",
  "file_storage_away",
  "database_rights",
  "metering_silent",
  "not_charged",
  "quarantine",
  "unpriced_usage",
  "suspense",
  "outbox_parked",
  "outbox_refused",
  "job_parked",
  "month_close",
] as const;
type AlarmCode = (typeof ALARMS)[number];

const count = z.int().min(0).max(1_000_000);
const alarmSchema = z.strictObject({
  alarm: z.enum(ALARMS),
  count: count.meta({ description: `what there is more of than ${MOST} is counted as ${MOST}` }),
  since: instantSchema.nullable(),
});
type Alarm = z.input<typeof alarmSchema>;

const operationsSchema = z
  .strictObject({
    at: instantSchema.meta({ description: "business time" }),
    most: z.int().meta({ description: "a count that is as large may stand for more" }),
    alarms: z.array(alarmSchema).max(ALARMS.length).meta({ description: "what waits for a person, the gravest first" }),
    health: z.strictObject({
      clockGapSeconds: z.number(),
      workerSilentSeconds: z.number().nullable().meta({ description: "null: no worker was ever heard of" }),
      workers: z.array(z.strictObject({ worker: z.string(), beatenAt: instantSchema })).max(MOST_WORKERS),
      due: count.meta({ description: "projects and batches of usage that are due and not charged yet" }),
      dueSince: instantSchema.nullable(),
      freeDiskBytes: z.number().nullable().meta({ description: "null: the database is on another machine" }),
    }),
    counts: z.strictObject({
      halts: count,
      quarantine: count,
      unpriced: count,
      notCharged: count,
      suspense: count,
      outboxWaiting: count,
      outboxStuck: count,
      jobsOpen: count,
      jobsParked: count,
      invariantsBroken: count.nullable().meta({ description: "null: nobody has looked yet" }),
    }),
    outbox: z
      .array(
        z.strictObject({
          destination: z.string(),
          waiting: count,
          parked: count,
          refused: count,
          oldestAt: instantSchema.nullable(),
        }),
      )
      .max(20),
    lastCheckAt: instantSchema.nullable(),
  })
  .meta({ id: "Operations" });

export interface OperationsParts {
  /** Whose disk is looked at; null when the database is elsewhere. */
  readonly dataDirectory: string | null;
  /** Where brought files lie; null: in the database. */
  readonly objects: ObjectStore | null;
  /** In the sandbox time is moved without anybody measuring: there silence says nothing. */
  readonly production: boolean;
}

/** Everything that automation leaves to a person and how the platform does, in one look that costs the same whatever waits. */
export function operationsRoutes(parts: OperationsParts): Route[] {
  return [
    route({
      method: "GET",
      path: "/v1/office/operations",
      operationId: "getOperations",
      summary:
        "What waits for a person, how api, worker and database do, and how much lies in each queue (reliability 69)",
      response: operationsSchema,
      access: { kind: "staff", roles: ["operator"] },
      handler: async ({ now, read }) => {
        // Before the snapshot: a storage that is slow holds none.
        const storage = await storageFigures(parts.objects);
        return read((tx) => operations(tx, now, parts, storage));
      },
    }),
  ];
}

async function operations(
  tx: Tx,
  now: Instant,
  { dataDirectory, production }: OperationsParts,
  storage: readonly Figure[],
): Promise<z.input<typeof operationsSchema>> {
  const figures = [...(await vitals(tx, dataDirectory)), ...storage];
  const heardSince = plus(now, -METERING_SILENCE);
  const silent = production ? await silentSince(tx, heardSince) : null;
  const usage = await countUsageWaiting(tx, now, MOST);
  const outbox = await deskCounts(tx, destinationsOf(TOPICS), MOST);
  const jobs = await jobCounts(tx, MOST);
  const halts = await openHalts(tx);
  const suspense = await countSuspense(tx);
  const closes = await unfinishedCloses(tx);
  const last = await lastRun(tx);
  const ofOutbox = (pick: (one: (typeof outbox)[number]) => bigint) =>
    outbox.reduce((sum, one) => sum + Number(pick(one)), 0);
  const lines = suspense.reduce((sum, one) => sum + Number(one.count), 0);
  const found: Readonly<Record<AlarmCode, Omit<Alarm, "alarm">>> = {
    ...alarmsOf(figures),
    automation_halt: { count: halts.length, since: earliest(halts.map(({ haltedAt }) => haltedAt)) },
    books_broken: { count: last?.broken ?? 0, since: earliest(last ? [last.checkedAt] : []) },
    metering_silent: { count: silent === null ? 0 : 1, since: earliest(silent === null ? [] : [silent]) },
    not_charged: { count: Number(usage.notCharged), since: null },
    quarantine: { count: Number(usage.quarantine), since: null },
    unpriced_usage: { count: Number(usage.unpriced), since: null },
    suspense: { count: lines, since: earliest(suspense.map(({ since }) => since)) },
    outbox_parked: { count: ofOutbox(({ parked }) => parked), since: null },
    outbox_refused: { count: ofOutbox(({ refused }) => refused), since: null },
    job_parked: { count: Number(jobs.parked), since: null },
    month_close: { count: closes.length, since: earliest(closes.map(({ issueAt }) => issueAt)) },
  };
  return {
    at: formatInstant(now),
    most: MOST,
    alarms: ALARMS.flatMap((alarm) => (found[alarm].count > 0 ? [{ alarm, ...found[alarm] }] : [])),
    health: {
      clockGapSeconds: valueOf(figures, "saldo_clock_gap_seconds") ?? 0,
      workerSilentSeconds: valueOf(figures, "saldo_worker_silent_seconds"),
      workers: (await heartbeats(tx, MOST_WORKERS)).map(({ worker, beatenAt }) => ({
        worker,
        beatenAt: formatInstant(beatenAt),
      })),
      due: Number(usage.due),
      dueSince: usage.dueSince === null ? null : formatInstant(usage.dueSince),
      freeDiskBytes: valueOf(figures, "saldo_disk_free_bytes"),
    },
    counts: {
      halts: halts.length,
      quarantine: Number(usage.quarantine),
      unpriced: Number(usage.unpriced),
      notCharged: Number(usage.notCharged),
      suspense: lines,
      outboxWaiting: ofOutbox(({ waiting }) => waiting),
      outboxStuck: ofOutbox(({ parked, refused }) => parked + refused),
      jobsOpen: Number(jobs.open),
      jobsParked: Number(jobs.parked),
      invariantsBroken: last?.broken ?? null,
    },
    outbox: outbox.map(({ oldestAt, destination, waiting, parked, refused }) => ({
      destination,
      waiting: Number(waiting),
      parked: Number(parked),
      refused: Number(refused),
      oldestAt: oldestAt === null ? null : formatInstant(oldestAt),
    })),
    lastCheckAt: last ? formatInstant(last.startedAt) : null,
  };
}

/** What of the figures is trouble, under its own name. */
function alarmsOf(figures: readonly Figure[]) {
  const of = (trouble: AlarmCode) => ({
    count: figures.some((figure) => figure.trouble === trouble) ? 1 : 0,
    since: null,
  });
  return {
    worker_silent: of("worker_silent"),
    clocks_differ: of("clocks_differ"),
    disk_nearly_full: of("disk_nearly_full"),
    file_storage_away: of("file_storage_away"),
    database_rights: of("database_rights"),
  };
}

function valueOf(figures: readonly Figure[], name: string): number | null {
  const value = figures.find((figure) => figure.name === name)?.value ?? null;
  return value !== null && Number.isFinite(value) ? value : null;
}

function earliest(instants: readonly Instant[]): string | null {
  const [first] = instants.toSorted((one, other) => one - other);
  return first === undefined ? null : formatInstant(first);
}

/** A letter with a document that was given up has failed, as one that its receiver refused (DLV-04). */
export const afterGivenUp: AfterGivenUp = (tx, message, why, now) =>
  recordSending(tx, message, { outcome: "refused", status: null, detail: why, sent: {} }, now);
