import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

import type { Clock } from "../clock.ts";
import type { Database } from "../db.ts";
import type { Logger } from "../log.ts";
import type { Authority } from "./access.ts";
import type { Metrics } from "./metrics.ts";
import type { Route } from "./route.ts";

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
  /** True behind a reverse proxy that sets X-Forwarded-For and X-Forwarded-Proto itself. */
  readonly trustProxy?: boolean;
  /** How long requests in hand may take once the server is closed; then their connections are cut. */
  readonly closeGraceMs?: number;
  /** One in so many successful requests is logged; every failed one is. 0 logs failures only. */
  readonly logEvery?: number;
  /** Sign-in (src/platform/identity/mount.ts) and the console's files are added here. */
  readonly extend?: readonly ((server: FastifyInstance) => Promise<void> | void)[];
  /** Answers a GET that no route knows with the console's page; false when the address is not the console's. */
  readonly page?: (request: FastifyRequest, reply: FastifyReply) => boolean;
}
