import { DemoProcess } from "../demo/process.ts";
import type { Clock } from "../platform/clock.ts";
import type { Config } from "../platform/config.ts";
import type { Database } from "../platform/db.ts";
import type { Logger } from "../platform/log.ts";
import { SandboxClock } from "../platform/sandbox-clock.ts";
import type { App } from "./app.ts";
import { type Printing, openPrinting } from "./printing.ts";
import { WorkThread } from "./work-thread.ts";

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
  /** The thread of a worker beside the API, where it reads its program already. */
  readonly thread?: WorkThread | undefined;
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
  /** Where a worker without the api role tells that it works; null with it. */
  readonly healthUrl: string | null;
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
    const { roles, log } = parts;
    const thread = roles.api && roles.worker ? (parts.thread ?? new WorkThread(log)) : null;
    if (thread) closers.push(() => thread.close());
    // Made while the world is loaded, and heard by nobody before it is there.
    const making = roles.api ? makeApp(parts, printing) : null;
    closers.push(async () => (await making?.catch(() => null))?.close());
    const logins = await prepareWorld(parts);
    const app = await making;
    if (app && parts.config.mode === "production") closers.push(await watchBeside(parts));
    const [port] = await Promise.all([
      app ? listen(app, parts.config) : null,
      thread ? beginBeside(thread, { ...parts, logins }) : undefined,
    ]);
    const work = roles.worker && !thread ? await startAlone({ ...parts, logins }, printing) : null;
    if (work) closers.push(() => work.close());
    return {
      port,
      logins,
      healthUrl: work?.healthUrl ?? null,
      sandboxUrl: (thread ?? work)?.sandboxUrl ?? null,
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
  const wanted = config.mode !== "production" && (await demoIsWanted(database));
  // Which loads the files first.
  if (wanted) await (demo ?? new DemoProcess()).load({ url: databaseUrl, now: clock.now() });
  else {
    demo?.discard();
    await prepareConfiguration(database, clock.now());
  }
  return config.mode === "production" ? [] : demoLogins();
}

type WorldParts = ServiceParts & { readonly logins: readonly Login[] };

/** Whoever serves the API notices a worker that stands still. Answers what ends it. */
async function watchBeside({ config, database, clock, log }: ServiceParts): Promise<() => Promise<void>> {
  const [{ startWatch }, { ownData }, { fileObjects }] = await Promise.all([
    import("./watch.ts"),
    import("./condition.ts"),
    import("./file-objects.ts"),
  ]);
  const { smtpUrl } = config;
  const alarms = { dataDirectory: ownData(config), objects: fileObjects(config, log), production: true };
  const mail = async () =>
    smtpUrl === null ? null : (await import("./mail.ts")).mailSender(smtpUrl, database, config);
  const watch = startWatch({ database, clock, alarms, mail }, (error) =>
    log.error({ error }, "nobody looks for alarms"),
  );
  return () => watch.stop();
}

interface Work {
  readonly sandboxUrl: string | null;
  readonly healthUrl: string | null;
  close(): Promise<void>;
}

/** Beside the API the worker has a thread of its own, which no request can hold. */
async function beginBeside(thread: WorkThread, { config, databaseUrl, logins }: WorldParts): Promise<void> {
  await thread.begin({ config, databaseUrl, logins, logLevel: config.logLevel ?? "warn" });
}

async function startAlone(parts: WorldParts, printing: Printing): Promise<Work> {
  const { config, database, clock } = parts;
  const [{ startWork }, { condition, ownData }, { HealthAddress }, { shownCondition }, { fileObjects }] =
    await Promise.all([
      import("./work.ts"),
      import("./condition.ts"),
      import("../platform/health.ts"),
      import("../platform/http/index.ts"),
      import("./file-objects.ts"),
    ]);
  const services = await startWork({ ...parts, printing });
  const objects = fileObjects(config, parts.log);
  const health = new HealthAddress({
    host: config.host,
    port: config.workerPort,
    isAlive: () => services.heartbeat.isAlive,
    condition: async () =>
      shownCondition(await condition({ database, clock, dataDirectory: ownData(config), objects })),
  });
  const close = async (): Promise<void> => {
    await health.close();
    await services.close();
  };
  try {
    return { sandboxUrl: services.sandboxUrl, healthUrl: await health.listen(), close };
  } catch (error) {
    await services.close();
    throw error;
  }
}

/** Today's statements of the demo world: none where there is no such world. */
async function sampler() {
  return (await import("../demo/statement.ts")).sampleStatements;
}

/** Identity providers of companies may live on this machine, and domains that are for trying things are proved at once. */
async function sandboxSso(database: Database) {
  const [{ txtOfSystem }, { sandboxTxt }, { recordsAsked }] = await Promise.all([
    import("../adapters/name-service.ts"),
    import("../adapters/sandbox/name-service.ts"),
    import("../modules/tenancy/index.ts"),
  ]);
  return { allowLoopback: true, txtOf: sandboxTxt(txtOfSystem, (name) => recordsAsked(database, name)) };
}

async function makeApp({ database, databaseUrl, clock, log, config }: ServiceParts, printing: Printing): Promise<App> {
  const [{ buildApp }, { serveConsole }] = await Promise.all([
    import("./app.ts"),
    import("../platform/console/index.ts"),
  ]);
  const [{ condition, ownData }, { seedKeysOf }, { fileObjects }] = await Promise.all([
    import("./condition.ts"),
    import("./seed-keys.ts"),
    import("./file-objects.ts"),
  ]);
  const objects = fileObjects(config, log);
  const moveClock = clock instanceof SandboxClock ? clock.moveTo.bind(clock) : null;
  return buildApp({
    database,
    databaseUrl,
    clock,
    log,
    publicUrl: config.publicUrl,
    trustedProxies: config.trustedProxies,
    seedKeys: await seedKeysOf(config),
    staffNeedFactor: config.mode === "production",
    ...(config.mode === "production" ? {} : { sso: await sandboxSso(database) }),
    condition: () => condition({ database, clock, dataDirectory: ownData(config), objects }),
    ...serveConsole(),
    ports: {
      renderPaymentInvoice: printing.renderPaymentInvoice,
      moveClock,
      dataDirectory: ownData(config),
      objects,
      sampleStatements: config.mode === "production" ? null : await sampler(),
    },
  });
}

/** The port that is listened on. */
async function listen({ server }: App, { host, port }: Config): Promise<number> {
  await server.listen({ host, port });
  const address = server.server.address();
  return typeof address === "object" && address ? address.port : port;
}
