import { hash } from "node:crypto";

import { fromInteger } from "../../../core/decimal.ts";
import type { ProjectId } from "../../../core/ids.ts";
import type { Database } from "../../../platform/db.ts";
import { formatUuid, uuidWords } from "../intake/index.ts";
import { CsvReader, type CsvRow } from "./csv.ts";
import { FocusHeader } from "./focus-header.ts";
import { RowsSeen } from "./focus-ids.ts";
import { amountOf, BREAK } from "./focus-key.ts";
import { FocusReader, type FocusUsage } from "./focus-row.ts";
import { chargesBefore, eventsKnown, lastCellBatch, otherRowsByCells } from "./focus-store.ts";
import type { FocusPayer } from "./focus-world.ts";

const PAGE = 500;

/** What a row of usage was before: the same, or another one under its name. */
export type FocusBefore = "duplicate" | "conflict";

/**
 * Rows of a payer's bills that were imported under other names than theirs are now: when rows were known by all their cells
 * (decision 0018), or by what stood for them (0035), and before the file had a column of ids. Costs next to nothing where there are none.
 */
export class FocusEarlier {
  readonly source: string;
  readonly #database: Database;
  readonly #payer: FocusPayer;
  /** The last batch whose rows were known otherwise; null: none was. */
  readonly #lastBatch: bigint | null;
  /** How many rows that are no usage were kept in that time, by their key. */
  readonly #others: Map<string, number>;
  /** The other names of a row, where it may have some. */
  readonly #names = new WeakMap<FocusUsage, readonly { readonly id: string; readonly became: FocusBefore }[]>();
  readonly #seen = new RowsSeen();
  readonly #charges = new Map<string, number>();

  private constructor(
    database: Database,
    payer: FocusPayer,
    source: string,
    known: { readonly lastBatch: bigint | null; readonly others: Map<string, number> },
  ) {
    this.#database = database;
    this.#payer = payer;
    this.source = source;
    this.#lastBatch = known.lastBatch;
    this.#others = known.others;
  }

  static async open(database: Database, payer: FocusPayer): Promise<FocusEarlier> {
    const source = `focus/payer-${payer.payer.payerId}`;
    const lastBatch = await lastCellBatch(database, source);
    const others = lastBatch === null ? new Map<string, number>() : await keysOfOthers(database, source);
    return new FocusEarlier(database, payer, source, { lastBatch, others });
  }

  /** Notes the other name of a row, in the order of the file. */
  note(usage: FocusUsage, header: FocusHeader, row: CsvRow): void {
    const hasOwnId = header.has("id") && header.cell(row, "id") !== null;
    if (hasOwnId) this.#names.set(usage, [{ id: this.#seen.idOf(null, usage.key), became: "duplicate" }]);
    // With the same cells it would be the same charge, but for a rate.
    else if (this.#lastBatch !== null) {
      const ids = [header.hashOfCells(row), standInKeyOf(usage)].map((key) => this.#seen.idOf(null, key));
      this.#names.set(
        usage,
        ids.map((id) => ({ id, became: "conflict" })),
      );
    }
  }

  /** Of rows whose projects are there: those that were imported under another name. */
  async find(rows: readonly FocusUsage[]): Promise<Map<FocusUsage, FocusBefore>> {
    const found = new Map<FocusUsage, FocusBefore>();
    const named = rows.flatMap((row) => (this.#names.get(row) ?? []).map((name) => ({ row, ...name })));
    if (named.length === 0) return found;
    const known = await eventsKnown(
      this.#database,
      this.source,
      named.map(({ id }) => id),
    );
    for (const { row, id, became } of named) if (known.has(id)) found.set(row, became);
    if (this.#lastBatch !== null) await this.#findCharges(rows, this.#lastBatch, found);
    return found;
  }

  /** A row of old is told by its charge: the file's n-th of a charge is known when so many were imported. */
  async #findCharges(
    rows: readonly FocusUsage[],
    lastBatch: bigint,
    found: Map<FocusUsage, FocusBefore>,
  ): Promise<void> {
    const charges = rows.map(({ account, resource, sku, start, quantity }) => ({
      projectId: BigInt(account.pid.slice(3)) as ProjectId,
      resourceId: formatUuid(uuidWords(account.pid, resource)),
      skuCode: sku.code,
      start,
      quantity,
    }));
    const zone = this.#payer.region.timeZone;
    const before = await chargesBefore(this.#database, this.source, lastBatch, zone, charges);
    for (const [place, count] of before) {
      const { projectId, resourceId, skuCode, start, quantity } = charges[place] as (typeof charges)[number];
      const charge = `${projectId} ${resourceId} ${skuCode} ${start} ${quantity}`;
      const ordinal = this.#charges.get(charge) ?? 0;
      this.#charges.set(charge, ordinal + 1);
      if (ordinal < count) found.set(rows[place] as FocusUsage, "duplicate");
    }
  }

  /** Whether one more row of this key, which is no usage, was kept when rows were known by their cells. */
  isOther(key: string): boolean {
    const left = this.#others.get(key) ?? 0;
    if (left > 0) this.#others.set(key, left - 1);
    return left > 0;
  }
}

/** What rows were known by when other cells stood for those that a file lacks. */
function standInKeyOf({ account, item, start, cost, identity: { cells } }: FocusUsage): string {
  const quantity = cells.pricingQuantity || cells.consumedQuantity;
  const parts = [account.subAccount, item, cells.resource, start, amountOf(cost), quantity];
  return hash("sha256", parts.join(BREAK), "hex").slice(0, 32);
}

async function keysOfOthers(database: Database, source: string): Promise<Map<string, number>> {
  const keys = new Map<string, number>();
  for (let after = 0n; ; ) {
    const page = await otherRowsByCells(database, source, after, PAGE);
    const last = page.at(-1);
    if (!last) return keys;
    after = last.quarantineId;
    const names = [...new Set(page.flatMap(({ cells }) => Object.keys(cells)))];
    const quoted = [names, ...page.map(({ cells }) => names.map((name) => cells[name] ?? ""))].map((fields) =>
      fields.map((field) => `"${field.replaceAll('"', '""')}"`).join(","),
    );
    const rows = new CsvReader();
    rows.push(`sep=,\n${quoted.join("\n")}\n`);
    rows.next();
    const reader = new FocusReader(new FocusHeader(names), fromInteger(1n));
    while (rows.next()) {
      const { key } = reader.read(rows, (own) => own);
      keys.set(key, (keys.get(key) ?? 0) + 1);
    }
  }
}
