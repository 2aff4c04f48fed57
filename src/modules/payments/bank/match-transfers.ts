import { recognisePid } from "./recognise-pid.ts";
import { FEW_DAYS, type Likeness, MAYBE, SAME, type Transfer, balancesBefore, likeness } from "./transfer.ts";

/** What becomes of a shown transfer: one that is held, one that may be, or a new one. */
export type Match<Held> =
  | { readonly kind: "same"; readonly held: Held }
  | { readonly kind: "possible"; readonly held: Held }
  | { readonly kind: "new" };

/** A transfer that is held, and those that staff found to be the same: together they stand for one. */
export interface HeldTransfer<Held> {
  readonly held: Held;
  readonly alike: readonly Transfer[];
}

/** Comparisons of one amount on one account; beyond it everything waits for staff rather than the machine. */
const MOST_COMPARISONS = 20_000_000;

/**
 * Finds for each transfer that one statement (or statements whose balances chain) shows the held one that it is (PAY-12).
 * All are of one own account, direction and amount. What one statement shows are different transfers, so each held one is
 * taken at most once: a statement that shows more equal lines than are held brings the rest anew (reliability 28). As many
 * pairs are made as there can be, the likeliest first: only what no choice finds a partner for is new, so a doubt never
 * credits anything twice. Pure.
 */
export function matchTransfers<Held>(shown: readonly Transfer[], held: readonly HeldTransfer<Held>[]): Match<Held>[] {
  if (held.length === 0) return shown.map(() => ({ kind: "new" }));
  const pairs = new Pairs(shown.length, held.length);
  matchNamed(shown, held, pairs);
  const edges = edgesOf(shown, held, pairs);
  if (edges === null) {
    const [first] = held as [HeldTransfer<Held>];
    return shown.map((_, index) => {
      const found = held[pairs.heldOf(index)];
      return found ? { kind: "same", held: found.held } : { kind: "possible", held: first.held };
    });
  }
  const found = new Set(edges.flatMap((own) => own.map((edge) => edge.likeness)));
  const order = [...shown.keys()].sort((a, b) => (shown[b]?.known ?? 0) - (shown[a]?.known ?? 0));
  for (const least of [...found].sort((a, b) => b - a)) pairs.extend(edges, least, order);
  return shown.map((transfer, index) => {
    const at = pairs.heldOf(index);
    const partner = held[at];
    const edge = edges[index]?.find((one) => one.held === at);
    // Without an edge it was found by its name.
    if (partner) return { kind: edge && edge.likeness < SAME ? "possible" : "same", held: partner.held };
    const contested = edges[index]?.find((one) => isContested(one, transfer, shown[pairs.shownOf(one.held)], held));
    return contested ? { kind: "possible", held: (held[contested.held] as HeldTransfer<Held>).held } : { kind: "new" };
  });
}

/**
 * Whether a transfer without a partner may be the held one as well as the one that was chosen, and the choice was not
 * clear: neither says exactly what is held, and they say different things. Which of the two is new is for staff to see.
 */
function isContested<Held>(
  edge: Edge,
  transfer: Transfer,
  chosen: Transfer | undefined,
  held: readonly HeldTransfer<Held>[],
): boolean {
  if (!chosen || chosen.content === transfer.content) return false;
  // That neither has one says nothing: the chosen one may still be another that is near in its value date only.
  const isNamed = chosen.reference !== null && transfer.reference !== null && transfer.reference !== chosen.reference;
  return !held[edge.held]?.alike.some(
    (one) => one.content === chosen.content || (isNamed && one.reference === chosen.reference),
  );
}

/** Exact equals that are named so well that they can be nothing else: found without comparing all with all. */
function matchNamed<Held>(shown: readonly Transfer[], held: readonly HeldTransfer<Held>[], pairs: Pairs): void {
  const waiting = new Map<string, number[]>();
  for (const [index, { alike }] of held.entries()) {
    const [only] = alike;
    if (!only?.isNamed || alike.length > 1) continue;
    const same = waiting.get(only.content);
    if (same) same.push(index);
    else waiting.set(only.content, [index]);
  }
  for (const same of waiting.values()) same.reverse();
  for (const [index, transfer] of shown.entries()) {
    if (!transfer.isNamed) continue;
    const candidates = waiting.get(transfer.content);
    const found = candidates?.at(-1);
    const [only] = held[found ?? -1]?.alike ?? [];
    if (found === undefined || !only || likeness(transfer, only) < SAME) continue;
    candidates?.pop();
    pairs.take(index, found);
  }
}

interface Edge {
  readonly held: number;
  readonly likeness: Likeness;
}

