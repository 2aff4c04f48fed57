import { type Decimal, add, ceilRatio, decimal, formatDecimal, halfUpDivide } from "../../core/decimal.ts";
import { type Texts, refusal } from "../../core/errors.ts";
import { formatPid } from "../../core/ids.ts";
import { type Minor, formatMinor } from "../../core/money.ts";
import {
  type Instant,
  type LocalDate,
  MINUTE,
  type Zone,
  dayPeriod,
  formatInstant,
  instant,
  monthOf,
} from "../../core/time.ts";
import { NEVER, type Tx } from "../../platform/db.ts";
import { skuIndex } from "../catalog/index.ts";
import { contractsById, payersById } from "../parties/index.ts";
import { projectFacts } from "../tenancy/index.ts";
import * as usage from "../usage/index.ts";
import { type ExplainedDay, type Story, storyOf } from "./explain-story.ts";
import { type ChargeReference, formatChargeReference, resourceOf } from "./reference.ts";
import { openRows } from "./reports.ts";

export const NothingToExplain = refusal(
  "nothing_to_explain",
  404,
  "По ссылке {reference} ничего не найдено",
  "Nothing is found by the reference {reference}",
);

/** A charge taken apart: first as a customer understands it, then grain by grain. Amounts are decimal texts. */
export interface Explanation extends Story {
  readonly charge: {
    readonly reference: string;
    readonly pid: string;
    readonly project: string;
    readonly sku: string;
    readonly skuName: Texts;
    /** What the grains' quantities are counted in: what the price is for. */
    readonly unit: Texts;
    /** The customer's id of it; null for what no resource caused. */
    readonly resourceId: string | null;
    readonly resourceName: string | null;
    readonly from: string;
    readonly to: string;
    readonly amount: string;
    readonly currency: string;
  };
  /** Who it was supplied to, by contract, and for how much: null names mean that no contract was in force. */
  readonly suppliedTo: readonly {
    readonly payer: string | null;
    readonly contract: string | null;
    readonly amount: string;
  }[];
  readonly grains: readonly Record<string, string>[];
  readonly prices: readonly ShownPrice[];
  readonly events: readonly ShownEvent[];
}

export interface ShownPrice {
  readonly priceId: string;
  readonly priceList: string;
  /** Whose list it is: the region's, the contract's, the partner's. */
  readonly kind: string;
  readonly model: string;
  readonly unitPrice: string;
  readonly tiers: readonly { readonly from: string; readonly price: string }[] | null;
  readonly from: string;
  readonly to: string | null;
}

export interface ShownEvent {
  readonly source: string;
  readonly id: string;
  readonly at: string;
  readonly quantity: string;
  readonly supersedes: string | null;
  readonly replaced: boolean;
}

type Reader = Pick<Tx, "query">;

/**
 * Explains every kopeck of a charge: how it comes about in a sentence, its days, tiers and changes (PRC-03), the grains it is
 * made of with their exact cost before it was rounded up (PRC-05), the price versions in force (PRC-02) and the events
 * reported (PRC-04), at most 400 grains and 200 events. What is consumed at `now` and not posted yet is part of it, so that
 * it adds up to what the reports show; null for what is posted alone. Refuses nothing_to_explain.
 */
export async function explainCharge(
  reader: Reader,
  reference: ChargeReference,
  now: Instant | null = null,
): Promise<Explanation> {
  const text = formatChargeReference(reference);
  const { projectId, from, to } = reference;
  const sku = (await skuIndex(reader as Tx)).skus.get(reference.skuCode);
  const resource = await resourceOf(reader, reference);
  const facts = (await projectFacts(reader, [projectId])).get(projectId);
  if (!sku || !resource || !facts) throw NothingToExplain({ values: { reference: text } });
  const key = { ...reference, resourceId: resource.resourceId, skuId: sku.skuId };
  const posted = await usage.chargedGrains(reader, key);
  const opened = now === null ? [] : await openRows(reader, [projectId], now);
  const open = opened.filter((grain) => grain.skuId === sku.skuId && grain.day >= from && grain.day <= to);
  const own = open.filter((grain) => grain.resourceId === resource.resourceId);
  const events = await usage.reportedEvents(reader, key);
  if (posted.length === 0 && own.length === 0 && events.length === 0) {
    throw NothingToExplain({ values: { reference: text } });
  }
  const prices = await usage.pricesInForce(reader, key);
  const days = await daysOfCharge(reader, key, {
    posted,
    own,
    opened,
    now,
    divisor: sku.divisor,
    timeZone: facts.timeZone,
  });
  const repaid = await usage.repaidParts(reader, key);
  const story = storyOf({
    days,
    prices,
    posted,
    own,
    repaid,
    unit: { name: sku.unitName, divisor: sku.divisor },
    currency: facts.currency,
  });
  const { key: resourceId, name: resourceName } = resource;
  return {
    charge: {
      reference: text,
      pid: formatPid(projectId),
      project: facts.name,
      sku: sku.skuCode,
      skuName: sku.name,
      unit: sku.unitName,
      resourceId,
      resourceName,
      from,
      to,
      amount: formatMinor(days.reduce((sum, day) => sum + day.amountMinor, 0n)),
      currency: facts.currency,
    },
    ...story,
    suppliedTo: await suppliedTo(reader, posted),
    grains: days.map(shownGrain),
    prices: prices.map(shownPrice),
    events: events.map(({ eventId, occurredAt, ...event }) => ({
      source: event.source,
      id: eventId,
      at: formatInstant(occurredAt),
      quantity: event.quantity,
      supersedes: event.supersedes,
      replaced: event.replaced,
    })),
  };
}

