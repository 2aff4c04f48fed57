import { loadConfiguration } from "../composition/configuration.ts";
import type { Instant } from "../core/time.ts";
import type { ClosePorts } from "../modules/closing/index.ts";
import type { Database } from "../platform/db.ts";
import { aloneWith } from "../platform/locks.ts";
import { type DemoLogin, demoIsWanted, demoLogins, loadDemo } from "./load.ts";

export { demoIsWanted, demoLogins };

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
  return aloneWith(database, "configuration", async () => {
    await loadConfiguration(database, now);
    const loaded = await demoIsWanted(database);
    if (loaded) await loadDemo(database, ports, now, onStep);
    return { loaded, logins: demoLogins() };
  });
}

/** The operator's files alone. */
export function prepareConfiguration(database: Database, now: Instant): Promise<void> {
  return aloneWith(database, "configuration", async () => {
    await loadConfiguration(database, now);
  });
}
