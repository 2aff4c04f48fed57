import type { Instant } from "../../../core/time.ts";
import type { Database } from "../../../platform/db.ts";
import * as schedule from "./schedule-store.ts";

const AT_ONCE = 2_000;

/**
 * Wakes the projects that committed themselves to a minimum and sleep, those that never used anything among them: the commitment
 * is owed for its month whether it is used or not (PRC-03), so they are charged from the day on which it began. Not conserved
 * and deleted ones (REG-08). Harmless to repeat; a transaction for each page of them.
 */
export async function wakeCommitted(database: Database, now: Instant): Promise<void> {
  for (let woken = AT_ONCE; woken === AT_ONCE; ) {
    woken = await database.transaction(async (tx) => {
      const projects = await schedule.selectCommitted(tx, now, AT_ONCE);
      if (projects.length > 0) await schedule.wakeAt(tx, projects, now);
      return projects.length;
    });
  }
}
