import { type Instant, type LocalMonth, formatInstant } from "../../core/time.ts";
import { type Tx, only } from "../../platform/db.ts";
import { lockedMonths } from "../ledger/index.ts";

/** Notes that a month is being closed; `issueAt` is the instant its documents bear, kept from the first beginning on. */
export async function beginClose(
  tx: Tx,
  regionCode: string,
  month: LocalMonth,
  now: Instant,
): Promise<{ issueAt: Instant; begun: boolean }> {
  const begun = await tx.execute(
    `insert into month_close (region_code, month, issue_at, state) values ($1, $2, $3, 'running') on conflict do nothing`,
    [regionCode, `${month}-01`, formatInstant(now)],
  );
  const row = only(
    await tx.query<{ issueAt: Instant }>(
      'select issue_at as "issueAt" from month_close where region_code = $1 and month = $2',
      [regionCode, `${month}-01`],
    ),
  );
  return { ...row, begun: begun > 0 };
}

export async function finishClose(tx: Tx, regionCode: string, month: LocalMonth, now: Instant): Promise<void> {
  await tx.execute(
    "update month_close set state = 'closed', closed_at = $3 where region_code = $1 and month = $2 and state = 'running'",
    [regionCode, `${month}-01`, formatInstant(now)],
  );
}

export async function isLocked(tx: Tx, regionCode: string, month: LocalMonth): Promise<boolean> {
  return (await lockedMonths(tx, regionCode)).includes(month);
}

/** Closes that were begun and have not ended: under way, or killed and to be run again. */
export function selectUnfinished(
  tx: Pick<Tx, "query">,
): Promise<{ regionCode: string; month: LocalMonth; issueAt: Instant }[]> {
  return tx.query(
    `select region_code as "regionCode", to_char(month, 'YYYY-MM') as month, issue_at as "issueAt" from month_close
      where state = 'running' order by month, region_code`,
  );
}
