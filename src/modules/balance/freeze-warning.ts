import { type ProjectId, formatPid } from "../../core/ids.ts";
import type { Minor } from "../../core/money.ts";
import { DAY, type Instant, plus } from "../../core/time.ts";
import type { Tx } from "../../platform/db.ts";
import { enqueue } from "../../platform/outbox/index.ts";
import * as store from "./store.ts";
import { projectNotice } from "./topics.ts";

/** NTF-02: early enough for a transfer, and once more on the last day. */
export type Warning = "freeze_ahead" | "freeze_last_day";

/** How long a project that is not frozen will last. */
export interface FreezeOutlook {
  readonly projectId: ProjectId;
  /** Null: beyond anything that is to be told. */
  readonly runsOutAt: Instant | null;
  /** A transfer that is sent now is in by then (three banking days). */
  readonly transferBy: Instant;
  /** The payment account to the minute. */
  readonly paymentMinor: Minor;
}

/** A forecast moves a little every hour: what was told stays told until the project lasts so much longer. */
const LONGER = DAY;

/**
 * What is to be told of a project now, and what counts as told afterwards. Each warning is told once until the project is
 * topped up for longer than it warns of; who learns of it within the last day is told that alone.
 */
export function decideWarning(
  told: Warning | null,
  { runsOutAt, transferBy }: Pick<FreezeOutlook, "runsOutAt" | "transferBy">,
  now: Instant,
): { readonly tell: Warning | null; readonly told: Warning | null } {
  const lasts = (until: Instant) => runsOutAt === null || runsOutAt > until;
  const lastDay = plus(now, DAY);
  if (!lasts(lastDay)) return { tell: told === "freeze_last_day" ? null : "freeze_last_day", told: "freeze_last_day" };
  if (told === "freeze_last_day" && !lasts(plus(lastDay, LONGER))) return { tell: null, told };
  if (told !== null) return { tell: null, told: lasts(plus(transferBy, LONGER)) ? null : "freeze_ahead" };
  return lasts(transferBy) ? { tell: null, told: null } : { tell: "freeze_ahead", told: "freeze_ahead" };
}

/** Those of some projects whose people were warned. */
export async function warnedProjects(
  reader: Pick<Tx, "query">,
  projectIds: readonly ProjectId[],
): Promise<Set<ProjectId>> {
  return new Set((await store.selectWarnings(reader, projectIds)).map(({ projectId }) => projectId));
}

/** Tells people of projects that will freeze soon, each warning once (NTF-02). Answers how many were told. */
export async function warnOfFreeze(tx: Tx, outlooks: readonly FreezeOutlook[], now: Instant): Promise<number> {
  const ids = outlooks.map(({ projectId }) => projectId);
  const wallets = new Map((await store.selectWallets(tx, ids)).map((wallet) => [wallet.projectId, wallet]));
  const known = new Map((await store.selectWarnings(tx, ids)).map(({ projectId, told }) => [projectId, told]));
  const kept: store.KeptWarning[] = [];
  const ended: ProjectId[] = [];
  const messages = outlooks.flatMap((outlook) => {
    const { projectId, runsOutAt, paymentMinor: balance } = outlook;
    const wallet = wallets.get(projectId);
    if (!wallet || wallet.frozenAt !== null || wallet.closedAt !== null) return [];
    const { tell, told } = decideWarning(known.get(projectId) ?? null, outlook, now);
    if (told === null && known.has(projectId)) ended.push(projectId);
    if (told !== null && told !== known.get(projectId) && runsOutAt !== null)
      kept.push({ projectId, told, runsOutAt, toldAt: now });
    if (tell === null) return [];
    const moment = { reason: "forecast", pid: formatPid(projectId), at: now, balance, currency: wallet.currency };
    return [projectNotice.message(projectId, { kind: tell, ...moment, deletionDueAt: null, freezeAt: runsOutAt }, now)];
  });
  if (kept.length > 0) await store.upsertWarnings(tx, kept);
  if (ended.length > 0) await store.deleteWarnings(tx, ended);
  if (messages.length > 0) await enqueue(tx, messages);
  return messages.length;
}
