import { InvalidInput, refusal } from "../../core/errors.ts";
import type { Instant } from "../../core/time.ts";
import type { Tx } from "../../platform/db.ts";
import { recordAct } from "../../platform/record-act.ts";
import { payerDetailsChanged } from "./acts.ts";
import { type EditableDetails, UnknownPayer } from "./payer.ts";
import { subjectsOfPayer } from "./payer-subjects.ts";
import { SellerIsBuyer, isSeller, wrongDetails } from "./payer-details.ts";
import * as store from "./payer-change-store.ts";
import { selectPayers } from "./store.ts";

export const PayerChanged = refusal(
  "payer_changed",
  409,
  "Реквизиты уже изменил кто-то другой: посмотрите их ещё раз",
  "Somebody else has changed the details: look at them again",
);
export const PayerKindFixed = refusal(
  "payer_kind_fixed",
  409,
  "Физическое лицо не становится организацией, а организация — физическим лицом: нужен новый плательщик",
  "An individual does not become an organisation, nor the other way round: another payer is needed",
);

export interface DetailsChange {
  readonly payerId: bigint;
  readonly details: EditableDetails;
  /** The details are checked: from now on the payer is registered (PYR-05), if it was not. */
  readonly confirm: boolean;
  /** The last change that whoever edits has seen; null when there was none. Left out: whatever there is. */
  readonly basedOn?: bigint | null;
  readonly changedBy: string;
  readonly note: string | null;
  readonly now: Instant;
}

/**
 * Changes a payer's details, keeping who, when, before and after (PYR-06, AUD-01). Papers issued before stay as they are
 * (DOC-07). The same details again change nothing. Refuses UnknownPayer, InvalidInput with each wrong field,
 * SellerIsBuyer for a supplier it has a contract with, PayerKindFixed, PayerChanged.
 */
export async function changePayerDetails(tx: Tx, change: DetailsChange): Promise<void> {
  const { payerId, details, now } = change;
  await store.lockPayer(tx, payerId);
  const [payer] = await selectPayers(tx, [payerId]);
  if (!payer) throw UnknownPayer();
  if ((payer.kind === "individual") !== (details.kind === "individual")) throw PayerKindFixed({ field: "kind" });
  const problems = wrongDetails({ ...details, name: details.fullName });
  if (problems.length > 0) throw InvalidInput({ problems });
  for (const supplier of await store.selectSuppliersOf(tx, payerId)) {
    if (isSeller(details, supplier)) throw SellerIsBuyer({ field: "inn", values: { name: supplier.name } });
  }
  const registeredAt = payer.registeredAt ?? (change.confirm ? now : null);
  const before = store.changeable(payer);
  const after = store.changeable({ ...details, registeredAt });
  if (JSON.stringify(before) === JSON.stringify(after)) return;
  const last = await store.selectLastChange(tx, payerId);
  if (change.basedOn !== undefined && change.basedOn !== last) throw PayerChanged();
  await store.updatePayer(tx, payerId, { ...details, registeredAt });
  const changeId = await store.insertChange(tx, { ...change, before, after });
  const { note } = change;
  await recordAct(tx, payerDetailsChanged, now, {
    subjects: await subjectsOfPayer(tx, payerId, now),
    thing: `payer_change:${changeId}`,
    before,
    after: { ...after, ...(note === null ? {} : { note }) },
  });
}
