import { balanceJobs } from "../modules/balance/index.ts";
import { type ClosePorts, closingJobs } from "../modules/closing/index.ts";
import { digestJob, notificationJobs } from "../modules/notifications/index.ts";
import { mailRetention, requestJobs } from "../modules/requests/index.ts";
import { proposalJobs } from "../modules/proposals/index.ts";
import { reportJobs } from "../modules/reports/index.ts";
import { usageJobs } from "../modules/usage/index.ts";
import { type ChainPorts, auditJobs } from "../platform/audit/index.ts";
import { checkJobs } from "../platform/check/index.ts";
import { systemClock } from "../platform/clock.ts";
import type { Job } from "../platform/jobs/index.ts";
import { identityRetention } from "../platform/identity/index.ts";
import { outboxRetention } from "../platform/outbox/index.ts";
import { securityRetention } from "../platform/security/index.ts";
import { erasureJobs, erasureRetention } from "../modules/tenancy/index.ts";
import type { Uploads } from "../platform/uploads/index.ts";
import { type AlarmParts, alarmJob } from "./alarms.ts";
import { PERSONAL } from "./personal-data.ts";
import { PROPOSAL_KINDS } from "./proposal-kinds.ts";

/** What falls due by business time, in the order in which a moved clock has it done: deletions follow charging. */
export function dueJobs(): Job[] {
  return [
    ...usageJobs(),
    ...balanceJobs(),
    ...requestJobs(),
    ...proposalJobs(PROPOSAL_KINDS),
    ...reportJobs(),
    ...erasureJobs(PERSONAL),
    digestJob(),
  ];
}

export interface JobPorts {
  readonly close: ClosePorts;
  readonly audit: ChainPorts;
  readonly uploads: Uploads;
  readonly alarms: AlarmParts;
  /** How long delivered messages are kept. */
  readonly outboxDays: number;
}

/** Every background job of the program; one that is not listed here is done by nobody. */
export function allJobs(ports: JobPorts): Job[] {
  return [
    ...dueJobs(),
    alarmJob(ports.alarms),
    outboxRetention(systemClock, ports.outboxDays),
    identityRetention(systemClock),
    securityRetention(systemClock),
    erasureRetention(systemClock),
    ...notificationJobs(systemClock),
    ...auditJobs(ports.audit),
    ports.uploads.sweep(),
    ports.uploads.sweepObjects(),
    ...checkJobs(systemClock),
    mailRetention(systemClock),
    ...closingJobs(ports.close),
  ];
}
