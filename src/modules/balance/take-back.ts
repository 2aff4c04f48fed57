import type { ProjectId } from "../../core/ids.ts";
import type { Currency, Minor } from "../../core/money.ts";
import { refusal } from "../../core/errors.ts";
import { type Instant, dateOf, monthOf } from "../../core/time.ts";
import type { Tx } from "../../platform/db.ts";
import { bookingMonth, paymentReturnEntry, post } from "../ledger/index.ts";
import type { Region } from "../tenancy/index.ts";
import { applyFreezing } from "./freezing.ts";
import * as store from "./store.ts";

export const PaymentSpent = refusal(
  "payment_spent",
  409,
  "Деньги уже потрачены: платежей {count}",
  "The money is spent already: {count} payments",
);

/** A transfer that was credited and should not have been. */
export interface CreditedPayment {
  readonly projectId: ProjectId;
  /** The entry that credited it: the number of its lot. */
  readonly entryId: bigint;
  readonly amountMinor: Minor;
  readonly reference: string;
}

/**
 * Takes transfers back from payment accounts, all or none: money that never was ours to give (PAY-12). Only what is not
 * spent at all; refused with payment_spent otherwise. The projects are those of one region; who falls below zero is frozen.
 */
export async function takeBackAll(
  tx: Tx,
  { regionCode, currency, timeZone }: Pick<Region, "regionCode" | "timeZone"> & { readonly currency: Currency },
  payments: readonly CreditedPayment[],
  at: Instant,
): Promise<void> {
  if (payments.length === 0) return;
  const ids = [...new Set(payments.map((payment) => payment.projectId))].sort((a, b) => (a < b ? -1 : 1));
  await store.lockWallets(tx, regionCode, currency, ids);
  const removed = await store.deleteUnspentLots(tx, payments);
  if (removed < payments.length) throw PaymentSpent({ values: { count: String(payments.length - removed) } });
  const month = await bookingMonth(tx, regionCode, monthOf(dateOf(at, timeZone)));
  await post(
    tx,
    payments.map(({ projectId, amountMinor, reference }) =>
      paymentReturnEntry(
        {
          projectId,
          regionCode,
          currency,
          effectiveAt: at,
          bookedAt: at,
          bookingMonth: month,
          reference,
          idempotencyKey: `${reference}:withdrawn`,
        },
        "transfer",
        amountMinor,
      ),
    ),
  );
  await applyFreezing(
    tx,
    at,
    ids.map((projectId) => ({ projectId, effectiveAt: at })),
  );
}
