import type { Minor } from "../../core/money.ts";
import { type Instant, floorMinute } from "../../core/time.ts";
import { type Lot, bySoonestExpiry } from "./spend.ts";

/** What was supplied of one bonus group in a stretch of time, and who paid it. A stretch ends at a day's end or an expiry. */
export interface BonusSlot {
  readonly endsAt: Instant;
  readonly byBonusMinor: Minor;
  /** Paid by the payment account, at once, later or not yet: what a bonus may pay instead. */
  readonly byMoneyMinor: Minor;
}

/**
 * What bonuses of one group are to pay besides what they pay, slot by slot, slots in the order of time (BAL-02, BAL-04): as
 * much as if all that was supplied had been known in time. What a bonus paid it goes on paying, if need be from another lot.
 * Pure; nothing when the slots claim more than the lots paid, which only data of other rules can do.
 */
export function planMoreBonus(lots: readonly Lot[], slots: readonly BonusSlot[]): Minor[] {
  const placement = placed(lots, slots);
  return slots.map((slot) => placement?.extend(slot, slot.byMoneyMinor) ?? 0n);
}

/** What each lot has paid in all when the slots are paid so; null when they claim more than the lots paid and `moreMinor`. */
export function spentByLot(
  lots: readonly Lot[],
  slots: readonly BonusSlot[],
  moreMinor: Minor,
): ReadonlyMap<bigint, Minor> | null {
  return placed(lots, slots, moreMinor)?.spent() ?? null;
}

function placed(lots: readonly Lot[], slots: readonly BonusSlot[], moreMinor: Minor = 0n): Placement | null {
  const paid = lots.reduce((sum, lot) => sum + lot.grantedMinor - lot.remainingMinor - lot.expiredMinor, moreMinor);
  const claimed = slots.reduce((sum, slot) => sum + slot.byBonusMinor, 0n);
  return claimed > paid ? null : new Placement(lots, slots, paid - claimed);
}

/** A bonus pays for what is supplied from its grant to its expiry, whenever that becomes known. */
function paysFor(lot: Lot, slot: BonusSlot): boolean {
  if (lot.receivedAt >= slot.endsAt) return false;
  return lot.expiresAt === null || floorMinute(lot.expiresAt as Instant) >= slot.endsAt;
}

/** A slot takes from a lot what it took from another one, or what nobody paid yet. */
interface Move {
  readonly slot: BonusSlot;
  readonly from: Lot | null;
}

/** Which lot pays how much of which slot. */
class Placement {
  readonly #lots: readonly Lot[];
  readonly #room: Map<Lot, Minor>;
  readonly #taken: Map<BonusSlot, Map<Lot, Minor>>;

  /**
   * In the order of time, each slot from the lot that expires soonest: no other way pays more or keeps more. What lots paid
   * elsewhere (`strayMinor`: before their grant, outside the slots) comes off those that last longest, to revive nothing.
   */
  constructor(lots: readonly Lot[], slots: readonly BonusSlot[], strayMinor: Minor) {
    this.#lots = lots.toSorted(bySoonestExpiry);
    this.#room = new Map(this.#lots.map((lot) => [lot, lot.grantedMinor]));
    this.#taken = new Map(slots.map((slot) => [slot, new Map<Lot, Minor>()]));
    let stray = strayMinor;
    for (const slot of slots) {
      let due = slot.byBonusMinor;
      for (const lot of this.#lots.filter((one) => paysFor(one, slot))) {
        const part = least(due, this.#roomOf(lot));
        this.#take(slot, lot, part);
        this.#room.set(lot, this.#roomOf(lot) - part);
        due -= part;
      }
      stray += due;
    }
    for (const lot of this.#lots.toReversed()) {
      const part = least(stray, this.#roomOf(lot));
      this.#room.set(lot, this.#roomOf(lot) - part);
      stray -= part;
    }
  }

  /** Finds room for more of a slot, other slots going over to lots that are valid for them too. Answers for how much. */
  extend(slot: BonusSlot, amount: Minor): Minor {
    let due = amount;
    while (due > 0n) {
      const path = this.#pathToRoom(slot);
      if (path === null) break;
      let part = least(due, this.#roomOf(path.lot));
      for (const { slot: mover, from } of path.moves) if (from) part = least(part, this.#takenOf(mover, from));
      let to = path.lot;
      this.#room.set(to, this.#roomOf(to) - part);
      for (const { slot: mover, from } of path.moves) {
        this.#take(mover, to, part);
        if (!from) break;
        this.#take(mover, from, -part);
        to = from;
      }
      due -= part;
    }
    return amount - due;
  }

  spent(): Map<bigint, Minor> {
    return new Map(this.#lots.map((lot) => [lot.lotNo, lot.grantedMinor - this.#roomOf(lot)]));
  }

  /** A lot with room, and who must move so that the slot gets it: the last move is the slot's own. Null: there is none. */
  #pathToRoom(slot: BonusSlot): { lot: Lot; moves: Move[] } | null {
    const reached = new Map<Lot, Move>();
    const queue: Lot[] = [];
    const reach = (move: Move) => {
      for (const lot of this.#lots) {
        if (reached.has(lot) || !paysFor(lot, move.slot)) continue;
        reached.set(lot, move);
        queue.push(lot);
      }
    };
    reach({ slot, from: null });
    for (const lot of queue) {
      if (this.#roomOf(lot) > 0n) return { lot, moves: movesTo(lot, reached) };
      for (const [mover, taken] of this.#taken) if ((taken.get(lot) ?? 0n) > 0n) reach({ slot: mover, from: lot });
    }
    return null;
  }

  #roomOf(lot: Lot): Minor {
    return this.#room.get(lot) ?? 0n;
  }

  #takenOf(slot: BonusSlot, lot: Lot): Minor {
    return this.#taken.get(slot)?.get(lot) ?? 0n;
  }

  #take(slot: BonusSlot, lot: Lot, amount: Minor): void {
    this.#taken.get(slot)?.set(lot, this.#takenOf(slot, lot) + amount);
  }
}

function movesTo(lot: Lot, reached: ReadonlyMap<Lot, Move>): Move[] {
  const moves: Move[] = [];
  let next: Lot | null = lot;
  while (next) {
    const move = reached.get(next);
    if (!move) break;
    moves.push(move);
    next = move.from;
  }
  return moves;
}

const least = (a: Minor, b: Minor): Minor => (a < b ? a : b);
