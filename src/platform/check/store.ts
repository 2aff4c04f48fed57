import { type Instant, formatInstant } from "../../core/time.ts";
import { type Tx, only } from "../db.ts";
import type { Checked } from "../invariants.ts";

/** A look at all invariants. */
export interface Run {
  readonly runId: bigint;
  readonly askedBy: string;
  /** The business instant of the look. */
  readonly checkedAt: Instant;
  /** By the machine's clock. */
  readonly startedAt: Instant;
  readonly durationMs: bigint;
  /** How many are broken. */
  readonly broken: number;
  readonly results: readonly Checked[];
}

const COLUMNS = `run_id as "runId", asked_by as "askedBy", checked_at as "checkedAt", started_at as "startedAt",
  duration_ms as "durationMs", broken`;

export async function insertRun(tx: Tx, run: Omit<Run, "runId" | "broken">): Promise<bigint> {
  const { askedBy, checkedAt, startedAt, durationMs, results } = run;
  // Whole numbers of the books are wider than those of JSON.
  const json = JSON.stringify(results, (_key, value: unknown) =>
    typeof value === "bigint" ? value.toString() : value,
  );
  const rows = await tx.query<{ runId: bigint }>(
    `insert into invariant_run (asked_by, checked_at, started_at, duration_ms, broken, results)
     values ($1, $2, $3, $4, $5, $6::jsonb) returning run_id as "runId"`,
    [
      askedBy,
      formatInstant(checkedAt),
      formatInstant(startedAt),
      durationMs,
      results.filter(({ rows: broken }) => broken.length > 0).length,
      json,
    ],
  );
  return only(rows).runId;
}

/** The last look; null when there was none. */
export async function selectLastRun(tx: Pick<Tx, "query">): Promise<Run | null> {
  const rows = await tx.query<Run>(`select ${COLUMNS}, results from invariant_run order by run_id desc limit 1`);
  return rows[0] ?? null;
}

/** When it was and how many were broken; null when there was none. */
export async function lastRun(tx: Pick<Tx, "query">): Promise<Pick<Run, "startedAt" | "checkedAt" | "broken"> | null> {
  const rows = await tx.query<Pick<Run, "startedAt" | "checkedAt" | "broken">>(
    `select started_at as "startedAt", checked_at as "checkedAt", broken from invariant_run order by run_id desc limit 1`,
  );
  return rows[0] ?? null;
}

/** At most `limit` looks before one, the newest first, without what each found. */
export function selectRuns(
  tx: Pick<Tx, "query">,
  before: bigint | null,
  limit: number,
): Promise<Omit<Run, "results">[]> {
  return tx.query(
    `select ${COLUMNS} from invariant_run where run_id < coalesce($1::bigint, 9223372036854775807) order by run_id desc limit $2`,
    [before, limit],
  );
}
