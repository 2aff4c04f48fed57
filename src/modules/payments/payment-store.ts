import type { ProjectId } from "../../core/ids.ts";
import type { Currency, Minor } from "../../core/money.ts";
import { type Instant, formatInstant } from "../../core/time.ts";
import { type Tx, numberArray, only, textArray } from "../../platform/db.ts";

export interface IncomingPayment {
  readonly projectId: ProjectId;
  /** Who took the money: an acquirer's name. */
  readonly provider: string;
  /** How it was paid, as the region's payment methods call it: `card`, `sbp`. */
  readonly method: string;
  /** The provider's number of the payment: once for ever. */
  readonly externalId: string;
  readonly amountMinor: Minor;
  readonly currency: Currency;
  readonly at: Instant;
}

export interface KnownPayment {
  readonly paymentId: bigint;
  readonly projectId: ProjectId;
  readonly amountMinor: Minor;
  readonly currency: Currency;
  readonly entryId: bigint;
}

export async function selectPayment(tx: Tx, provider: string, externalId: string): Promise<KnownPayment | null> {
  const [row] = await tx.query<KnownPayment>(
    `select payment_id as "paymentId", project_id as "projectId", amount_minor as "amountMinor", currency, entry_id as "entryId"
       from payment where provider = $1 and external_id = $2`,
    [provider, externalId],
  );
  return row ?? null;
}

/** How payments of these projects were made, by `provider:external id`. */
export function selectMethods(
  reader: Pick<Tx, "query">,
  projectIds: readonly ProjectId[],
  references: readonly string[],
): Promise<{ reference: string; method: string }[]> {
  return reader.query<{ reference: string; method: string }>(
    `select provider || ':' || external_id as reference, method from payment
      where project_id = any($1::bigint[]) and provider || ':' || external_id = any($2::text[])`,
    [numberArray(projectIds), textArray(references)],
  );
}

export async function insertPayment(tx: Tx, payment: IncomingPayment, entryId: bigint): Promise<bigint> {
  const row = only(
    await tx.query<{ id: bigint }>(
      `insert into payment (provider, method, external_id, project_id, amount_minor, currency, received_at, entry_id)
       values ($1, $2, $3, $4, $5, $6, $7, $8) returning payment_id as id`,
      [
        payment.provider,
        payment.method,
        payment.externalId,
        payment.projectId,
        payment.amountMinor,
        payment.currency,
        formatInstant(payment.at),
        entryId,
      ],
    ),
  );
  return row.id;
}
