import type { Language } from "../../core/errors.ts";
import { type ProjectId, formatPid } from "../../core/ids.ts";
import { formatMinor } from "../../core/money.ts";
import type { Instant, LocalDate } from "../../core/time.ts";
import type { TextRow } from "../../platform/db-cursor.ts";
import type { Tx } from "../../platform/db.ts";
import type { Sheet, SheetColumn, SheetFormat, SheetRow } from "../../platform/sheet/index.ts";
import { paymentNotes } from "../payments/index.ts";
import type { ProjectFacts } from "../tenancy/index.ts";
import { moneyColumn, sheetProjects, textColumn } from "./export-sheet.ts";
import { KIND_WORDS, MOVEMENT_WORDS } from "./export-words.ts";
import type { Interval } from "./movement-sql.ts";
import * as store from "./report-store.ts";
import { movementTotals, openRows } from "./reports.ts";

const { MOVEMENT_COLUMNS: COLUMNS } = store;

export interface MovementOrder {
  readonly projectIds: readonly ProjectId[];
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly interval: Interval;
  readonly format: SheetFormat;
  readonly language: Language;
}

/** Payments beyond so many in one file stay without their note. */
const MOST_NOTES = 5000;

/**
 * BAL-05, BAL-06, for accounting: all movements of projects, the oldest first, project by project: a row with the balance
 * before them, the movements each with the balance after it, a row with the balance at the end. Opening + movements =
 * closing, whatever the interval; the closing of one file is the opening of the next. Read from `tx` while it is written.
 * Refuses NotFound for a project that is not there, InvalidInput for days that do not run forward and for several regions.
 */
export async function movementSheet(tx: Tx, order: MovementOrder, now: Instant): Promise<Sheet> {
  const facts = await sheetProjects(tx, order);
  const voice = order.format === "csv" ? "csv" : order.language;
  return {
    title: MOVEMENT_WORDS[voice].title,
    columns: columnsOf(MOVEMENT_WORDS[voice].headers),
    batches: batches(tx, order, now, facts),
  };
}

/** `movements-2026-10-01-2026-10-31.xlsx`. */
export function movementFileName({ from, to, format }: MovementOrder): string {
  return `movements-${from}-${to}.${format}`;
}

async function* batches(
  tx: Tx,
  order: MovementOrder,
  now: Instant,
  facts: ReadonlyMap<ProjectId, ProjectFacts>,
): AsyncGenerator<Iterable<SheetRow>> {
  for (const projectId of [...order.projectIds].sort((a, b) => (a < b ? -1 : 1))) {
    const filter = { ...order, projectIds: [projectId] };
    const open = await openRows(tx, [projectId], now);
    const totals = await movementTotals(tx, filter, open, now);
    const money = await store.selectMovements(tx, filter, open, "credit", null, MOST_NOTES);
    const causes = money.flatMap((row) => row.causedBy ?? []);
    const notes = await paymentNotes(tx, [projectId], causes);
    const project = facts.get(projectId) as ProjectFacts;
    const made = new MovementRows(project, order, notes, totals.openingMinor);
    yield [made.balance("opening", order.from)];
    for await (const batch of store.movementRows(tx, filter, open)) yield batch.map((row) => made.row(row));
    yield [made.balance("closing", order.to)];
  }
}

/** Makes the rows of a project, the balance carried from one to the next. */
class MovementRows {
  readonly #project: ProjectFacts;
  readonly #order: MovementOrder;
  readonly #notes: Awaited<ReturnType<typeof paymentNotes>>;
  #balanceMinor: bigint;

  constructor(
    project: ProjectFacts,
    order: MovementOrder,
    notes: Awaited<ReturnType<typeof paymentNotes>>,
    openingMinor: bigint,
  ) {
    this.#project = project;
    this.#order = order;
    this.#notes = notes;
    this.#balanceMinor = openingMinor;
  }

  balance(kind: "opening" | "closing", day: LocalDate): SheetRow {
    const nothing = Array.from<null>({ length: 13 }).fill(null);
    return [...this.#start(day, kind), ...nothing, formatMinor(this.#balanceMinor), this.#project.currency];
  }

  row(row: TextRow): SheetRow {
    const { language, from } = this.#order;
    const period = row[COLUMNS.period] as LocalDate;
    this.#balanceMinor += BigInt(row[COLUMNS.amount] ?? "0");
    const named = (column: number) => {
      const json = row[column];
      return json ? ((JSON.parse(json) as Record<Language, string>)[language] ?? null) : null;
    };
    const cause = row[COLUMNS.cause];
    return [
      // A period that began before the days asked for is told by the first of them.
      ...this.#start(period < from ? from : period, row[COLUMNS.kind] ?? ""),
      named(COLUMNS.service),
      named(COLUMNS.sku),
      row[COLUMNS.resourceId] ?? null,
      row[COLUMNS.resourceName] ?? null,
      row[COLUMNS.quantity] ?? null,
      named(COLUMNS.unit),
      (cause && this.#notes.get(cause)?.[language]) || null,
      formatMinor(BigInt(row[COLUMNS.amount] ?? "0")),
      ...[COLUMNS.bonus, COLUMNS.transfer, COLUMNS.other, COLUMNS.credit, COLUMNS.open].map((column) =>
        formatMinor(BigInt(row[column] ?? "0")),
      ),
      formatMinor(this.#balanceMinor),
      this.#project.currency,
    ];
  }

  #start(day: LocalDate, kind: string): SheetRow {
    const words: Readonly<Record<string, string>> =
      this.#order.format === "csv" ? {} : KIND_WORDS[this.#order.language];
    return [day, formatPid(this.#project.projectId), this.#project.name, words[kind] ?? kind];
  }
}

function columnsOf(headers: (typeof MOVEMENT_WORDS)["csv"]["headers"]): SheetColumn[] {
  return [
    { header: headers.day, kind: "date", width: 12 },
    textColumn(headers.pid, 16),
    textColumn(headers.project, 24),
    textColumn(headers.kind, 22),
    textColumn(headers.service, 26),
    textColumn(headers.sku, 30),
    textColumn(headers.resourceId, 30),
    textColumn(headers.resource, 26),
    { header: headers.quantity, kind: "number" },
    textColumn(headers.unit, 14),
    textColumn(headers.note, 40),
    moneyColumn(headers.amount),
    moneyColumn(headers.bonus),
    moneyColumn(headers.transfer),
    moneyColumn(headers.other),
    moneyColumn(headers.credit),
    moneyColumn(headers.open),
    moneyColumn(headers.balance),
    textColumn(headers.currency, 10),
  ];
}
