import type { Database } from "../../../platform/db.ts";
import { RowsSeen, rowId } from "./focus-ids.ts";
import { couldHaveBeen, couldHaveLost, type FocusIdentity, identityOf, keyOf } from "./focus-key.ts";
import { providerOf } from "./focus-provider.ts";
import type { FocusRespelt } from "./focus-respelt.ts";
import type { FocusUsage } from "./focus-row.ts";
import {
  type FocusKnown,
  type FocusName,
  hasFilled,
  insertFilled,
  insertProviders,
  insertShapes,
  knownRows,
  lastTaken,
  providersOf,
  shapesOf,
  type Taken,
} from "./focus-store.ts";

interface Before {
  readonly taken: Taken;
  /** Whether any of its rows came again with more cells or in another spelling. */
  readonly hasFilled: boolean;
  /** How providers were spelt. */
  readonly providers: readonly string[];
  /** Of its rows, of the most cells first. */
  readonly shapes: readonly number[];
}

interface Search {
  readonly row: FocusUsage;
  /** The keys it may have had, of the most cells first. */
  readonly keys: readonly string[];
  place: number;
  /** Which row of this key it may have been. */
  ordinal: number;
  /** By the spelling of an event: however many spellings that had since, it is one. */
  readonly isRespelt?: boolean;
}

/**
 * Rows that were imported, or wait in quarantine, since before some of their cells were filled in or their provider was spelt
 * anew. The n-th row of a file that would have had a key then
 * is the n-th event of that key; an event is one row for ever, so that parts of a bill do not share it.
 */
export class FocusFilled {
  readonly #database: Database;
  readonly #source: string;
  readonly #seen: RowsSeen;
  readonly #before: Before;
  readonly #shapes: Set<number>;
  readonly #providers: Set<string>;
  readonly #named = new WeakSet<FocusUsage>();
  readonly #stood = new RowsSeen();
  #finding: Promise<unknown> = Promise.resolve();

  private constructor(database: Database, source: string, seen: RowsSeen, before: Before) {
    this.#database = database;
    this.#source = source;
    this.#seen = seen;
    this.#before = before;
    this.#shapes = new Set(before.shapes);
    this.#providers = new Set(before.providers);
  }

  static async open(database: Database, source: string, seen: RowsSeen): Promise<FocusFilled> {
    const shapes = (await shapesOf(database, source)).sort((a, b) => cellsIn(b) - cellsIn(a));
    const taken = await lastTaken(database);
    const [providers, filled] = [await providersOf(database, source), await hasFilled(database, source)];
    return new FocusFilled(database, source, seen, { shapes, providers, taken, hasFilled: filled });
  }

  /** Notes a row that has an id of its own: it is known by that. */
  note(row: FocusUsage): void {
    this.#named.add(row);
  }

