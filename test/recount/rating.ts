import type { Event, Facts, Price, Project, Scope } from "./facts.ts";

/**
 * Rates events anew, minute by minute of their day, by the rules in docs/decisions (0002 minutes, 0004 grains, 0010 price
 * models, 0032 contracts). It shares no code with the product: decimals are whole numbers scaled by 10^12 here, the days of
 * a zone come from Intl.
 */

const SCALE = 12;
const ONE = 10n ** BigInt(SCALE);

function scaled(text: string): bigint {
  const [whole = "0", fraction = ""] = text.split(".");
  if (fraction.replace(/0+$/, "").length > SCALE) throw new Error(`more than ${SCALE} decimals: ${text}`);
  return BigInt(whole + fraction.slice(0, SCALE).padEnd(SCALE, "0"));
}

/** The minute a day begins in, by local date, and that of the next one. */
export class Days {
  readonly #format: Intl.DateTimeFormat;
  readonly #starts = new Map<string, number>();

  constructor(zone: string) {
    this.#format = new Intl.DateTimeFormat("en-CA", {
      timeZone: zone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    });
  }

  #parts(minute: number): { date: string; ofDay: number } {
    const parts = Object.fromEntries(this.#format.formatToParts(minute * 60_000).map((one) => [one.type, one.value]));
    const { year, month, day, hour, minute: ofHour } = parts as Record<string, string>;
    return { date: `${year}-${month}-${day}`, ofDay: Number(hour) * 60 + Number(ofHour) };
  }

  dateOf(minute: number): string {
    return this.#parts(minute).date;
  }

  /** The first minute that bears the date: found from noon backwards, so that a day of 23 or 25 hours is right. */
  startOf(date: string): number {
    const known = this.#starts.get(date);
    if (known !== undefined) return known;
    let minute = Date.parse(`${date}T12:00:00Z`) / 60_000;
    while (this.dateOf(minute) > date) minute -= 60;
    while (this.dateOf(minute) < date) minute += 60;
    minute -= this.#parts(minute).ofDay;
    while (this.dateOf(minute) < date) minute += 30;
    while (this.dateOf(minute - 1) === date) minute -= 1;
    this.#starts.set(date, minute);
    return minute;
  }

  static next(date: string): string {
    return new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  }
}

/** A grain's part of a contract, in minor units. */
export interface Part {
  readonly projectId: string;
  readonly day: string;
  readonly resourceId: string;
  readonly skuId: string;
  readonly contractId: string;
  readonly amount: bigint;
}

const minuteOf = (millis: number) => Math.floor(millis / 60_000);
const NOBODY = "00000000-0000-0000-0000-000000000000";

/** What every whole day of a project has to cost, part by part; parts of nothing are left out. */
export function rate(facts: Facts, project: Project): Part[] {
  const days = new Days(project.zone);
  const live = liveEvents(facts.events.filter((event) => event.projectId === project.projectId));
  const book = new PriceBook(facts, project.projectId);
  const uses = usesOf(live, days, project.openDay);
  const contracts = facts.assignments.filter((one) => one.projectId === project.projectId);
  const dates = datesOf(uses, project, days);
  const parts: Part[] = [];
  let month = "";
  let earlier = new Earlier();
  for (const date of dates) {
    if (date.slice(0, 7) !== month) earlier = new Earlier();
    month = date.slice(0, 7);
    const from = days.startOf(date);
    const to = days.startOf(Days.next(date));
    const cuts = [...new Set([from, ...contracts.flatMap((one) => [minuteOf(one.from), minuteOf(one.to)]), to])]
      .filter((minute) => minute >= from && minute <= to)
      .sort((a, b) => a - b);
    let before = new Map<string, bigint>();
    let whole: DayCost | null = null;
    for (const [index, end] of cuts.entries()) {
      if (index === 0) continue;
      const start = cuts[index - 1] as number;
      const isLast = end === to && Days.next(date).slice(0, 7) !== month;
      whole = costOf({ uses, book, from, to, until: end, lastOfMonth: isLast, earlier });
      const contractId =
        contracts.find((one) => minuteOf(one.from) <= start && minuteOf(one.to) > start)?.contractId ?? "0";
      const after = whole.minor();
      for (const key of new Set([...before.keys(), ...after.keys()])) {
        const amount = (after.get(key) ?? 0n) - (before.get(key) ?? 0n);
        const [resourceId = "", skuId = ""] = key.split(" ");
        if (amount !== 0n)
          parts.push({ projectId: project.projectId, day: date, resourceId, skuId, contractId, amount });
      }
      before = after;
    }
    if (whole) earlier.add(whole);
  }
  return parts;
}

