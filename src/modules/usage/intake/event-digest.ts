import { hash } from "node:crypto";

import type { UsageEvent } from "./event.ts";
import { wordAt } from "./resource-id.ts";

/** No text of an event holds this character, so the parts cannot run into each other. */
const BREAK = "\u001f";

/**
 * The first eight bytes of the SHA-256 of an event's meaning, as two words: decimals, instants and labels are in their
 * one normal spelling, so the same event written differently in JSON has the same digest. A bill's row says itself what it means: names and tags
 * that bills fill in later are no part of that. `into` has two places.
 */
export function eventDigest(event: UsageEvent, into: Uint32Array): void {
  const digest = hash("sha256", event.bill?.meaning ?? meaningOf(event), "binary");
  into[0] = wordAt(digest, 0);
  into[1] = wordAt(digest, 4);
}

function meaningOf(event: UsageEvent): string {
  const described = event.labels === null ? "" : `${event.labels}${BREAK}${event.name ?? ""}`;
  return (
    event.source +
    BREAK +
    event.id +
    BREAK +
    event.type +
    BREAK +
    event.subject +
    BREAK +
    event.pid +
    BREAK +
    event.resource +
    BREAK +
    event.sku +
    BREAK +
    event.unit +
    BREAK +
    event.quantity +
    BREAK +
    event.time +
    BREAK +
    (event.since ?? "") +
    BREAK +
    (event.supersedes ?? "") +
    BREAK +
    described
  );
}
