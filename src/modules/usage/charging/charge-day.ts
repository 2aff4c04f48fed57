import type { ProjectId } from "../../../core/ids.ts";
import type { Minor } from "../../../core/money.ts";
import { type LocalDate, MINUTE, dayPeriod, firstDay, lastDayOf, monthOf } from "../../../core/time.ts";
import { numberArray } from "../../../platform/db.ts";
import type { Claim } from "../../balance/index.ts";
import type { Region } from "../../tenancy/index.ts";

/** The day that is being charged, with its bounds in minutes since the epoch. */
export interface ChargeDay {
  readonly day: LocalDate;
  readonly fromMinute: number;
  readonly toMinute: number;
  readonly monthStart: LocalDate;
  readonly lastOfMonth: boolean;
  /** The region's one group of all that bonuses may pay for; null: each SKU's own. */
  readonly bonusGroup: string | null;
}

/** A project and the minute up to which it is looked at. */
export interface Target {
  readonly projectId: ProjectId;
  readonly untilMinute: number;
  /** The end of the stretch that this minute is of, at which a bonus that pays was granted already; else the minute itself. */
  readonly grantedBefore?: number;
}

/** What a project has to pay of one bonus group; null: what no bonus may pay. */
export interface ProjectClaim extends Claim {
  readonly projectId: ProjectId;
}

export interface GrainRow {
  readonly projectId: ProjectId;
  readonly resourceId: string;
  readonly skuId: number;
  readonly bonusGroup: string | null;
  readonly priceId: bigint | null;
  readonly quantity: string;
  readonly numerator: string;
  readonly amountMinor: Minor;
}

/** A change of a grain under one contract; 0: none was in force. */
export interface StagedGrain extends GrainRow {
  readonly contractId: bigint;
}

/** The bounds of a region's day in whole minutes (REG-07). */
export function chargeDay(
  day: LocalDate,
  { timeZone, bonusGroup }: Pick<Region, "timeZone" | "bonusGroup">,
): ChargeDay {
  const period = dayPeriod(day, timeZone);
  const month = monthOf(day);
  return {
    day,
    fromMinute: period.start / MINUTE,
    toMinute: period.end / MINUTE,
    monthStart: firstDay(month),
    lastOfMonth: day === lastDayOf(month),
    bonusGroup,
  };
}

/** By which group a bonus may pay for a SKU of a group in a region (BAL-02); null: by none. */
export function groupIn({ bonusGroup }: Pick<Region, "bonusGroup">, own: string | null): string | null {
  return own === null ? null : (bonusGroup ?? own);
}

/** Claims of SKUs' own groups as those of the region. */
export function claimsIn(region: Pick<Region, "bonusGroup">, claims: readonly ProjectClaim[]): ProjectClaim[] {
  if (region.bonusGroup === null) return [...claims];
  const grouped = Map.groupBy(
    claims,
    ({ projectId, bonusGroup }) => `${projectId} ${bonusGroup === null ? "" : "bonus"}`,
  );
  return [...grouped.values()].flatMap(([first, ...rest]) =>
    first
      ? [
          {
            ...first,
            bonusGroup: groupIn(region, first.bonusGroup),
            amountMinor: rest.reduce((sum, claim) => sum + claim.amountMinor, first.amountMinor),
          },
        ]
      : [],
  );
}

/** $1 to $7 of the queries in grain-sql.ts. */
export function dayParameters(day: ChargeDay, targets: readonly Target[]): unknown[] {
  return [
    numberArray(targets.map((target) => target.projectId)),
    numberArray(targets.map((target) => target.untilMinute)),
    day.fromMinute,
    day.toMinute,
    day.day,
    day.monthStart,
    day.lastOfMonth,
  ];
}

const FEW = 50;

/**
 * For few projects a plan made once serves well; for many the statement is planned each time, for as many as they are: a
 * plan for few compares what is used with each price of the projects' lists.
 */
export function nameOf(name: string, targets: readonly unknown[]): string | undefined {
  return areFew(targets) ? name : undefined;
}

export function areFew(targets: readonly unknown[]): boolean {
  return targets.length <= FEW;
}
