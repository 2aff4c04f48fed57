import type { ProjectId } from "../../../core/ids.ts";
import type { Minor } from "../../../core/money.ts";
import type { LocalDate } from "../../../core/time.ts";
import { type Tx, inOrder, numberArray, textArray } from "../../../platform/db.ts";
import { type DayPart, END_OF_TIME, NO_CONTRACT, dayParts } from "./contract-store.ts";
import {
  type ChargeDay,
  type ProjectClaim,
  type StagedGrain,
  type Target,
  areFew,
  dayParameters,
  nameOf,
} from "./charge-day.ts";
import { CHANGE_OF_PARTS, GRAINS_OF_CONTRACT, GRAINS_TO_CUT } from "./grain-sql.ts";
import { type ProjectDay, byDay } from "./schedule-store.ts";

/** The changes that a day's charges are about to make, put down so that they are computed once: `staged_change`. */

const STAGE = `
create temp table if not exists staged_change (
  project_id bigint, resource_id uuid, sku_id int, contract_id bigint, bonus_group text, price_id bigint,
  quantity numeric, numerator numeric, amount_minor bigint
) on commit delete rows`;

const STAGE_PARTS = `
create temp table if not exists staged_part (
  project_id bigint, resource_id uuid, sku_id int, part_no int, contract_id bigint, price_id bigint,
  quantity numeric, numerator numeric
) on commit delete rows`;

/** What is staged of a project and bonus group, summed. */
export interface StagedSum extends ProjectClaim {
  /** Without what gives money back. */
  readonly claimMinor: Minor;
  readonly givesBack: boolean;
}

/** What was put on the stage, and up to when each project is charged by it. */
export interface Staged {
  readonly targets: readonly Target[];
  /** In the order in which it is paid. */
  readonly sums: readonly StagedSum[];
}

/** Puts `change` on the stage, in the group $n: the region's one group of all that bonuses pay for, where there is one (BAL-02). */
const staged = (group: number): string => `, staged as (
  insert into staged_change
  select project_id, resource_id, sku_id, contract_id,
         case when bonus_group is not null then coalesce($${group}::text, bonus_group) end,
         price_id, quantity, numerator, amount_minor
    from change
  returning project_id, bonus_group, amount_minor
)
select project_id as "projectId", bonus_group as "bonusGroup", sum(amount_minor)::bigint as "amountMinor",
       coalesce(sum(amount_minor) filter (where amount_minor > 0), 0)::bigint as "claimMinor", bool_or(amount_minor < 0) as "givesBack"
  from staged group by project_id, bonus_group order by project_id, bonus_group`;
const STAGED_BY_THIRD = staged(3);
const STAGED_BY_NINTH = staged(9);

/** Transactions that have staged something; in every other one the table is empty, since its rows go when one ends. */
const staging = new WeakSet<Tx>();

/** The days and projects, among those given, with a grain that costs less than nothing. */
export function selectNegativeDays(
  tx: Tx,
  days: readonly { readonly projectId: ProjectId; readonly day: LocalDate }[],
): Promise<Map<LocalDate, ProjectId[]>> {
  return tx
    .query<ProjectDay>(
      `select distinct c.project_id as "projectId", c.day
         from unnest($1::bigint[], $2::date[]) d(project_id, day) join charge c using (project_id, day)
        group by c.project_id, c.day, c.resource_id, c.sku_id, c.contract_id having sum(c.amount_minor) < 0`,
      [numberArray(days.map((one) => one.projectId)), textArray(days.map((one) => one.day))],
      "negative_days",
    )
    .then(byDay);
}

