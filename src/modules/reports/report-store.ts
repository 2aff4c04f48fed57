import type { ProjectId } from "../../core/ids.ts";
import type { Texts } from "../../core/errors.ts";
import type { Minor } from "../../core/money.ts";
import type { Instant, LocalDate } from "../../core/time.ts";
import { type TextRow, cursorRows } from "../../platform/db-cursor.ts";
import { type Tx, numberArray, textArray } from "../../platform/db.ts";
import type { OpenGrain } from "../usage/index.ts";
import { CONSUMED, type Interval, MOVEMENTS, periodOf } from "./movement-sql.ts";

type Reader = Pick<Tx, "query">;

export interface ReportFilter {
  readonly projectIds: readonly ProjectId[];
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly interval: Interval;
}

/** A grain that is not posted yet, and whether it will be booked in a later month than its own, which is closed. */
export interface OpenRow extends OpenGrain {
  readonly corrected: boolean;
}

function parameters(filter: Pick<ReportFilter, "projectIds" | "from" | "to">, open: readonly OpenRow[]): unknown[] {
  return [
    numberArray(filter.projectIds),
    filter.from,
    filter.to,
    numberArray(open.map((row) => row.projectId)),
    textArray(open.map((row) => row.day)),
    textArray(open.map((row) => row.resourceId)),
    numberArray(open.map((row) => row.skuId)),
    textArray(open.map((row) => row.quantity)),
    numberArray(open.map((row) => row.amountMinor)),
    `{${open.map((row) => row.corrected).join()}}`,
  ];
}

export interface MovementRow {
  readonly period: LocalDate;
  readonly rowKey: string;
  readonly projectId: ProjectId;
  readonly kind: string;
  readonly serviceCode: string | null;
  readonly serviceName: Texts | null;
  readonly resourceId: string | null;
  /** The customer's own id of it; null for what no resource caused. */
  readonly resourceKey: string | null;
  readonly resourceName: string | null;
  readonly skuCode: string | null;
  readonly skuName: Texts | null;
  readonly unitName: Texts | null;
  readonly quantity: string | null;
  /** Positive = credited. */
  readonly amountMinor: Minor;
  readonly transferMinor: Minor;
  readonly otherMinor: Minor;
  readonly bonusMinor: Minor;
  readonly creditMinor: Minor;
  /** Consumed and not posted yet: nobody has paid it. */
  readonly openMinor: Minor;
  readonly entryId: bigint | null;
  /** When the money moved; null for consumption, which has a period. */
  readonly at: Instant | null;
  /** What caused the entry, as `bank_statement_line:17`; null for consumption. */
  readonly causedBy: string | null;
}

/** What services cost; every other kind is money or bonuses that came, went back or expired. */
const SERVICE_KINDS = ["charge", "repricing", "correction"];

export type MovementSide = "all" | "debit" | "credit";

export function sideOf(kind: string): "debit" | "credit" {
  return SERVICE_KINDS.includes(kind) ? "debit" : "credit";
}

/** One page of movements, newest period first; `after` is the last row of the page before. */
export function selectMovements(
  reader: Reader,
  filter: ReportFilter,
  open: readonly OpenRow[],
  side: MovementSide,
  after: { readonly period: string; readonly key: string } | null,
  limit: number,
): Promise<MovementRow[]> {
  return reader.query<MovementRow>(
    `${MOVEMENTS(filter.interval)}
     select to_char(m.period, 'YYYY-MM-DD') as period, m.row_key as "rowKey", m.project_id as "projectId", m.kind,
            k.service_code as "serviceCode", v.name as "serviceName", m.resource_id as "resourceId",
            s.external_id as "resourceKey", s.name as "resourceName", k.sku_code as "skuCode", k.name as "skuName",
            k.unit_name as "unitName", trim_scale(round(m.quantity / k.divisor, 6))::text as quantity,
            m.amount_minor as "amountMinor", m.transfer_minor as "transferMinor", m.other_minor as "otherMinor",
            m.bonus_minor as "bonusMinor", m.credit_minor as "creditMinor", m.open_minor as "openMinor", m.entry_id as "entryId", m.at, m.caused_by as "causedBy"
       from movement m
       left join sku k using (sku_id) left join service v using (service_code)
       left join resource s on s.project_id = m.project_id and s.resource_id = m.resource_id
      where ($11 = 'all' or ($11 = 'debit') = (m.kind = any($12::text[])))
        and ($13::date is null or (m.period, m.row_key) < ($13::date, $14::text))
      order by m.period desc, m.row_key desc limit $15`,
    [...parameters(filter, open), side, textArray(SERVICE_KINDS), after?.period ?? null, after?.key ?? null, limit],
    `movements_${filter.interval}`,
  );
}

