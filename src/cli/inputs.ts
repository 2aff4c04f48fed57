import { readFile } from "node:fs/promises";

import { FileUnreadable, refusal } from "../core/errors.ts";
import { type ProjectId, parsePid } from "../core/ids.ts";
import { type Subject, parseSubjectKey } from "../core/subject.ts";
import { type Instant, type LocalMonth, localMonth, parseInstant } from "../core/time.ts";
import type { CommandInput, OptionSpec } from "./command.ts";

/** Interrupted by Ctrl-C or SIGTERM between two steps; what was done stays done. */
export const Interrupted = refusal(
  "interrupted",
  409,
  "Прервано: сделанное сохранено, повторите команду, чтобы продолжить",
  "Interrupted: what was done is kept, repeat the command to go on",
);
const NotAMonth = refusal("not_a_month", 422, "Ожидается месяц вида 2026-10", "Expected a month like 2026-10");

/** Checked between the steps of long work. Refuses interrupted. */
export function goOn(signal: AbortSignal): void {
  if (signal.aborted) throw Interrupted();
}

/** `--month 2026-10`: a calendar month of the region. */
export const monthOption: OptionSpec = {
  flags: "--month <month>",
  summary: { ru: "месяц, 2026-10", en: "the month, 2026-10" },
  required: true,
  parse: (text) => {
    if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(text)) throw NotAMonth({ field: "--month" });
    return localMonth(text);
  },
};

const NotACount = refusal(
  "not_a_count",
  422,
  "Ожидается целое число от 0 до 9999",
  "Expected a whole number from 0 to 9999",
);

export function countOf(text: string): number {
  if (!/^\d{1,4}$/.test(text)) throw NotACount();
  return Number(text);
}

const NotAPid = refusal("not_a_pid", 422, "Ожидается PID вида mcs1234567890", "Expected a PID like mcs1234567890");

/** `--project mcs1234567890`. */
export const projectOption: OptionSpec = {
  flags: "--project <pid>",
  summary: { ru: "проект, mcs1234567890", en: "the project, mcs1234567890" },
  required: true,
  parse: (text) => {
    const projectId = parsePid(text);
    if (projectId === null) throw NotAPid({ field: "--project" });
    return projectId;
  },
};

/** What projectOption parsed. */
export function projectOf(input: CommandInput): ProjectId {
  return input["project"] as ProjectId;
}

/** What monthOption parsed. */
export function monthOf(input: CommandInput): LocalMonth {
  return input["month"] as LocalMonth;
}

const NotASubject = refusal(
  "not_a_subject",
  422,
  "Ожидается PID вида mcs1234567890 или субъект вида payer:12",
  "Expected a PID like mcs1234567890 or a subject like payer:12",
);

/** `--subject mcs1234567890` or `--subject payer:12`. */
export function subjectOf(text: string): Subject {
  const projectId = parsePid(text);
  const subject = projectId === null ? parseSubjectKey(text) : { kind: "project" as const, id: projectId };
  if (subject === null) throw NotASubject({ field: "--subject" });
  return subject;
}

const NotAnInstant = refusal(
  "not_an_instant",
  422,
  "Ожидается мгновение со смещением: 2026-11-01T00:00:00+03:00",
  "Expected an instant with its offset: 2026-11-01T00:00:00+03:00",
);

export function instantOf(text: string): Instant {
  const instant = parseInstant(text);
  if (instant === null) throw NotAnInstant({ field: "instant" });
  return instant;
}

/** The text of an option that may be left out. */
export function optionalText(input: CommandInput, name: string): string | null {
  const value = input[name];
  return typeof value === "string" ? value : null;
}

/** The bytes of a file of the operator's. Refuses file_unreadable. */
export async function bytesOf(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    throw FileUnreadable({ values: { file, reason: (error as Error).message } });
  }
}
