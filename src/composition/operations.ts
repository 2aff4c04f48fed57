import { z } from "zod";

import { type Instant, formatInstant } from "../core/time.ts";
import { recordSending } from "../modules/documents/index.ts";
import { ALARMS, type AlarmCode, openAlarms } from "../platform/alarms/index.ts";
import { lastRun } from "../platform/check/index.ts";
import type { Tx } from "../platform/db.ts";
import { heartbeats } from "../platform/heartbeat.ts";
import { type Figure, type Route, instantSchema, route } from "../platform/http/index.ts";
import { jobCounts } from "../platform/jobs/index.ts";
import type { AfterGivenUp } from "../platform/outbox/index.ts";
import { type AlarmParts, MOST, lookForAlarms } from "./alarms.ts";
import { storageFigures, vitals } from "./condition.ts";

const MOST_WORKERS = 20;
/** Open ones are few: each kind has few subjects. */
const MOST_RAISED = 500;

const count = z.int().min(0).max(1_000_000);
const alarmSchema = z.strictObject({
  alarm: z.enum(ALARMS as readonly [AlarmCode, ...AlarmCode[]]),
  count: count.meta({ description: `what there is more of than ${MOST} is counted as ${MOST}` }),
  since: instantSchema.nullable(),
});

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

/** Everything that automation leaves to a person and how the platform does, in one look that costs the same whatever waits. */
export function operationsRoutes(parts: AlarmParts): Route[] {
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
  parts: AlarmParts,
  storage: readonly Figure[],
): Promise<z.input<typeof operationsSchema>> {
  const figures = [...(await vitals(tx, parts.dataDirectory)), ...storage];
  const { findings, usage, outbox } = await lookForAlarms(tx, now, figures, parts);
  const raised = await openAlarms(tx, MOST_RAISED);
  const jobs = await jobCounts(tx, MOST);
  const last = await lastRun(tx);
  const ofOutbox = (pick: (one: (typeof outbox)[number]) => bigint) =>
    outbox.reduce((sum, one) => sum + Number(pick(one)), 0);
  const countOf = (alarm: AlarmCode) => findings.reduce((sum, one) => sum + (one.alarm === alarm ? one.count : 0), 0);
  return {
    at: formatInstant(now),
    most: MOST,
    alarms: ALARMS.flatMap((alarm) => {
      const found = findings.filter((one) => one.alarm === alarm);
      if (found.length === 0) return [];
      // Of what does not know itself since when, the look says that noticed it.
      const known = found.flatMap(({ since }) => since ?? []);
      const noticed = raised.flatMap((one) => (one.alarm === alarm ? one.resumedAt : []));
      return [{ alarm, count: countOf(alarm), since: earliest(known.length > 0 ? known : noticed) }];
    }),
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
      halts: countOf("automation_halt"),
      quarantine: Number(usage.quarantine),
      unpriced: Number(usage.unpriced),
      notCharged: Number(usage.notCharged),
      suspense: countOf("suspense"),
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
