import { formatPid } from "../core/ids.ts";
import { setAside } from "../modules/usage/index.ts";
import { type Command, textOf } from "./command.ts";
import { projectOf, projectOption } from "./inputs.ts";

const words = {
  ru: "Отложено, считается нулём, пока отправитель не пришлёт верное: {resource}, {sku}, {day}, {quantity} (событие {event})",
  en: "Set aside, counts as nothing until its sender sends what is right: {resource}, {sku}, {day}, {quantity} (event {event})",
} as const;

/** The way out for a project that cannot be charged (saldo alarms) and so holds its region's close. */
export const usageSetAside: Command = {
  options: [
    projectOption,
    { flags: "--by <name>", summary: { ru: "кто решил", en: "who decides" }, required: true },
    { flags: "--note <text>", summary: { ru: "почему", en: "why" }, required: true },
  ],
  details: {
    ru: "Откладывает самое дорогое событие из того, что ещё не начислено. Что именно мешает, показывает saldo alarms.",
    en: "Sets aside the costliest event of what is still to be charged. saldo alarms shows what is in the way.",
  },
  async run({ open, language }, input) {
    const projectId = projectOf(input);
    const { database, clock } = await open();
    const who = `cli:${textOf(input, "by")}: ${textOf(input, "note")}`;
    const event = await database.transaction((tx) => setAside(tx, projectId, clock.now(), who));
    const { resource, skuCode: sku, day, quantity, eventId } = event;
    const values: Readonly<Record<string, string>> = { resource, sku, day, quantity, event: eventId };
    return {
      result: { project: formatPid(projectId), ...values },
      lines: [words[language].replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "")],
    };
  },
};
