import { hash } from "node:crypto";

import { refusal } from "../../../core/errors.ts";
import { formatPid, type ProjectId } from "../../../core/ids.ts";
import type { Instant } from "../../../core/time.ts";
import type { Tx } from "../../../platform/db.ts";
import { holdLock } from "../../../platform/locks.ts";
import * as store from "./failure-store.ts";
import { recordAct } from "../../../platform/record-act.ts";
import { usageSetAside } from "../acts.ts";

export const NothingToSetAside = refusal(
  "nothing_to_set_aside",
  409,
  "Проект {project} начисляется: откладывать нечего",
  "The project {project} is charged: there is nothing to set aside",
);

export const OtherUsageCostsMost = refusal(
  "other_usage_costs_most",
  409,
  "Теперь начислению проекта {project} мешает другое потребление: посмотрите список ещё раз",
  "Other usage keeps the project {project} from being charged by now: look at the list again",
);

/** The usage that a decision is about, as it was shown. */
export type ShownUsage = Pick<store.CostliestEvent, "resource" | "skuCode" | "day" | "quantity">;

/**
 * The way out for a project that cannot be charged and so holds its region's close: the event that costs the most of what is
 * still to be charged counts as nothing from now on, visibly, until its sender corrects it. The project is tried again at
 * once; should another event keep it, that one is named next. Atomic with the caller. Refuses NothingToSetAside (also while
 * it is still to be tried again) and, when the decision is about `shown` and another event costs the most, OtherUsageCostsMost.
 */
export async function setAside(
  tx: Tx,
  projectId: ProjectId,
  now: Instant,
  who: string,
  shown?: ShownUsage,
): Promise<store.CostliestEvent> {
  const event = (await store.failsByUsage(tx, projectId)) ? await store.costliestEvent(tx, projectId) : null;
  const values = { project: formatPid(projectId) };
  if (!event || /^0*(\.0*)?$/.test(event.quantity)) throw NothingToSetAside({ values });
  if (shown && !isShown(event, shown)) throw OtherUsageCostsMost({ values });
  await holdLock(tx, "corrections", String(event.sourceId));
  await store.replaceByNothing(tx, event, { eventId: idOf(event), now, who });
  await store.retryNow(tx, projectId, now);
  const { resource, skuCode: sku, day, quantity } = event;
  await recordAct(tx, usageSetAside, now, {
    subjects: [{ kind: "project", id: projectId }],
    thing: `usage_event:${event.source} ${event.eventId}`,
    before: { resource, sku, day, quantity },
    after: { quantity: "0", note: who },
  });
  return event;
}

function isShown(event: ShownUsage, shown: ShownUsage): boolean {
  return (["resource", "skuCode", "day", "quantity"] as const).every((part) => event[part] === shown[part]);
}

/** Of the replacement: a UUID of version 8, as every id that is hashed (decision 0007). */
function idOf({ source, eventId }: store.CostliestEvent): string {
  const hex = hash("sha256", `set aside\u0000${source}\u0000${eventId}`, "hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
