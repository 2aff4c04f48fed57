import {
  REFERENCE_DAYS,
  MOST_DAYS,
  type Transfer,
  continues,
  isTelling,
  numbersAgree,
  payersAgree,
} from "./transfer.ts";

/** A line of the file that was found to be no held one; or, `isDoubted`, one that only may be: that is decided, but not sure. */
export interface ShownPart {
  readonly transfer: Transfer;
  readonly isDoubted: boolean;
}

/** A line that is held and that no line of the file was found to be; or, `isDoubted`, one only may be. */
export interface HeldPart<Held> extends ShownPart {
  readonly held: Held;
  /** Nobody decided yet what becomes of it: its parts may be better known than it is. */
  readonly waits: boolean;
}

/** What a new line is beside held ones of other amounts: certainly the same money, perhaps, or (null) neither. */
export type BatchMatch<Held> = { readonly kind: "same" | "possible"; readonly held: Held } | null;

/** More payments of one batch are not tried in every combination; all of them together are. */
const MOST_PARTS = 40;
const MOST_SUMS = 20_000;
/** Of days so full only what has the bank's reference of the entry is compared, and the totals. */
const MOST_COMPARISONS = 300_000;

/**
 * Finds the lines that are the sum of held ones, or of which a held one is the sum (PAY-12): a batch is exported now with its
 * details, now as one sum. The bank's own reference of the entry decides where all payments of it add up; where only some do,
 * or another format shows a day's remaining payments otherwise cut but with the same total, it may be. `shown`: the lines of one
 * account and direction. Answers by their places. Pure.
 */
export function matchBatches<Held>(
  shown: readonly ShownPart[],
  held: readonly HeldPart<Held>[],
): readonly BatchMatch<Held>[] {
  const found = new Batches(shown, held);
  found.matchEntries();
  found.matchDays();
  return found.matches;
}

class Batches<Held> {
  readonly matches: BatchMatch<Held>[];
  readonly #shown: readonly Transfer[];
  readonly #doubted: ReadonlySet<number>;
  readonly #held: readonly HeldPart<Held>[];
  readonly #used = new Set<HeldPart<Held>>();
  #comparisons = 0;

  constructor(shown: readonly ShownPart[], held: readonly HeldPart<Held>[]) {
    this.#shown = shown.map(({ transfer }) => transfer);
    this.#doubted = new Set([...shown.keys()].filter((place) => shown[place]?.isDoubted));
    this.#held = held;
    this.matches = shown.map(() => null);
  }

