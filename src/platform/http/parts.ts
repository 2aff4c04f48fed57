import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

import type { Subject } from "../../core/subject.ts";
import type { Instant } from "../../core/time.ts";
import type { Act, RefusedAct } from "../act.ts";
import type { Clock } from "../clock.ts";
import type { Database, Tx } from "../db.ts";
import type { Logger } from "../log.ts";
import type { Markup } from "../markup.ts";
import type { Authority } from "./access.ts";
import type { Metrics } from "./metrics.ts";
import type { Figure } from "./condition.ts";
import type { Route } from "./route.ts";
import type { Patience, SpoolOptions } from "./spool.ts";
import type { SecurityRecorder } from "../security-fact.ts";

/** Where the acts of routes are recorded (AUD-01). */
export interface ActRecorder {
  /** After the work of an act: records it, unless the work told more of it itself. */
  done(
    tx: Tx,
    act: Act,
    at: Instant,
    facts: { readonly subjects: readonly Subject[]; readonly thing: string },
  ): Promise<void>;
  /** Never throws. */
  refused(refused: RefusedAct): Promise<void>;
}

/** What a server is put together of. */
export interface ServerParts {
  readonly routes: readonly Route[];
  readonly authority: Authority;
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Logger;
  /** Where customers reach us; its origin may send cookies with changing requests. */
  readonly publicUrl: string;
  readonly metrics?: Metrics;
  /** More than "the database answers": migrations are done, keys are loaded. Throws or answers false when not ready. */
  readonly ready?: () => Promise<boolean>;
  /** Addresses and networks of reverse proxies that set X-Forwarded-For themselves; nobody else's is believed. */
  readonly trustedProxies?: readonly string[];
  /** What happens at the doors is told to it (reliability 66). */
  readonly security?: SecurityRecorder;
  /** Whether the person of a session has shown not long ago who it is; without it nobody has. */
  readonly isProved?: (sessionId: string) => Promise<boolean>;
  /** Routes that are acts need it. */
  readonly audit?: ActRecorder;
  /** How the work of the platform stands, for metrics and readiness; asked every few seconds at most. */
  readonly condition?: () => Promise<readonly Figure[]>;
  /** How long requests in hand may take once the server is closed; then their connections are cut. */
  readonly closeGraceMs?: number;
  /** What one caller may ask a second of pages, acts and files (reliability 67); a hundred unless told. */
  readonly callsPerSecond?: number | undefined;
  /** How long a receiver may take for a file of so many bytes before its connection is cut (reliability 67). */
  readonly patience?: Patience;
  /** Bounds of the files that lie on the disk until they are sent. */
  readonly spool?: SpoolOptions;
  /** How long a request waits for its caller's turn before it is told to come again; twenty seconds unless told. */
  readonly longestWaitMs?: number | undefined;
  /** How late the process may be with its own turns before requests are told to come again; 0 never tells them. */
  readonly longestLoopDelayMs?: number;
  /** One in so many successful requests is logged; every failed one is. 0 logs failures only. */
  readonly logEvery?: number;
  /** Sign-in (src/platform/identity/mount.ts) and the console's files are added here. */
  readonly extend?: readonly ((server: FastifyInstance) => Promise<void> | void)[];
  /** What stands above the API's reader at /docs. */
  readonly guide?: () => Promise<Markup>;
  /** Answers a GET that no route knows with the console's page; false when the address is not the console's. */
  readonly page?: (request: FastifyRequest, reply: FastifyReply) => boolean;
}
