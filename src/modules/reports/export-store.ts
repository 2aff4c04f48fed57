import type { Texts } from "../../core/errors.ts";
import type { ProjectId } from "../../core/ids.ts";
import type { LocalDate } from "../../core/time.ts";
import { type TextRow, cursorRows } from "../../platform/db-cursor.ts";
import { type Tx, numberArray, only, textArray } from "../../platform/db.ts";
import type { OpenGrain, Statement } from "../usage/index.ts";

type Reader = Pick<Tx, "query">;

/**
 * What a row of the export is made of, in the order of COLUMNS: of a charge as it is stored, one for each month it is booked
 * in, or of what is not charged yet. The quantity is the one that reports show; the price is given where one price explains
 * the cost.
 */
const exported = (source: string): string => `
select c.day, c.booking_month, c.sku_id, trim_scale(round(c.quantity / k.divisor, 6)),
       case when e.model in ('daily', 'monthly') or c.numerator = c.quantity * e.unit_price then trim_scale(e.unit_price) end,
       c.amount_minor, c.bonus_minor, c.transfer_minor, c.other_minor, c.credit_minor,
       coalesce(r.external_id, nullif(c.resource_id::text, '00000000-0000-0000-0000-000000000000')), r.name, r.labels
  from ${source} c join sku k using (sku_id)
  left join price e on e.price_id = c.price_id and e.model not in ('tiered', 'volume')
  left join resource r on r.project_id = c.project_id and r.resource_id = c.resource_id
 order by c.day, c.resource_id, c.sku_id, c.booking_month`;

const CHARGED = exported("(select * from charge where project_id = $1 and day between $2 and $3)");

const NOT_BOOKED = `null::date as booking_month, null as bonus_minor, null as transfer_minor, null as other_minor,
         null as credit_minor`;

const OPEN = exported(`(
  select $1::bigint as project_id, o.*, ${NOT_BOOKED}
    from unnest($2::date[], $3::uuid[], $4::int[], $5::numeric[], $6::numeric[], $7::bigint[], $8::bigint[])
      o(day, resource_id, sku_id, quantity, numerator, amount_minor, price_id)
)`);

/** Places in a row of chargedRows and openRows; money is in minor units. */
export const COLUMNS = {
  day: 0,
  bookingMonth: 1,
  skuId: 2,
  quantity: 3,
  price: 4,
  amount: 5,
  bonus: 6,
  transfer: 7,
  other: 8,
  credit: 9,
  resourceId: 10,
  resourceName: 11,
  labels: 12,
} as const;

export interface ExportDays {
  readonly from: LocalDate;
  readonly to: LocalDate;
}

/** The charges of a project's days as they are booked, by day, resource and SKU. */
export function chargedRows(tx: Tx, projectId: ProjectId, { from, to }: ExportDays): AsyncGenerator<TextRow[]> {
  return cursorRows(tx, CHARGED, [projectId, from, to]);
}

/** The same of what a project used and was not charged yet. */
export function openRows(tx: Tx, projectId: ProjectId, open: readonly OpenGrain[]): AsyncGenerator<TextRow[]> {
  return cursorRows(tx, OPEN, [
    projectId,
    textArray(open.map((row) => row.day)),
    textArray(open.map((row) => row.resourceId)),
    numberArray(open.map((row) => row.skuId)),
    textArray(open.map((row) => row.quantity)),
    textArray(open.map((row) => row.numerator)),
    numberArray(open.map((row) => row.amountMinor)),
    numberArray(open.map((row) => row.priceId)),
  ]);
}

/** The same of a project's last open day, which as a rule is the only one, read piece by piece however much runs in it. */
export function lastOpenRows(tx: Tx, { text, values }: Statement): AsyncGenerator<TextRow[]> {
  return cursorRows(tx, exported(`(select o.*, ${NOT_BOOKED} from (${text}) o)`), values);
}

/** How many charges chargedRows will give for projects: what a progress bar is drawn against. */
export async function countCharged(
  reader: Reader,
  projectIds: readonly ProjectId[],
  { from, to }: ExportDays,
): Promise<number> {
  const { n } = only(
    await reader.query<{ n: bigint }>(
      "select count(*) as n from charge where project_id = any($1::bigint[]) and day between $2 and $3",
      [numberArray(projectIds), from, to],
    ),
  );
  return Number(n);
}

/** The keys of the labels that projects' resources carry, the most used first. */
export async function selectLabelKeys(
  reader: Reader,
  projectIds: readonly ProjectId[],
  limit: number,
): Promise<string[]> {
  const rows = await reader.query<{ key: string }>(
    `select key from resource r, jsonb_object_keys(r.labels) key
      where r.project_id = any($1::bigint[]) group by key order by count(*) desc, key limit $2`,
    [numberArray(projectIds), limit],
  );
  return rows.map((row) => row.key);
}

export interface NamedSku {
  readonly skuId: number;
  readonly skuCode: string;
  readonly serviceCode: string;
  readonly name: Texts;
  readonly serviceName: Texts;
  readonly unitName: Texts;
}

/** The SKUs that there are, with the names of their services. */
export function selectNamedSkus(reader: Reader): Promise<NamedSku[]> {
  return reader.query<NamedSku>(
    `select k.sku_id as "skuId", k.sku_code as "skuCode", k.service_code as "serviceCode", k.name,
            k.unit_name as "unitName", v.name as "serviceName"
       from sku k join service v using (service_code)`,
  );
}