interface ChargeParts {
  readonly posted: readonly usage.ChargedGrain[];
  /** What is open of the resource, and of the whole project. */
  readonly own: readonly usage.OpenGrain[];
  readonly opened: readonly usage.OpenGrain[];
  readonly divisor: bigint;
  readonly timeZone: Zone;
  readonly now: Instant | null;
}

/** The days of a charge, what is open added to what is posted, each with what it was made of. */
async function daysOfCharge(reader: Reader, key: usage.ChargeKey, parts: ChargeParts): Promise<ExplainedDay[]> {
  const { posted, own, opened, divisor, timeZone, now } = parts;
  const dates = [...new Set([...posted, ...own].map(({ day }) => day))].sort((a, b) => (a < b ? -1 : 1));
  const rows = Map.groupBy(posted, ({ day }) => day);
  const used = dates.map((day) => {
    const { start, end } = dayPeriod(day, timeZone);
    const charged = Math.max(start, ...(rows.get(day) ?? []).map(({ chargedUntil }) => chargedUntil));
    const until = now === null ? charged : now - (now % MINUTE);
    return { day, start, until: instant(Math.min(until, end)) };
  });
  const pieces = Map.groupBy(await usage.usedPieces(reader, key, used), ({ day }) => day);
  const before = new Map((await usage.beforeDays(reader, key, dates)).map((one) => [one.day, one]));
  return used.map(({ day, until }) => {
    const whole = [...(rows.get(day) ?? []), ...own.filter((grain) => grain.day === day)];
    return {
      day,
      until,
      bookedIn: rows.get(day)?.at(-1)?.bookingMonth ?? monthOf(day),
      quantity: total(whole.map((row) => row.quantity)),
      numerator: total(whole.map((row) => row.numerator)),
      amountMinor: whole.reduce((sum, row) => sum + row.amountMinor, 0n),
      divisor,
      pieces: pieces.get(day) ?? [],
      before: beforeOf(before.get(day), opened, key, day),
      paid: rows.get(day) ?? [],
    };
  });
}

/** What the month had before a day, with what is not posted yet of it. */
function beforeOf(
  posted: usage.BeforeDay | undefined,
  opened: readonly usage.OpenGrain[],
  { resourceId, skuId }: usage.ChargeKey,
  day: LocalDate,
): ExplainedDay["before"] {
  const grains = opened.filter((one) => one.skuId === skuId && monthOf(one.day) === monthOf(day) && one.day <= day);
  const earlier = grains.filter((one) => one.day < day);
  const ahead = grains.filter((one) => one.day < day || one.resourceId < resourceId);
  const sum = (known: string | undefined, more: readonly string[]) => total([known ?? "0", ...more]);
  return {
    units: sum(
      posted?.units,
      ahead.map((one) => one.quantity),
    ),
    withDay: sum(
      posted?.withDay,
      grains.map((one) => one.quantity),
    ),
    numerator: sum(
      posted?.numerator,
      earlier.filter((one) => one.resourceId === resourceId).map((one) => one.numerator),
    ),
  };
}

const total = (decimals: readonly string[]): Decimal =>
  decimals.map((text) => decimal(text)).reduce(add, { units: 0n, scale: 0 });

/** Who the charges were supplied to: more than one where payer or contract changed within the days. */
async function suppliedTo(reader: Reader, posted: readonly usage.ChargedGrain[]): Promise<Explanation["suppliedTo"]> {
  const amounts = new Map<bigint, Minor>();
  for (const row of posted) amounts.set(row.contractId, (amounts.get(row.contractId) ?? 0n) + row.amountMinor);
  const contracts = await contractsById(reader, [...amounts.keys()]);
  const payers = await payersById(
    reader,
    [...contracts.values()].map((contract) => contract.payerId),
  );
  return [...amounts].map(([contractId, amountMinor]) => {
    const contract = contracts.get(contractId);
    return {
      payer: (contract && payers.get(contract.payerId)?.name) ?? null,
      contract: contract?.number ?? null,
      amount: formatMinor(amountMinor),
    };
  });
}

function shownPrice(price: usage.PriceInForce): ShownPrice {
  return {
    priceId: price.priceId.toString(),
    priceList: price.priceListCode,
    kind: price.kind,
    model: price.model,
    unitPrice: price.unitPrice,
    tiers: price.tiers,
    from: formatInstant(price.startsAt),
    to: price.endsAt >= NEVER ? null : formatInstant(price.endsAt),
  };
}

function shownGrain(day: ExplainedDay): Record<string, string> {
  const paid = (name: "transferMinor" | "otherMinor" | "bonusMinor" | "creditMinor") =>
    formatMinor(day.paid.reduce((sum, row) => sum + row[name], 0n));
  return {
    day: day.day,
    bookedIn: day.bookedIn,
    quantity: pricedQuantity(day.quantity, day.divisor),
    exactCost: exactCost(day.numerator, day.divisor),
    amount: formatMinor(day.amountMinor),
    transfer: paid("transferMinor"),
    other: paid("otherMinor"),
    bonus: paid("bonusMinor"),
    credit: paid("creditMinor"),
    chargedUntil: formatInstant(day.until),
  };
}

const QUANTITY_DIGITS = 6;

/** A measured quantity in the units that the price is for, rounded as the reports round it. */
export function pricedQuantity({ units, scale }: Decimal, divisor: bigint): string {
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
