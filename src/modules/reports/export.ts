import type { Language } from "../../core/errors.ts";
import { type ProjectId, formatPid } from "../../core/ids.ts";
import { formatMinor } from "../../core/money.ts";
import type { Instant, LocalDate } from "../../core/time.ts";
import type { TextRow } from "../../platform/db-cursor.ts";
import type { Tx } from "../../platform/db.ts";
import { Memo } from "../../platform/memo.ts";
import type { Sheet, SheetColumn, SheetFormat, SheetRow } from "../../platform/sheet/index.ts";
import type { ProjectFacts } from "../tenancy/index.ts";
import { openPieces } from "../usage/index.ts";
import * as store from "./export-store.ts";
import { moneyColumn, sheetProjects, textColumn } from "./export-sheet.ts";
import { type Voice, WORDS } from "./export-words.ts";

const { COLUMNS } = store;

export interface ExportOrder {
  readonly projectIds: readonly ProjectId[];
  /** Local days of the region, both included. */
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly format: SheetFormat;
  /** Of the names, and in XLSX of the headers too; those of CSV are for programs. */
  readonly language: Language;
}

/** Labels beyond so many keys share one column. */
const MOST_LABEL_COLUMNS = 100;

/**
 * PRC-07, BAL-06: what projects used, by local day, resource and SKU: quantity, price, cost, who paid it, and the labels of
 * the resource, a column each. Rows are the charges as they are booked (a correction is a row of its own) and, at the end of
 * each project, what is used at `now` and not charged yet; they add up to what Detail shows for the same days. It is read
 * from `tx` while it is written, which therefore has to outlast the sheet's batches. Refuses NotFound for a project that is
 * not there, InvalidInput for days that do not run forward and for projects of several regions.
 */
export async function usageSheet(tx: Tx, order: ExportOrder, now: Instant): Promise<Sheet> {
  const voice: Voice = order.format === "csv" ? "csv" : order.language;
  const facts = await sheetProjects(tx, order);
  const keys = await store.selectLabelKeys(tx, order.projectIds, MOST_LABEL_COLUMNS + 1);
  const labels = new Labels(keys.slice(0, MOST_LABEL_COLUMNS).sort(), keys.length > MOST_LABEL_COLUMNS);
  const skus = new Map((await store.selectNamedSkus(tx)).map((sku) => [String(sku.skuId), sku]));
  return {
    title: WORDS[voice].title,
    columns: [...columnsOf(voice), ...labels.columns(voice)],
    batches: batches(tx, order, now, { facts, labels, skus, voice }),
  };
}

/** How many charges the sheet will have; what is not charged yet comes on top. */
export function countCharges(tx: Tx, order: ExportOrder): Promise<number> {
  return store.countCharged(tx, order.projectIds, order);
}

/** `consumption-2026-10-01-2026-10-31.xlsx`. */
export function exportFileName({ from, to, format }: ExportOrder): string {
  return `consumption-${from}-${to}.${format}`;
}

interface Names {
  readonly facts: ReadonlyMap<ProjectId, ProjectFacts>;
  readonly labels: Labels;
  readonly skus: ReadonlyMap<string, store.NamedSku>;
  readonly voice: Voice;
}

/** Project by project, so that the database need not sort them all at once. */
async function* batches(tx: Tx, order: ExportOrder, now: Instant, names: Names): AsyncGenerator<Iterable<SheetRow>> {
  for (const projectId of [...order.projectIds].sort((a, b) => (a < b ? -1 : 1))) {
    const rows = new ProjectRows(names.facts.get(projectId) as ProjectFacts, order.language, names);
    for await (const batch of store.chargedRows(tx, projectId, order)) yield rows.made(batch);
    for await (const batch of openRows(tx, projectId, order, now)) yield rows.made(batch);
  }
}

/** What is not charged yet. */
async function* openRows(tx: Tx, projectId: ProjectId, order: ExportOrder, now: Instant): AsyncGenerator<TextRow[]> {
  const open = await openPieces(tx, projectId, now);
  if (!open) return;
  const isAsked = (day: LocalDate) => day >= order.from && day <= order.to;
  const asked = open.earlier.filter(({ day }) => isAsked(day));
  if (asked.length > 0) yield* store.openRows(tx, projectId, asked);
  if (isAsked(open.last.day)) yield* store.lastOpenRows(tx, open.last.statement);
}