  matchEntries(): void {
    const known = Map.groupBy(this.#held, ({ transfer }) => transfer.entry);
    for (const [entry, places] of Map.groupBy(this.#shown.keys(), (place) => this.#shown[place]?.entry ?? null)) {
      const parts = known.get(entry);
      if (entry === null || !parts) continue;
      for (const place of places) this.#asSum(place, parts);
      for (const part of parts) this.#asParts(part, places);
    }
  }

  /** What is left of a day, in this file and of those before: nothing but the sum speaks for these, so they only may be. */
  matchDays(): void {
    const places = [...this.#shown.keys()].filter((place) => this.matches[place] === null);
    const left = Map.groupBy(
      this.#held.filter((part) => !this.#used.has(part)),
      ({ transfer }) => transfer.day,
    );
    for (const [day, own] of Map.groupBy(places, (place) => this.#shown[place]?.day ?? 0)) {
      const parts = left.get(day);
      if (!parts) continue;
      const partsOf = this.#finder(parts, ({ transfer }) => transfer);
      for (const place of own)
        if (!this.#doubted.has(place)) this.#asSum(place, partsOf(this.#shown[place] as Transfer));
      const placesOf = this.#finder(own, (place) => this.#shown[place] as Transfer);
      for (const part of parts) this.#asParts(part, placesOf(part.transfer));
      this.#matchTotals(own, parts);
    }
  }

  /** Finds those of a day that may be of one booking with another; none where they are too many to try. */
  #finder<Item>(items: readonly Item[], transferOf: (item: Item) => Transfer): (of: Transfer) => readonly Item[] {
    const byAccount = Map.groupBy(items, (item) => transferOf(item).payerAccount);
    const byInn = Map.groupBy(items, (item) => transferOf(item).payerInn);
    const unnamed = items.filter(
      (item) => transferOf(item).payerAccount === null && transferOf(item).payerInn === null,
    );
    return (of) => {
      const { payerAccount, payerInn } = of;
      // Those with the payer's account or taxpayer number, and those that do not say it.
      const ofAccount = payerAccount === null ? [] : (byAccount.get(payerAccount) ?? []);
      const ofInn = payerInn === null ? [] : (byInn.get(payerInn) ?? []);
      const unsaid = payerInn === null ? byAccount.get(null) : payerAccount === null ? byInn.get(null) : unnamed;
      const likely = (payerAccount ?? payerInn) ? new Set([...ofAccount, ...ofInn, ...(unsaid ?? [])]) : items;
      const found: Item[] = [];
      for (const item of likely) {
        this.#comparisons += 1;
        if (found.length > MOST_PARTS || this.#comparisons > MOST_COMPARISONS) return [];
        if (mayBeOfOne(of, transferOf(item))) found.push(item);
      }
      return found;
    };
  }

  /** All of a day, where they are many, are one sum; or another format cuts them otherwise, and all of them are as much. */
  #matchTotals(own: readonly number[], held: readonly HeldPart<Held>[]): void {
    const amountOf = (place: number) => this.#shown[place]?.facts.amountMinor ?? 0n;
    const format = this.#shown[own[0] as number]?.facts.format;
    const others = held.filter(({ transfer }) => transfer.facts.format !== format);
    const ofOwn = own.reduce((sum, place) => sum + amountOf(place), 0n);
    const alike =
      others.length !== own.length && totalOf(others) === ofOwn
        ? others[0]
        : own.length > MOST_PARTS && held.find(({ transfer }) => transfer.facts.amountMinor === ofOwn);
    if (alike) for (const place of own) this.matches[place] ??= { kind: "possible", held: alike.held };
    const [first] = held;
    const ofHeld = totalOf(held);
    if (!first || held.length <= MOST_PARTS) return;
    for (const place of own)
      if (amountOf(place) === ofHeld) this.matches[place] ??= { kind: "possible", held: first.held };
  }

  /** A shown line as the sum of held ones. */
  #asSum(place: number, known: readonly HeldPart<Held>[]): void {
    const sum = this.#shown[place] as Transfer;
    if (this.#doubted.has(place)) return;
    const parts = known.filter((part) => !this.#used.has(part) && mayBePart(part.transfer, sum));
    const found = addingUp(parts, ({ transfer }) => transfer.facts.amountMinor, sum.facts.amountMinor);
    const [first] = found?.parts ?? [];
    if (!found || !first) return;
    const isNear = found.parts.every(
      ({ transfer, isDoubted }) => !isDoubted && sum.daysTo(transfer) <= MOST_DAYS && !continues(sum, transfer),
    );
    const isNamed = isTelling(sum.entry) && first.transfer.entry === sum.entry;
    const isSame = found.areAll && isNear && isNamed;
    this.matches[place] = { kind: isSame ? "same" : "possible", held: first.held };
    // Where it is not certain which they are, others may be the sum of them as well.
    if (isSame) for (const part of found.parts) this.#used.add(part);
  }

  /** A held line as the sum of shown ones. While it waits its parts do too: staff choose which of them to credit. */
  #asParts(sum: HeldPart<Held>, places: readonly number[]): void {
    const amountOf = (place: number) => this.#shown[place]?.facts.amountMinor ?? 0n;
    const free = places.filter(
      (place) => this.matches[place]?.kind !== "same" && mayBePart(this.#shown[place] as Transfer, sum.transfer),
    );
    if (this.#used.has(sum)) return;
    const whole = sum.transfer.facts.amountMinor;
    const isAll = free.length > 1 && free.reduce((all, place) => all + amountOf(place), 0n) === whole;
    const isNear = free.every((place) => {
      const part = this.#shown[place] as Transfer;
      return !this.#doubted.has(place) && part.daysTo(sum.transfer) <= MOST_DAYS && !continues(part, sum.transfer);
    });
    const isNamed = isTelling(sum.transfer.entry) && this.#shown[free[0] ?? -1]?.entry === sum.transfer.entry;
    const isSame = isAll && isNear && isNamed && !sum.waits;
    // Of several that may be a part it is not known which is: each of them waits.
    const parts = isAll ? free : free.filter((place) => isPartOf(place, free, amountOf, whole));
    for (const place of parts) this.matches[place] ??= { kind: isSame ? "same" : "possible", held: sum.held };
    if (isSame) this.#used.add(sum);
  }
}

function totalOf(parts: readonly HeldPart<unknown>[]): bigint {
  return parts.reduce((sum, { transfer }) => sum + transfer.facts.amountMinor, 0n);
}

/** Whether the sum is of this part and of others. */
function isPartOf(part: number, parts: readonly number[], amountOf: (part: number) => bigint, sum: bigint): boolean {
  const others = parts.filter((other) => other !== part);
  return someAddingUp(others, amountOf, sum - amountOf(part)).length > 0;
}

/**
 * A sum may name no payer, or the bank. One that names another payer, in the same format another document or entry, or that goes
 * on from these balances, is none of theirs.
 */
function mayBeOfOne(shown: Transfer | undefined, held: Transfer): boolean {
  if (!shown || payersAgree(shown, held) === "differs" || continues(shown, held)) return false;
  if (shown.facts.format !== held.facts.format) return true;
  const [one, other] = [shown.facts.batchReference, held.facts.batchReference];
  const isOtherEntry = one !== null && other !== null && shown.entry !== held.entry;
  return !isOtherEntry && numbersAgree(shown, held, true) !== "differs";
}

function mayBePart(part: Transfer, sum: Transfer): boolean {
  return (
    part.facts.currency === sum.facts.currency &&
    part.facts.amountMinor < sum.facts.amountMinor &&
    part.daysTo(sum) <= REFERENCE_DAYS
  );
}

interface AddingUp<Part> {
  readonly parts: readonly Part[];
  /** All there are add up, not only some of them. */
  readonly areAll: boolean;
}

/** Two or more parts that are the sum: all of them, or some, the earlier first; null where none are, or they are too many. */
function addingUp<Part>(parts: readonly Part[], amountOf: (part: Part) => bigint, sum: bigint): AddingUp<Part> | null {
  if (parts.length < 2) return null;
  if (parts.reduce((all, part) => all + amountOf(part), 0n) === sum) return { parts, areAll: true };
  const some = someAddingUp(parts, amountOf, sum);
  return some.length > 1 ? { parts: some, areAll: false } : null;
}

/** Some parts that are the sum; none where there are none, or they are too many to try. */
function someAddingUp<Part>(parts: readonly Part[], amountOf: (part: Part) => bigint, sum: bigint): readonly Part[] {
  const some: Part[] = [];
  if (parts.length > MOST_PARTS || sum <= 0n) return some;
  const reached = new Map<bigint, { readonly before: bigint; readonly part: Part } | null>([[0n, null]]);
  for (const part of parts) {
    // A part counts once: only with the sums that were there before it.
    const sums = [...reached.keys()];
    for (const before of sums) {
      const now = before + amountOf(part);
      if (now <= sum && !reached.has(now)) reached.set(now, { before, part });
    }
    if (reached.has(sum) || reached.size > MOST_SUMS) break;
  }
  for (let step = reached.get(sum); step; step = reached.get(step.before)) some.unshift(step.part);
  return some;
}
