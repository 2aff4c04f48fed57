import { NotFound } from "../../core/errors.ts";
import { type ProjectId, formatPid } from "../../core/ids.ts";
import type { LocalDate } from "../../core/time.ts";
import type { Tx } from "../../platform/db.ts";
import type { SheetColumn } from "../../platform/sheet/index.ts";
import { type ProjectFacts, projectFacts } from "../tenancy/index.ts";
import { checkRange, oneCurrency } from "./report-filter.ts";

/** What the sheets of consumption and of movements have in common. */

interface Asked {
  readonly projectIds: readonly ProjectId[];
  readonly from: LocalDate;
  readonly to: LocalDate;
}

/**
 * The projects of a sheet. Refuses NotFound for one that is not there, InvalidInput for days that do not run forward and
 * for projects of several regions.
 */
export async function sheetProjects(tx: Tx, asked: Asked): Promise<ReadonlyMap<ProjectId, ProjectFacts>> {
  checkRange(asked.from, asked.to);
  const facts = await projectFacts(tx, asked.projectIds);
  const unknown = asked.projectIds.find((projectId) => !facts.has(projectId));
  if (unknown !== undefined) throw NotFound({ values: { what: formatPid(unknown) } });
  oneCurrency([...facts.values()]);
  return facts;
}

export const textColumn = (header: string, width: number): SheetColumn => ({ header, kind: "text", width });
export const moneyColumn = (header: string): SheetColumn => ({ header, kind: "money" });