/** An event counts unless another replaces it; of several that replace the same one, the last accepted counts. */
function liveEvents(events: readonly Event[]): Event[] {
  const key = (source: string, id: string) => `${source} ${id}`;
  const replacing = new Map<string, Event>();
  for (const event of events) {
    if (event.supersedes === null) continue;
    const target = key(event.sourceId, event.supersedes);
    const rival = replacing.get(target);
    if (!rival || rival.batchId < event.batchId || (rival.batchId === event.batchId && rival.eventId < event.eventId)) {
      replacing.set(target, event);
    }
  }
  return events.filter((event) => {
    const replaced = replacing.has(key(event.sourceId, event.eventId));
    const lost = event.supersedes !== null && replacing.get(key(event.sourceId, event.supersedes)) !== event;
    return !replaced && !lost;
  });
}

/** A quantity of a resource and SKU: of a gauge between two minutes, else at one. */
interface Use {
  readonly resourceId: string;
  readonly skuId: string;
  readonly gauge: boolean;
  readonly from: number;
  readonly to: number;
  readonly quantity: bigint;
}

function usesOf(events: readonly Event[], days: Days, openDay: string): Use[] {
  const end = days.startOf(openDay);
  const uses: Use[] = [];
  for (const [, own] of Map.groupBy(events, (event) => `${event.resourceId} ${event.skuId}`)) {
    const { resourceId, skuId, gauge } = own[0] as Event;
    if (!gauge) {
      for (const event of own) {
        const from = minuteOf(event.at);
        uses.push({ resourceId, skuId, gauge, from, to: from + 1, quantity: scaled(event.quantity) });
      }
      continue;
    }
    const sorted = own.toSorted(
      (a, b) => a.at - b.at || Number(a.sourceId) - Number(b.sourceId) || (a.eventId < b.eventId ? -1 : 1),
    );
    for (const [index, event] of sorted.entries()) {
      const from = minuteOf(event.at);
      const to = index + 1 < sorted.length ? minuteOf((sorted[index + 1] as Event).at) : end;
      if (to > from) uses.push({ resourceId, skuId, gauge, from, to, quantity: scaled(event.quantity) });
    }
  }
  return uses.filter((use) => use.quantity > 0n);
}

function datesOf(uses: readonly Use[], project: Project, days: Days): string[] {
  const first = uses.reduce((least, use) => Math.min(least, use.from), Number.POSITIVE_INFINITY);
  if (first === Number.POSITIVE_INFINITY) return [];
  const dates: string[] = [];
  // From the month's first day: commitments and fees look at whole months.
  for (let date = `${days.dateOf(first).slice(0, 7)}-01`; date < project.openDay; date = Days.next(date))
    dates.push(date);
  return dates;
}

/** Which price of a SKU holds in a minute: that of the first list of the project's chain that has one. */
class PriceBook {
  readonly #scopes: readonly Scope[];
  readonly #prices: Map<string, Price[]>;
  readonly committed: readonly string[];

  constructor(facts: Facts, projectId: string) {
    this.#scopes = facts.scopes.filter((scope) => scope.projectId === projectId);
    this.#prices = Map.groupBy(facts.prices, (price) => price.skuId);
    this.committed = [...new Set(facts.prices.filter((one) => one.model === "committed").map((one) => one.skuId))];
  }

