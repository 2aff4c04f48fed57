import type { ProjectId } from "../../../core/ids.ts";
import type { Minor } from "../../../core/money.ts";
import { type Instant, type LocalDate, type LocalMonth, dayPeriod, monthOf } from "../../../core/time.ts";
import type { Tx } from "../../../platform/db.ts";
import { type Return, bonusLots, settleBonuses } from "../../balance/index.ts";
import { bookingMonth } from "../../ledger/index.ts";
import type { Region } from "../../tenancy/index.ts";
import { chargeDay } from "./charge-day.ts";
import { backToLots, stagedReturns, writeReturns } from "./charge-staged.ts";
import * as store from "./late-bonus-store.ts";
import {
  type BonusWindow,
  type DayMore,
  type DaySlot,
  type MoneyGrain,
  bonusWindows,
  expiriesWithin,
  moreByDay,
  slotsOf,
  spentAfter,
  spread,
} from "./late-bonuses.ts";
import { addLotSpends } from "./lot-spend-store.ts";
import type { GrainReturn } from "./returns.ts";
import * as stage from "./stage-store.ts";

/** A window with what it was charged, and what its bonuses are to pay besides. */
interface Plan {
  readonly window: BonusWindow;
  readonly slots: readonly DaySlot[];
  readonly more: readonly DayMore[];
  /** What is found to be paid so, by day. */
  readonly moved: Map<LocalDate, Minor>;
}

/**
 * BAL-04, PRC-04: a bonus pays for supplies of its group from its grant to its expiry, whenever they become known. After days
 * behind the open one were charged anew, what money paid and a bonus would have paid had all been known in time is paid by
 * the bonus, expired or not; the money goes back to who paid. Written as visible changes in open months: no amount changes,
 * only who pays. Then decides freezing. `dirty`: the days that changed, of the `late` projects, which had bonuses.
 */
export async function settleLateBonuses(
  tx: Tx,
  region: Region,
  dirty: ReadonlyMap<LocalDate, readonly ProjectId[]>,
  late: ReadonlySet<ProjectId>,
  now: Instant,
): Promise<void> {
  const lots = await bonusLots(tx, region, [...late]);
  const changed = new Map<ProjectId, LocalDate[]>([...late].map((projectId) => [projectId, []]));
  for (const [day, projectIds] of dirty) for (const projectId of projectIds) changed.get(projectId)?.push(day);
  const windows = [...changed].flatMap(([projectId, days]) =>
    bonusWindows(projectId, lots.get(projectId) ?? [], days, region.timeZone),
  );
  const { plans, until } = await planWindows(tx, region, windows);
  const bookings = await payByBonus(tx, region, plans, until);
  const settlements = [...changed].map(([projectId, days]) => {
    const own = plans.filter((plan) => plan.window.projectId === projectId);
    const last = dayPeriod(
      days.reduce((a, b) => (a > b ? a : b)),
      region.timeZone,
    ).end;
    return {
      projectId,
      effectiveAt: last < now ? last : now,
      bookings: [...(bookings.get(projectId) ?? [])].map(([month, returns]) => ({ month, returns })),
      spent: new Map(own.flatMap(({ window, slots, moved }) => [...spentAfter(window, slots, moved)])),
    };
  });
  await settleBonuses(tx, region, settlements, now);
}

const dayKey = (projectId: ProjectId, day: LocalDate) => `${projectId} ${day}`;

async function planWindows(tx: Tx, region: Region, windows: readonly BonusWindow[]) {
  const zone = region.timeZone;
  const rows = windows.length > 0 ? await store.selectWindowDays(tx, region, windows) : [];
  const until = new Map<string, Instant>();
  for (const { projectId, day, chargedUntil } of rows) {
    const known = until.get(dayKey(projectId, day));
    if (known === undefined || known < chargedUntil) until.set(dayKey(projectId, day), chargedUntil);
  }
  const plans: Plan[] = [];
  for (const window of windows) {
    const days = rows.filter(
      (row) =>
        row.projectId === window.projectId &&
        row.bonusGroup === window.bonusGroup &&
        row.day >= window.from &&
        (window.to === null || row.day <= window.to),
    );
    const used = new Map<string, Minor>();
    for (const { day } of days) {
      for (const minute of expiriesWithin(window, day, zone)) {
        const grains = await store.selectUsedBefore(tx, chargeDay(day, region), [window.projectId], minute);
        const own = grains.filter((grain) => grain.bonusGroup === window.bonusGroup);
        used.set(
          `${day} ${minute}`,
          own.reduce((sum, grain) => sum + grain.amountMinor, 0n),
        );
      }
    }
    const slots = slotsOf(window, days, (day, minute) => used.get(`${day} ${minute}`) ?? 0n, zone);
    plans.push({ window, slots, more: moreByDay(window.lots, slots), moved: new Map() });
  }
  return { plans, until };
}

