import { refusal, type Texts } from "../../../core/errors.ts";
import type { Instant } from "../../../core/time.ts";
import {
  type AsSent,
  BARE_TYPE,
  type EventOutcome,
  hasDoubleKeys,
  QUARANTINE_REASONS,
  type UsageIntake,
} from "../intake/index.ts";
import { CsvReader, type CsvRow } from "./csv.ts";
import { JsonReader } from "./json.ts";

export type ImportFormat = "cloudevents" | "csv" | "focus";

/** Every row of a file is exactly one of these. */
export interface ImportCounts {
  accepted: number;
  duplicates: number;
  rejected: number;
  quarantined: number;
}

/** A row that was not simply accepted or known, with the reason. */
export interface ImportException {
  readonly line: number;
  readonly became: "rejected" | "quarantined" | "priced_otherwise";
  readonly code: string;
  readonly field?: string;
  readonly text: Texts;
}

export interface ImportOptions {
  readonly now: Instant;
  readonly onException?: (exception: ImportException) => void;
  /** Stops between batches; what was taken stays. */
  readonly signal?: AbortSignal;
  /** The bytes of a text of the file; UTF-8 when left out. */
  readonly encode?: (text: string) => Uint8Array;
}

export const ColumnsMissing = refusal(
  "columns_missing",
  422,
  "В заголовке CSV нет столбцов: {columns}",
  "The CSV header lacks the columns: {columns}",
);

export const ColumnsRepeated = refusal(
  "columns_repeated",
  422,
  "В заголовке CSV столбцы повторяются: {columns}. Какой из них верный, неизвестно",
  "The CSV header has columns twice: {columns}. Which of them is right is not known",
);

export const ImportInterrupted = refusal(
  "import_interrupted",
  409,
  "Импорт прерван. Принятое сохранено: повторите импорт того же файла, ничто не будет учтено дважды",
  "The import was interrupted. What was taken stays: import the same file again, nothing is counted twice",
);

const NOT_JSON: Texts = { ru: "не JSON", en: "not JSON" };
const DOUBLE_KEYS: Texts = {
  ru: "имя поля повторяется в одном объекте: какое значение верно, неизвестно",
  en: "a field is named twice in one object: which value is meant is not known",
};
const BROKEN_ROW: Texts = { ru: "кавычки расставлены с ошибкой", en: "the quotes are out of order" };
const RAGGED_ROW: Texts = { ru: "число полей не как в заголовке", en: "not as many fields as in the header" };
const BATCH = 1_000;
const MOST_UNDER_WAY = 4;

/** The bytes of the row at a place of a batch. */
export type RowSent = (place: number) => Uint8Array;

type TakeRows<T> = (values: readonly T[], lines: readonly number[], sent: RowSent) => Promise<readonly EventOutcome[]>;

/** Collects the rows of a file into batches, a few of which are under way at a time, and counts what becomes of them. */
export class ImportBatches<T> {
  readonly counts: ImportCounts = { accepted: 0, duplicates: 0, rejected: 0, quarantined: 0 };
  readonly #take: TakeRows<T>;
  readonly #options: ImportOptions;
  readonly #underWay = new Set<Promise<void>>();
  #values: T[] = [];
  #lines: number[] = [];
  #texts: string[] = [];

  constructor(take: TakeRows<T>, options: ImportOptions) {
    this.#take = take;
    this.#options = options;
  }

  /** Adds a row, with what stands in the file; what it answers must be awaited when it is a promise. */
  add(value: T, line: number, text: string): Promise<void> | undefined {
    this.#values.push(value);
    this.#texts.push(text);
    this.#lines.push(line);
    return this.#values.length < BATCH ? undefined : this.#send(MOST_UNDER_WAY);
  }

  reject(line: number, code: string, text: Texts, field?: string): void {
    this.counts.rejected += 1;
    this.#options.onException?.({ line, became: "rejected", code, text, ...(field === undefined ? {} : { field }) });
  }

  /** Sends what is left and waits for everything. */
  async end(): Promise<ImportCounts> {
    await this.#send(0);
    return this.counts;
  }

