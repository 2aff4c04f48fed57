import type { ProjectId } from "../../../core/ids.ts";
import type { LocalDate, LocalMonth } from "../../../core/time.ts";
import { type Tx, numberArray } from "../../../platform/db.ts";
import { type LotSpend, sumSpends } from "./lot-spends.ts";

/** Which transfers paid projects' supplies of a day's month so far, over all months they were booked in. */
export function selectSpentLots(tx: Tx, projectIds: readonly ProjectId[], day: LocalDate): Promise<LotSpend[]> {
  return tx.query<LotSpend>(
    `select project_id as "projectId", contract_id as "contractId", cover, lot_no as "lotNo",
            sum(amount_minor)::bigint as "amountMinor"
       from lot_spend where project_id = any($1::bigint[]) and supply_month = date_trunc('month', $2::date)
      group by project_id, contract_id, cover, lot_no having sum(amount_minor) > 0`,
    [numberArray(projectIds), day],
  );
}

/**
 * Adds what lots paid of a day's month, or takes it off where the amount is negative: of what this month booked, and what is
 * more than that, of what earlier ones did, by itself (PAY-08). Each lot, contract and kind of payment comes once.
 */
export async function addLotSpends(
  tx: Tx,
  day: LocalDate,
  bookingMonth: LocalMonth,
  spends: readonly LotSpend[],
): Promise<void> {
  const rows = sumSpends(spends);
  if (rows.length === 0) return;
  await tx.execute(
    `with change as (
       select x.*, greatest(x.a, least(0, -coalesce(l.amount_minor, 0))) as own
         from unnest($3::bigint[], $4::bigint[], $5::bigint[], $6::boolean[], $7::bigint[]) x(p, n, c, v, a)
         left join lot_spend l on (l.project_id, l.lot_no, l.contract_id, l.cover) = (p, n, c, v) and not l.of_earlier
                              and l.supply_month = date_trunc('month', $1::date) and l.booking_month = $2
     )
     insert into lot_spend as l (project_id, lot_no, contract_id, supply_month, booking_month, cover, of_earlier, amount_minor)
     select p, n, c, date_trunc('month', $1::date), $2, v, of_earlier, minor
       from change, lateral (values (false, own), (true, a - own)) s(of_earlier, minor) where minor <> 0
     on conflict (project_id, booking_month, supply_month, contract_id, lot_no, cover, of_earlier)
       do update set amount_minor = l.amount_minor + excluded.amount_minor`,
    [
      day,
      `${bookingMonth}-01`,
      numberArray(rows.map((row) => row.projectId)),
      numberArray(rows.map((row) => row.lotNo)),
      numberArray(rows.map((row) => row.contractId)),
      rows.map((row) => row.cover),
      numberArray(rows.map((row) => row.amountMinor)),
    ],
  );
}

export interface MonthLotSpend extends LotSpend {
  readonly supplyMonth: LocalMonth;
}

/**
 * PAY-08: which transfers paid what of projects' charges and covers that were booked in a month, by contract and supply; what
 * came back of earlier months' is no part of it.
 */
export function selectMonthLotSpends(
  tx: Pick<Tx, "query">,
  projectIds: readonly ProjectId[],
  month: LocalMonth,
): Promise<MonthLotSpend[]> {
  return tx.query<MonthLotSpend>(
    `select project_id as "projectId", contract_id as "contractId", cover, lot_no as "lotNo",
            to_char(supply_month, 'YYYY-MM') as "supplyMonth", amount_minor as "amountMinor"
       from lot_spend where project_id = any($1::bigint[]) and booking_month = $2 and amount_minor <> 0
        and not of_earlier order by project_id, lot_no, supply_month, contract_id, cover`,
    [numberArray(projectIds), `${month}-01`],
    "lot_spends_month",
  );
}
