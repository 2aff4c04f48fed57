import type { ProjectId } from "../../core/ids.ts";
import { type Instant, formatInstant } from "../../core/time.ts";
import { type Tx, numberArray } from "../../platform/db.ts";

export type PaymentScheme = "prepaid" | "postpaid";

/** PYR-02: how projects pay at an instant. A project without a contract is prepaid and has no entry. */
export async function paymentScheme(
  tx: Pick<Tx, "query">,
  projectIds: readonly ProjectId[],
  at: Instant,
): Promise<Map<ProjectId, PaymentScheme>> {
  const rows = await tx.query<{ project_id: ProjectId; payment_scheme: PaymentScheme }>(
    `select pp.project_id, c.payment_scheme
       from project_payer pp join contract c using (contract_id)
      where pp.project_id = any($1::bigint[])
        and pp.starts_at <= $2 and (pp.ends_at is null or pp.ends_at > $2)
        and c.starts_at <= $2 and (c.ends_at is null or c.ends_at > $2)`,
    [numberArray(projectIds), formatInstant(at)],
    "payment_scheme",
  );
  return new Map(rows.map((row) => [row.project_id, row.payment_scheme]));
}
