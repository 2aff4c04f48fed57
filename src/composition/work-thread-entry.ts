/** The thread of the worker role, see work-thread.ts. */
import { once } from "node:events";
import { enableCompileCache, flushCompileCache } from "node:module";
import { join } from "node:path";
import { type MessagePort, parentPort } from "node:worker_threads";

import type { WorkOrder, WorkReady } from "./work-thread.ts";

const port = parentPort as MessagePort;
// Heard before the program is read: the order may come while it is.
const ordered = once(port, "message");

enableCompileCache(join(import.meta.dirname, "..", "..", "node_modules", ".cache", "saldo-compiled"));

const [{ startWork }, { openPrinting }, { Database }, { createLogger }, { openClock }, { giveBackMemory }] =
  await Promise.all([
    import("./work.ts"),
    import("./printing.ts"),
    import("../platform/db.ts"),
    import("../platform/log.ts"),
    import("../platform/sandbox-clock.ts"),
    import("../platform/give-back.ts"),
  ]);

const [{ config, databaseUrl, logins, logLevel }] = (await ordered) as [WorkOrder];
const database = new Database({
  url: databaseUrl,
  connections: config.databaseConnections,
  applicationName: "saldo-worker",
});
const time = await openClock(database, { production: config.mode === "production", keep: true });
const printing = openPrinting();
const services = await startWork({
  config,
  database,
  clock: time.clock,
  log: createLogger(logLevel),
  printing,
  logins,
});

port.once("message", () => void close());
port.postMessage({ sandboxUrl: services.sandboxUrl } satisfies WorkReady);
flushCompileCache();
giveBackMemory();

async function close(): Promise<void> {
  await services.close();
  await printing.close();
  await time.stop();
  await database.close();
  port.close();
}