/** The likely pairs of what is not taken yet, by shown transfer; null when there are too many to compare. */
function edgesOf<Held>(shown: readonly Transfer[], held: readonly HeldTransfer<Held>[], pairs: Pairs): Edge[][] | null {
  const free = held.flatMap((_, index) => (pairs.isHeldTaken(index) ? [] : [index]));
  const byMark = new Map<string, number[]>();
  for (const index of free) {
    for (const name of new Set(held[index]?.alike.flatMap((one) => [...marksOf(one), ...aimsOf(one, "held")]))) {
      const same = byMark.get(name);
      if (same) same.push(index);
      else byMark.set(name, [index]);
    }
  }
  const before = new BalancesBefore(held);
  let comparisons = 0;
  const edges: Edge[][] = [];
  for (const [index, transfer] of shown.entries()) {
    const own: Edge[] = [];
    edges.push(own);
    if (pairs.isTaken(index)) continue;
    // Another payer's account is another transfer, but for what leaves a doubt: the bank's own reference, the number of the
    // document, the taxpayer's number, or that one of the two names no taxpayer.
    const likely =
      transfer.payerAccount === null || transfer.reference !== null
        ? free
        : new Set(
            [NO_ACCOUNT, ...marksOf(transfer), ...aimsOf(transfer, "shown")].flatMap((name) => byMark.get(name) ?? []),
          );
    const balances = before.of(transfer);
    for (const candidate of likely) {
      comparisons += 1;
      if (comparisons > MOST_COMPARISONS) return null;
      const best = Math.max(...(held[candidate]?.alike ?? []).map((one) => likeness(transfer, one, balances)));
      if (best >= MAYBE) own.push({ held: candidate, likeness: best });
    }
  }
  return edges;
}

/** The balances that the statement of a shown transfer continues; those of one statement and day are found once. */
class BalancesBefore {
  readonly #statements: readonly Transfer[];
  readonly #found = new Map<string, ReadonlySet<bigint>>();

  constructor(held: readonly HeldTransfer<unknown>[]) {
    const all = held.flatMap(({ alike }) => alike);
    // One line of each statement and day says all of its balances.
    const name = ({ day, facts }: Transfer) => `${day} ${facts.opensAt} ${facts.closesAt}`;
    this.#statements = [...new Map(all.map((one) => [name(one), one])).values()];
  }

  of(shown: Transfer): ReadonlySet<bigint> {
    const name = `${shown.day} ${shown.facts.opensAt}`;
    const found = this.#found.get(name) ?? balancesBefore(shown, this.#statements);
    this.#found.set(name, found);
    return found;
  }
}

const NO_ACCOUNT = "account:";

/** What one of two transfers with different payers' accounts must have of the other, to be worth comparing. */
function marksOf({ payerAccount, payerInn, number, endToEndId }: Transfer): string[] {
  const marks = [`account:${payerAccount ?? ""}`];
  if (payerInn !== null) marks.push(`inn:${payerInn}`);
  if (number !== null) marks.push(`number:${number}`);
  if (endToEndId !== null) marks.push(`end:${endToEndId}`);
  return marks;
}

/**
 * Payments of near days for one project whose accounts differ may be one where either of the two names no taxpayer: who names
 * none is compared with all of them, who names one with those that do not.
 */
function aimsOf({ payerInn, days, facts }: Transfer, side: "held" | "shown"): string[] {
  // As it is read for crediting: a bank breaks its rows within a project's number, too.
  const pid = recognisePid(facts.purpose);
  const project = pid.kind === "recognised" ? String(pid.projectId) : "";
  if (side === "held") {
    const sides = payerInn === null ? ["all", "unnamed"] : ["all"];
    return days.flatMap((day) => sides.map((one) => `${one}:${day} ${project}`));
  }
  const sought = payerInn === null ? "all" : "unnamed";
  return days.flatMap((day) => NEAR.map((apart) => `${sought}:${day + apart} ${project}`));
}
const NEAR = Array.from({ length: 2 * FEW_DAYS + 1 }, (_, index) => index - FEW_DAYS);

/** A one-to-one choice that grows along augmenting paths: who has a partner keeps one, though perhaps another. */
class Pairs {
  readonly #heldOf: Int32Array;
  readonly #shownOf: Int32Array;

  constructor(shown: number, held: number) {
    this.#heldOf = new Int32Array(shown).fill(-1);
    this.#shownOf = new Int32Array(held).fill(-1);
  }

  /** The held one of a shown one, or -1. */
  heldOf(shown: number): number {
    return this.#heldOf[shown] ?? -1;
  }

  /** The shown one of a held one, or -1. */
  shownOf(held: number): number {
    return this.#shownOf[held] ?? -1;
  }

  isTaken(shown: number): boolean {
    return this.heldOf(shown) >= 0;
  }

  isHeldTaken(held: number): boolean {
    return this.shownOf(held) >= 0;
  }

  take(shown: number, held: number): void {
    this.#heldOf[shown] = held;
    this.#shownOf[held] = shown;
  }

  /** Pairs as many more as the edges of at least that likeness allow, in that order. */
  extend(edges: readonly (readonly Edge[])[], least: Likeness, order: readonly number[]): void {
    for (const shown of order) {
      if (!this.isTaken(shown)) this.#augment(edges, least, shown);
    }
  }

  /** Breadth first from one that has no partner to a held one that has none; then every pair on the way moves on. */
  #augment(edges: readonly (readonly Edge[])[], least: Likeness, start: number): void {
    const reachedFrom = new Map<number, number>();
    const queue = [start];
    for (const shown of queue) {
      for (const edge of edges[shown] ?? []) {
        if (edge.likeness < least || reachedFrom.has(edge.held)) continue;
        reachedFrom.set(edge.held, shown);
        const partner = this.shownOf(edge.held);
        if (partner >= 0) queue.push(partner);
        else return this.#move(reachedFrom, edge.held);
      }
    }
  }

  #move(reachedFrom: ReadonlyMap<number, number>, end: number): void {
    let held = end;
    while (held >= 0) {
      const shown = reachedFrom.get(held) as number;
      const before = this.heldOf(shown);
      this.take(shown, held);
      held = before;
    }
  }
}
