import { loadConfiguration } from "../composition/configuration.ts";
import type { Language } from "../core/errors.ts";
import { formatInstant } from "../core/time.ts";
import type { Command } from "./command.ts";

const words = {
  ru: {
    same: "В файлах ничего не изменилось",
    change: (skus: number, projects: number) => `позиций ${skus}, проектов ${projects}, с`,
    released: "Принято из карантина",
  },
  en: {
    same: "Nothing changed in the files",
    change: (skus: number, projects: number) => `${skus} SKUs, ${projects} projects, from`,
    released: "Released from quarantine",
  },
} as const;

/** PRC-02: loads the operator's files anew; usage that a changed price touches is charged anew by the worker. */
export const priceLoad: Command = {
  details: {
    ru: "Читает config: регионы, поставщиков, налоги, каталог, цены. Всё или ничего. То же делается при каждом запуске.",
    en: "Reads config: regions, suppliers, taxes, catalogue, prices. All or nothing. Each start does the same.",
  },
  async run({ open, language }) {
    const { database, clock } = await open();
    const { changes, released } = await loadConfiguration(database, clock.now());
    const shown = changes.map((change) => ({ ...change, from: formatInstant(change.from) }));
    return { result: { changes: shown, released }, lines: linesOf(shown, released, language) };
  },
};

interface Shown {
  readonly priceList: string;
  readonly skus: number;
  readonly projects: number;
  readonly from: string;
}

function linesOf(changes: readonly Shown[], released: number, language: Language): string[] {
  const text = words[language];
  return [
    ...(changes.length === 0 ? [text.same] : []),
    ...changes.map(({ priceList, skus, projects, from }) => `${priceList}: ${text.change(skus, projects)} ${from}`),
    ...(released > 0 ? [`${text.released}: ${released}`] : []),
  ];
}
