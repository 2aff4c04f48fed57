import { refusal } from "../../../core/errors.ts";
import type { Instant } from "../../../core/time.ts";
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
  statements: store.Statements,
  intake: UsageIntake,
  quarantineId: bigint,
  now: Instant,
  by: string,
): Promise<void> {
  const row = await waitingRow(statements, quarantineId);
  const event = eventOfRow(row);
  if (event.refused) throw NotReleasable({ values: event.texts });
  const [outcome] = await intake.take([event], now, true);
  if (outcome?.status === "accepted" || (outcome?.status === "duplicate" && outcome.reason === undefined)) {
    await store.decideQuarantine(statements, [quarantineId], "released", now, by);
    return;
  }
  const why = outcome?.problem?.texts ?? (outcome?.reason && QUARANTINE_REASONS[outcome.reason]);
  throw NotReleasable(why ? { values: why } : {});
}

/** A person decides that an event never happened: it stays here, and its id stays taken. Refuses as releaseByHand does. */
export async function dismissByHand(
  statements: store.Statements,
  quarantineId: bigint,
  now: Instant,
  by: string,
): Promise<void> {
  await waitingRow(statements, quarantineId);
  const decided = await store.decideQuarantine(statements, [quarantineId], "dismissed", now, by);
  if (decided === 0) throw QuarantineDecided({ values: { id: String(quarantineId) } });
}

async function waitingRow(statements: store.Statements, quarantineId: bigint): Promise<store.QuarantineRow> {
  const row = await store.quarantineRow(statements, quarantineId);
  if (!row) throw QuarantineUnknown({ values: { id: String(quarantineId) } });
  if (row.state !== "waiting") throw QuarantineDecided({ values: { id: String(quarantineId) } });
  return row;
}
