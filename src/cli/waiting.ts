import { formatPid } from "../core/ids.ts";
import { formatMinor } from "../core/money.ts";
import { openPrinting } from "../composition/printing.ts";
import { type WaitingPayer, issueWaiting, waitingPayers } from "../modules/closing/index.ts";
import { regionOf } from "../modules/tenancy/index.ts";
import type { Database } from "../platform/db.ts";
import { type Command, textOf } from "./command.ts";
import { optionalText } from "./inputs.ts";

const PAGE = 200;

const words = {
  ru: {
    none: "Никто не ждёт документов",
    issued: (count: number) => `Выставлено: ${count}`,
    line: (row: WaitingPayer, amount: string) =>
      `${row.regionCode} ${row.month} плательщик ${row.payerId} «${row.payerName}» ${amount} ${row.currency}: ${row.text.ru}`,
  },
  en: {
    none: "Nobody waits for documents",
    issued: (count: number) => `Issued: ${count}`,
    line: (row: WaitingPayer, amount: string) =>
      `${row.regionCode} ${row.month} payer ${row.payerId} “${row.payerName}” ${amount} ${row.currency}: ${row.text.en}`,
  },
} as const;

/** PYR-10: who waits for documents of closed months, and for what. Ends with 1 while there is something to mend. */
export const documentsWaiting: Command = {
  options: [{ flags: "--region <code>", summary: { ru: "только этот регион", en: "only this region" } }],
  async run({ open, language }, input) {
    const { database } = await open();
    const region = optionalText(input, "region");
    if (region !== null) await regionOf(database, region);
    const rows = await allWaiting(database, region);
    return { result: { waiting: rows.map(shown) }, lines: linesOf(rows, language), ok: rows.every((row) => row.quiet) };
  },
};

/** PYR-10: issues, prints and sends what waits of a region's closed months and whose payers are ready. */
export const documentsIssueWaiting: Command = {
  options: [{ flags: "--region <code>", summary: { ru: "код региона", en: "the region's code" }, required: true }],
  async run({ open, language }, input) {
    const { database, clock } = await open();
    const region = textOf(input, "region");
    const printing = openPrinting();
    try {
      const { issued } = await issueWaiting(database, printing.closePorts, region, clock.now());
      const rows = await allWaiting(database, region);
      const lines = [words[language].issued(issued), ...linesOf(rows, language)];
      return { result: { issued, waiting: rows.map(shown) }, lines };
    } finally {
      await printing.close();
    }
  },
};

async function allWaiting(database: Database, region: string | null): Promise<WaitingPayer[]> {
  const rows: WaitingPayer[] = [];
  for (;;) {
    const last = rows.at(-1) ?? null;
    const page = await database.transaction((tx) => waitingPayers(tx, region, last, PAGE));
    rows.push(...page);
    if (page.length < PAGE) return rows;
  }
}

function linesOf(rows: readonly WaitingPayer[], language: "ru" | "en"): string[] {
  const text = words[language];
  return rows.length === 0 ? [text.none] : rows.map((row) => text.line(row, formatMinor(row.grossMinor)));
}

function shown(row: WaitingPayer) {
  return {
    region: row.regionCode,
    month: row.month,
    payer: row.payerId,
    name: row.payerName,
    amount: formatMinor(row.grossMinor),
    currency: row.currency,
    reason: row.code,
    text: row.text,
    quiet: row.quiet,
    pids: row.projectIds.map((projectId) => formatPid(BigInt(projectId))),
  };
}
