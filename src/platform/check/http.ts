import { z } from "zod";

import { formatInstant } from "../../core/time.ts";
import { noAct } from "../act.ts";
import {
  type Route,
  cursorQuery,
  idInCursor,
  idSchema,
  instantSchema,
  limitQuery,
  nextCursorSchema,
  pageOf,
  route,
  textsSchema,
  userOf,
} from "../http/index.ts";
import { allInvariants } from "../invariants.ts";
import { jobSchema, jobShown, openJob } from "../jobs/index.ts";
import { CHECK, askCheck } from "./jobs.ts";
import { type Run, selectLastRun, selectRuns } from "./store.ts";

const runSchema = z
  .strictObject({
    id: idSchema,
    askedBy: z.string(),
    checkedAt: instantSchema.meta({ description: "the instant of the books that was looked at" }),
    startedAt: instantSchema,
    durationMs: z.int(),
    broken: z.int(),
  })
  .meta({ id: "InvariantRun" });

const invariantSchema = z.strictObject({
  name: z.string(),
  meaning: textsSchema,
  help: z.string().nullable().meta({ description: "the command that shows or mends what broke it" }),
  found: z
    .strictObject({ ms: z.int(), rows: z.array(z.string()).meta({ description: "the first rows that break it" }) })
    .nullable()
    .meta({ description: "null: the last look did not know it yet, or there was none" }),
});

const OPERATORS = { kind: "staff", roles: ["operator"] } as const;

function runShown({ runId, askedBy, checkedAt, startedAt, durationMs, broken }: Omit<Run, "results">) {
  return {
    id: runId.toString(),
    askedBy,
    checkedAt: formatInstant(checkedAt),
    startedAt: formatInstant(startedAt),
    durationMs: Number(durationMs),
    broken,
  };
}

/** What must hold in the books, what the last look found, and the button that looks again. */
export function checkRoutes(): Route[] {
  return [
    route({
      method: "GET",
      path: "/v1/office/invariants",
      operationId: "listInvariants",
      summary: "What must hold in the books, with what the last look found, and the look that goes on",
      response: z.strictObject({
        items: z.array(invariantSchema),
        last: runSchema.nullable(),
        job: jobSchema.nullable(),
      }),
      access: OPERATORS,
      handler: ({ read }) =>
        read(async (tx) => {
          const last = await selectLastRun(tx);
          const open = await openJob(tx, CHECK);
          const found = new Map(last?.results.map((one) => [one.name, one]));
          return {
            items: allInvariants().map(({ name, meaning, help }) => {
              const one = found.get(name);
              return { name, meaning, help, found: one ? { ms: one.ms, rows: one.rows.map(rowText) } : null };
            }),
            last: last && runShown(last),
            job: open && jobShown(open),
          };
        }),
    }),
    route({
      method: "GET",
      path: "/v1/office/invariant-runs",
      operationId: "listInvariantRuns",
      summary: "When the books were looked at and how many invariants were broken, the newest first",
      query: z.strictObject({ cursor: cursorQuery, limit: limitQuery }),
      response: z.strictObject({ items: z.array(runSchema), nextCursor: nextCursorSchema }),
      access: OPERATORS,
      handler: async ({ query, read }) => {
        const found = await read((tx) => selectRuns(tx, idInCursor(query.cursor), query.limit + 1));
        return pageOf(found, query.limit, ({ runId }) => runId, runShown);
      },
    }),
    route({
      method: "POST",
      path: "/v1/office/invariants/check",
      operationId: "checkInvariants",
      summary: "Looks at all invariants in the background; while a look goes on it is answered instead",
      response: jobSchema,
      status: 202,
      access: OPERATORS,
      idempotent: "inherent",
      act: noAct("it reads only, and the look bears who asked for it"),
      handler: async ({ principal, now, transaction }) =>
        jobShown(await transaction((tx) => askCheck(tx, userOf(principal), now))),
    }),
  ];
}

/** Ids, instants and amounts, as `saldo check` prints them. */
function rowText(row: Readonly<Record<string, unknown>>): string {
  return Object.entries(row)
    .map(([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(" ");
}
