import type { ProjectId } from "../../../core/ids.ts";
import type { Minor } from "../../../core/money.ts";
import {
  type Instant,
  type LocalDate,
  type Zone,
  dateOf,
  dayPeriod,
  floorMinute,
  monthOf,
} from "../../../core/time.ts";
import { type BonusSlot, type Lot, planMoreBonus, spentByLot } from "../../balance/index.ts";

/** Bonuses of one group whose days of validity run into each other: what one pays or not, another may feel. */
export interface BonusWindow {
  readonly projectId: ProjectId;
  readonly bonusGroup: string;
  readonly lots: readonly Lot[];
  readonly from: LocalDate;
  /** Null: without end. */
  readonly to: LocalDate | null;
}

/** A project's windows that some of the given days lie in. */
export function bonusWindows(
  projectId: ProjectId,
  lots: readonly Lot[],
  days: readonly LocalDate[],
  zone: Zone,
): BonusWindow[] {
  const windows: BonusWindow[] = [];
  for (const lot of lots.toSorted((a, b) => a.receivedAt - b.receivedAt)) {
    if (lot.bonusGroup === null) continue;
    const own = {
      projectId,
      bonusGroup: lot.bonusGroup,
      lots: [lot],
      from: dateOf(lot.receivedAt as Instant, zone),
      to: lot.expiresAt === null ? null : dateOf(lot.expiresAt as Instant, zone),
    };
    const last = windows.findLastIndex((window) => window.bonusGroup === own.bonusGroup);
    const before = windows[last];
    if (before && (before.to === null || before.to >= own.from)) {
      const to = before.to === null || own.to === null ? null : before.to > own.to ? before.to : own.to;
      windows[last] = { ...before, lots: [...before.lots, lot], to };
    } else windows.push(own);
  }
  return windows.filter(({ from, to }) => days.some((day) => day >= from && (to === null || day <= to)));
}

/** The minutes inside a day at which some bonus of a window expires. */
export function expiriesWithin({ lots }: BonusWindow, day: LocalDate, zone: Zone): Instant[] {
  const { start, end } = dayPeriod(day, zone);
  const minutes = lots.flatMap((lot) => (lot.expiresAt === null ? [] : [floorMinute(lot.expiresAt as Instant)]));
  return [...new Set(minutes)].filter((minute) => minute > start && minute < end).sort((a, b) => a - b);
}

/** What a window's services were charged on a day, and how much of it a bonus paid. */
export interface ChargedDay {
  readonly day: LocalDate;
  readonly amountMinor: Minor;
  readonly byBonusMinor: Minor;
}

export interface DaySlot extends BonusSlot {
  readonly day: LocalDate;
}

/**
 * The slots of a window, days in order: a day is cut where a bonus expires in it, `dueAt` telling what was used up to there.
 * Under volume prices a day may cost less than nothing: the days of its month before it then cost so much less.
 */
export function slotsOf(
  window: BonusWindow,
  days: readonly ChargedDay[],
  dueAt: (day: LocalDate, minute: Instant) => Minor,
  zone: Zone,
): DaySlot[] {
  const amounts = netted(days, (day) => day.amountMinor);
  const bonuses = netted(days, (day) => day.byBonusMinor);
  return days.flatMap(({ day }, index) => {
    const whole = amounts[index] ?? 0n;
    const slots: DaySlot[] = [];
    let [reached, bonus] = [0n, bonuses[index] ?? 0n];
    const { end } = dayPeriod(day, zone);
    const ends = [...expiriesWithin(window, day, zone), end];
    for (const endsAt of ends) {
      const upTo = endsAt === end ? whole : least(dueAt(day, endsAt), whole);
      const amount = upTo > reached ? upTo - reached : 0n;
      const byBonusMinor = endsAt === end ? bonus : least(bonus, amount);
      const byMoneyMinor = amount > byBonusMinor ? amount - byBonusMinor : 0n;
      if (byBonusMinor > 0n || byMoneyMinor > 0n) slots.push({ day, endsAt, byBonusMinor, byMoneyMinor });
      reached += amount;
      bonus -= byBonusMinor;
    }
    return slots;
  });
}

