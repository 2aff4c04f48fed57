import type { ProjectId } from "../../core/ids.ts";
import type { Minor } from "../../core/money.ts";
import { type LocalMonth, monthPeriod, plus } from "../../core/time.ts";
import type { Tx } from "../../platform/db.ts";
import { type PaymentScheme, paymentScheme } from "../parties/index.ts";

/** Supplies of one month to some projects. */
export interface Supply {
  readonly supplyMonth: LocalMonth;
  readonly projectIds: readonly ProjectId[];
}

export type SchemeOf = (projectId: ProjectId, supplyMonth: LocalMonth) => PaymentScheme;

/**
 * How each project paid in the last instant of a month of supply (PYR-02). That decides for ever how the supplies of that
 * month are documented, also when they are corrected or paid later: a client that changes its scheme gets no charge
 * documented twice, and none left out.
 */
export async function supplySchemes(
  tx: Pick<Tx, "query">,
  timeZone: string,
  supplies: readonly Supply[],
): Promise<SchemeOf> {
  const schemes = new Map<LocalMonth, Map<ProjectId, PaymentScheme>>();
  for (const { supplyMonth, projectIds } of supplies) {
    const last = plus(monthPeriod(supplyMonth, timeZone).end, -1);
    schemes.set(supplyMonth, await paymentScheme(tx, projectIds, last));
  }
  return (projectId, supplyMonth) => schemes.get(supplyMonth)?.get(projectId) ?? "prepaid";
}

/**
 * What documents show of a charge (PAY-08): what a bank transfer paid; of what was on credit, the post-paid all when it is
 * charged, the prepaid what a transfer covers when it does. Minor units.
 */
export function documentedMinor(scheme: PaymentScheme, transfer: Minor, credit: Minor, covered: Minor): Minor {
  return transfer + (scheme === "postpaid" ? credit : covered);
}
