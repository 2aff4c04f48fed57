import { fileObjects } from "../composition/file-objects.ts";
import { excessRights } from "../platform/database-roles.ts";
import { allInvariants, violations } from "../platform/invariants.ts";
import type { Command } from "./command.ts";

const words = {
  ru: {
    label: "Инварианты",
    helps: "поможет",
    fine: (count: number) => `Книги сходятся: инвариантов ${count}, нарушений нет`,
    filesAway: "Хранилище файлов не отвечает или не узнаёт ключ: saldo files",
    broken: (count: number, of: number) => `Нарушено инвариантов: ${count} из ${of}`,
    rights: (names: string) =>
      `Saldo может в базе больше, чем ей нужно (${names}): см. DATABASE_OWNER_URL в docs/guides/operate.md`,
  },
  en: {
    label: "Invariants",
    helps: "what helps",
    fine: (count: number) => `The books are coherent: ${count} invariants, no violations`,
    filesAway: "The storage of files does not answer or does not know the key: saldo files",
    broken: (count: number, of: number) => `${count} of ${of} invariants are broken`,
    rights: (names: string) =>
      `Saldo may do more in the database than it needs (${names}): see DATABASE_OWNER_URL in docs/guides/operate.md`,
  },
} as const;

/** Every invariant on one snapshot, and whether Saldo may do more in the database than it needs; reads only. Exit code 1 when one is broken. */
export const check: Command = {
  details: {
    ru: "Только читает. Первые строки каждого нарушения выводятся; запросы лежат в db/invariants.",
    en: "Reads only. The first rows of each violation are shown; the queries are in db/invariants.",
  },
  async run({ open, output, language, config, log }) {
    const { database, clock } = await open();
    const total = allInvariants().length;
    const bar = await output.progress(words[language].label, total);
    const broken = await violations(database, clock.now(), () => bar.advance(1)).finally(() => bar.end());
    const text = words[language];
    const shown = broken.map((one) => ({ ...one, meaning: one.meaning[language] }));
    const rights = await excessRights(database);
    const storage = fileObjects(config, log);
    const isAway = storage !== null && !(await storage.probe());
    return {
      result: {
        invariants: total,
        violations: broken.length,
        broken: shown,
        excessRights: rights,
        fileStorageAway: isAway,
      },
      lines: [
        ...(isAway ? [text.filesAway] : []),
        ...(rights.length === 0 ? [] : [text.rights(rights.join(", "))]),
        ...(broken.length === 0
          ? [text.fine(total)]
          : [
              text.broken(broken.length, total),
              ...shown.flatMap(({ invariant, meaning, help, rows }) => [
                `  ${invariant}: ${meaning}`,
                ...(help === null ? [] : [`    ${text.helps}: ${help}`]),
                ...rows.map((row) => `    ${rowText(row)}`),
              ]),
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