  /** A provider's name, with every other one that rows of before spelt it by. */
  spellingsOf(provider: string): readonly string[] {
    const others = this.#before.providers.filter(
      (name) => name !== provider && providerOf(name) === providerOf(provider),
    );
    return provider === "" ? [] : [provider, ...others];
  }

  /** Up to where rows were imported before. */
  get before(): Taken {
    return this.#before.taken;
  }

  /** Whether rows were imported before that may be this one with cells that it has lost. */
  mayHaveLost(row: FocusUsage): boolean {
    return !this.#named.has(row) && this.#before.shapes.some((shape) => couldHaveLost(row.identity, shape));
  }

  /** Of these rows, those that have an event already under fewer cells or another spelling, with its name. One batch after the other. */
  find(rows: readonly FocusUsage[]): Promise<Map<FocusUsage, FocusName>> {
    const found = this.#finding.then(() => this.#find(rows));
    this.#finding = found;
    return found;
  }

  async #find(rows: readonly FocusUsage[]): Promise<Map<FocusUsage, FocusName>> {
    const found = new Map<FocusUsage, FocusName>();
    const own = rows.filter((row) => !this.#named.has(row));
    await this.#keepShapes(own);
    await this.#keepProviders(own);
    let searches: Search[] = own.flatMap((row) => {
      const keys = this.#keysBefore(row.identity, row.key);
      return keys.size > 0 ? [{ row, keys: [...keys], place: 0, ordinal: 0 }] : [];
    });
    if (searches.length === 0) return found;
    const known = await this.#known(searches.map(({ row }) => row.id));
    for (const { row } of searches) {
      const event = known.get(row.id)?.event;
      if (!event || !this.#stand(event)) continue;
      found.set(row, event);
      this.#seen.ordinalOf(event.key);
    }
    searches = searches.filter(({ row }) => !known.has(row.id));
    while (searches.length > 0) searches = await this.#findOnce(searches, found);
    return found;
  }

  /** The same for rows that are spelt as events of before are not: under the spellings of those that they resemble. */
  findRespelt(rows: readonly FocusUsage[], respelt: FocusRespelt): Promise<Map<FocusUsage, FocusName>> {
    const found = this.#finding.then(() => this.#findRespelt(rows, respelt));
    this.#finding = found;
    return found;
  }

  async #findRespelt(rows: readonly FocusUsage[], respelt: FocusRespelt): Promise<Map<FocusUsage, FocusName>> {
    const found = new Map<FocusUsage, FocusName>();
    if (this.#before.shapes.length === 0) return found;
    const unnamed = rows.filter((row) => !this.#named.has(row));
    const own = this.#before.hasFilled ? unnamed : await respelt.resembling(unnamed);
    if (own.length === 0) return found;
    const known = await this.#known(own.map(({ id }) => id));
    for (const row of own) {
      // It came in this spelling before, whatever the event that it is costs by now.
      const event = known.get(row.id)?.event;
      if (!event || !this.#stand(event)) continue;
      found.set(row, event);
      this.#seen.ordinalOf(event.key);
    }
    const spellings = await respelt.spellings(own.filter(({ id }) => !known.has(id)));
    let searches: Search[] = [...spellings].flatMap(([row, identities]) => {
      const keys = new Set(identities.flatMap((identity) => [...this.#keysBefore(identity, null)]));
      keys.delete(row.key);
      return keys.size > 0 ? [{ row, keys: [...keys], place: 0, ordinal: 0, isRespelt: true }] : [];
    });
    while (searches.length > 0) searches = await this.#findOnce(searches, found);
    return found;
  }

  /** Looks at one row of before for each; answers those that have another one to look at. */
  async #findOnce(searches: readonly Search[], found: Map<FocusUsage, FocusName>): Promise<Search[]> {
    const asked = searches.map((search) => {
      const key = search.keys[search.place] as string;
      search.ordinal = Math.max(search.ordinal, this.#seen.countOf(key));
      return { search, name: { key, id: rowId(key, search.ordinal) } };
    });
    const known = await this.#known(asked.map(({ name }) => name.id));
    const taken = new Set<string>();
    const again: Search[] = [];
    const filled: { filledId: string; rowId: string; event: FocusName }[] = [];
    for (const { search, name } of asked) {
      const before = known.get(name.id);
      if (before === undefined) {
        search.place += 1;
        search.ordinal = 0;
        if (search.place < search.keys.length) again.push(search);
      } else if ((before.isFilled && !search.isRespelt) || taken.has(name.id) || !this.#stand(before.event ?? name)) {
        search.ordinal += 1;
        again.push(search);
      } else {
        const event = before.event ?? name;
        taken.add(name.id);
        for (const key of new Set([name.key, event.key])) this.#seen.ordinalOf(key);
        filled.push({ filledId: name.id, rowId: search.row.id, event });
        found.set(search.row, event);
      }
    }
    if (filled.length > 0) await insertFilled(this.#database, this.#source, filled);
    return again;
  }

  /** The keys that a row may have had: with the same cells or fewer, under each spelling of its provider; but for its `own`. */
  #keysBefore(identity: FocusIdentity, own: string | null): Set<string> {
    const others = this.spellingsOf(identity.cells.provider).slice(1);
    const fewer = this.#before.shapes.filter((one) => couldHaveBeen(identity, one));
    // Most rows have no other key, and making one costs more than all else here.
    if (own !== null && others.length === 0 && fewer.length === 0) return new Set();
    const { charge, cells, shape } = identity;
    const spelt = [identity, ...others.map((provider) => identityOf(charge, { ...cells, provider }))];
    const keys = new Set([shape, ...fewer].flatMap((given) => spelt.map((one) => keyOf(one, given))));
    if (own !== null) keys.delete(own);
    return keys;
  }

  /** Lets a row of this file stand for an event, if none does yet: of several that were it over time only one is it now. */
  #stand({ id }: FocusName): boolean {
    return this.#stood.ordinalOf(id.replaceAll("-", "")) === 0;
  }

  #known(ids: readonly string[]): Promise<Map<string, FocusKnown>> {
    return knownRows(this.#database, this.#source, this.#before.taken, ids);
  }

  async #keepProviders(rows: readonly FocusUsage[]): Promise<void> {
    const named = new Set(rows.map((row) => row.identity.cells.provider));
    const fresh = [...named].filter((name) => name !== "" && !this.#providers.has(name));
    if (fresh.length === 0) return;
    await insertProviders(this.#database, this.#source, fresh);
    for (const name of fresh) this.#providers.add(name);
  }

  async #keepShapes(rows: readonly FocusUsage[]): Promise<void> {
    const fresh = [...new Set(rows.map((row) => row.identity.shape))].filter((shape) => !this.#shapes.has(shape));
    if (fresh.length === 0) return;
    await insertShapes(this.#database, this.#source, fresh);
    for (const shape of fresh) this.#shapes.add(shape);
  }
}

function cellsIn(shape: number): number {
  return shape.toString(2).replaceAll("0", "").length;
}
