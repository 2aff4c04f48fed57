import { type ConfigurationFiles, loadConfiguration, readConfiguration } from "../composition/configuration.ts";
import type { Instant } from "../core/time.ts";
import type { ClosePorts } from "../modules/closing/index.ts";
import type { Database } from "../platform/db.ts";
import { hashPassword } from "../platform/identity/index.ts";
import { aloneWith } from "../platform/locks.ts";
import { type DemoLogin, type DemoOptions, demoIsWanted, demoLogins, loadDemo } from "./load.ts";
import { DEMO_PASSWORD } from "./world.ts";

export { demoIsWanted, demoLogins };

export interface Prepared {
  /** Whether the demo world was loaded now. */
  readonly loaded: boolean;
  readonly logins: readonly DemoLogin[];
}

/** What the world is made of that needs no database. */
export interface Ahead extends Required<Pick<DemoOptions, "hash">> {
  readonly files: Promise<ConfigurationFiles>;
}

/** Begins it: the database may be made meanwhile. */
export function beginAhead(): Ahead {
  return { files: readConfiguration(), hash: hashPassword(DEMO_PASSWORD) };
}

/**
 * The operator's files, and the demo world unless there is another world in the database already; by whichever process comes first,
 * the others wait.
 */
export async function prepareDemo(
  database: Database,
  ports: ClosePorts,
  now: Instant,
  { files, ...options }: DemoOptions & Partial<Ahead> = {},
): Promise<Prepared> {
  return aloneWith(database, "configuration", async () => {
    await loadConfiguration(database, now, files);
    const loaded = await demoIsWanted(database);
    if (loaded) await loadDemo(database, ports, now, options);
    return { loaded, logins: demoLogins() };
  });
}

/** The operator's files alone. */
export function prepareConfiguration(database: Database, now: Instant): Promise<void> {
  return aloneWith(database, "configuration", async () => {
    await loadConfiguration(database, now);
  });
}