  at(skuId: string, minute: number): Price | null {
    const scope = this.#scopes.find((one) => minuteOf(one.from) <= minute && minuteOf(one.to) > minute);
    for (const list of scope?.lists ?? []) {
      const found = this.#prices
        .get(skuId)
        ?.find((one) => one.list === list && minuteOf(one.from) <= minute && minuteOf(one.to) > minute);
      if (found) return found;
    }
    return null;
  }

  /** The minutes after `from` and before `to` in which another price may begin. */
  edges(skuId: string, from: number, to: number): number[] {
    const instants = [
      ...this.#scopes.flatMap((one) => [one.from, one.to]),
      ...(this.#prices.get(skuId) ?? []).flatMap((one) => [one.from, one.to]),
    ].map(minuteOf);
    return [...new Set(instants)].filter((minute) => minute > from && minute < to).sort((a, b) => a - b);
  }
}

/** What a day costs up to a minute, by resource and SKU, in units of currency scaled twice, times the SKU's divisor. */
class DayCost {
  readonly numerators = new Map<string, { numerator: bigint; divisor: bigint }>();
  /** Priced units by SKU: where the month's axis has come to. */
  readonly units = new Map<string, bigint>();

  add(resourceId: string, skuId: string, numerator: bigint, divisor: bigint): void {
    const key = `${resourceId} ${skuId}`;
    const sum = this.numerators.get(key)?.numerator ?? 0n;
    this.numerators.set(key, { numerator: sum + numerator, divisor });
  }

  /** Rounded up to the kopeck or tiyn, once a grain (PRC-05). */
  minor(): Map<string, bigint> {
    return new Map(
      [...this.numerators].map(([key, { numerator, divisor }]) => {
        const below = divisor * ONE * ONE;
        const above = numerator * 100n;
        const floor = above / below;
        return [key, above % below > 0n ? floor + 1n : floor];
      }),
    );
  }
}

/** What the days of the month before cost and used. */
class Earlier {
  readonly units = new Map<string, bigint>();
  readonly numerators = new Map<string, bigint>();

