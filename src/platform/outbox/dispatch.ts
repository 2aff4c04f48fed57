import { subjectKey } from "../../core/subject.ts";
import { type Instant, plus } from "../../core/time.ts";
import type { Clock } from "../clock.ts";
import type { Database, Tx } from "../db.ts";
import * as store from "./store.ts";
import type { Attempt, OutboxMessage } from "./store.ts";
import type { Topics } from "./topic.ts";

export type { OutboxMessage } from "./store.ts";

/** How one attempt ended. `refused` is for good: the message is closed as failed and never sent again by itself. */
export interface SendResult {
  readonly outcome: "delivered" | "retry" | "refused";
  /** The reply's HTTP or SMTP code. */
  readonly status: number | null;
  /** Why not, in one line. */
  readonly detail: string | null;
  /** What exactly was sent, without secrets: kept in the attempt. */
  readonly sent: Readonly<Record<string, unknown>>;
  /** The receiver's own wish (Retry-After): never earlier than that. */
  readonly retryAfterMs?: number;
}

export interface RetryPolicy {
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
  /** After so many failures in a row a message is parked: shown to the operator, still tried every maxDelayMs. */
  readonly parkAfter: number;
}

/** Carries messages of one destination out of the house. */
export interface Sender {
  /** An attempt that takes longer counts as failed, whatever the sender itself does. */
  readonly timeoutMs: number;
  readonly retry: RetryPolicy;
  /** A thrown error is an attempt that failed: the message stays. */
  send(message: OutboxMessage, signal: AbortSignal): Promise<SendResult>;
  /** What follows from an attempt, in the transaction that records it, so that delivery states commit with it. */
  readonly afterAttempt?:
    | ((tx: Tx, message: OutboxMessage, result: SendResult, now: Instant) => Promise<void>)
    | undefined;
}

export type Senders = Readonly<Record<string, Sender>>;

export interface DispatchParts {
  readonly database: Database;
  /** Machine time (docs/decisions/0009-outbox-time-and-order.md). */
  readonly clock: Clock;
  /** Every topic that may be in the outbox. */
  readonly topics: Topics;
  readonly senders: Senders;
}

export interface DispatchReport {
  readonly claimed: number;
  /** Put aside behind an open message of their stream: looking again may find more. */
  readonly deferred: number;
  readonly delivered: number;
  readonly retried: number;
  readonly refused: number;
}

const CHAIN = 20;
const LEASE_MARGIN_MS = 5_000;
const GRACE_MS = 250;

/**
 * Sends what is due, at most `limit` streams (subject and destination) of each destination at a time, all of them side by
 * side and each strictly in order: a message leaves only when all before it are closed. At least once: a message is
 * leased, sent outside any transaction, then marked, so a crash in between causes a repeat. Several workers may call it at
 * once. A message that is not of a known topic is not sent but parked at once, in its place of the order.
 */
export async function dispatchDue(parts: DispatchParts, limit = 16, stop?: AbortSignal): Promise<DispatchReport> {
  const { database, clock, topics, senders } = parts;
  const destinations = Object.entries(senders).map(async ([destination, sender]) => {
    const leaseUntil = plus(clock.now(), 2 * sender.timeoutMs + LEASE_MARGIN_MS);
    const request = { destination, now: clock.now(), leaseUntil, streams: limit, chain: CHAIN };
    const { messages, deferred } = await database.transaction((tx) => store.claim(tx, request));
    const round: Round = { database, clock, topics, sender, leaseUntil, stop };
    const outcomes = await Promise.all(streams(messages).map((stream) => sendStream(round, stream)));
    return { outcomes: outcomes.flat(), deferred };
  });
  return count(await Promise.all(destinations));
}

/** The delay before attempt `failures + 1`: doubled each time, the upper half of it spread by message and attempt. */
export function retryDelayMs(policy: RetryPolicy, failures: number, messageId: bigint): number {
  const full = Math.min(policy.maxDelayMs, policy.firstDelayMs * 2 ** Math.min(failures - 1, 40));
  return Math.round(full / 2 + (full / 2) * spread(messageId, failures));
}

interface Round extends Omit<DispatchParts, "senders"> {
  readonly sender: Sender;
  readonly leaseUntil: Instant;
  readonly stop: AbortSignal | undefined;
}

type Outcome = SendResult["outcome"];

async function sendStream(round: Round, stream: readonly OutboxMessage[]): Promise<(Outcome | "released")[]> {
  const outcomes: (Outcome | "released")[] = [];
  for (const [index, message] of stream.entries()) {
    // The next one must be over before the lease is, else another worker would send it at the same time.
    const late = round.clock.now() + round.sender.timeoutMs > round.leaseUntil - LEASE_MARGIN_MS;
    const held = outcomes.at(-1) === "retry" || (index > 0 && late) || round.stop?.aborted === true;
    if (held) {
      const rest = stream.slice(index);
      await round.database.transaction((tx) => store.release(tx, rest, round.leaseUntil));
      return outcomes.concat(rest.map(() => "released" as const));
    }
    outcomes.push(await sendOne(round, message));
  }
  return outcomes;
}

