import { HOUR, MINUTE } from "../../core/time.ts";

export const ALARM_SEVERITIES = ["info", "warning", "critical"] as const;
export type AlarmSeverity = (typeof ALARM_SEVERITIES)[number];

interface AlarmKind {
  /** `info` is told in the console alone. */
  readonly severity: AlarmSeverity;
  /** How long it lasts before anybody is told: what ends by itself as a rule. */
  readonly afterMs: number;
  /** What of it another machine may see otherwise: each of them raises and ends its own. */
  readonly ofMachine: boolean;
}

const kind = (severity: AlarmSeverity, afterMs = 0, ofMachine = false): AlarmKind => ({ severity, afterMs, ofMachine });

/** What may wait for a person, the gravest first (reliability 69). */
export const ALARM_KINDS = {
  automation_halt: kind("critical"),
  books_broken: kind("critical"),
  // Not what is started or replaced at this moment.
  worker_silent: kind("critical", 2 * MINUTE),
  worker_behind: kind("critical"),
  charging_behind: kind("critical"),
  clocks_differ: kind("critical", 0, true),
  disk_nearly_full: kind("critical", 0, true),
  file_storage_away: kind("critical", 5 * MINUTE, true),
  database_rights: kind("warning"),
  metering_silent: kind("critical"),
  not_charged: kind("warning"),
  quarantine: kind("warning"),
  unpriced_usage: kind("warning"),
  suspense: kind("info"),
  proposal_expiring: kind("warning"),
  outbox_parked: kind("warning"),
  outbox_refused: kind("warning"),
  job_parked: kind("warning"),
  // A close that goes on is no trouble: one that stopped is.
  month_close: kind("warning", HOUR),
} as const satisfies Readonly<Record<string, AlarmKind>>;

export type AlarmCode = keyof typeof ALARM_KINDS;
export const ALARMS = Object.keys(ALARM_KINDS) as readonly AlarmCode[];