/** Places in a row of movementRows; money is in minor units, positive = credited, names are texts in both languages as JSON. */
export const MOVEMENT_COLUMNS = {
  period: 0,
  kind: 1,
  service: 2,
  sku: 3,
  unit: 4,
  resourceId: 5,
  resourceName: 6,
  quantity: 7,
  amount: 8,
  bonus: 9,
  transfer: 10,
  other: 11,
  credit: 12,
  open: 13,
  cause: 14,
} as const;

/** All movements, the oldest first, piece by piece. */
export function movementRows(tx: Tx, filter: ReportFilter, open: readonly OpenRow[]): AsyncGenerator<TextRow[]> {
  return cursorRows(
    tx,
    `${MOVEMENTS(filter.interval)}
     select m.period, m.kind, v.name, k.name, k.unit_name, s.external_id, s.name,
            trim_scale(round(m.quantity / k.divisor, 6)), m.amount_minor, m.bonus_minor, m.transfer_minor, m.other_minor,
            m.credit_minor, m.open_minor, m.caused_by
       from movement m
       left join sku k using (sku_id) left join service v using (service_code)
       left join resource s on s.project_id = m.project_id and s.resource_id = m.resource_id
      order by m.period, m.row_key`,
    parameters(filter, open),
  );
}

export interface KindTotal {
  readonly kind: string;
  /** Positive = credited. */
  readonly amountMinor: Minor;
}

/** What the movements of the days come to by kind: the same for every interval, side and page. */
export function selectKindTotals(
  reader: Reader,
  filter: Pick<ReportFilter, "projectIds" | "from" | "to">,
  open: readonly OpenRow[],
): Promise<KindTotal[]> {
  return reader.query<KindTotal>(
    `${MOVEMENTS("day")}
     select kind, sum(amount_minor)::bigint as "amountMinor" from movement group by kind
     having count(*) filter (where amount_minor <> 0) > 0 order by kind`,
    parameters(filter, open),
    "kind_totals",
  );
}

export interface ExpenseRow {
  readonly period: LocalDate;
  readonly serviceCode: string;
  readonly serviceName: Texts;
  /** Its place in the catalogue. */
  readonly position: number;
  readonly amountMinor: Minor;
}

/** What was spent by service and period; positive = spent. */
export function selectExpenses(reader: Reader, filter: ReportFilter, open: readonly OpenRow[]): Promise<ExpenseRow[]> {
  return reader.query<ExpenseRow>(
    `with ${CONSUMED}
     select to_char(${periodOf(filter.interval, "day")}, 'YYYY-MM-DD') as period, k.service_code as "serviceCode",
            v.name as "serviceName", v.position, sum(amount_minor)::bigint as "amountMinor"
       from consumed join sku k using (sku_id) join service v using (service_code)
      group by 1, k.service_code, v.name, v.position order by v.position, k.service_code, 1`,
    parameters(filter, open),
    `expenses_${filter.interval}`,
  );
}

export interface NamedResource {
  readonly projectId: ProjectId;
  readonly resourceId: string;
  /** The id under which its usage came. */
  readonly key: string;
  readonly name: string | null;
}

/** The resources of projects by their ids: how their customers call them. One that no usage named is missing. */
export function selectResources(
  reader: Reader,
  projectIds: readonly ProjectId[],
  resourceIds: readonly string[],
): Promise<NamedResource[]> {
  return reader.query<NamedResource>(
    `select r.project_id as "projectId", r.resource_id as "resourceId", r.external_id as key, r.name
       from unnest($1::bigint[], $2::uuid[]) asked(project_id, resource_id) join resource r using (project_id, resource_id)`,
    [numberArray(projectIds), textArray(resourceIds)],
  );
}

/** Whether anything was ever used in a project. */
export async function hasUsage(tx: Reader, projectId: ProjectId): Promise<boolean> {
  const rows = await tx.query<{ used: boolean }>(
    "select exists (select from resource where project_id = $1) as used",
    [projectId],
    "project_has_usage",
  );
  return rows[0]?.used ?? false;
}