async function sendOne(round: Round, message: OutboxMessage): Promise<Outcome> {
  const startedAt = round.clock.now();
  const problem = problemOf(round.topics, message);
  if (problem !== null) {
    const result = { outcome: "retry" as const, status: null, detail: problem, sent: {} };
    // Repeating soon helps nothing: a person is asked at once, and it is tried again seldom, perhaps by a newer program.
    const { sender } = round;
    const retry = { ...sender.retry, firstDelayMs: sender.retry.maxDelayMs, parkAfter: 0 };
    await record({ ...round, sender: { ...sender, retry, afterAttempt: undefined } }, message, result, startedAt);
    return "retry";
  }
  const result = await attempt(round, message);
  try {
    await record(round, message, result, startedAt);
    return result.outcome;
  } catch (error) {
    // What followed from it could not be recorded: try again later rather than lose it, and say why.
    const failed = { ...result, outcome: "retry" as const, detail: `not recorded: ${describe(error)}` };
    await record({ ...round, sender: { ...round.sender, afterAttempt: undefined } }, message, failed, startedAt);
    return "retry";
  }
}

function problemOf(topics: Topics, message: OutboxMessage): string | null {
  const topic = topics.get(message.topic);
  return topic ? topic.problemOf(message) : `unknown topic ${message.topic}`;
}

function record(round: Round, message: OutboxMessage, result: SendResult, startedAt: Instant): Promise<void> {
  const { sender, clock, leaseUntil } = round;
  return round.database.transaction(async (tx) => {
    const now = clock.now();
    const { outcome, status, detail, sent } = result;
    const kept: Attempt = { startedAt, durationMs: Math.max(0, now - startedAt), outcome, status, detail, sent };
    if (outcome === "retry") {
      const failures = message.failures + 1;
      const delay = Math.max(retryDelayMs(sender.retry, failures, message.messageId), result.retryAfterMs ?? 0);
      const nextAttemptAt = plus(now, Math.min(delay, sender.retry.maxDelayMs));
      const parkedAt = failures >= sender.retry.parkAfter ? now : null;
      await store.recordFailure(tx, message, kept, { leaseUntil, nextAttemptAt, parkedAt });
    } else {
      await store.recordClosed(tx, message, kept, now);
    }
    await sender.afterAttempt?.(tx, message, result, now);
  });
}

async function attempt({ sender, stop }: Round, message: OutboxMessage): Promise<SendResult> {
  const deadline = AbortSignal.timeout(sender.timeoutMs);
  const signal = stop ? AbortSignal.any([deadline, stop]) : deadline;
  try {
    return await Promise.race([sender.send(message, signal), aborted(signal)]);
  } catch (error) {
    const reason = deadline.aborted ? `no answer in ${sender.timeoutMs} ms` : describe(error);
    return { outcome: "retry", status: null, detail: stop?.aborted ? "interrupted" : reason, sent: {} };
  }
}

/** Rejects a little after the signal, so that a sender that heeds it can still say what it had sent. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const give = () => setTimeout(() => reject(signal.reason as Error), GRACE_MS).unref();
    if (signal.aborted) give();
    else signal.addEventListener("abort", give, { once: true });
  });
}

/** Messages of a stream stay together and in order; each unordered message is a stream of its own. */
function streams(messages: readonly OutboxMessage[]): OutboxMessage[][] {
  const bySubject = new Map<string, OutboxMessage[]>();
  const all: OutboxMessage[][] = [];
  for (const message of messages) {
    const key = subjectKey(message.subject);
    const stream = message.ordered ? bySubject.get(key) : undefined;
    if (stream) {
      stream.push(message);
      continue;
    }
    const started = [message];
    if (message.ordered) bySubject.set(key, started);
    all.push(started);
  }
  return all;
}

function count(rounds: readonly { outcomes: readonly (Outcome | "released")[]; deferred: number }[]): DispatchReport {
  const outcomes = rounds.flatMap((round) => round.outcomes);
  const of = (wanted: Outcome) => outcomes.filter((outcome) => outcome === wanted).length;
  return {
    claimed: outcomes.length,
    deferred: rounds.reduce((sum, round) => sum + round.deferred, 0),
    delivered: of("delivered"),
    retried: of("retry"),
    refused: of("refused"),
  };
}

/** A fraction of one that depends on nothing but its arguments (32-bit finalizer of MurmurHash3). */
function spread(messageId: bigint, failures: number): number {
  let hash = (Number(BigInt.asUintN(32, messageId)) ^ Math.imul(failures, 0x9e3779b1)) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35) >>> 0;
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

function describe(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : String(error);
  return text.slice(0, 500);
}
