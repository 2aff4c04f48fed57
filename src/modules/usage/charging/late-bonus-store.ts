import type { ProjectId } from "../../../core/ids.ts";
import type { Minor } from "../../../core/money.ts";
import { type Instant, type LocalDate, MINUTE } from "../../../core/time.ts";
import { type Tx, numberArray, textArray } from "../../../platform/db.ts";
import type { Region } from "../../tenancy/index.ts";
import { type ChargeDay, dayParameters } from "./charge-day.ts";
import { GRAINS_USED_BEFORE } from "./grain-sql.ts";
import type { BonusWindow, ChargedDay, MoneyGrain } from "./late-bonuses.ts";

/** What bonuses paid and might have paid, day by day. */

export interface WindowDay extends ChargedDay {
  readonly projectId: ProjectId;
  readonly bonusGroup: string;
  readonly chargedUntil: Instant;
}

/** What the services of each window's group were charged on its days so far; at most one row a project, group and day. */
export function selectWindowDays(
  tx: Tx,
  { bonusGroup }: Pick<Region, "bonusGroup">,
  windows: readonly BonusWindow[],
): Promise<WindowDay[]> {
  return tx.query<WindowDay>(
    `select c.project_id as "projectId", w.bonus_group as "bonusGroup", c.day, sum(c.amount_minor)::bigint as "amountMinor",
            sum(c.bonus_minor)::bigint as "byBonusMinor", max(c.charged_until) as "chargedUntil"
       from unnest($1::bigint[], $2::text[], $3::date[], $4::date[]) w(project_id, bonus_group, first_day, last_day)
       join charge c on c.project_id = w.project_id and c.day >= w.first_day and c.day <= coalesce(w.last_day, 'infinity')
       join sku k on k.sku_id = c.sku_id and k.bonus_group is not null and coalesce($5, k.bonus_group) = w.bonus_group
      group by c.project_id, w.bonus_group, c.day order by c.day`,
    [
      numberArray(windows.map((window) => window.projectId)),
      textArray(windows.map((window) => window.bonusGroup)),
      textArray(windows.map((window) => window.from)),
      textArray(windows.map((window) => window.to)),
      bonusGroup,
    ],
  );
}

export interface UsedGrain {
  readonly projectId: ProjectId;
  readonly bonusGroup: string;
  readonly resourceId: string;
  readonly skuId: number;
  readonly amountMinor: Minor;
}

/** What the grains of projects' day cost as far as they were used before a minute, rounded up (PRC-05). */
export async function selectUsedBefore(
  tx: Tx,
  day: ChargeDay,
  projectIds: readonly ProjectId[],
  minute: Instant,
): Promise<UsedGrain[]> {
  const targets = projectIds.map((projectId) => ({ projectId, untilMinute: Math.floor(minute / MINUTE) }));
  const rows = await tx.query<UsedGrain>(
    `with ${GRAINS_USED_BEFORE}
     select g.project_id as "projectId", k.bonus_group as "bonusGroup", g.resource_id as "resourceId", g.sku_id as "skuId",
            ceil_minor(g.numerator, k.divisor) as "amountMinor"
       from grain g join sku k using (sku_id) where k.bonus_group is not null`,
    dayParameters(day, targets),
  );
  return rows.map((row) => ({ ...row, bonusGroup: day.bonusGroup ?? row.bonusGroup }));
}

export interface MoneyGrainRow extends MoneyGrain {
  readonly projectId: ProjectId;
  readonly bonusGroup: string;
  readonly contractId: bigint;
}

/** The grains of projects' day that a bonus might pay for and money paid, in the order in which they are charged. */
export function selectMoneyGrains(
  tx: Tx,
  { bonusGroup }: Pick<Region, "bonusGroup">,
  day: LocalDate,
  projectIds: readonly ProjectId[],
): Promise<MoneyGrainRow[]> {
  return tx.query<MoneyGrainRow>(
    `select c.project_id as "projectId", coalesce($3, k.bonus_group) as "bonusGroup", c.resource_id as "resourceId", c.sku_id as "skuId",
            c.contract_id as "contractId", sum(c.amount_minor - c.bonus_minor)::bigint as "byMoneyMinor",
            sum(c.bonus_minor)::bigint as "byBonusMinor"
       from charge c join sku k using (sku_id)
      where c.project_id = any($1::bigint[]) and c.day = $2 and k.bonus_group is not null
      group by 1, 2, 3, 4, 5 having sum(c.amount_minor - c.bonus_minor) > 0 order by 1, 3, 4, 5`,
    [numberArray(projectIds), day, bonusGroup],
  );
}
