import { refusal } from "../core/errors.ts";
import { type Instant, formatInstant } from "../core/time.ts";
import type { Tx } from "../platform/db.ts";
import {
  type JobRow,
  type JobState,
  cancelJob,
  jobById,
  jobShown,
  listJobs,
  retryJob,
} from "../platform/jobs/index.ts";
import type { ArgumentSpec, Command, CommandContext, CommandInput, CommandOutcome } from "./command.ts";
import { textOf } from "./command.ts";
import { columns } from "./output.ts";

const NotAJob = refusal("not_a_job", 422, "Ожидается номер задания", "Expected the number of a job");

const words = {
  ru: {
    none: "Заданий нет",
    headers: ["№", "Поставлено", "Задание", "Состояние"],
    fields: {
      id: "Номер",
      kind: "Задание",
      state: "Состояние",
      asked: "Поставлено",
      progress: "Сделано",
      finished: "Окончено",
      error: "Ошибка",
    },
    of: "из",
    states: {
      waiting: "ждёт",
      running: "выполняется",
      parked: "ждёт решения",
      done: "выполнено",
      cancelled: "отменено",
    } satisfies Record<JobState, string>,
    cancelling: "отменяется",
  },
  en: {
    none: "There are no jobs",
    headers: ["No.", "Asked", "Job", "State"],
    fields: {
      id: "Number",
      kind: "Job",
      state: "State",
      asked: "Asked",
      progress: "Done",
      finished: "Finished",
      error: "Error",
    },
    of: "of",
    states: {
      waiting: "waiting",
      running: "running",
      parked: "waits for a decision",
      done: "done",
      cancelled: "cancelled",
    } satisfies Record<JobState, string>,
    cancelling: "being cancelled",
  },
} as const;

const MOST_SHOWN = 100;

/** What was asked for, newest first. Exit code 1 when a job waits for a decision. */
export const jobsList: Command = {
  async run({ open, language }) {
    const { database } = await open();
    const items = await listJobs(database, null, MOST_SHOWN);
    return {
      result: { jobs: items.map(jobShown) },
      lines:
        items.length === 0
          ? [words[language].none]
          : columns([words[language].headers, ...items.map((one) => rowOf(one, language))]),
      ok: items.every((job) => job.state !== "parked"),
    };
  },
};

function stateOf(job: JobRow, language: CommandContext["language"]): string {
  const { states, cancelling } = words[language];
  return job.state === "running" && job.cancelAsked ? cancelling : states[job.state];
}

function rowOf(job: JobRow, language: CommandContext["language"]): string[] {
  const at = job.step === null ? "" : `, ${job.step} ${job.done}${job.total === null ? "" : `/${job.total}`}`;
  const why = job.lastError === null || job.finishedAt !== null ? "" : `: ${job.lastError}`;
  const state = `${stateOf(job, language)}${at}${why}`;
  return [String(job.jobId), formatInstant(job.askedAt), `${job.kind} ${job.key}`, state];
}

/** Everything that is known of a job, the number by which others ask for it first. */
function jobLines(job: JobRow, language: CommandContext["language"]): string[] {
  const { fields, of } = words[language];
  const step = job.step === null ? "" : `${job.step}: `;
  return columns([
    [fields.id, String(job.jobId)],
    [fields.kind, `${job.kind} ${job.key}`],
    [fields.state, stateOf(job, language)],
    [fields.asked, formatInstant(job.askedAt)],
    [fields.progress, `${step}${job.done}${job.total === null ? "" : ` ${of} ${job.total}`}`],
    [fields.finished, job.finishedAt === null ? "—" : formatInstant(job.finishedAt)],
    [fields.error, job.lastError ?? "—"],
  ]);
}

const job: ArgumentSpec = {
  name: "job",
  summary: { ru: "номер из saldo jobs", en: "the number, from saldo jobs" },
  parse: (text) => {
    if (!/^\d{1,18}$/.test(text)) throw NotAJob();
    return BigInt(text);
  },
};

const by = { flags: "--by <name>", summary: { ru: "кто решил", en: "who decides it" }, required: true } as const;

async function decided(
  { open, language }: CommandContext,
  input: CommandInput,
  work: (tx: Tx, jobId: bigint, now: Instant) => Promise<JobRow>,
): Promise<CommandOutcome> {
  const { database, clock } = await open();
  const row = await database.transaction((tx) => work(tx, input["job"] as bigint, clock.now()));
  return { result: jobShown(row), lines: [rowOf(row, language).join("  ")] };
}

/** One job with all that is known of it. */
export const jobsShow: Command = {
  arguments: [job],
  async run({ open, language }, input) {
    const { database } = await open();
    const row = await jobById(database, input["job"] as bigint);
    return { result: jobShown(row), lines: jobLines(row, language) };
  },
};

export const jobsCancel: Command = {
  arguments: [job],
  options: [by],
  details: {
    ru: "Задание, которое выполняется, останавливается в ближайшем безопасном месте; сделанное остаётся.",
    en: "A job that runs leaves off at its next safe place; what was done stays done.",
  },
  run: (context, input) => decided(context, input, (tx, jobId, now) => cancelJob(tx, jobId, textOf(input, "by"), now)),
};

export const jobsRetry: Command = {
  arguments: [job],
  options: [by],
  run: (context, input) => decided(context, input, (tx, jobId, now) => retryJob(tx, jobId, textOf(input, "by"), now)),
};