  add(day: DayCost): void {
    for (const [sku, units] of day.units) this.units.set(sku, (this.units.get(sku) ?? 0n) + units);
    for (const [key, { numerator }] of day.numerators)
      this.numerators.set(key, (this.numerators.get(key) ?? 0n) + numerator);
  }
}

interface Piece {
  readonly resourceId: string;
  readonly price: Price;
  /** Since when this price has held without a break. */
  readonly priceFrom: number;
  readonly quantity: bigint;
  readonly units: bigint;
}

interface DayInput {
  readonly uses: readonly Use[];
  readonly book: PriceBook;
  readonly from: number;
  readonly to: number;
  readonly until: number;
  readonly lastOfMonth: boolean;
  readonly earlier: Earlier;
}

function costOf(day: DayInput): DayCost {
  const cost = new DayCost();
  const used = day.uses.filter((use) => use.from < day.until && use.to > day.from);
  const skus = new Set([...used.map((use) => use.skuId), ...(day.lastOfMonth ? day.book.committed : [])]);
  for (const skuId of skus) {
    const pieces = used.filter((use) => use.skuId === skuId).flatMap((use) => piecesOf(use, day));
    cost.units.set(
      skuId,
      pieces.reduce((sum, piece) => sum + piece.units, 0n),
    );
    addFlat(cost, skuId, pieces);
    addLargest(cost, skuId, pieces, day.earlier);
    addTiers(cost, skuId, pieces, day.earlier.units.get(skuId) ?? 0n);
    if (day.lastOfMonth) addShortfall(cost, skuId, day);
  }
  return cost;
}

function piecesOf(use: Use, { book, from, until }: DayInput): Piece[] {
  const begin = Math.max(use.from, from);
  const end = use.gauge ? Math.min(use.to, until) : begin + 1;
  const minutes = use.gauge ? [begin, ...book.edges(use.skuId, begin, end), end] : [begin, end];
  return minutes.slice(1).flatMap((to, index) => {
    const at = minutes[index] as number;
    const price = book.at(use.skuId, at);
    if (!price) return [];
    const units = use.gauge ? use.quantity * BigInt(to - at) : use.quantity;
    return [{ resourceId: use.resourceId, price, priceFrom: minuteOf(price.from), quantity: use.quantity, units }];
  });
}

function addFlat(cost: DayCost, skuId: string, pieces: readonly Piece[]): void {
  for (const { resourceId, price, units } of pieces) {
    if (!["flat", "committed"].includes(price.model)) continue;
    cost.add(resourceId, skuId, units * scaled(price.unitPrice), BigInt(price.divisor));
  }
}

/** Once a day, or once a month less what the month paid already, the largest of quantity by price. */
function addLargest(cost: DayCost, skuId: string, pieces: readonly Piece[], earlier: Earlier): void {
  for (const model of ["daily", "monthly"]) {
    const own = pieces.filter((piece) => piece.price.model === model);
    for (const [resourceId, some] of Map.groupBy(own, (piece) => piece.resourceId)) {
      const divisor = BigInt((some[0] as Piece).price.divisor);
      const costs = some.map((piece) => piece.quantity * scaled(piece.price.unitPrice) * divisor);
      const largest = costs.reduce((most, one) => (one > most ? one : most), 0n);
      const paid = model === "monthly" ? (earlier.numerators.get(`${resourceId} ${skuId}`) ?? 0n) : 0n;
      cost.add(resourceId, skuId, largest > paid ? largest - paid : 0n, divisor);
    }
  }
}

/** Along the month's axis: days, then price periods, then resources; every priced unit moves it. */
function addTiers(cost: DayCost, skuId: string, pieces: readonly Piece[], before: bigint): void {
  if (!pieces.some((piece) => ["tiered", "volume"].includes(piece.price.model))) return;
  const order = (one: Piece) => `${String(one.priceFrom + 1e12).padStart(16, "0")} ${one.resourceId}`;
  let at = before;
  for (const piece of pieces.toSorted((a, b) => (order(a) < order(b) ? -1 : 1))) {
    const { price, units, resourceId } = piece;
    const divisor = BigInt(price.divisor);
    const upto = at + units;
    if (price.model === "tiered") cost.add(resourceId, skuId, stairs(price, upto) - stairs(price, at), divisor);
    if (price.model === "volume") cost.add(resourceId, skuId, byVolume(price, upto) - byVolume(price, at), divisor);
    at = upto;
  }
}

function stairs(price: Price, units: bigint): bigint {
  const divisor = BigInt(price.divisor);
  return price.tiers.reduce((sum, tier, index) => {
    const low = scaled(tier.from) * divisor;
    const next = price.tiers[index + 1];
    const high = next ? scaled(next.from) * divisor : units;
    const inside = (units < high ? units : high) - low;
    return inside > 0n ? sum + inside * scaled(tier.price) : sum;
  }, 0n);
}

function byVolume(price: Price, units: bigint): bigint {
  const divisor = BigInt(price.divisor);
  const tier = price.tiers.findLast((one) => scaled(one.from) * divisor <= units);
  return tier ? units * scaled(tier.price) : 0n;
}

function addShortfall(cost: DayCost, skuId: string, day: DayInput): void {
  const price = day.book.at(skuId, day.to - 1);
  if (price?.model !== "committed") return;
  const divisor = BigInt(price.divisor);
  const used = (day.earlier.units.get(skuId) ?? 0n) + (cost.units.get(skuId) ?? 0n);
  const missing = scaled(price.committed ?? "0") * divisor - used;
  if (missing > 0n) cost.add(NOBODY, skuId, missing * scaled(price.unitPrice), divisor);
}
