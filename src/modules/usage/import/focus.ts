import { type Decimal, formatDecimal, fromInteger } from "../../../core/decimal.ts";
import type { Texts } from "../../../core/errors.ts";
import type { Database } from "../../../platform/db.ts";
import {
  AHEAD,
  type AsSent,
  BARE_TYPE,
  EARLIEST,
  type EventOutcome,
  findQuarantined,
  heldAlike,
  insertQuarantined,
  type QuarantineReason,
  type UsageEvent,
  type UsageIntake,
} from "../intake/index.ts";
import {
  ColumnsMissing,
  fieldsOf,
  ImportBatches,
  type ImportCounts,
  type ImportOptions,
  readRows,
  refuseRepeated,
  type RowSent,
} from "./events.ts";
import { FOCUS_COLUMNS, FocusHeader } from "./focus-header.ts";
import { RowsSeen } from "./focus-ids.ts";
import { type FocusBasis, FocusSum } from "./focus-price.ts";
import { FocusFilled } from "./focus-filled.ts";
import { costOf, lostCells } from "./focus-lost.ts";
import { FocusRespelt } from "./focus-respelt.ts";
import { FocusEarlier } from "./focus-earlier.ts";
import { type FocusOther, FocusReader, type FocusUsage, rejectedRow } from "./focus-row.ts";
import type { FocusName } from "./focus-store.ts";
import { replaceControls } from "./focus-text.ts";
import { type FocusContract, type FocusPayer, FocusWorld } from "./focus-world.ts";

export interface FocusOptions extends ImportOptions {
  readonly payer: FocusPayer;
  /** One unit of the bill's currency in the payer's; null: 1 to 1. */
  readonly rate: Decimal | null;
  /** Number of the payer's contract to be used; null: the one in force when the bill's month begins. */
  readonly contract: string | null;
  /** A payer without a contract in force gets one by the import, which says so; else such a bill is refused. */
  readonly mayConclude: boolean;
}

/** What an import of a bill did, beside its counts. Sums are of ListCost, in the bill's currency, to the last digit. */
export interface FocusReport {
  readonly counts: ImportCounts;
  readonly currency: string;
  readonly costs: Readonly<Record<"file" | keyof ImportCounts, string>>;
  /** Rows whose cost is in no sum: there is none, it cannot be read or it is in another currency. */
  readonly notSummed: number;
  /** The contracts under which the bill's projects are charged. */
  readonly contracts: readonly FocusContract[];
  /** How many accepted or known rows are charged in which way. */
  readonly bases: Readonly<Record<string, number>>;
  readonly projectsAdded: number;
  readonly skusAdded: number;
  readonly priceList: string;
}

const BASIS_TEXTS: Readonly<Record<Exclude<FocusBasis, "listed">, Texts>> = {
  consumed: {
    ru: "цена файла относится к ConsumedQuantity: PricingQuantity × ListUnitPrice не равно ListCost",
    en: "the file prices ConsumedQuantity: PricingQuantity × ListUnitPrice is not ListCost",
  },
  refined: {
    ru: "количество в файле округлено: взято ListCost ÷ ListUnitPrice",
    en: "the file's quantity is rounded: ListCost ÷ ListUnitPrice is taken",
  },
  fraction: {
    ru: "количество в файле округлено, а ListCost ÷ ListUnitPrice не конечная дробь: учтено в долях единицы",
    en: "the file's quantity is rounded and ListCost ÷ ListUnitPrice has no finite decimal: counted in fractions of the unit",
  },
  free: {
    ru: "ListCost равна нулю при ненулевой цене: учтено по нулевой цене",
    en: "ListCost is zero in spite of the price: counted at a price of zero",
  },
  by_cost: {
    ru: "цена и количество не объясняют ListCost: учтена сама стоимость по цене 1",
    en: "price and quantity do not explain ListCost: the cost itself is counted at a price of 1",
  },
};

