import { refusal } from "../../core/errors.ts";
import { formatMinor, parseMinor } from "../../core/money.ts";
import { amountText } from "../../platform/act.ts";
import type { Tx } from "../../platform/db.ts";
import { holdLock } from "../../platform/locks.ts";
import { recordAct } from "../../platform/record-act.ts";
import { topUp } from "../balance/index.ts";
import { UnknownProject, projectFacts, regionOf } from "../tenancy/index.ts";
import { paymentRecorded } from "./acts.ts";
import * as store from "./payment-store.ts";

export const PaymentChanged = refusal(
  "payment_changed",
  409,
  "Платёж с этим номером уже записан с другой суммой, валютой или проектом",
  "A payment of this number is already recorded with another amount, currency or project",
);
export const PaymentTooSmall = refusal(
  "payment_too_small",
  422,
  "Наименьшая сумма пополнения: {minimum} {currency}",
  "The smallest top-up is {minimum} {currency}",
);

export const PaymentMethodUnavailable = refusal(
  "payment_method_unavailable",
  409,
  "Способ оплаты {method} в этом регионе не принимается",
  "The payment method {method} is not taken in this region",
);

export interface RecordedPayment {
  readonly paymentId: bigint;
  readonly entryId: bigint;
  /** The provider told of it before: nothing was credited now. */
  readonly repeated: boolean;
}

/**
 * Credits a payment that did not come by bank transfer, with the source "other" (PAY-08), once however often and from
 * however many sides the provider tells of it (reliability 22, 23). Refused: payment_changed, payment_too_small
 * (PAY-02), payment_method_unavailable (PAY-01), and what topUp refuses: unknown_project, currency_mismatch,
 * amount_out_of_range.
 */
export async function recordPayment(tx: Tx, payment: store.IncomingPayment): Promise<RecordedPayment> {
  const { projectId, provider, externalId, amountMinor, currency } = payment;
  // The same payment told of twice at once: the second waits and then finds the first.
  await holdLock(tx, "payment", `${provider}:${externalId}`);
  const known = await store.selectPayment(tx, provider, externalId);
  if (known) {
    const same = known.projectId === projectId && known.amountMinor === amountMinor && known.currency === currency;
    if (!same) throw PaymentChanged();
    return { paymentId: known.paymentId, entryId: known.entryId, repeated: true };
  }
  await checkMethod(tx, payment);
  const { entryId } = await topUp(tx, {
    projectId,
    source: "other",
    amountMinor,
    currency,
    at: payment.at,
    reference: { kind: "payment", id: `${provider}:${externalId}` },
    idempotencyKey: `payment:${provider}:${externalId}`,
  });
  const paymentId = await store.insertPayment(tx, payment, entryId);
  await recordAct(tx, paymentRecorded, payment.at, {
    subjects: [{ kind: "project", id: projectId }],
    thing: `payment:${paymentId}`,
    after: { amount: amountText(amountMinor, currency), method: payment.method },
  });
  return { paymentId, entryId, repeated: false };
}

async function checkMethod(tx: Tx, payment: store.IncomingPayment): Promise<void> {
  const project = (await projectFacts(tx, [payment.projectId])).get(payment.projectId);
  if (!project) throw UnknownProject();
  const region = await regionOf(tx, project.regionCode);
  const method = region.paymentMethods.find((one) => one.code === payment.method && one.code !== "bank_transfer");
  if (!method) throw PaymentMethodUnavailable({ values: { method: payment.method.slice(0, 40) } });
  const minimum = parseMinor(method.minimum) ?? 0n;
  const { currency } = payment;
  if (payment.amountMinor < minimum) throw PaymentTooSmall({ values: { minimum: formatMinor(minimum), currency } });
}
