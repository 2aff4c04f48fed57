import { type FastifyReply } from "fastify";

import { type Principal } from "./access.ts";
import { TooManyRequests } from "./problem.ts";

interface Bounds {
  /** How many of one caller's requests are worked on at once. */
  readonly running: number;
  /** How many more wait their turn, in order. */
  readonly waiting: number;
  /** Whether they count in the caller's rate. */
  readonly paced: boolean;
}

/**
 * What one caller may have of each kind of work at once (reliability 67). A route's share is a property of it; see shareOf for
 * those that do not say. Others hardly notice a caller who asks for more: the rest of its requests wait or are told when to
 * come again.
 */
const SHARES = {
  /** Read from memory or in one cheap statement that many requests share. */
  light: { running: 64, waiting: 1_000, paced: false },
  page: { running: 2, waiting: 100, paced: true },
  act: { running: 4, waiting: 60, paced: true },
  file: { running: 2, waiting: 20, paced: true },
  /** Takes long to make, and lies on the disk until its receiver has it (see Spool). */
  export: { running: 2, waiting: 0, paced: true },
  /** Machines that send much: bounded by the memory of their bodies as well. */
  intake: { running: 32, waiting: 500, paced: false },
} as const satisfies Record<string, Bounds>;

export type Share = keyof typeof SHARES;

/** Requests of one caller a second, and how many may come at once after a pause. */
const CALLS_PER_SECOND = 100;
const BURST_SECONDS = 10;
/** Who has waited so long for a turn is told to come again. */
const LONGEST_WAIT_MS = 20_000;
const MOST_CALLERS = 20_000;

interface Turn {
  start(): void;
  refuse(): void;
}

interface Lane {
  running: number;
  readonly waiting: Turn[];
}

export interface SharesOptions {
  readonly callsPerSecond?: number | undefined;
  readonly longestWaitMs?: number | undefined;
  /** Machine time in milliseconds that only goes forward. */
  readonly now?: () => number;
}

export class Shares {
  readonly #lanes = new Map<string, Lane>();
  /** Until when each caller's requests so far last, at the rate. */
  readonly #busyUntil = new Map<string, number>();
  /** How long a piece of work of each kind takes, as it goes. */
  readonly #usualMs = new Map<Share, number>();
  readonly #everyMs: number;
  readonly #longestWaitMs: number;
  readonly #now: () => number;

  constructor({ callsPerSecond = CALLS_PER_SECOND, longestWaitMs = LONGEST_WAIT_MS, now }: SharesOptions = {}) {
    this.#everyMs = 1_000 / callsPerSecond;
    this.#longestWaitMs = longestWaitMs;
    this.#now = now ?? (() => performance.now());
  }

  /** How many requests wait for their turn. */
  get waiting(): number {
    return [...this.#lanes.values()].reduce((sum, { waiting }) => sum + waiting.length, 0);
  }

  /**
   * Waits for the caller's turn; it ends with the reply, or when its receiver goes away. Refuses TooManyRequests with the
   * seconds that are left by the rate, or that the queue usually takes.
   */
  async enter(caller: string, share: Share, reply: Pick<FastifyReply, "raw">): Promise<void> {
    if (SHARES[share].paced) this.#pace(caller);
    const key = `${share} ${caller}`;
    const lane = this.#lanes.get(key) ?? { running: 0, waiting: [] };
    this.#lanes.set(key, lane);
    if (lane.running < SHARES[share].running) lane.running += 1;
    else await this.#wait(lane, share, reply);
    const begun = this.#now();
    onceClosed(reply, () => {
      const usual = this.#usualMs.get(share) ?? 0;
      this.#usualMs.set(share, usual + (this.#now() - begun - usual) / 8);
      // Its place goes to the one that has waited longest.
      const next = lane.waiting.shift();
      if (next) return next.start();
      lane.running -= 1;
      if (lane.running === 0) this.#lanes.delete(key);
    });
  }

  #pace(caller: string): void {
    const now = this.#now();
    if (this.#busyUntil.size >= MOST_CALLERS) this.#forgetIdle(now);
    const until = Math.max(now, this.#busyUntil.get(caller) ?? 0);
    const left = until - now - BURST_SECONDS * 1_000;
    if (left > 0) throw busy(left);
    this.#busyUntil.set(caller, until + this.#everyMs);
  }

  #forgetIdle(now: number): void {
    for (const [caller, until] of this.#busyUntil) if (until <= now) this.#busyUntil.delete(caller);
  }

  #wait(lane: Lane, share: Share, reply: Pick<FastifyReply, "raw">): Promise<void> {
    const { running, waiting } = SHARES[share];
    const usual = Math.max(1_000, ((this.#usualMs.get(share) ?? 0) * (lane.waiting.length + 1)) / running);
    if (lane.waiting.length >= waiting) throw busy(usual);
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        clearTimeout(timer);
        const place = lane.waiting.indexOf(turn);
        if (place >= 0) lane.waiting.splice(place, 1);
      };
      const turn: Turn = {
        start: () => {
          clearTimeout(timer);
          resolve();
        },
        refuse: () => {
          leave();
          reject(busy(usual));
        },
      };
      const timer = setTimeout(turn.refuse, this.#longestWaitMs);
      lane.waiting.push(turn);
      reply.raw.once("close", turn.refuse);
    });
  }
}

/** Whose requests share: a user with all tokens and sessions, a project with all its tokens, else a token or an address. */
export function callerKey(principal: Principal, address: string): string {
  switch (principal.kind) {
    case "user":
      return `user:${principal.visit?.staffUserId ?? principal.userId}`;
    case "project":
      return `project:${principal.projectId}`;
    case "service":
      return `token:${principal.tokenId}`;
    default:
      return `address:${address}`;
  }
}

function busy(leftMs: number) {
  return TooManyRequests({ values: { retryAfter: String(Math.ceil(leftMs / 1_000)) } });
}

/** Aborts when the reply is out or its receiver is gone. */
export function closing(reply: Pick<FastifyReply, "raw">): AbortSignal {
  const ended = new AbortController();
  onceClosed(reply, () => ended.abort());
  return ended.signal;
}

/** Whichever comes first: the reply is out, or its receiver is gone. */
function onceClosed({ raw }: Pick<FastifyReply, "raw">, then: () => void): void {
  let open = true;
  const end = (): void => {
    if (!open) return;
    open = false;
    then();
  };
  raw.once("finish", end);
  raw.once("close", end);
  if (raw.destroyed || raw.writableFinished) end();
}