/** Replaces what is staged by the reversal of those grains of a day that cost less than nothing. */
export async function stageUnwinding(tx: Tx, day: ChargeDay, projectIds: readonly ProjectId[]): Promise<StagedSum[]> {
  const [, sums] = await inOrder([
    () => emptyStage(tx, projectIds),
    () =>
      tx.query<StagedSum>(
        `with change as (
           select c.project_id, c.resource_id, c.sku_id, c.contract_id, k.bonus_group, null::bigint as price_id,
                  -sum(c.quantity) as quantity, -sum(c.numerator) as numerator, -sum(c.amount_minor)::bigint as amount_minor
             from charge c join sku k using (sku_id)
            where c.project_id = any($1::bigint[]) and c.day = $2
            group by c.project_id, c.resource_id, c.sku_id, c.contract_id, k.bonus_group having sum(c.amount_minor) < 0
         )${STAGED_BY_THIRD}`,
        [numberArray(projectIds), day.day, day.bonusGroup],
      ),
  ]);
  return sums;
}

/** Replaces what is staged by what grains give back so that a bonus pays it instead: no quantity or cost changes. */
export async function stageGivenBack(
  tx: Tx,
  grains: readonly Omit<StagedGrain, "priceId" | "quantity" | "numerator">[],
) {
  await emptyStage(tx, grains);
  await tx.execute(
    `insert into staged_change
     select p, r, k, c, g, null, 0, 0, a
       from unnest($1::bigint[], $2::uuid[], $3::int[], $4::bigint[], $5::text[], $6::bigint[]) n(p, r, k, c, g, a)`,
    [
      numberArray(grains.map((grain) => grain.projectId)),
      textArray(grains.map((grain) => grain.resourceId)),
      numberArray(grains.map((grain) => grain.skuId)),
      numberArray(grains.map((grain) => grain.contractId)),
      textArray(grains.map((grain) => grain.bonusGroup)),
      numberArray(grains.map((grain) => grain.amountMinor)),
    ],
  );
}

/** After a truncation each statement on the table is planned anew, which costs more than it takes to delete a few rows. */
async function emptyStage(tx: Tx, forWhat: readonly unknown[]): Promise<void> {
  if (!staging.has(tx)) await tx.execute(STAGE);
  else if (areFew(forWhat)) await tx.execute("delete from staged_change", [], "stage_empty");
  else await tx.execute("truncate staged_change");
  staging.add(tx);
}

/** Replaces what is staged by what the day's charges have to change by, under each contract. */
export async function stageChanges(tx: Tx, day: ChargeDay, targets: readonly Target[]): Promise<Staged> {
  const [parts] = await inOrder([
    () =>
      dayParts(
        tx,
        day,
        targets.map((target) => target.projectId),
      ),
    () => emptyStage(tx, targets),
  ]);
  const whole = targets.filter(({ projectId }) => parts.get(projectId)?.length === 1);
  const split = targets.flatMap((target) => {
    const own = parts.get(target.projectId) ?? [];
    return own.length > 1 ? [{ ...target, parts: own }] : [];
  });
  const [ofWhole, ofSplit] = await inOrder([
    () => (whole.length > 0 ? stageWhole(tx, day, whole, parts) : []),
    () => (split.length > 0 ? stageParts(tx, day, split) : []),
  ]);
  return { targets, sums: [...ofWhole, ...ofSplit] };
}

function stageWhole(
  tx: Tx,
  day: ChargeDay,
  whole: readonly Target[],
  parts: ReadonlyMap<ProjectId, readonly DayPart[]>,
): Promise<StagedSum[]> {
  const contracts = whole.map(({ projectId }) => parts.get(projectId)?.[0]?.contractId ?? NO_CONTRACT);
  return tx.query<StagedSum>(
    `with ${GRAINS_OF_CONTRACT}${STAGED_BY_NINTH}`,
    [...dayParameters(day, whole), numberArray(contracts), day.bonusGroup],
    nameOf("stage_changes", whole),
  );
}

interface SplitTarget extends Target {
  readonly parts: readonly DayPart[];
}

