import { DAY, type Instant, plus } from "../../core/time.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Tx } from "../../platform/db.ts";
import { enqueue } from "../../platform/outbox/index.ts";
import { staffWith, userByEmail } from "../tenancy/index.ts";
import { type By, change, held, put, tell } from "./act-on-request.ts";
import { isUnwanted, lockUnraised, selectSiblings, updateRaised, upsertRating, upsertUnwanted } from "./desk-store.ts";
import { DEPARTMENTS, type Department } from "./kinds/index.ts";
import { ActNotPossible, NotTheSameAsker, type Request, RequestChanged, SYSTEM } from "./request.ts";
import { insertEvent, insertMessage } from "./thread-store.ts";
import { requestOverdue } from "./topics.ts";

/** Whom breaches of all departments are raised to. */
export const HEADS = ["operator"] as const;
/** Of a large department so many are told of what is nobody's. */
const MOST_TOLD = 20;
const UNWANTED_FOR = 30 * DAY;
const MOST_SIBLINGS = 50;

/**
 * Hands a case to another department: there it is nobody's until somebody takes it, and its deadline stays. Refuses
 * RequestUnknown, RequestChanged; ActNotPossible for one that is closed.
 */
export async function transferRequest(tx: Tx, requestId: bigint, department: Department, by: By): Promise<Request> {
  const request = await held(tx, requestId, by);
  if (request.closedAt !== null) throw ActNotPossible();
  if (request.department === department) return request;
  const details = { from: request.department, to: department };
  return put(tx, request, { department, assigneeUserId: null }, { act: "transfer", details, ...by });
}

/**
 * Closes a case because another one of the same customer goes on in its stead; both say so, and what is written to the first
 * by mail lands in the other. Refuses RequestUnknown, RequestChanged, ActNotPossible, NotTheSameAsker.
 */
export async function mergeRequest(tx: Tx, requestId: bigint, intoId: bigint, by: By): Promise<Request> {
  if (requestId === intoId) throw NotTheSameAsker({ field: "into" });
  // Always in the order of ids, so that two who join crosswise wait for each other and nobody is stuck.
  const [first, second] = requestId < intoId ? [requestId, intoId] : [intoId, requestId];
  const { by: person, version, now } = by;
  const locked = [await held(tx, first, { by: person, now }), await held(tx, second, { by: person, now })] as const;
  const [source, target] = requestId < intoId ? locked : [locked[1], locked[0]];
  if (version !== undefined && version !== source.version) throw RequestChanged();
  const siblings = await selectSiblings(tx, source, MOST_SIBLINGS);
  if (!siblings.some((one) => one.requestId === intoId)) throw NotTheSameAsker({ field: "into" });
  const merged = await change(tx, source, {
    act: "merge",
    patch: { mergedInto: intoId },
    details: { number: target.number },
    ...by,
  });
  await say(tx, source, JOINED[source.language](target.number), false, now);
  await say(tx, target, TAKEN_IN[target.language](source), true, now);
  const event = { at: now, by: person, fromState: target.state, toState: target.state };
  await insertEvent(tx, intoId, { ...event, act: "joined", details: { number: source.number } });
  await tell(tx, source, "merged", null, now);
  return merged;
}

/**
 * Turns an unwanted mail away: it is closed without a letter, and for a month what its sender writes opens no case, unless it
 * is the address of a user. Refuses RequestUnknown, RequestChanged; ActNotPossible for what did not come by mail or belongs to
 * a project.
 */
export async function turnAway(tx: Tx, requestId: bigint, machineClock: Clock, by: By): Promise<Request> {
  const request = await held(tx, requestId, by);
  if (!mayTurnAway(request)) throw ActNotPossible();
  const closed = await change(tx, request, { act: "spam", ...by });
  await upsertUnwanted(tx, request.requesterEmail, plus(machineClock.now(), UNWANTED_FOR), requestId);
  return closed;
}

export function mayTurnAway({ source, projectId }: Request): boolean {
  return source === "mail" && projectId === null;
}

/** Whether a new mail of this sender opens nothing. Nobody can shut a user out by writing under the user's address. */
export async function opensNothing(tx: Tx, sender: string, machineNow: Instant): Promise<boolean> {
  return (await isUnwanted(tx, sender, machineNow)) && (await userByEmail(tx, sender)) === null;
}

/** What who asked thinks of the answer. Refuses RequestUnknown; ActNotPossible before there is one. */
export async function rateRequest(
  tx: Tx,
  requestId: bigint,
  rating: { readonly score: number; readonly comment: string | null; readonly userId: string },
  by: By,
): Promise<void> {
  const request = await held(tx, requestId, by);
  if (!mayRate(request)) throw ActNotPossible();
  await upsertRating(tx, requestId, rating, by.now);
  const event = { at: by.now, by: by.by, fromState: request.state, toState: request.state };
  await insertEvent(tx, requestId, { ...event, act: "rate", details: { score: String(rating.score) } });
}

export function mayRate({ state, mergedInto }: Request): boolean {
  return mergedInto === null && (state === "answered" || state === "closed");
}

/**
 * REQ-11: tells staff of deadlines that have passed, once for each: whose case it is, or the department where it is nobody's,
 * and those to whom breaches of all departments are raised. Answers whether there is more.
 */
export async function raiseOverdue(tx: Tx, now: Instant, limit: number): Promise<boolean> {
  const late = await lockUnraised(tx, now, limit);
  for (const request of late) {
    await updateRaised(tx, request.requestId, now);
    const event = { at: now, act: "overdue", by: SYSTEM, fromState: request.state, toState: request.state };
    await insertEvent(tx, request.requestId, { ...event, details: {} });
    const told = await whoIsTold(tx, request);
    await enqueue(
      tx,
      told.map((userId) => requestOverdue.message(request.requestId, { userId, dueAt: request.dueAt ?? now }, now)),
    );
  }
  return late.length === limit;
}

async function whoIsTold(tx: Tx, { assigneeUserId, department }: Request): Promise<string[]> {
  const { roles } = DEPARTMENTS[department];
  const own = assigneeUserId === null ? (await staffWith(tx, roles)).map(({ userId }) => userId) : [assigneeUserId];
  const heads = (await staffWith(tx, HEADS)).map(({ userId }) => userId);
  return [...new Set([...own.slice(0, MOST_TOLD), ...heads.slice(0, MOST_TOLD)])];
}

function say(tx: Tx, { requestId }: Request, text: string, isInternal: boolean, now: Instant): Promise<bigint> {
  return insertMessage(tx, { requestId, author: SYSTEM, isInternal, via: "console", text, writtenAt: now });
}

const JOINED = {
  ru: (number: string) => `Запрос объединён с ${number}: ответ будет там, дополнять тоже лучше там.`,
  en: (number: string) =>
    `This request was joined with ${number}: the answer comes there, and more is best added there.`,
} as const;
const TAKEN_IN = {
  ru: ({ number, title }: Request) => `Присоединён запрос ${number}: ${title}`,
  en: ({ number, title }: Request) => `Request ${number} was joined to this one: ${title}`,
} as const;