function netted(days: readonly ChargedDay[], valueOf: (day: ChargedDay) => Minor): Minor[] {
  const values = days.map(valueOf);
  for (let index = values.length - 1; index >= 0; index -= 1) {
    const value = values[index] ?? 0n;
    if (value >= 0n) continue;
    values[index] = 0n;
    const [own, before] = [days[index], days[index - 1]];
    if (own && before && monthOf(own.day) === monthOf(before.day))
      values[index - 1] = (values[index - 1] ?? 0n) + value;
  }
  return values;
}

/** What bonuses are to pay more on a day: at most what was used by `before`, where that is not all of the day. */
export interface DayMore {
  readonly day: LocalDate;
  readonly minor: Minor;
  readonly before: Instant | null;
}

/** By day, days in order; days without any are missing. */
export function moreByDay(lots: readonly Lot[], slots: readonly DaySlot[]): DayMore[] {
  const more = planMoreBonus(lots, slots);
  const found = slots.map((slot, index) => ({ slot, minor: more[index] ?? 0n })).filter(({ minor }) => minor > 0n);
  return [...Map.groupBy(found, ({ slot }) => slot.day)].map(([day, own]) => {
    const endsAt = own.at(-1)?.slot.endsAt ?? null;
    const isWhole = !slots.some((slot) => slot.day === day && endsAt !== null && slot.endsAt > endsAt);
    return { day, minor: own.reduce((sum, { minor }) => sum + minor, 0n), before: isWhole ? null : endsAt };
  });
}

/** What each lot of a window has paid once bonuses pay `moved` of the days besides; only lots for which that changes. */
export function spentAfter(
  { lots }: BonusWindow,
  slots: readonly DaySlot[],
  moved: ReadonlyMap<LocalDate, Minor>,
): Map<bigint, Minor> {
  const left = new Map(moved);
  const after = slots.map((slot) => {
    const part = least(left.get(slot.day) ?? 0n, slot.byMoneyMinor);
    left.set(slot.day, (left.get(slot.day) ?? 0n) - part);
    return { ...slot, byBonusMinor: slot.byBonusMinor + part, byMoneyMinor: slot.byMoneyMinor - part };
  });
  const total = [...moved.values()].reduce((sum, minor) => sum + minor, 0n);
  const spent = spentByLot(lots, after, total) ?? new Map<bigint, Minor>();
  return new Map(
    lots.flatMap((lot) => {
      const paid = spent.get(lot.lotNo);
      const before = lot.grantedMinor - lot.remainingMinor - lot.expiredMinor;
      return paid === undefined || paid === before ? [] : [[lot.lotNo, paid] as const];
    }),
  );
}

/** A grain's part under a contract, and what of it money paid. */
export interface MoneyGrain {
  readonly resourceId: string;
  readonly skuId: number;
  readonly byMoneyMinor: Minor;
  readonly byBonusMinor: Minor;
}

/** Which grains give how much back, in their order; `dueOf`: what a grain cost up to where the bonus is valid. */
export function spread<Grain extends MoneyGrain>(
  grains: readonly Grain[],
  minor: Minor,
  dueOf: ((grain: MoneyGrain) => Minor) | null,
): { grain: Grain; minor: Minor }[] {
  const left = new Map<string, Minor>();
  const keyOf = (grain: MoneyGrain) => `${grain.resourceId} ${grain.skuId}`;
  for (const grain of dueOf ? grains : []) {
    const key = keyOf(grain);
    left.set(key, (left.get(key) ?? dueOf?.(grain) ?? 0n) - grain.byBonusMinor);
  }
  let due = minor;
  return grains.flatMap((grain) => {
    const room = dueOf ? (left.get(keyOf(grain)) ?? 0n) : grain.byMoneyMinor;
    const part = least(due, least(grain.byMoneyMinor, room));
    if (part <= 0n) return [];
    due -= part;
    left.set(keyOf(grain), room - part);
    return [{ grain, minor: part }];
  });
}

const least = (a: Minor, b: Minor): Minor => (a < b ? a : b);
