import { refusal } from "../core/errors.ts";
import { prepareDemo } from "../demo/prepare.ts";
import { openPrinting } from "../composition/printing.ts";
import type { Command } from "./command.ts";
import { columns } from "./output.ts";

const DemoNotInProduction = refusal(
  "demo_not_in_production",
  403,
  "В боевом режиме учебных данных нет",
  "There is no demo world in production mode",
);

const words = {
  ru: { label: "Учебный мир", loaded: "Загружен", there: "В базе уже есть данные: ничего не загружено" },
  en: { label: "Demo world", loaded: "Loaded", there: "The database is not empty: nothing was loaded" },
} as const;

/** The demo world for an empty database: both regions, every kind of payer, two closed months. */
export const demo: Command = {
  details: {
    ru: "npm start делает то же сам, когда база пуста.",
    en: "npm start does the same by itself when the database is empty.",
  },
  async run({ open, config, output, language }) {
    if (config.mode === "production") throw DemoNotInProduction();
    const { database, clock } = await open();
    const printing = openPrinting();
    const bar = await output.progress(words[language].label, null);
    try {
      const { loaded, logins } = await prepareDemo(database, printing.closePorts, clock.now(), {
        onStep: () => bar.advance(1),
      });
      bar.end();
      return {
        result: { loaded, logins },
        lines: [
          loaded ? words[language].loaded : words[language].there,
          ...columns(logins.map(({ role, email, password }) => [role, email, password])).map((line) => `  ${line}`),
        ],
      };
    } finally {
      bar.end();
      await printing.close();
    }
  },
};
