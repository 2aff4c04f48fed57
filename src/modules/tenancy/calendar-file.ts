import { parseDocument } from "yaml";
import { z } from "zod";

import { type FieldProblem, refusal } from "../../core/errors.ts";
import { fieldProblems } from "../../platform/http/index.ts";

export const CalendarsInvalid = refusal(
  "calendars_invalid",
  422,
  "Файл календарей не принят:\n{lines_ru}",
  "The file of calendars was refused:\n{lines_en}",
);

/** A country's calendar as it is kept: hours in minutes after midnight, dates as texts. */
export interface CalendarRow {
  readonly countryCode: string;
  readonly hours: readonly { readonly from: number; readonly to: number }[];
  readonly off: readonly string[];
  readonly working: readonly string[];
  readonly short: readonly string[];
}

const says = (ru: string, en: string) => ({ params: { code: "not_valid", texts: { ru, en } } });

const hours = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d-(?:([01]\d|2[0-3]):[0-5]\d|24:00)$/)
  .transform((text) => {
    const [from = "", to = ""] = text.split("-");
    return { from: minutesOf(from), to: minutesOf(to) };
  })
  .refine(({ from, to }) => from < to, says("Часы от начала до конца", "Hours from a start to a later end"));

const days = z.array(z.iso.date()).max(366).default([]);

const yearSchema = z
  .strictObject({ year: z.int().min(2000).max(2099), off: days, working: days, short: days })
  .superRefine(({ year, off, working, short }, context) => {
    const wrong = (path: string, ru: string, en: string) =>
      context.addIssue({ code: "custom", path: [path], ...says(ru, en) });
    if ([...off, ...working, ...short].some((day) => !day.startsWith(String(year))))
      wrong("year", "Все даты — этого года", "All dates are of this year");
    if (off.some(isWeekend))
      wrong("off", "Суббота и воскресенье и так выходные", "Saturdays and Sundays are off anyway");
    if (working.some((day) => !isWeekend(day)))
      wrong(
        "working",
        "Рабочими бывают перенесённые суббота и воскресенье",
        "Only Saturdays and Sundays are named here",
      );
    if (short.some((day) => off.includes(day) || (isWeekend(day) && !working.includes(day))))
      wrong("short", "Короткий день — рабочий", "A short day is a working day");
  });

const fileSchema = z.strictObject({
  calendars: z
    .array(
      z.strictObject({
        country: z.string().regex(/^[A-Z]{2}$/),
        hours: z
          .array(hours)
          .min(1)
          .max(6)
          .refine(
            (list) => list.every(({ from }, place) => place === 0 || from >= (list[place - 1]?.to ?? 0)),
            says("Часы идут по порядку", "Hours stand in order"),
          ),
        years: z.array(yearSchema).max(100).default([]),
      }),
    )
    .max(250),
});

/** The calendars of a file; refuses CalendarsInvalid with each place. */
export function parseCalendars(path: string, text: string): CalendarRow[] {
  const document = parseDocument(text, { uniqueKeys: true });
  const [broken] = document.errors;
  if (broken) {
    const texts = { ru: `YAML не разобрать: ${broken.message}`, en: `The YAML cannot be parsed: ${broken.message}` };
    throw refused(path, [{ field: "", code: "not_yaml", texts }]);
  }
  const value: unknown = document.toJS() ?? {};
  const parsed = fileSchema.safeParse(value);
  if (!parsed.success) throw refused(path, fieldProblems(fileSchema, value));
  return parsed.data.calendars.map(({ country, hours: daily, years }) => ({
    countryCode: country,
    hours: daily,
    off: years.flatMap((year) => year.off),
    working: years.flatMap((year) => year.working),
    short: years.flatMap((year) => year.short),
  }));
}

function refused(path: string, found: readonly FieldProblem[]) {
  const problems = found.map((one) => ({ ...one, field: `${path}: ${one.field}` }));
  const lines = (language: "ru" | "en") =>
    problems.map(({ field, texts }) => `  ${field}: ${texts[language]}`).join("\n");
  return CalendarsInvalid({ problems, values: { lines_ru: lines("ru"), lines_en: lines("en") } });
}

/** Of no date at all, no: what is wrong with it is told by its own place. */
function isWeekend(day: string): boolean {
  return [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
}

function minutesOf(clock: string): number {
  const [hour = "0", minute = "0"] = clock.split(":");
  return Number(hour) * 60 + Number(minute);
}
