import type { Instant, Zone } from "../../core/time.ts";
import { type BusinessCalendar, plusWorking, workingMinutes } from "../../core/working-time.ts";
import { type State, nextActor } from "./state.ts";

/** The clock of one request; pure. It runs in the working hours of the region's calendar while the provider acts next. */
export interface Deadline {
  readonly dueAt: Instant | null;
  /** What is left of it while the customer has to tell more. */
  readonly leftMinutes: number | null;
  /** When an answered or waiting request closes by itself. */
  readonly settlesAt: Instant | null;
}

export interface WorkingClock {
  readonly calendar: BusinessCalendar;
  readonly zone: Zone;
  /** Working hours that this kind of request is given. */
  readonly hours: number;
}

/** A customer who comes back at the last minute does not make a deadline that nobody can keep. */
const LEAST_MINUTES = 60;
/** Working days after which a request closes that its customer has not written to: answered, or asked for more. */
const SETTLES_AFTER = { answered: 5, waits_customer: 10 } as const;
const MINUTES_A_DAY = 8 * 60;

/** The deadline of a new request. */
export function firstDeadline(clock: WorkingClock, now: Instant): Deadline {
  return { dueAt: whole(clock, now), leftMinutes: null, settlesAt: null };
}

/**
 * The deadline after a change of state: it stands still while the customer has to tell more, goes on with what was left, and
 * begins anew when an answered or closed request is opened again.
 */
export function deadlineAfter(
  clock: WorkingClock,
  before: { readonly state: State } & Deadline,
  after: State,
  now: Instant,
): Deadline {
  const { calendar, zone } = clock;
  if (nextActor(after) === "provider") {
    return { dueAt: dueOf(clock, before, now), leftMinutes: null, settlesAt: null };
  }
  if (after !== "waits_customer" && after !== "answered") return { dueAt: null, leftMinutes: null, settlesAt: null };
  const settlesAt = plusWorking(calendar, zone, now, SETTLES_AFTER[after] * MINUTES_A_DAY);
  if (after === "answered") return { dueAt: null, leftMinutes: null, settlesAt };
  const left = before.dueAt === null ? clock.hours * 60 : workingMinutes(calendar, zone, now, before.dueAt);
  return { dueAt: null, leftMinutes: before.leftMinutes ?? left, settlesAt };
}

function dueOf(clock: WorkingClock, before: { readonly state: State } & Deadline, now: Instant): Instant {
  if (before.dueAt !== null) return before.dueAt;
  if (before.leftMinutes === null) return whole(clock, now);
  return plusWorking(clock.calendar, clock.zone, now, Math.max(before.leftMinutes, LEAST_MINUTES));
}

function whole({ calendar, zone, hours }: WorkingClock, now: Instant): Instant {
  return plusWorking(calendar, zone, now, hours * 60);
}
