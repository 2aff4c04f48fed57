import { type Decimal, add, ceilRatio, decimal, formatDecimal, halfUpDivide } from "../../core/decimal.ts";
import { type Texts, refusal } from "../../core/errors.ts";
import { type ProjectId, formatPid } from "../../core/ids.ts";
import { formatMinor } from "../../core/money.ts";
import { type Instant, type LocalDate, MINUTE, formatInstant, instant, monthOf } from "../../core/time.ts";
import { NEVER, type Tx } from "../../platform/db.ts";
import { skuIndex } from "../catalog/index.ts";
import type { OpenGrain } from "./charging/accrual-store.ts";
import { openGrains } from "./balance-view.ts";
import { type ChargeReference, formatChargeReference } from "./reference.ts";
import * as store from "./report-store.ts";

export const NothingToExplain = refusal(
  "nothing_to_explain",
  404,
  "По ссылке {reference} нет начислений",
  "There is no charge by the reference {reference}",
);

/** A charge taken apart: grains with their exact cost, the price versions, the events. Amounts are decimal texts. */
export interface Explanation {
  readonly charge: {
    readonly reference: string;
    readonly pid: string;
    readonly sku: string;
    readonly skuName: Texts;
    /** What the grains' quantities are counted in: what the price is for. */
    readonly unit: Texts;
    readonly resourceId: string;
    readonly from: string;
    readonly to: string;
    readonly amount: string;
  };
  readonly grains: readonly Record<string, string>[];
  readonly prices: readonly Record<string, unknown>[];
  readonly events: readonly Record<string, unknown>[];
}

/**
 * Explains every kopeck of a charge: the grains it is made of with their exact cost before it was rounded up (PRC-05), the
 * price versions in force (PRC-02) and the events reported (PRC-04), at most 400 grains and 200 events. What is consumed at
 * `now` and not posted yet is part of it, so that it adds up to what the reports show; null for what is posted alone. Refuses nothing_to_explain.
 */
export async function explainCharge(
  reader: Pick<Tx, "query">,
  reference: ChargeReference,
  now: Instant | null = null,
): Promise<Explanation> {
  const text = formatChargeReference(reference);
  const sku = (await skuIndex(reader as Tx)).skus.get(reference.skuCode);
  if (!sku) throw NothingToExplain({ values: { reference: text } });
  const key = { ...reference, skuId: sku.skuId };
  const posted = await store.selectGrains(reader, key);
  const grains = now === null ? posted : withOpen(posted, await openOf(reader, key, now), sku.divisor, now);
  const events = await store.selectEvents(reader, key);
  if (grains.length === 0 && events.length === 0) throw NothingToExplain({ values: { reference: text } });
  const prices = await store.selectPrices(reader, key);
  return {
    charge: {
      reference: text,
      pid: formatPid(reference.projectId),
      sku: sku.skuCode,
      skuName: sku.name,
      unit: sku.unitName,
      resourceId: reference.resourceId,
      from: reference.from,
      to: reference.to,
      amount: formatMinor(grains.reduce((sum, grain) => sum + grain.amount_minor, 0n)),
    },
    grains: grains.map(shownGrain),
    prices: prices.map((price) => ({
      priceId: price.price_id.toString(),
      priceList: price.price_list_code,
      kind: price.kind,
      model: price.model,
      unitPrice: price.unit_price,
      tiers: price.tiers,
      from: formatInstant(price.starts_at),
      to: price.ends_at >= NEVER ? null : formatInstant(price.ends_at),
    })),
    events: events.map((event) => ({
      source: event.source,
      id: event.event_id,
      at: formatInstant(event.occurred_at),
      quantity: event.quantity,
      supersedes: event.supersedes,
      replaced: event.replaced,
    })),
  };
}

/** The open part of the key's days. */
async function openOf(reader: Pick<Tx, "query">, key: store.GrainKey, now: Instant): Promise<OpenGrain[]> {
  const grains = await openGrains(reader, [key.projectId], now);
  return grains.filter(
    ({ day, resource_id, sku_id }) =>
      day >= key.from && day <= key.to && resource_id === key.resourceId && sku_id === key.skuId,
  );
}

