import { balanceJobs } from "../modules/balance/index.ts";
import { type ClosePorts, closingJobs } from "../modules/closing/index.ts";
import { usageJobs } from "../modules/usage/index.ts";
import { systemClock } from "../platform/clock.ts";
import type { Job } from "../platform/jobs/index.ts";
import { outboxRetention } from "../platform/outbox/index.ts";

/** What falls due by business time, in the order in which a moved clock has it done: deletions follow charging. */
export function dueJobs(): Job[] {
  return [...usageJobs(), ...balanceJobs()];
}

export interface JobPorts {
  readonly close: ClosePorts;
  /** How long delivered messages are kept. */
  readonly outboxDays: number;
}

/** Every background job of the program; one that is not listed here is done by nobody. */
export function allJobs(ports: JobPorts): Job[] {
  return [...dueJobs(), outboxRetention(systemClock, ports.outboxDays), ...closingJobs(ports.close)];
}
