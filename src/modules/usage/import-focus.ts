import { add, type Decimal, formatDecimal, ZERO } from "../../core/decimal.ts";
import type { Texts } from "../../core/errors.ts";
import type { Database } from "../../platform/db.ts";
import { BARE_TYPE, type UsageEvent } from "./event.ts";
import { AHEAD, EARLIEST } from "./event-time.ts";
import { ColumnsMissing, ImportBatches, type ImportCounts, type ImportOptions, readRows } from "./import-events.ts";
import { RowsSeen } from "./import-focus-ids.ts";
import type { FocusBasis } from "./import-focus-price.ts";
import {
  describeRow,
  eventTimes,
  FocusHeader,
  type FocusOther,
  type FocusUsage,
  NO_RATE,
  readFocusRow,
} from "./import-focus-row.ts";
import { type FocusPayer, FocusWorld } from "./import-focus-world.ts";
import type { EventOutcome, UsageIntake } from "./ingest.ts";
import { findQuarantined, insertQuarantined } from "./ingest-store.ts";
import type { QuarantineReason } from "./event-problem.ts";

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

interface Row {
  readonly line: number;
  readonly id: string;
  readonly hash: string;
  /** Kept for what goes to quarantine only: the cells of a bill are the bulk of it. */
  readonly fields: readonly string[];
  readonly content: FocusUsage | FocusOther;
}

const NO_FIELDS: readonly string[] = [];

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
  const batches = new ImportBatches<Row>((rows) => run.take(rows), options);
  const seen = new RowsSeen();
  await readRows(text, batches, (names) => {
    const header = new FocusHeader(names);
    const missing = header.missing();
    if (missing.length > 0) throw ColumnsMissing({ values: { columns: missing.join(", ") } });
    run.header = names;
    return (fields, line) => {
      const hash = header.hash(fields);
      const id = seen.idOf(header.cell(fields, "id"), hash);
      const content = run.read(header, fields);
      return batches.add({ line, id, hash, fields: content.kind === "usage" ? NO_FIELDS : fields, content }, line);
    };
  });
  return run.report(await batches.end());
}

class FocusRun {
  header: readonly string[] = [];
  readonly #database: Database;
  readonly #intake: UsageIntake;
  readonly #options: FocusOptions;
  readonly #world: FocusWorld;
  readonly #source: string;
  readonly #costs: Record<"file" | keyof ImportCounts, Decimal> = {
    file: ZERO,
    accepted: ZERO,
    duplicates: ZERO,
    rejected: ZERO,
    quarantined: ZERO,
  };
  readonly #bases: Record<string, number> = {};
  #currency: string | undefined;
  #preparing: Promise<unknown> = Promise.resolve();

  constructor(database: Database, intake: UsageIntake, options: FocusOptions) {
    this.#database = database;
    this.#intake = intake;
    this.#options = options;
    this.#world = new FocusWorld(database, options.payer, options.rate ?? NO_RATE);
    this.#source = `focus/payer-${options.payer.payer.payerId}`;
  }

  read(header: FocusHeader, fields: readonly string[]): FocusUsage | FocusOther {
    const row = readFocusRow(header, fields);
    if (row.kind !== "usage") return row;
    this.#currency ??= row.currency;
    if (row.currency !== this.#currency) return { kind: "rejected", code: "other_currency", cost: null };
    if (row.start < EARLIEST) return { kind: "rejected", code: "too_old", cost: row.cost };
    return row.start > this.#options.now + AHEAD ? { kind: "rejected", code: "in_future", cost: row.cost } : row;
  }

  async take(rows: readonly Row[]): Promise<EventOutcome[]> {
    const usage = rows.filter((row): row is Row & { content: FocusUsage } => row.content.kind === "usage");
    const others = rows.filter((row) => row.content.kind === "negative_charge" || row.content.kind === "not_usage");
    // One batch after the other: each adds only what the one before did not.
    const prepared = this.#preparing.then(() => this.#world.prepare(usage.map((row) => row.content)));
    this.#preparing = prepared.catch(() => undefined);
    const skus = await prepared;
    const events = usage.map((row, index) => this.#eventOf(row, skus[index] as string));
    const taken = await this.#intake.take(events, this.#options.now);
    const kept = await this.#quarantine(others);
    const outcomes = new Map<Row, EventOutcome>();
    usage.forEach((row, index) => outcomes.set(row, taken[index] as EventOutcome));
    others.forEach((row, index) => outcomes.set(row, kept[index] as EventOutcome));
    return rows.map((row) => this.#count(row, outcomes.get(row) ?? rejected((row.content as FocusOther).code)));
  }

  /** The row as readEvent would read it: every text is clean and in its normal spelling already. */
  #eventOf({ id, content: row }: Row & { content: FocusUsage }, sku: string): UsageEvent {
    const { labels, resourceName } = row;
    return {
      refused: false,
      source: this.#source,
      id,
      type: BARE_TYPE,
      subject: "",
      pid: this.#world.pidOf(row),
      resource: row.resource,
      sku,
      unit: row.unit,
      quantity: formatDecimal(row.charge.quantity),
      ...eventTimes(row, this.#options.now),
      supersedes: null,
      name: resourceName,
      labels: labels ?? (resourceName === null ? null : "{}"),
    };
  }

  /** Keeps what is no usage; the same row again is a duplicate. */
  async #quarantine(rows: readonly Row[]): Promise<EventOutcome[]> {
    if (rows.length === 0) return [];
    const events = rows.map(({ id, hash, fields, content }) => ({
      source: this.#source,
      eventRef: id,
      hash,
      reason: content.kind as QuarantineReason,
      body: describeRow(fields, this.header, (content as FocusOther).code, hash),
    }));
    const standing = await findQuarantined(this.#database, events);
    const known = new Map(standing.map((row) => [row.event_ref, (row.body as { hash?: unknown }).hash]));
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

  #count(row: Row, outcome: EventOutcome): EventOutcome {
    const { content, line } = row;
    const cost = content.cost ?? ZERO;
    const counted =
      ({ accepted: "accepted", duplicate: "duplicates", quarantined: "quarantined" } as const)[
        outcome.status as "accepted"
      ] ?? "rejected";
    this.#costs.file = add(this.#costs.file, cost);
    this.#costs[counted] = add(this.#costs[counted], cost);
    if (content.kind === "usage" && (counted === "accepted" || counted === "duplicates")) {
      const { basis } = content.charge;
      this.#bases[basis] = (this.#bases[basis] ?? 0) + 1;
      if (basis !== "listed")
        this.#options.onException?.({ line, became: "priced_otherwise", code: basis, text: BASIS_TEXTS[basis] });
    }
    return outcome;
  }

  report(counts: ImportCounts): FocusReport {
    const costs = Object.fromEntries(Object.entries(this.#costs).map(([name, sum]) => [name, formatDecimal(sum)]));
    return {
      counts,
      currency: this.#currency ?? "",
      costs: costs as FocusReport["costs"],
      bases: this.#bases,
      projectsAdded: this.#world.added.projects,
      skusAdded: this.#world.added.skus,
      priceList: this.#world.priceList,
    };
  }
}

function rejected(code: string): EventOutcome {
  const texts = REJECT_TEXTS[code] ?? { ru: code, en: code };
  return { status: "rejected", problem: { refused: true, code: code as never, field: "", texts } };
}
