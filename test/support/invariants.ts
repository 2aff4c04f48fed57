import { expect } from "vitest";

import { type Instant, at } from "../../src/core/time.ts";
import { Database, only } from "../../src/platform/db.ts";
import { type Violation, violationsIn } from "../../src/platform/invariants.ts";

const LONG_AGO = at("1970-01-01T00:00:00Z");

/**
 * The books as they stand, at the latest business instant anything was written down. How long work has waited is not
 * held against a test: it plays its own hours.
 */
export function brokenInvariants(database: Database, fallback: Instant): Promise<Violation[]> {
  return database.snapshot(async (tx) => {
    const { now } = only(
      await tx.query<{ now: Instant | null }>(
        `select greatest((select max(booked_at) from journal_entry), (select max(rated_at) from usage_batch),
                         (select max(recorded_at) from freeze_event), (select max(issue_at) from month_close)) as now`,
      ),
    );
    return violationsIn(tx, now ?? fallback, { overdue: LONG_AGO });
  });
}

/** Fails a test that leaves incoherent books behind. */
export async function expectCoherent(database: Database, fallback: Instant): Promise<void> {
  const broken = await brokenInvariants(database, fallback);
  expect(broken, `invariants that the test broke: ${broken.map((one) => one.invariant).join(", ")}`).toEqual([]);
}
