/** The thread that imports bank files, see import-thread.ts. */
import { parentPort, workerData } from "node:worker_threads";

import { Refusal } from "../core/errors.ts";
import { bringStatement, importStatement } from "../modules/payments/index.ts";
import { approveProposal, kindsOf } from "../modules/proposals/index.ts";
import { Database, type Tx } from "../platform/db.ts";
import type { ImportAnswer, ImportDone, ImportOrder, ImportPlace } from "./import-thread.ts";
import { PROPOSAL_KINDS } from "./proposal-kinds.ts";

const { databaseUrl, answerMs } = workerData as ImportPlace;
const database = new Database({
  url: databaseUrl,
  connections: 1,
  applicationName: "saldo-import",
  answerTimeoutMs: answerMs,
});

parentPort?.on("message", (order: ImportOrder) => {
  void answerTo(order).then((answer) => parentPort?.postMessage(answer));
});

async function answerTo(order: ImportOrder): Promise<ImportAnswer> {
  try {
    return { done: await database.as(order.actor).transaction((tx) => done(tx, order)) };
  } catch (error) {
    if (error instanceof Refusal) return { refused: { kind: error.kind, details: error.details } };
    return { failed: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

async function done(tx: Tx, order: ImportOrder): Promise<ImportDone> {
  if (order.task === "import") return importStatement(tx, order.input);
  if (order.task === "bring") return bringStatement(tx, order.input);
  await approveProposal(tx, kindsOf(PROPOSAL_KINDS), order.order);
  return null;
}
