import { type Decimal, add, ceilRatio, decimal, formatDecimal, halfUpDivide } from "../../core/decimal.ts";
import { type Texts, refusal } from "../../core/errors.ts";
import { type ProjectId, formatPid } from "../../core/ids.ts";
import { formatMinor } from "../../core/money.ts";
import { type Instant, type LocalDate, MINUTE, formatInstant, instant, monthOf } from "../../core/time.ts";
import { NEVER, type Tx } from "../../platform/db.ts";
import { skuIndex } from "../catalog/index.ts";
import * as usage from "../usage/index.ts";
import { type ChargeReference, formatChargeReference } from "./reference.ts";

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
  const posted = await usage.chargedGrains(reader, key);
  const grains = now === null ? posted : withOpen(posted, await openOf(reader, key, now), sku.divisor, now);
  const events = await usage.reportedEvents(reader, key);
  if (grains.length === 0 && events.length === 0) throw NothingToExplain({ values: { reference: text } });
  const prices = await usage.pricesInForce(reader, key);
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
      amount: formatMinor(grains.reduce((sum, grain) => sum + grain.amountMinor, 0n)),
    },
    grains: grains.map(shownGrain),
    prices: prices.map((price) => ({
      priceId: price.priceId.toString(),
      priceList: price.priceListCode,
      kind: price.kind,
      model: price.model,
      unitPrice: price.unitPrice,
      tiers: price.tiers,
      from: formatInstant(price.startsAt),
      to: price.endsAt >= NEVER ? null : formatInstant(price.endsAt),
    })),
    events: events.map((event) => ({
      source: event.source,
      id: event.eventId,
      at: formatInstant(event.occurredAt),
      quantity: event.quantity,
      supersedes: event.supersedes,
      replaced: event.replaced,
    })),
  };
}

/** The open part of the key's days. */
async function openOf(reader: Pick<Tx, "query">, key: usage.ChargeKey, now: Instant): Promise<usage.OpenGrain[]> {
  const grains = await usage.openGrains(reader, [key.projectId], now);
  return grains.filter(
    ({ day, resourceId, skuId }) =>
      day >= key.from && day <= key.to && resourceId === key.resourceId && skuId === key.skuId,
  );
}

/** Posted grains with what is open added to those of its day; a day that has none yet gets its own, not paid yet. */
function withOpen(
  posted: readonly usage.ChargedGrain[],
  open: readonly usage.OpenGrain[],
  divisor: bigint,
  now: Instant,
): usage.ChargedGrain[] {
  const grains = [...posted];
  const until = instant(now - (now % MINUTE));
  for (const { day, quantity, numerator, amountMinor } of open) {
    const index = grains.findLastIndex((grain) => grain.day === day);
    const known = grains[index];
    if (!known) {
      const unpaid = { transferMinor: 0n, otherMinor: 0n, bonusMinor: 0n, creditMinor: 0n };
      grains.push({
        day,
        bookingMonth: monthOf(day),
        quantity,
        numerator,
        divisor,
        amountMinor,
        ...unpaid,
        chargedUntil: until,
      });
    } else {
      grains[index] = {
        ...known,
        quantity: sum(known.quantity, quantity),
        numerator: sum(known.numerator, numerator),
        amountMinor: known.amountMinor + amountMinor,
        chargedUntil: until,
      };
    }
  }
  return grains.sort((a, b) => (a.day < b.day ? -1 : Number(a.day > b.day)));
}

const sum = (a: string, b: string): string => formatDecimal(add(decimal(a), decimal(b)));

function shownGrain(grain: usage.ChargedGrain): Record<string, string> {
  return {
    day: grain.day,
    bookedIn: grain.bookingMonth,
    quantity: pricedQuantity(decimal(grain.quantity), grain.divisor),
    exactCost: exactCost(decimal(grain.numerator), grain.divisor),
    amount: formatMinor(grain.amountMinor),
    transfer: formatMinor(grain.transferMinor),
    other: formatMinor(grain.otherMinor),
    bonus: formatMinor(grain.bonusMinor),
    credit: formatMinor(grain.creditMinor),
    chargedUntil: formatInstant(grain.chargedUntil),
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
): Promise<(usage.DocumentedCharge & { readonly reference: string })[]> {
  const rows = await usage.chargesOfService(reader, projectIds, month, serviceCode, supplyMonth, limit);
  return rows.map((row) => ({
    ...row,
    reference: formatChargeReference({
      projectId: row.projectId,
      resourceId: row.resourceId,
      skuCode: row.skuCode,
      from: row.firstDay,
      to: row.lastDay,
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
  const rows = await usage.chargesOfDay(reader, projectId, day, month, limit);
  return rows.map(({ resourceId, skuCode, amountMinor }) => ({
    reference: formatChargeReference({ projectId, resourceId, skuCode, from: day, to: day }),
    amount: formatMinor(amountMinor),
  }));
}
