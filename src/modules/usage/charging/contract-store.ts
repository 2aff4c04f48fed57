import type { ProjectId } from "../../../core/ids.ts";
import { type Tx, numberArray } from "../../../platform/db.ts";
import type { ChargeDay } from "./charge-day.ts";

/** Under which contract a project is supplied, and from which minute of a day on under which other one. */

/** After every minute that a table knows. */
export const END_OF_TIME = 2_147_483_647;

export const NO_CONTRACT = 0n;

/** A part of a local day: up to `toMinute` (excluded) it is supplied under this contract; 0: none is in force. */
export interface DayPart {
  readonly contractId: bigint;
  readonly toMinute: number;
}

interface PartRow {
  readonly projectId: ProjectId;
  readonly contractId: bigint;
  readonly fromMinute: number;
  readonly toMinute: number;
}

/** The parts of a day for each project, in order and without a gap: nearly always one. */
export async function dayParts(
  tx: Pick<Tx, "query">,
  day: Pick<ChargeDay, "fromMinute" | "toMinute">,
  projectIds: readonly ProjectId[],
): Promise<Map<ProjectId, readonly DayPart[]>> {
  const rows = await tx.query<PartRow>(
    `select project_id as "projectId", contract_id as "contractId", from_minute as "fromMinute", to_minute as "toMinute"
       from (select a.project_id, a.contract_id,
                    greatest(minute_of(a.starts_at), minute_of(c.starts_at), $2) as from_minute,
                    least(minute_of(coalesce(a.ends_at, 'infinity')), minute_of(coalesce(c.ends_at, 'infinity')), $3) as to_minute
               from project_payer a join contract c using (contract_id)
              where a.project_id = any($1::bigint[])
                and a.starts_at < to_timestamp($3::int * 60.0) and (a.ends_at is null or a.ends_at > to_timestamp($2::int * 60.0))
            ) part
      where from_minute < to_minute order by project_id, from_minute`,
    [numberArray(projectIds), day.fromMinute, day.toMinute],
    "day_parts",
  );
  const known = Map.groupBy(rows, (row) => row.projectId);
  return new Map(projectIds.map((projectId) => [projectId, partsOf(known.get(projectId) ?? [], day)]));
}

function partsOf(rows: readonly PartRow[], day: Pick<ChargeDay, "fromMinute" | "toMinute">): DayPart[] {
  const parts: DayPart[] = [];
  const add = (contractId: bigint, toMinute: number) => {
    if (parts.at(-1)?.contractId === contractId) parts.pop();
    parts.push({ contractId, toMinute });
  };
  let reached = day.fromMinute;
  for (const row of rows) {
    if (row.fromMinute > reached) add(NO_CONTRACT, row.fromMinute);
    add(row.contractId, row.toMinute);
    reached = row.toMinute;
  }
  if (reached < day.toMinute) add(NO_CONTRACT, day.toMinute);
  return parts;
}