const REJECT_TEXTS: Readonly<Record<string, Texts>> = {
  not_decimal: { ru: "сумма, цена или количество не число", en: "a cost, price or quantity is no number" },
  no_list_cost: { ru: "нет ни ListCost, ни цены с количеством", en: "neither a ListCost nor a price with a quantity" },
  bad_time: { ru: "период не прочитать", en: "the charge period cannot be read" },
  too_old: { ru: "период начался до 2020 года", en: "the charge period begins before 2020" },
  text_lost: {
    ru: "буквы кода субаккаунта потеряны до импорта (� или ?): разные счета стали бы одним",
    en: "letters of the sub-account were lost before the import (� or ?): different ones would become one",
  },
  in_future: { ru: "период ещё не начался", en: "the charge period has not begun" },
  conflict: {
    ru: "эта строка уже импортирована с другим содержанием или по другому курсу",
    en: "this row was imported with another content or at another rate",
  },
  other_currency: { ru: "другая валюта, чем в первой строке", en: "another currency than the first row's" },
};

const NO_CURRENCY: Texts = {
  ru: "валюта не указана: строка учтена в валюте счёта",
  en: "no currency is given: the row is taken in the bill's",
};

/** A row that is no usage, as it is kept in quarantine: only of these are the cells remembered, which are the bulk of a bill. */
interface OtherRow extends FocusOther {
  readonly fields: readonly string[];
}

/**
 * Imports a FOCUS bill (1.0 to 1.4) as usage of the payer's projects, so that the exact cost of every row is its ListCost.
 * Every row is counted once: credits, taxes, adjustments, commitments, negative and implausible amounts wait in quarantine for
 * a person, rows that cannot be read are rejected, a row that makes the same charge as one before is a duplicate. Refuses
 * ColumnsMissing, ColumnsRepeated and what FocusWorld refuses.
 */
export async function importFocus(
  database: Database,
  intake: UsageIntake,
  text: AsyncIterable<string>,
  options: FocusOptions,
): Promise<FocusReport> {
  const earlier = await FocusEarlier.open(database, options.payer);
  const seen = new RowsSeen();
  const filled = await FocusFilled.open(database, earlier.source, seen);
  const respelt = await FocusRespelt.open(
    database,
    earlier.source,
    { payer: options.payer, rate: options.rate ?? NO_RATE },
    filled.before,
  );
  const run = new FocusRun(database, intake, options, { earlier, filled, respelt });
  const batches = new ImportBatches<FocusUsage | OtherRow>((rows, lines, sent) => run.take(rows, lines, sent), options);
  await readRows(text, batches, (names) => {
    const header = new FocusHeader(names);
    const missing = header.missing();
    if (missing.length > 0) throw ColumnsMissing({ values: { columns: missing.join(", ") } });
    refuseRepeated(names, FOCUS_COLUMNS);
    const reader = new FocusReader(header, options.rate ?? NO_RATE);
    run.names = names;
    return (row) => {
      const read = run.judge(reader.read(row, (key) => seen.idOf(header.cell(row, "id"), key)));
      if (read.kind !== "usage") return batches.add({ ...read, fields: fieldsOf(row) }, row.line, row.text());
      earlier.note(read, header, row);
      if (header.has("id") && header.cell(row, "id") !== null) filled.note(read);
      return batches.add(read, row.line, row.text());
    };
  });
  return run.report(await batches.end());
}

/** What stands in the file of a row. */
type SentRow = (row: FocusUsage | OtherRow) => AsSent;

const NO_RATE: Decimal = fromInteger(1n);

