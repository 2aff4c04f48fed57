import { refusal } from "../../../core/errors.ts";
import { parsePid } from "../../../core/ids.ts";
import type { Instant } from "../../../core/time.ts";
import type { ActFacts } from "../../../platform/act.ts";
import type { Tx } from "../../../platform/db.ts";
import { recordAct } from "../../../platform/record-act.ts";
import { quarantineDismissed, quarantineReleased } from "../acts.ts";
import { QUARANTINE_REASONS } from "./event-problem.ts";
import type { UsageIntake } from "./ingest.ts";
import * as store from "./ingest-store.ts";
import { eventOfRow } from "./quarantine.ts";

export const QuarantineUnknown = refusal(
  "quarantine_unknown",
  404,
  "В карантине нет записи {id}",
  "There is no {id} in quarantine",
);
export const QuarantineDecided = refusal(
  "quarantine_decided",
  409,
  "По записи {id} уже решено",
  "{id} has already been decided",
);
export const NotReleasable = refusal(
  "quarantine_not_releasable",
  409,
  "Событие всё ещё нельзя принять: {ru}",
  "The event still cannot be accepted: {en}",
);

/** What may become acceptable by itself: when the catalogue, the project or the SKU appears, or one like it was released. */
const SELF_HEALING = ["unknown_meter", "unknown_sku", "unknown_project", "unusual"] as const;
const CHUNK = 500;

/**
 * Tries the waiting events anew whose meter, SKU or project was unknown; answers how many were released. To be run after
 * a change of the catalogue, after a project appears, and now and then.
 */
export async function releaseQuarantine(
  statements: store.Statements,
  intake: UsageIntake,
  now: Instant,
): Promise<number> {
  let released = 0;
  let after = 0n;
  for (;;) {
    const rows = await store.waitingRows(statements, SELF_HEALING, after, CHUNK);
    const last = rows.at(-1);
    if (!last) break;
    after = last.quarantineId;
    const events = rows.map(eventOfRow).filter((event) => !event.refused);
    const outcomes = await intake.take(events, now);
    released += outcomes.filter((outcome) => outcome.status === "accepted").length;
  }
  await intake.flush();
  return released;
}

/**
 * A person accepts an event in spite of its reason (a large quantity, a deleted project). Refuses QuarantineUnknown,
 * QuarantineDecided and NotReleasable (the catalogue or the project is still unknown, or it is no usage at all).
 */
export async function releaseByHand(
  tx: Tx,
  intake: UsageIntake,
  quarantineId: bigint,
  now: Instant,
  by: string,
): Promise<void> {
  const row = await waitingRow(tx, quarantineId);
  const event = eventOfRow(row);
  if (event.refused) throw NotReleasable({ values: event.texts });
  const [outcome] = await intake.take([event], now, { force: true });
  if (outcome?.status === "accepted" || (outcome?.status === "duplicate" && outcome.reason === undefined)) {
    await store.decideQuarantine(tx, [quarantineId], "released", now, by);
    await recordAct(tx, quarantineReleased, now, factsOf(row, {}));
    return;
  }
  const why = outcome?.problem?.texts ?? (outcome?.reason && QUARANTINE_REASONS[outcome.reason]);
  throw NotReleasable(why ? { values: why } : {});
}

/**
 * A person decides that an event never happened, and says why: it stays here, and its id stays taken. Refuses as releaseByHand
 * does.
 */
export async function dismissByHand(
  tx: Tx,
  quarantineId: bigint,
  now: Instant,
  { by, note }: { readonly by: string; readonly note: string },
): Promise<void> {
  const row = await waitingRow(tx, quarantineId);
  const decided = await store.decideQuarantine(tx, [quarantineId], "dismissed", now, by, note);
  if (decided === 0) throw QuarantineDecided({ values: { id: String(quarantineId) } });
  await recordAct(tx, quarantineDismissed, now, factsOf(row, { note }));
}

/** What of the quarantine was decided, and about whose usage. */
function factsOf(row: store.QuarantineRow, after: { readonly note?: string }): ActFacts<"reason" | "note"> {
  const event = eventOfRow(row);
  const projectId = event.refused ? null : parsePid(event.pid);
  return {
    subjects: projectId === null ? [] : [{ kind: "project", id: projectId }],
    thing: `usage_quarantine:${row.quarantineId}`,
    after: { reason: row.reason, ...after },
  };
}

/** Whether a person may release it at all: a row of a bill that is no usage is not an event. */
export function isReleasable(row: store.QuarantineRow): boolean {
  return row.state === "waiting" && !eventOfRow(row).refused;
}

/** One row of the quarantine; refuses QuarantineUnknown. */
export async function quarantined(statements: store.Statements, quarantineId: bigint): Promise<store.QuarantineRow> {
  const row = await store.quarantineRow(statements, quarantineId);
  if (!row) throw QuarantineUnknown({ values: { id: String(quarantineId) } });
  return row;
}

export const SentNotKept = refusal(
  "sent_not_kept",
  404,
  "Исходные байты записи {id} не сохранены: она появилась до версии, которая их хранит, или отложена после приёма",
  "The bytes of {id} were not kept: it is older than that, or was set aside after it had been accepted",
);

/** What was sent, byte by byte, with a name for the file. Refuses QuarantineUnknown, SentNotKept. */
export async function sentBytes(
  statements: store.Statements,
  quarantineId: bigint,
): Promise<{ readonly fileName: string; readonly bytes: Buffer }> {
  const { sentForm } = await quarantined(statements, quarantineId);
  const bytes = sentForm && (await store.selectSent(statements, quarantineId));
  if (!bytes) throw SentNotKept({ values: { id: String(quarantineId) } });
  return { fileName: `quarantine-${quarantineId}.${sentForm === "http" ? "txt" : sentForm}`, bytes };
}

async function waitingRow(statements: store.Statements, quarantineId: bigint): Promise<store.QuarantineRow> {
  const row = await quarantined(statements, quarantineId);
  if (row.state !== "waiting") throw QuarantineDecided({ values: { id: String(quarantineId) } });
  return row;
}
