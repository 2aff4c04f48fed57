/** The thread that imports bank files, see import-thread.ts. */
import { parentPort, workerData } from "node:worker_threads";

import { Refusal } from "../core/errors.ts";
import { type StatementInput, importStatement } from "../modules/payments/index.ts";
import type { Actor } from "../platform/act.ts";
import { Database } from "../platform/db.ts";
import type { ImportAnswer, ImportOrder, ImportPlace } from "./import-thread.ts";

const { databaseUrl } = workerData as ImportPlace;
const database = new Database({ url: databaseUrl, connections: 1, applicationName: "saldo-import" });

parentPort?.on("message", ({ input, actor }: ImportOrder) => {
  void bring(input, actor).then((answer) => parentPort?.postMessage(answer));
});

async function bring(input: StatementInput, actor: Actor): Promise<ImportAnswer> {
  try {
    return { done: await database.as(actor).transaction((tx) => importStatement(tx, input)) };
  } catch (error) {
    if (error instanceof Refusal) return { refused: { kind: error.kind, details: error.details } };
    return { failed: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