  async #send(most: number): Promise<void> {
    if (this.#options.signal?.aborted) {
      await Promise.all(this.#underWay);
      throw ImportInterrupted();
    }
    if (this.#values.length > 0) {
      const lines = this.#lines;
      const work = this.#take(this.#values, lines, this.#sentOf(this.#texts))
        .then((outcomes) => outcomes.forEach((outcome, index) => this.#count(outcome, lines[index] as number)))
        .finally(() => this.#underWay.delete(work));
      this.#underWay.add(work);
      // It is awaited below or later; until then its failure is not "unhandled".
      work.catch(() => undefined);
      this.#values = [];
      this.#lines = [];
      this.#texts = [];
    }
    while (this.#underWay.size > most) await Promise.race(this.#underWay);
  }

  #sentOf(texts: readonly string[]): RowSent {
    const { encode = Buffer.from } = this.#options;
    return (place) => encode(texts[place] ?? "");
  }

  #count(outcome: EventOutcome, line: number): void {
    const { status, problem, reason } = outcome;
    if (status === "accepted") this.counts.accepted += 1;
    else if (status === "duplicate") this.counts.duplicates += 1;
    else if (status === "quarantined") {
      this.counts.quarantined += 1;
      const text = reason ? QUARANTINE_REASONS[reason] : BROKEN_ROW;
      this.#options.onException?.({ line, became: "quarantined", code: reason ?? "", text });
    } else this.reject(line, problem?.code ?? status, problem?.texts ?? BROKEN_ROW, problem?.field);
  }
}

function eventBatches(intake: UsageIntake, options: ImportOptions, form: AsSent["form"]): ImportBatches<unknown> {
  return new ImportBatches<unknown>(
    (values, _lines, sent) => intake.ingest(values, options.now, null, (place) => ({ form, bytes: sent(place) })),
    options,
  );
}

/** Imports CloudEvents: a JSON array, one event, or JSON lines. Every value of the file is counted once. */
export async function importCloudEvents(
  intake: UsageIntake,
  text: AsyncIterable<string>,
  options: ImportOptions,
): Promise<ImportCounts> {
  const batches = eventBatches(intake, options, "json");
  const reader = new JsonReader();
  for await (const piece of pieces(text)) {
    for (const { line, value, isDouble, text = "" } of reader.push(piece)) {
      if (value === undefined) batches.reject(line, "not_json", NOT_JSON);
      else if (isDouble) batches.reject(line, "duplicate_json_keys", DOUBLE_KEYS);
      else {
        const full = batches.add(value, line, text);
        if (full) await full;
      }
    }
  }
  return batches.end();
}

const REQUIRED = ["id", "source", "time", "project", "resource", "sku", "quantity", "unit"];

const OPTIONAL = ["since", "supersedes", "meter", "subject", "labels", "resource_name"];

/** Refuses ColumnsRepeated when a column that is read stands in the header twice. */
export function refuseRepeated(header: readonly string[], read: readonly string[]): void {
  const repeated = read.filter((name) => header.indexOf(name) !== header.lastIndexOf(name));
  if (repeated.length > 0) throw ColumnsRepeated({ values: { columns: repeated.join(", ") } });
}

/** Imports usage as CSV with one event a row; `meter` may be left out, an empty field counts as absent. */
export async function importCsv(
  intake: UsageIntake,
  text: AsyncIterable<string>,
  options: ImportOptions,
): Promise<ImportCounts> {
  const batches = eventBatches(intake, options, "csv");
  await readRows(text, batches, (header) => {
    const missing = REQUIRED.filter((name) => !header.includes(name));
    if (missing.length > 0) throw ColumnsMissing({ values: { columns: missing.join(", ") } });
    refuseRepeated(header, [...REQUIRED, ...OPTIONAL]);
    const place = (name: string) => header.indexOf(name);
    const places = {
      id: place("id"),
      source: place("source"),
      time: place("time"),
      project: place("project"),
      resource: place("resource"),
      sku: place("sku"),
      quantity: place("quantity"),
      unit: place("unit"),
      since: place("since"),
      supersedes: place("supersedes"),
      meter: place("meter"),
      subject: place("subject"),
      labels: place("labels"),
      name: place("resource_name"),
    };
    return (row) => batches.add(eventOfRow(row, places), row.line, row.text());
  });
  return batches.end();
}

type Places = Readonly<
  Record<"id" | "source" | "time" | "project" | "resource" | "sku" | "quantity" | "unit", number>
> &
  Readonly<Record<"since" | "supersedes" | "meter" | "subject" | "labels" | "name", number>>;

/** The row as an event, to be read by the same rules as one that came as JSON. */
function eventOfRow(row: CsvRow, places: Places): unknown {
  const at = (place: number): string | undefined => (place < 0 ? undefined : row.field(place) || undefined);
  const meter = at(places.meter);
  const data: Record<string, unknown> = {
    project: at(places.project),
    resource: at(places.resource),
    sku: at(places.sku),
    quantity: at(places.quantity),
    unit: at(places.unit),
  };
  const since = at(places.since);
  const name = at(places.name);
  const labels = at(places.labels);
  if (since !== undefined) data["since"] = since;
  if (name !== undefined) data["resource_name"] = name;
  if (labels !== undefined) data["labels"] = jsonOrText(labels);
  return {
    specversion: "1.0",
    id: at(places.id),
    source: at(places.source),
    type: meter === undefined ? BARE_TYPE : `${BARE_TYPE}.${meter}`,
    time: at(places.time),
    subject: at(places.subject),
    supersedes: at(places.supersedes),
    data,
  };
}

/** What is no JSON, or names a label twice, stays a text, which is no set of labels. */
function jsonOrText(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return hasDoubleKeys(text, value) ? text : value;
  } catch {
    return text;
  }
}

type RowTaker = (row: CsvRow) => Promise<void> | undefined;

/** Feeds the rows of a CSV file that fit its header to a taker that is made from the header (names in lower case). */
export async function readRows<T>(
  text: AsyncIterable<string>,
  batches: ImportBatches<T>,
  begin: (header: readonly string[]) => RowTaker,
): Promise<void> {
  const reader = new CsvReader();
  let take: RowTaker | undefined;
  let width = 0;
  for await (const piece of pieces(text)) {
    reader.push(piece);
    while (reader.next()) {
      if (!take) {
        take = begin(fieldsOf(reader).map((name) => name.trim().toLowerCase()));
        width = reader.width;
      } else if (reader.width === 0) batches.reject(reader.line, "broken_row", BROKEN_ROW);
      else if (reader.width !== width) batches.reject(reader.line, "ragged_row", RAGGED_ROW);
      else {
        const full = take(reader);
        if (full) await full;
      }
    }
  }
  if (!take) begin([]);
}

export function fieldsOf(row: CsvRow): string[] {
  return Array.from({ length: row.width }, (_, place) => row.field(place));
}

/** The pieces of a text, and null at its end. */
async function* pieces(text: AsyncIterable<string>): AsyncGenerator<string | null> {
  yield* text;
  yield null;
}
