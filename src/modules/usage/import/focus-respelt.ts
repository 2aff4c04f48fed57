import { type Decimal, add, compare, decimal, multiply } from "../../../core/decimal.ts";
import type { Database } from "../../../platform/db.ts";
import { Memo } from "../../../platform/memo.ts";
import { amountOf, BREAK, type FocusCells, type FocusIdentity, identityOf } from "./focus-key.ts";
import { EventsOfBefore, wordsOfResource } from "./focus-marks.ts";
import { exactQuotient } from "./focus-price.ts";
import { type FocusAccount, type FocusUsage, skuPrefixOf } from "./focus-row.ts";
import { type FocusAsked, type FocusNear, ROUNDED_OFF, eventsNear, focusProjects, type Taken } from "./focus-store.ts";
import { letters, type SubAccount, SubAccounts } from "./focus-sub-accounts.ts";
import type { FocusPayer } from "./focus-world.ts";

/** A bill has many rows of each: as many as its reader remembers. */
const MOST_RESOURCES = 20_000;

/**
 * The same row spelt otherwise: a resource or a sub-account in other letters (case, accents put together or not), a sub-account
 * without its leading zeros or as a spreadsheet shortens numbers, amounts with fewer digits, an end that is the period's last
 * moment instead of the first after it. What an event of before resembles is not guessed from that: the row's key is made anew
 * with the event's spelling, and only the event of just that key is the row.
 */
export class FocusRespelt {
  readonly #database: Database;
  readonly #source: string;
  readonly #of: { readonly payer: FocusPayer; readonly rate: Decimal };
  readonly #accounts: SubAccounts;
  readonly #past: EventsOfBefore;
  readonly #likeOf = new WeakMap<FocusAccount, readonly SubAccount[]>();
  readonly #resources = new Memo((resource: string) => {
    const own = letters(resource);
    return { letters: own, words: wordsOfResource(own) };
  }, MOST_RESOURCES);
  readonly #skus = new Memo((code: string) => skuPrefixOf({ code }).split(".")[2] ?? "");

  private constructor(
    database: Database,
    source: string,
    of: { readonly payer: FocusPayer; readonly rate: Decimal },
    before: { readonly taken: Taken; readonly accounts: SubAccounts },
  ) {
    this.#database = database;
    this.#source = source;
    this.#of = of;
    this.#accounts = before.accounts;
    this.#past = new EventsOfBefore(database, source, this.#of.payer.region.timeZone, before.taken.batchId);
  }

  static async open(
    database: Database,
    source: string,
    of: { readonly payer: FocusPayer; readonly rate: Decimal },
    taken: Taken,
  ): Promise<FocusRespelt> {
    const accounts = new SubAccounts(await focusProjects(database, of.payer.payer.payerId));
    return new FocusRespelt(database, source, of, { taken, accounts });
  }

  /** Of these rows, those that may resemble an event of before; hardly any that do not are among them. */
  async resembling(rows: readonly FocusUsage[]): Promise<FocusUsage[]> {
    const places = new Set((await this.#alike(rows)).map(({ place }) => place));
    return rows.filter((_, place) => places.has(place));
  }

  /** What rows may have been called, spelt as events that they resemble; those that resemble none are left out. */
  async spellings(rows: readonly FocusUsage[]): Promise<Map<FocusUsage, FocusIdentity[]>> {
    const asked = await this.#alike(rows);
    const spellings = new Map<FocusUsage, FocusIdentity[]>();
    if (asked.length === 0) return spellings;
    const { past } = this.#past;
    for (const near of await eventsNear(this.#database, this.#source, past, asked)) {
      const row = rows[near.place] as FocusUsage;
      const subAccount = this.#accounts.nameOf(near.projectId);
      const found = spellings.get(row) ?? [];
      found.push(...respelt(row.identity, { ...near, subAccount }, this.#of.rate));
      spellings.set(row, found);
    }
    return spellings;
  }

  async #alike(rows: readonly FocusUsage[]): Promise<FocusAsked[]> {
    await this.#past.read(
      rows.flatMap(({ account, start }) => this.#like(account).map(({ projectId }) => ({ projectId, start }))),
    );
    const asked: FocusAsked[] = [];
    for (const [place, row] of rows.entries()) {
      const like = this.#like(row.account);
      if (like.length === 0) continue;
      const { start } = row;
      const [resource, sku] = [this.#resources.of(row.resource), this.#skus.of(row.sku.code)];
      for (const { projectId } of like) {
        if (!this.#past.mayHave({ projectId, resource: resource.words, sku, start })) continue;
        asked.push({
          place,
          projectId,
          resource: resource.letters,
          sku,
          start,
          cost: multiply(row.cost, this.#of.rate),
        });
      }
    }
    return asked;
  }

  #like(account: FocusAccount): readonly SubAccount[] {
    let like = this.#likeOf.get(account);
    if (!like) this.#likeOf.set(account, (like = this.#accounts.like(account.subAccount)));
    return like;
  }
}

const SECOND = 1_000;

/** A row's identity in each combination of its own cells and of an event's. */
function respelt(
  { charge, cells }: FocusIdentity,
  near: FocusNear & { readonly subAccount: string },
  rate: Decimal,
): FocusIdentity[] {
  const [quantity, price] = [decimal(near.quantity), decimal(near.unitPrice)];
  const cost = exactQuotient(multiply(quantity, price), multiply(rate, { units: near.divisor, scale: 0 }));
  const at = charge.lastIndexOf(BREAK) + BREAK.length;
  const charges = new Set([charge, ...(cost === null ? [] : [charge.slice(0, at) + amountOf(cost)])]);
  const amount = (cell: string, value: Decimal | null) => (value && isNear(cell, value) ? [amountOf(value)] : []);
  const ends = cells.end === "" ? [] : [SECOND, -SECOND, 1, -1].map((more) => String(Number(cells.end) + more));
  const others: Partial<Record<keyof FocusCells, readonly string[]>> = {
    resource: [near.resource],
    subAccount: [near.subAccount],
    pricingQuantity: amount(cells.pricingQuantity, quantity),
    consumedQuantity: amount(cells.consumedQuantity, quantity),
    unitPrice: amount(cells.unitPrice, exactQuotient(price, rate)),
    end: ends,
  };
  let found: FocusCells[] = [cells];
  for (const [name, texts] of Object.entries(others) as [keyof FocusCells, readonly string[]][]) {
    const other = texts.filter((text) => cells[name] !== "" && text !== cells[name]);
    if (other.length > 0) found = found.flatMap((one) => [one, ...other.map((text) => ({ ...one, [name]: text }))]);
  }
  return [...charges].flatMap((one) => found.map((own) => identityOf(one, own)));
}

function isNear(cell: string, value: Decimal): boolean {
  const [units, scale] = cell.split("e");
  if (!units || !scale || value.units <= 0n) return false;
  const own = { units: BigInt(units), scale: Number(scale) };
  const most = multiply(value, decimal(ROUNDED_OFF));
  const [less, more] = compare(own, value) < 0 ? [own, value] : [value, own];
  return compare(more, add(less, most)) <= 0;
}
