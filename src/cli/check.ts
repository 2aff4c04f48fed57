import { allInvariants, violations } from "../platform/invariants.ts";
import type { Command } from "./command.ts";

const words = {
  ru: {
    label: "Инварианты",
    fine: (count: number) => `Книги сходятся: инвариантов ${count}, нарушений нет`,
    broken: (count: number, of: number) => `Нарушено инвариантов: ${count} из ${of}`,
  },
  en: {
    label: "Invariants",
    fine: (count: number) => `The books are coherent: ${count} invariants, no violations`,
    broken: (count: number, of: number) => `${count} of ${of} invariants are broken`,
  },
} as const;

/** Every invariant on one snapshot; reads only. Exit code 1 when one is broken. */
export const check: Command = {
  details: {
    ru: "Только читает. Первые строки каждого нарушения выводятся; запросы лежат в db/invariants.",
    en: "Reads only. The first rows of each violation are shown; the queries are in db/invariants.",
  },
  async run({ open, output, language }) {
    const { database, clock } = await open();
    const total = allInvariants().length;
    const bar = await output.progress(words[language].label, total);
    const broken = await violations(database, clock.now(), () => bar.advance(1)).finally(() => bar.end());
    const text = words[language];
    return {
      result: { invariants: total, violations: broken.length, broken },
      lines:
        broken.length === 0
          ? [text.fine(total)]
          : [
              text.broken(broken.length, total),
              ...broken.flatMap(({ invariant, meaning, rows }) => [
                `  ${invariant}: ${meaning}`,
                ...rows.map((row) => `    ${rowText(row)}`),
              ]),
            ],
      ok: broken.length === 0,
    };
  },
};

function rowText(row: Readonly<Record<string, unknown>>): string {
  return Object.entries(row)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(" ");
}