/** Makes rows of the sheet out of those of the store: in the order of columnsOf, then the labels. */
class ProjectRows {
  readonly #project: readonly [pid: string, name: string, currency: string];
  readonly #language: Language;
  readonly #names: Names;

  constructor(project: ProjectFacts, language: Language, names: Names) {
    this.#project = [formatPid(project.projectId), project.name, project.currency];
    this.#language = language;
    this.#names = names;
  }

  /** Makes each row as it is taken, so that none is kept in memory. */
  *made(batch: readonly TextRow[]): Generator<SheetRow> {
    for (const row of batch) yield this.#made(row);
  }

  #made(row: TextRow): SheetRow {
    const { skus, voice, labels } = this.#names;
    const [pid, name, currency] = this.#project;
    const day = row[COLUMNS.day] as string;
    const booked = row[COLUMNS.bookingMonth]?.slice(0, 7) ?? null;
    const kind = booked === null ? "open" : booked > day ? "correction" : "charge";
    const sku = skus.get(row[COLUMNS.skuId] as string) as store.NamedSku;
    return [
      day,
      pid,
      name,
      WORDS[voice].kinds[kind],
      booked,
      sku.serviceCode,
      sku.serviceName[this.#language],
      sku.skuCode,
      sku.name[this.#language],
      row[COLUMNS.resourceId] ?? null,
      row[COLUMNS.resourceName] ?? null,
      row[COLUMNS.quantity] as string,
      sku.unitName[this.#language],
      row[COLUMNS.price] as string | null,
      major(row[COLUMNS.amount]),
      major(row[COLUMNS.bonus]),
      major(row[COLUMNS.transfer]),
      major(row[COLUMNS.other]),
      major(row[COLUMNS.credit]),
      currency,
      ...labels.cells(row[COLUMNS.labels] ?? null),
    ];
  }
}

function major(minor: string | null | undefined): string | null {
  if (minor === null || minor === undefined) return null;
  return minor === "0" ? "0.00" : formatMinor(BigInt(minor));
}

/** PRC-07: which labels have a column of their own, and whether the rest has one together. */
class Labels {
  readonly #keys: readonly string[];
  readonly #rest: boolean;
  readonly #cells = new Memo((json) => this.#made(json));

  constructor(keys: readonly string[], rest: boolean) {
    this.#keys = keys;
    this.#rest = rest;
  }

  columns(voice: Voice): SheetColumn[] {
    const { label, otherLabels } = WORDS[voice];
    const headers = [...this.#keys.map(label), ...(this.#rest ? [otherLabels] : [])];
    return headers.map((header) => ({ header, kind: "text", width: 18 }));
  }

  /** The cells of a resource, from its labels as JSON; those without a column are JSON in the last one. */
  cells(json: string | null): SheetRow {
    return this.#cells.of(json ?? "{}");
  }

  #made(json: string): SheetRow {
    const all = new Map(Object.entries(JSON.parse(json) as Record<string, string>));
    const cells = this.#keys.map((key) => {
      const value = all.get(key) ?? null;
      all.delete(key);
      return value;
    });
    if (!this.#rest) return cells;
    const rest = Object.fromEntries([...all].sort(([a], [b]) => (a < b ? -1 : 1)));
    return [...cells, all.size === 0 ? null : JSON.stringify(rest)];
  }
}

/** All columns but those of the labels. */
function columnsOf(voice: Voice): SheetColumn[] {
  const { headers } = WORDS[voice];
  return [
    { header: headers.day, kind: "date", width: 12 },
    textColumn(headers.pid, 16),
    textColumn(headers.project, 24),
    textColumn(headers.kind, 18),
    textColumn(headers.bookedIn, 14),
    textColumn(headers.serviceCode, 16),
    textColumn(headers.service, 26),
    textColumn(headers.skuCode, 26),
    textColumn(headers.sku, 30),
    textColumn(headers.resourceId, 38),
    textColumn(headers.resource, 26),
    { header: headers.quantity, kind: "number" },
    textColumn(headers.unit, 14),
    { header: headers.price, kind: "number" },
    moneyColumn(headers.cost),
    moneyColumn(headers.bonus),
    moneyColumn(headers.transfer),
    moneyColumn(headers.other),
    moneyColumn(headers.credit),
    textColumn(headers.currency, 10),
  ];
}