/** Days that are supplied under several contracts: each is looked at as far as each of its parts reaches. Rare. */
async function stageParts(tx: Tx, day: ChargeDay, targets: readonly SplitTarget[]): Promise<StagedSum[]> {
  await tx.execute(STAGE_PARTS);
  await tx.execute("truncate staged_part");
  const most = Math.max(...targets.map(({ parts }) => parts.length));
  for (let no = 0; no < most; no += 1) {
    const own = targets.flatMap((target) => {
      const part = target.parts[no];
      return part ? [{ target, part }] : [];
    });
    const among = own.map(({ target }) => target);
    await tx.execute(
      `with ${GRAINS_TO_CUT}
       insert into staged_part
       select g.project_id, g.resource_id, g.sku_id, $9, o.contract_id, g.price_id, g.quantity, g.numerator
         from grain g join unnest($1::bigint[], $10::bigint[]) o(project_id, contract_id) using (project_id)`,
      [
        ...dayParameters(day, among),
        numberArray(own.map(({ target, part }) => (part === target.parts.at(-1) ? END_OF_TIME : part.toMinute))),
        no,
        numberArray(own.map(({ part }) => part.contractId)),
      ],
    );
  }
  return tx.query<StagedSum>(`with ${CHANGE_OF_PARTS}${STAGED_BY_THIRD}`, [
    numberArray(targets.map((target) => target.projectId)),
    day.day,
    day.bonusGroup,
  ]);
}

/** What the staged changes cost each project more, by bonus group, in the order in which it is paid. */
export function selectStagedClaims(tx: Tx): Promise<ProjectClaim[]> {
  return tx.query<ProjectClaim>(
    `select project_id as "projectId", bonus_group as "bonusGroup", sum(amount_minor)::bigint as "amountMinor"
       from staged_change where amount_minor > 0
      group by project_id, bonus_group order by project_id, bonus_group`,
  );
}

/** Takes away what is staged for some of the projects. */
export async function unstage(tx: Tx, projectIds: readonly ProjectId[]): Promise<void> {
  await tx.execute("delete from staged_change where project_id = any($1::bigint[])", [numberArray(projectIds)]);
}

const STAGED_COLUMNS = `project_id as "projectId", resource_id as "resourceId", sku_id as "skuId", contract_id as "contractId",
     bonus_group as "bonusGroup", price_id as "priceId", quantity, numerator, amount_minor as "amountMinor"`;

/** The staged changes that give money back. */
export function selectStagedReturns(tx: Tx): Promise<StagedGrain[]> {
  return tx.query<StagedGrain>(
    `select ${STAGED_COLUMNS} from staged_change where amount_minor < 0 order by project_id, resource_id, sku_id, contract_id`,
  );
}

/** The staged changes of grains of which one contract is to bear less and another more. */
export function selectStagedMoves(tx: Tx): Promise<StagedGrain[]> {
  return tx.query<StagedGrain>(
    `select ${STAGED_COLUMNS} from staged_change s
      where amount_minor <> 0 and exists (
        select from staged_change o where (o.project_id, o.resource_id, o.sku_id) = (s.project_id, s.resource_id, s.sku_id)
           and sign(o.amount_minor) = -sign(s.amount_minor))
      order by project_id, resource_id, sku_id, contract_id`,
  );
}

/** Takes off what is staged what goes from one contract to another without money. */
export async function settleStaged(
  tx: Tx,
  rows: readonly { readonly grain: StagedGrain; readonly amountMinor: Minor }[],
): Promise<void> {
  await tx.execute(
    `update staged_change s set amount_minor = s.amount_minor - m.minor
       from (select p, r, k, c, sum(minor) as minor
               from unnest($1::bigint[], $2::uuid[], $3::int[], $4::bigint[], $5::bigint[]) m(p, r, k, c, minor)
              group by p, r, k, c) m
      where (s.project_id, s.resource_id, s.sku_id, s.contract_id) = (m.p, m.r, m.k, m.c)`,
    [
      numberArray(rows.map(({ grain }) => grain.projectId)),
      textArray(rows.map(({ grain }) => grain.resourceId)),
      numberArray(rows.map(({ grain }) => grain.skuId)),
      numberArray(rows.map(({ grain }) => grain.contractId)),
      numberArray(rows.map(({ amountMinor }) => amountMinor)),
    ],
  );
}