class FocusRun {
  names: readonly string[] = [];
  readonly #earlier: FocusEarlier;
  readonly #filled: FocusFilled;
  readonly #respelt: FocusRespelt;
  readonly #database: Database;
  readonly #intake: UsageIntake;
  readonly #options: FocusOptions;
  readonly #world: FocusWorld;
  readonly #source: string;
  readonly #costs = {
    accepted: new FocusSum(),
    duplicates: new FocusSum(),
    rejected: new FocusSum(),
    quarantined: new FocusSum(),
  };
  readonly #bases: Record<string, number> = {};
  readonly #rate: string;
  #summed = 0;
  #currency: string | undefined;
  /** Lines of rows that name no currency: what the bill's is may be said behind them. */
  readonly #withoutCurrency: number[] = [];
  #preparing = Promise.resolve();
  #keeping = Promise.resolve<EventOutcome[]>([]);

  constructor(
    database: Database,
    intake: UsageIntake,
    options: FocusOptions,
    before: { readonly earlier: FocusEarlier; readonly filled: FocusFilled; readonly respelt: FocusRespelt },
  ) {
    this.#database = database;
    this.#intake = intake;
    this.#options = options;
    this.#world = new FocusWorld(database, options);
    this.#earlier = before.earlier;
    this.#filled = before.filled;
    this.#respelt = before.respelt;
    this.#source = before.earlier.source;
    this.#rate = formatDecimal(options.rate ?? NO_RATE);
  }

  /** Refuses usage that cannot be in this bill or at this time. */
  judge(row: FocusUsage | FocusOther): FocusUsage | FocusOther {
    if (row.kind !== "usage") return row;
    const { currency } = row.sku;
    // A bill is in one currency: a row that names none is in that of the others, wherever it stands.
    if (currency !== "" && currency !== (this.#currency ??= currency)) return rejectedRow("other_currency", null);
    if (row.start < EARLIEST) return rejectedRow("too_old", row.cost);
    return row.start > this.#options.now + AHEAD ? rejectedRow("in_future", row.cost) : row;
  }

  async take(
    rows: readonly (FocusUsage | OtherRow)[],
    lines: readonly number[],
    sent: RowSent,
  ): Promise<EventOutcome[]> {
    const usage: FocusUsage[] = [];
    const others: OtherRow[] = [];
    const places = new Map<FocusUsage | OtherRow, number>();
    for (const [place, row] of rows.entries()) {
      if (row.kind === "usage") usage.push(row);
      else if (row.kind !== "rejected") others.push(row);
      places.set(row, place);
    }
    const sentOf: SentRow = (row) => ({ form: "csv", bytes: sent(places.get(row) as number) });
    // One batch after the other, here and below: each adds only what the one before did not, and none goes on when one has failed.
    this.#preparing = this.#preparing.then(() => this.#world.prepare(usage));
    await this.#preparing;
    const taken = (await this.#takeUsage(usage, sentOf)).values();
    this.#keeping = this.#keeping.then(() => this.#quarantine(others, sentOf));
    const kept = (await this.#keeping).values();
    return rows.map((row, index) => {
      if (row.kind === "rejected") return this.#count(row, rejected(row.code), lines[index] as number);
      const { value } = (row.kind === "usage" ? taken : kept).next();
      return this.#count(row, value as EventOutcome, lines[index] as number);
    });
  }

  /** What was imported under other names is known by them; the rest goes the way of every event. */
  async #takeUsage(rows: readonly FocusUsage[], sentOf: SentRow): Promise<EventOutcome[]> {
    const known = await this.#earlier.find(rows);
    const fresh = rows.filter((row) => !known.has(row));
    const filled = await this.#filled.find(fresh);
    const other = fresh.filter((row) => !filled.has(row));
    for (const [row, name] of await this.#filled.findRespelt(other, this.#respelt)) filled.set(row, name);
    const lost = await lostCells(
      this.#database,
      { payer: this.#options.payer, source: this.#source, rate: this.#options.rate ?? NO_RATE, filled: this.#filled },
      fresh.filter((row) => !filled.has(row)),
    );
    const events = fresh.map((row) => this.#eventOf(row, filled.get(row) ?? row, lost.has(row)));
    const how = { sentOf: (place: number) => sentOf(fresh[place] as FocusUsage) };
    const taken = (await this.#intake.take(events, this.#options.now, how)).values();
    return rows.map((row) => {
      const before = known.get(row);
      if (before === undefined) return taken.next().value as EventOutcome;
      return before === "duplicate" ? { status: "duplicate" } : rejected("conflict");
    });
  }

  /** The row under this name, as readEvent would read it: every text is clean and in its normal spelling already. */
  #eventOf(row: FocusUsage, { id, key }: FocusName, mayBeKnown: boolean): UsageEvent {
    const { end, labels, resourceName } = row;
    // An end in the future is left out.
    const isOpen = end === null || end > this.#options.now;
    return {
      refused: false,
      source: this.#source,
      id,
      type: BARE_TYPE,
      subject: "",
      pid: row.account.pid,
      resource: row.resource,
      sku: row.sku.code,
      unit: row.sku.unit,
      quantity: row.quantity,
      time: isOpen ? row.start : end,
      since: isOpen ? null : row.start,
      supersedes: null,
      sender: null,
      name: resourceName,
      labels: labels ?? (resourceName === null ? null : "{}"),
      bill: {
        meaning: `${key} ${this.#rate}`,
        cost: costOf(row, this.#options.rate ?? NO_RATE),
        isTooLarge: row.isTooLarge,
        mayBeKnown,
      },
    };
  }

  /** Keeps what is no usage; the same row again is a duplicate. */
  async #quarantine(rows: readonly OtherRow[], sentOf: SentRow): Promise<EventOutcome[]> {
    if (rows.length === 0) return [];
    const events = rows.map((row) => ({
      source: this.#source,
      eventRef: row.id,
      hash: row.key,
      reason: row.kind as QuarantineReason,
      body: this.#describe(row),
      sent: sentOf(row),
    }));
    const standing = await findQuarantined(this.#database, events);
    const known = new Map(standing.map((row) => [row.eventRef, (row.body as { hash?: unknown }).hash]));
    // Kept when rows were known by all their cells.
    for (const { eventRef, hash } of events)
      if (!known.has(eventRef) && this.#earlier.isOther(hash)) known.set(eventRef, hash);
    const fresh = events.filter(({ eventRef, hash }) => !known.has(eventRef) && known.set(eventRef, hash));
    if (fresh.length > 0) await insertQuarantined(this.#database, this.#options.now, fresh);
    const isFresh = new Set(fresh);
    return events.map((event) => {
      if (isFresh.has(event)) return { status: "quarantined", reason: event.reason };
      return known.get(event.eventRef) === event.hash
        ? { status: "duplicate", reason: event.reason }
        : rejected("conflict");
    });
  }

  /** What a quarantined row keeps of itself. */
  #describe(row: OtherRow): string {
    const { fields, code, key } = row;
    const filled = this.names.flatMap((name, place) => (fields[place] ? [[name, replaceControls(fields[place])]] : []));
    const alike =
      row.cost === null ? {} : heldAlike(costOf({ cost: row.cost }, this.#options.rate ?? NO_RATE), row.start);
    return JSON.stringify({ focus_row: Object.fromEntries(filled), code, hash: key, by: "cells given", ...alike });
  }

  #count(row: FocusUsage | OtherRow, outcome: EventOutcome, line: number): EventOutcome {
    const counted = COUNTED[outcome.status] ?? "rejected";
    if (row.cost) {
      this.#costs[counted].add(row.cost);
      this.#summed += 1;
    }
    if (row.kind === "usage" && (counted === "accepted" || counted === "duplicates")) {
      const { basis } = row;
      if (row.sku.currency === "") this.#withoutCurrency.push(line);
      this.#bases[basis] = (this.#bases[basis] ?? 0) + 1;
      if (basis !== "listed")
        this.#options.onException?.({ line, became: "priced_otherwise", code: basis, text: BASIS_TEXTS[basis] });
    }
    return outcome;
  }

  async report(counts: ImportCounts): Promise<FocusReport> {
    if (this.#currency !== undefined) {
      for (const line of this.#withoutCurrency)
        this.#options.onException?.({ line, became: "priced_otherwise", code: "no_currency", text: NO_CURRENCY });
    }
    const { accepted, duplicates, rejected: refused, quarantined } = this.#costs;
    const file = new FocusSum();
    for (const part of Object.values(this.#costs)) file.add(part.total());
    return {
      counts,
      currency: this.#currency ?? "",
      costs: {
        file: file.text(),
        accepted: accepted.text(),
        duplicates: duplicates.text(),
        rejected: refused.text(),
        quarantined: quarantined.text(),
      },
      notSummed: counts.accepted + counts.duplicates + counts.rejected + counts.quarantined - this.#summed,
      contracts: await this.#world.contracts(),
      bases: this.#bases,
      projectsAdded: this.#world.added.projects,
      skusAdded: this.#world.added.skus,
      priceList: this.#world.priceList,
    };
  }
}

const COUNTED: Readonly<Partial<Record<EventOutcome["status"], keyof ImportCounts>>> = {
  accepted: "accepted",
  duplicate: "duplicates",
  quarantined: "quarantined",
};

function rejected(code: string): EventOutcome {
  const texts = REJECT_TEXTS[code] ?? { ru: code, en: code };
  return { status: "rejected", problem: { refused: true, code: code as never, field: "", texts } };
}
