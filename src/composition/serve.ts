import { DemoProcess } from "../demo/process.ts";
import type { Clock } from "../platform/clock.ts";
import type { Config } from "../platform/config.ts";
import type { Database } from "../platform/db.ts";
import type { Logger } from "../platform/log.ts";
import { SandboxClock } from "../platform/sandbox-clock.ts";
import { type Printing, openPrinting } from "./printing.ts";

export interface ServiceParts {
  readonly config: Config;
  readonly database: Database;
  readonly databaseUrl: string;
  readonly clock: Clock;
  readonly log: Logger;
  /** Serves HTTP when `api`, rates, charges and sends when `worker`. */
  readonly roles: { readonly api: boolean; readonly worker: boolean };
  /** Begun early, where the database is surely empty; it is used or discarded. */
  readonly demo?: DemoProcess | undefined;
}

export interface Login {
  readonly role: string;
  readonly email: string;
  readonly password: string;
}

export interface Service {
  /** The port that is listened on; null without the api role. */
  readonly port: number | null;
  /** One login per role of the demo world; none in production mode. */
  readonly logins: readonly Login[];
  /** Where the sandbox shows what it was told and mailed; null in production and without the worker role. */
  readonly sandboxUrl: string | null;
  /** Finishes the work in hand. */
  close(): Promise<void>;
}

/** Starts the roles of one process on an open database; in the sandbox an empty one gets the demo world first. */
export async function serve(parts: ServiceParts): Promise<Service> {
  const closers: (() => Promise<void>)[] = [];
  const printing = openPrinting();
  closers.push(() => printing.close());
  try {
    const logins = await prepareWorld(parts);
    const services = parts.roles.worker ? await startWork(parts, printing) : null;
    if (services) closers.push(() => services.close());
    const api = parts.roles.api ? await listen(parts, printing) : null;
    if (api) closers.push(api.close);
    return {
      port: api?.port ?? null,
      logins,
      sandboxUrl: services?.sandboxUrl ?? null,
      close: () => closeAll(closers),
    };
  } catch (error) {
    await closeAll(closers);
    throw error;
  }
}

/** Each in its turn, the last opened first; one that fails does not keep the others open. */
async function closeAll(closers: readonly (() => Promise<void>)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const close of closers.toReversed()) await close().catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw failures[0];
}

/** The operator's files at every start; the demo world once. */
async function prepareWorld({ config, database, databaseUrl, clock, demo }: ServiceParts): Promise<readonly Login[]> {
  const { prepareConfiguration, demoIsWanted, demoLogins } = await import("../demo/prepare.ts");
  await prepareConfiguration(database, clock.now());
  const wanted = config.mode !== "production" && (await demoIsWanted(database));
  if (wanted) await (demo ?? new DemoProcess()).load({ url: databaseUrl, now: clock.now() });
  else demo?.discard();
  return config.mode === "production" ? [] : demoLogins();
}

async function startWork({ database, clock, log, config }: ServiceParts, printing: Printing) {
  const { startServices } = await import("./services.ts");
  return startServices({ config, database, clock, log, printing });
}

async function listen({ database, databaseUrl, clock, log, config }: ServiceParts, printing: Printing) {
  const [{ buildApp }, { serveConsole }] = await Promise.all([
    import("./app.ts"),
    import("../platform/console/index.ts"),
  ]);
  const moveClock = clock instanceof SandboxClock ? clock.moveTo.bind(clock) : null;
  const app = await buildApp({
    database,
    databaseUrl,
    clock,
    log,
    publicUrl: config.publicUrl,
    ...serveConsole(),
    ports: { renderPaymentInvoice: printing.renderPaymentInvoice, moveClock },
  });
  await app.server.listen({ host: config.host, port: config.port });
  const address = app.server.server.address();
  return { port: typeof address === "object" && address ? address.port : config.port, close: app.close };
}
