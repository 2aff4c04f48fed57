import { refusal } from "../../../core/errors.ts";
import { subjectsOf } from "../../../core/subject.ts";
import type { Instant } from "../../../core/time.ts";
import type { Tx } from "../../../platform/db.ts";
import { holdLock } from "../../../platform/locks.ts";
import { recordAct } from "../../../platform/record-act.ts";
import { takeBackAll } from "../../balance/index.ts";
import { allRegions, projectFacts } from "../../tenancy/index.ts";
import { bankFileWithdrawn } from "../acts.ts";
import * as store from "./file-store.ts";
import { releaseHeld } from "./suspense.ts";

export const BankFileNotFound = refusal("bank_file_not_found", 404, "Такой выписки нет", "There is no such bank file");
export const BankFileWithdrawn = refusal(
  "bank_file_withdrawn",
  409,
  "Эта выписка уже отозвана",
  "This bank file is already taken back",
);
export const BankFileUsed = refusal(
  "bank_file_used",
  409,
  "По выписке уже вернули деньги плательщику: переводов {count}. Отозвать её нельзя",
  "Money of this file already went back to payers: {count} transfers. It cannot be taken back",
);

export interface FileWithdrawal {
  readonly fileId: bigint;
  readonly staffUserId: string;
  readonly note: string;
  readonly now: Instant;
}

/** What was taken back: lines that no other file shows, and of them those that had been credited. */
export interface WithdrawnFile {
  readonly lines: number;
  readonly credited: number;
}

/** Lines of one SQL statement. */
const BATCH = 1_000;

/**
 * Takes a file back whole (PAY-12): one of another company, or brought by mistake. What it credited leaves the balances, what
 * waited leaves suspense, and its bytes may be brought again; lines that another file shows too stay. All of it in the
 * caller's transaction. Refused: bank_file_not_found, bank_file_withdrawn, bank_file_used, payment_spent.
 */
export async function withdrawBankFile(tx: Tx, order: FileWithdrawal): Promise<WithdrawnFile> {
  await holdLock(tx, "bankImport");
  const file = await store.lockFile(tx, order.fileId);
  if (!file) throw BankFileNotFound();
  if (file.withdrawnAt !== null) throw BankFileWithdrawn();
  const lines = await store.lockOwnLines(tx, order.fileId);
  const returned = lines.filter((line) => line.disposition === "returned").length;
  if (returned > 0) throw BankFileUsed({ values: { count: String(returned) } });
  const live = lines.filter((line) => line.disposition !== "withdrawn");
  const credited = live.flatMap((line) => (line.disposition === "credited" ? [line] : []));
  await takeBackCredited(tx, credited, order.now);
  for (const line of live) if (line.disposition === "suspense") await releaseHeld(tx, line, order.now);
  for (let from = 0; from < live.length; from += BATCH) {
    await store.withdrawLines(
      tx,
      live.slice(from, from + BATCH).map((line) => line.lineId),
      order,
    );
  }
  await store.withdrawFile(tx, order);
  const counts = { lines: live.length, credited: credited.length };
  await recordAct(tx, bankFileWithdrawn, order.now, {
    subjects: subjectsOf("project", new Set(credited.flatMap(({ projectId }) => projectId ?? []))),
    thing: `bank_file:${order.fileId}`,
    after: { ...counts, note: order.note },
  });
  return counts;
}

/** Region by region, in the order of projects, as everybody takes their locks. */
async function takeBackCredited(tx: Tx, lines: readonly store.OwnLine[], now: Instant): Promise<void> {
  const facts = await projectFacts(tx, [...new Set(lines.map((line) => line.projectId as bigint))]);
  const regions = (await allRegions(tx)).toSorted((a, b) => (a.regionCode < b.regionCode ? -1 : 1));
  for (const region of regions) {
    const own = lines.filter((line) => facts.get(line.projectId as bigint)?.regionCode === region.regionCode);
    const payments = own.map(({ lineId, projectId, entryId, amountMinor }) => ({
      projectId: projectId as bigint,
      entryId: entryId as bigint,
      amountMinor,
      reference: `bank_statement_line:${lineId}`,
    }));
    await takeBackAll(tx, region, payments, now);
  }
}

/** The files, the newest first: at most `limit` before a number. */
export function listBankFiles(tx: Pick<Tx, "query">, before: bigint | null, limit: number): Promise<store.FileItem[]> {
  return store.selectFiles(tx, before, limit);
}
