import type { ProjectId } from "../../../core/ids.ts";
import { type Instant, MINUTE, plus } from "../../../core/time.ts";
import type { Database } from "../../../platform/db.ts";
import { switchedProjects } from "../../parties/index.ts";
import * as schedule from "./schedule-store.ts";

/** What becomes known a little late is looked at all the same. */
const SWITCHED_WITHIN = 10 * MINUTE;
const SWITCHED_AT_ONCE = 10_000;

/**
 * Wakes the projects whose payer or contract began or ended lately, or since an instant when nobody has looked: a client in debt that is prepaid from now on
 * is to be frozen (FRZ-06), one that is post-paid to be unfrozen. Harmless to repeat; a transaction for each page of them.
 */
export async function wakeSwitched(database: Database, now: Instant, looked: Instant = now): Promise<void> {
  const since = plus(looked, -SWITCHED_WITHIN);
  for (let after = 0n as ProjectId, count = SWITCHED_AT_ONCE; count === SWITCHED_AT_ONCE; )
    await database.transaction(async (tx) => {
      const projectIds = await switchedProjects(tx, since, now, { after, limit: SWITCHED_AT_ONCE });
      const projects = projectIds.map((projectId) => ({ projectId, since: now }));
      if (projects.length > 0) await schedule.wakeAt(tx, projects, now);
      after = projectIds.at(-1) ?? after;
      count = projectIds.length;
    });
}
