import type { CommandEntry } from "./command.ts";

/** Every command, in the order of `saldo --help`. A command is a file of its own beside this one. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: "start",
    summary: {
      ru: "запустить всё: базу, API, обработку и кабинеты (действие по умолчанию)",
      en: "start everything: database, API, worker and consoles (the default)",
    },
    load: async () => (await import("./start.ts")).start,
  },
  {
    name: "api",
    summary: { ru: "запустить только API; копий может быть несколько", en: "start the API alone; several may run" },
    load: async () => (await import("./start.ts")).api,
  },
  {
    name: "worker",
    summary: {
      ru: "запустить только обработку; копий может быть несколько",
      en: "start the worker alone; several may run",
    },
    load: async () => (await import("./start.ts")).worker,
  },
  {
    name: "migrate",
    summary: { ru: "привести базу данных к этой версии", en: "bring the database up to this version" },
    load: async () => (await import("./migrate.ts")).migrateCommand,
  },
  {
    name: "dev",
    summary: { ru: "start с перезапуском при изменении кода", en: "start, again whenever the code changes" },
    load: async () => (await import("./dev.ts")).dev,
  },
  {
    name: "bench",
    summary: {
      ru: "замерить каждую цель по скорости рядом с пределом этой машины",
      en: "measure every performance goal beside this machine's own limit",
    },
    load: async () => (await import("./bench.ts")).bench,
  },
];
