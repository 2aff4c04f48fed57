import { loadConfiguration } from "../composition/configuration.ts";
import type { Instant } from "../core/time.ts";
import type { ClosePorts } from "../modules/closing/index.ts";
import type { Database } from "../platform/db.ts";
import { type DemoLogin, demoIsWanted, demoLogins, loadDemo } from "./load.ts";

export { demoIsWanted, demoLogins };

const ONE_PREPARER = 7_290_002;

export interface Prepared {
  /** Whether the demo world was loaded now. */
  readonly loaded: boolean;
  readonly logins: readonly DemoLogin[];
}

/**
 * The operator's files, and the demo world unless there is another world in the database already; by whichever process comes first,
 * the others wait.
 */
export async function prepareDemo(
  database: Database,
  ports: ClosePorts,
  now: Instant,
  onStep: (step: string) => void = () => undefined,
): Promise<Prepared> {
  return alone(database, async () => {
    await loadConfiguration(database, now);
    const loaded = await demoIsWanted(database);
    if (loaded) await loadDemo(database, ports, now, onStep);
    return { loaded, logins: demoLogins() };
  });
}

/** The operator's files alone. */
export function prepareConfiguration(database: Database, now: Instant): Promise<void> {
  return alone(database, async () => {
    await loadConfiguration(database, now);
  });
}

async function alone<T>(database: Database, work: () => Promise<T>): Promise<T> {
  const holder = await database.pool.connect();
  try {
    await holder.query(`select pg_advisory_lock(${ONE_PREPARER})`);
    return await work();
  } finally {
    await holder.query(`select pg_advisory_unlock(${ONE_PREPARER})`).catch(() => undefined);
    holder.release();
  }
}