/** Writes day by day what grains give back and a bonus pays; answers the money to be given back by project and open month. */
async function payByBonus(
  tx: Tx,
  region: Region,
  plans: readonly Plan[],
  until: ReadonlyMap<string, Instant>,
): Promise<Map<ProjectId, Map<LocalMonth, Return[]>>> {
  const bookings = new Map<ProjectId, Map<LocalMonth, Return[]>>();
  const wanted = plans.flatMap((plan) => plan.more.map((more) => ({ plan, more })));
  const days = [...Map.groupBy(wanted, ({ more }) => more.day)].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [day, own] of days) {
    await stage.stageGivenBack(tx, await grainsToPay(tx, region, day, own));
    const staged = await stagedReturns(tx, day);
    const returned = new Map([...staged].map(([projectId, grains]) => [projectId, grains.map(paidByBonus)]));
    const month = await bookingMonth(tx, region.regionCode, monthOf(day));
    const given = await backToLots(tx, day, returned);
    const reached = [...returned.keys()].map((id) => [id, until.get(dayKey(id, day)) as Instant] as const);
    await writeReturns(tx, chargeDay(day, region), month, new Map(reached), returned);
    await addLotSpends(tx, day, month, given.spends);
    for (const [projectId, returns] of given.returns) {
      const byMonth = bookings.get(projectId) ?? new Map<LocalMonth, Return[]>();
      bookings.set(projectId, byMonth.set(month, [...(byMonth.get(month) ?? []), ...returns]));
    }
    for (const { plan } of own) plan.moved.set(day, movedOf(plan.window, returned));
  }
  return bookings;
}

/** The grains of a day that give back what bonuses are to pay more. */
async function grainsToPay(
  tx: Tx,
  region: Region,
  day: LocalDate,
  wanted: readonly { readonly plan: Plan; readonly more: DayMore }[],
) {
  const projectIds = [...new Set(wanted.map(({ plan }) => plan.window.projectId))];
  const rows = await store.selectMoneyGrains(tx, region, day, projectIds);
  const chosen = [];
  for (const { plan, more } of wanted) {
    const { projectId, bonusGroup } = plan.window;
    const grains = rows.filter((row) => row.projectId === projectId && row.bonusGroup === bonusGroup);
    const used = more.before
      ? await store.selectUsedBefore(tx, chargeDay(day, region), [projectId], more.before)
      : null;
    const due = new Map(used?.map((grain) => [`${grain.resourceId} ${grain.skuId}`, grain.amountMinor]));
    const dueOf = used && ((grain: MoneyGrain) => due.get(`${grain.resourceId} ${grain.skuId}`) ?? 0n);
    for (const { grain, minor } of spread(grains, more.minor, dueOf)) {
      chosen.push({ ...grain, amountMinor: -minor });
    }
  }
  return chosen;
}

/** What money paid of it is given back, and a bonus pays as much. */
function paidByBonus({ written, returns, uncovers }: GrainReturn): GrainReturn {
  const bonus = -(written.transfer + written.other + written.credit);
  return {
    written: { ...written, bonus },
    returns: returns.filter((one) => one.fundingSource !== "bonus"),
    uncovers,
    missingMinor: 0n,
  };
}

function movedOf(
  { projectId, bonusGroup }: BonusWindow,
  returned: ReadonlyMap<ProjectId, readonly GrainReturn[]>,
): Minor {
  const own = (returned.get(projectId) ?? []).filter(({ written }) => written.row.bonusGroup === bonusGroup);
  return own.reduce((sum, { written }) => sum + written.bonus, 0n);
}
