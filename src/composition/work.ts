import type { Instant } from "../core/time.ts";
import { SandboxClock } from "../platform/sandbox-clock.ts";
import { playTime } from "./play-time.ts";
import { type ServiceParts, type Services, startServices } from "./services.ts";

/** The worker role as a process or a thread starts it: in the sandbox its pages can play time on its own clock. */
export function startWork({
  config,
  database,
  clock,
  log,
  printing,
  logins = [],
}: Omit<ServiceParts, "playTo">): Promise<Services> {
  const movable = clock instanceof SandboxClock ? clock : null;
  const playTo = movable && ((target: Instant) => playTime({ database, clock: movable, log }, target, false));
  return startServices({ config, database, clock, log, printing, logins, ...(playTo ? { playTo } : {}) });
}