/** Posted grains with what is open added to those of its day; a day that has none yet gets its own, not paid yet. */
function withOpen(
  posted: readonly store.ExplainedGrain[],
  open: readonly OpenGrain[],
  divisor: bigint,
  now: Instant,
): store.ExplainedGrain[] {
  const grains = [...posted];
  const until = instant(now - (now % MINUTE));
  for (const { day, quantity, numerator, amount_minor } of open) {
    const index = grains.findLastIndex((grain) => grain.day === day);
    const known = grains[index];
    if (!known) {
      const unpaid = { transfer_minor: 0n, other_minor: 0n, bonus_minor: 0n, credit_minor: 0n };
      grains.push({
        day,
        booking_month: monthOf(day),
        quantity,
        numerator,
        divisor,
        amount_minor,
        ...unpaid,
        charged_until: until,
      });
    } else {
      grains[index] = {
        ...known,
        quantity: sum(known.quantity, quantity),
        numerator: sum(known.numerator, numerator),
        amount_minor: known.amount_minor + amount_minor,
        charged_until: until,
      };
    }
  }
  return grains.sort((a, b) => (a.day < b.day ? -1 : Number(a.day > b.day)));
}

const sum = (a: string, b: string): string => formatDecimal(add(decimal(a), decimal(b)));

function shownGrain(grain: store.ExplainedGrain): Record<string, string> {
  return {
    day: grain.day,
    bookedIn: grain.booking_month,
    quantity: pricedQuantity(decimal(grain.quantity), grain.divisor),
    exactCost: exactCost(decimal(grain.numerator), grain.divisor),
    amount: formatMinor(grain.amount_minor),
    transfer: formatMinor(grain.transfer_minor),
    other: formatMinor(grain.other_minor),
    bonus: formatMinor(grain.bonus_minor),
    credit: formatMinor(grain.credit_minor),
    chargedUntil: formatInstant(grain.charged_until),
  };
}

const QUANTITY_DIGITS = 6;

/** A measured quantity in the units that the price is for, rounded as the reports round it. */
function pricedQuantity({ units, scale }: Decimal, divisor: bigint): string {
  const rounded = halfUpDivide(units * 10n ** BigInt(QUANTITY_DIGITS), divisor * 10n ** BigInt(scale));
  return formatDecimal({ units: rounded, scale: QUANTITY_DIGITS }).replace(/\.?0+$/, "");
}

const SHOWN_DIGITS = 12;

/** The exact cost as a decimal, or as a fraction cut to twelve digits and marked where it does not end. */
function exactCost(numerator: Decimal, divisor: bigint): string {
  const scaled = ceilRatio(numerator, 10n ** BigInt(SHOWN_DIGITS), divisor);
  const exact = scaled * divisor * 10n ** BigInt(numerator.scale) === numerator.units * 10n ** BigInt(SHOWN_DIGITS);
  const negative = scaled < 0n;
  const digits = (negative ? -scaled : scaled).toString().padStart(SHOWN_DIGITS + 1, "0");
  const text = `${digits.slice(0, -SHOWN_DIGITS)}.${digits.slice(-SHOWN_DIGITS)}`.replace(/\.?0+$/, "");
  return `${exact ? "" : "≈ "}${negative ? "-" : ""}${text}`;
}

/** The charges behind one line of a document, each with the reference that explains it; at most `limit`. */
export async function documentedCharges(
  reader: Pick<Tx, "query">,
  projectIds: readonly ProjectId[],
  month: string,
  serviceCode: string,
  supplyMonth: string,
  limit = 1000,
): Promise<(store.DocumentedRow & { reference: string })[]> {
  const rows = await store.selectDocumented(reader, projectIds, month, serviceCode, supplyMonth, limit);
  return rows.map((row) => ({
    ...row,
    reference: formatChargeReference({
      projectId: row.project_id,
      resourceId: row.resource_id,
      skuCode: row.sku_code,
      from: row.first_day,
      to: row.last_day,
    }),
  }));
}

/** The charges of a project's day that were booked in a month, each with the reference that explains it; at most `limit`. */
export async function dayCharges(
  reader: Pick<Tx, "query">,
  projectId: ProjectId,
  day: LocalDate,
  month: string,
  limit = 1000,
): Promise<{ reference: string; amount: string }[]> {
  const rows = await store.selectDayCharges(reader, projectId, day, month, limit);
  return rows.map(({ resource_id: resourceId, sku_code: skuCode, amount_minor }) => ({
    reference: formatChargeReference({ projectId, resourceId, skuCode, from: day, to: day }),
    amount: formatMinor(amount_minor),
  }));
}
