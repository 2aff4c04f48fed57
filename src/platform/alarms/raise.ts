import { hostname } from "node:os";

import { DAY, HOUR, type Instant, plus } from "../../core/time.ts";
import type { Tx } from "../db.ts";
import { holdLock } from "../locks.ts";
import { type OutboxDraft, enqueue } from "../outbox/index.ts";
import { ALARMS, ALARM_KINDS, type AlarmCode } from "./alarm.ts";
import { type RaisedAlarm, endUnseen, takeUntold, upsertSeen } from "./store.ts";
import { alarmNotice } from "./topics.ts";

/** What a look finds that waits for a person. */
export interface Finding {
  readonly alarm: AlarmCode;
  /** Tells apart what begins and ends by itself; of few kinds, never of single projects. Empty: there is but one. */
  readonly subject: string;
  readonly count: number;
  readonly since: Instant | null;
}

/** Within so long of its end it is the same alarm that comes back, and within so long of a letter there is no other of it. */
const QUIET = HOUR;
/** A machine that did not look for so long is gone. */
const MACHINE_GONE = DAY;
const LONGEST_SUBJECT = 200;

export interface AlarmPeople {
  /** Who is told of an alarm: numbers of users, few. */
  (tx: Tx, alarm: AlarmCode): Promise<readonly bigint[]>;
}

/**
 * Holds the lock under which looks follow one another: what is found and what is noted is then of one moment. To be taken before
 * looking.
 */
export function beginLook(tx: Tx): Promise<void> {
  return holdLock(tx, "alarms");
}

/**
 * Notes what was found, in the transaction that looked: an alarm begins, goes on, comes back, or ends. Who minds it is told when
 * it begins (NTF-01), once; when it comes back, not before an hour after they were told, and if it still lasts then; when it is
 * over, in the console. `now` is business time. A handful of statements, however often it is called.
 */
export async function raiseAlarms(tx: Tx, found: readonly Finding[], now: Instant, people: AlarmPeople): Promise<void> {
  const seen = found.map(({ alarm, subject, count }) => {
    const { severity, ofMachine } = ALARM_KINDS[alarm];
    return { alarm, subject: ofMachine ? machine() : subject.slice(0, LONGEST_SUBJECT), severity, count };
  });
  const ofMachines = ALARMS.filter((alarm) => ALARM_KINDS[alarm].ofMachine);
  const ended = await endUnseen(tx, seen, { now, ofMachines, machine: machine(), goneSince: plus(now, -MACHINE_GONE) });
  await upsertSeen(tx, seen, now, plus(now, -QUIET));
  const waits = ALARMS.map((alarm) => ({ alarm, toldFrom: plus(now, -ALARM_KINDS[alarm].afterMs) }));
  const begun = await takeUntold(tx, waits, now, plus(now, -QUIET));
  const drafts: OutboxDraft[] = [];
  for (const one of begun) {
    const inConsole = one.severity === "info";
    for (const userNo of await people(tx, one.alarm)) drafts.push(notice(one, userNo, now, inConsole));
  }
  // Who was not told that it began need not hear that it ended.
  for (const one of ended.filter(({ toldAt, resumedAt }) => toldAt !== null && toldAt >= resumedAt))
    for (const userNo of await people(tx, one.alarm)) drafts.push(notice(one, userNo, now, true));
  await enqueue(tx, drafts);
}

function machine(): string {
  return hostname().slice(0, LONGEST_SUBJECT);
}

function notice(one: RaisedAlarm, userNo: bigint, now: Instant, inConsole: boolean): OutboxDraft {
  const { alarm, subject: about, severity, begunAt: since, resumedAt, endedAt, count, times } = one;
  const what = { alarm, about, severity, since, count, times };
  const told =
    endedAt === null ? ({ notice: "begun", at: resumedAt } as const) : ({ notice: "ended", at: endedAt } as const);
  const draft = alarmNotice.message(userNo, { ...what, ...told }, now);
  return inConsole && draft.twin ? draft.twin : draft;
}
