import { type Decimal, fromInteger } from "../../../core/decimal.ts";
import type { Texts } from "../../../core/errors.ts";
import type { Database } from "../../../platform/db.ts";
import {
  AHEAD,
  BARE_TYPE,
  EARLIEST,
  type EventOutcome,
  findQuarantined,
  insertQuarantined,
  type QuarantineReason,
  type UsageEvent,
  type UsageIntake,
} from "../intake/index.ts";
import { ColumnsMissing, fieldsOf, ImportBatches, type ImportCounts, type ImportOptions, readRows } from "./events.ts";
import { FocusHeader } from "./focus-header.ts";
import { RowsSeen } from "./focus-ids.ts";
import { type FocusBasis, FocusSum } from "./focus-price.ts";
import { type FocusOther, FocusReader, type FocusUsage } from "./focus-row.ts";
import { replaceControls } from "./focus-text.ts";
import { type FocusPayer, FocusWorld } from "./focus-world.ts";

export interface FocusOptions extends ImportOptions {
  readonly payer: FocusPayer;
  /** One unit of the bill's currency in the payer's; null: 1 to 1. */
  readonly rate: Decimal | null;
}

/** What an import of a bill did, beside its counts. Sums are of ListCost, in the bill's currency, to the last digit. */
export interface FocusReport {
  readonly counts: ImportCounts;
  readonly currency: string;
  readonly costs: Readonly<Record<"file" | keyof ImportCounts, string>>;
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
  in_future: { ru: "период ещё не начался", en: "the charge period has not begun" },
  conflict: {
    ru: "строка с этим id уже импортирована с другим содержанием",
    en: "a row of this id was imported with another content",
  },
  other_currency: { ru: "другая валюта, чем в первой строке", en: "another currency than the first row's" },
};

/** A row that is no usage, as it is kept in quarantine: only of these are the cells remembered, which are the bulk of a bill. */
interface OtherRow extends FocusOther {
  readonly id: string;
  readonly hash: string;
  readonly fields: readonly string[];
}

/**
 * Imports a FOCUS bill (1.0 to 1.4) as usage of the payer's projects, so that the exact cost of every row is its ListCost.
 * Every row is counted once: credits, taxes, adjustments and negative amounts wait in quarantine for a person, rows that
 * cannot be read are rejected, the same file again is all duplicates. Refuses ColumnsMissing.
 */
export async function importFocus(
  database: Database,
  intake: UsageIntake,
  text: AsyncIterable<string>,
  options: FocusOptions,
): Promise<FocusReport> {
  const run = new FocusRun(database, intake, options);
  const batches = new ImportBatches<FocusUsage | OtherRow>((rows, lines) => run.take(rows, lines), options);
  const seen = new RowsSeen();
  await readRows(text, batches, (names) => {
    const header = new FocusHeader(names);
    const missing = header.missing();
    if (missing.length > 0) throw ColumnsMissing({ values: { columns: missing.join(", ") } });
    const reader = new FocusReader(header, options.rate ?? NO_RATE);
    run.header = names;
    return (row) => {
      const hash = header.hash(row);
      const id = seen.idOf(header.cell(row, "id"), hash);
      const read = run.judge(reader.read(row, id));
      return batches.add(read.kind === "usage" ? read : { ...read, id, hash, fields: fieldsOf(row) }, row.line);
    };
  });
  return run.report(await batches.end());
}

const NO_RATE: Decimal = fromInteger(1n);

class FocusRun {
  header: readonly string[] = [];
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
  #currency: string | undefined;
  #preparing = Promise.resolve();
  #keeping = Promise.resolve<EventOutcome[]>([]);

  constructor(database: Database, intake: UsageIntake, options: FocusOptions) {
    this.#database = database;
    this.#intake = intake;
    this.#options = options;
    this.#world = new FocusWorld(database, options.payer);
    this.#source = `focus/payer-${options.payer.payer.payerId}`;
  }

  /** Refuses usage that cannot be in this bill or at this time. */
  judge(row: FocusUsage | FocusOther): FocusUsage | FocusOther {
    if (row.kind !== "usage") return row;
    const { currency } = row.sku;
    this.#currency ??= currency;
    if (currency !== this.#currency) return { kind: "rejected", code: "other_currency", cost: null };
    if (row.start < EARLIEST) return { kind: "rejected", code: "too_old", cost: row.cost };
    return row.start > this.#options.now + AHEAD ? { kind: "rejected", code: "in_future", cost: row.cost } : row;
  }

  async take(rows: readonly (FocusUsage | OtherRow)[], lines: readonly number[]): Promise<EventOutcome[]> {
    const usage: FocusUsage[] = [];
    const others: OtherRow[] = [];
    for (const row of rows) {
      if (row.kind === "usage") usage.push(row);
      else if (row.kind !== "rejected") others.push(row);
    }
    // One batch after the other, here and below: each adds only what the one before did not, and none goes on when one has failed.
    this.#preparing = this.#preparing.then(() => this.#world.prepare(usage));
    await this.#preparing;
    const events = usage.map((row) => this.#eventOf(row));
    const taken = (await this.#intake.take(events, this.#options.now)).values();
    this.#keeping = this.#keeping.then(() => this.#quarantine(others));
    const kept = (await this.#keeping).values();
    return rows.map((row, index) => {
      if (row.kind === "rejected") return this.#count(row, rejected(row.code), lines[index] as number);
      const { value } = (row.kind === "usage" ? taken : kept).next();
      return this.#count(row, value as EventOutcome, lines[index] as number);
    });
  }

  /** The row as readEvent would read it: every text is clean and in its normal spelling already. */
  #eventOf(row: FocusUsage): UsageEvent {
    const { id, end, labels, resourceName } = row;
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
      name: resourceName,
      labels: labels ?? (resourceName === null ? null : "{}"),
    };
  }

  /** Keeps what is no usage; the same row again is a duplicate. */
  async #quarantine(rows: readonly OtherRow[]): Promise<EventOutcome[]> {
    if (rows.length === 0) return [];
    const events = rows.map(({ id, hash, fields, kind, code }) => ({
      source: this.#source,
      eventRef: id,
      hash,
      reason: kind as QuarantineReason,
      body: this.#describe(fields, code, hash),
    }));
    const standing = await findQuarantined(this.#database, events);
    const known = new Map(standing.map((row) => [row.eventRef, (row.body as { hash?: unknown }).hash]));
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
  #describe(fields: readonly string[], code: string, hash: string): string {
    const filled = this.header.flatMap((name, place) =>
      fields[place] ? [[name, replaceControls(fields[place])]] : [],
    );
    return JSON.stringify({ focus_row: Object.fromEntries(filled), code, hash });
  }

  #count(row: FocusUsage | OtherRow, outcome: EventOutcome, line: number): EventOutcome {
    const counted = COUNTED[outcome.status] ?? "rejected";
    if (row.cost) this.#costs[counted].add(row.cost);
    if (row.kind === "usage" && (counted === "accepted" || counted === "duplicates")) {
      const { basis } = row;
      this.#bases[basis] = (this.#bases[basis] ?? 0) + 1;
      if (basis !== "listed")
        this.#options.onException?.({ line, became: "priced_otherwise", code: basis, text: BASIS_TEXTS[basis] });
    }
    return outcome;
  }

  report(counts: ImportCounts): FocusReport {
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
