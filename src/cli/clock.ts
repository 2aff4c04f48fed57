import { refusal } from "../core/errors.ts";
import { DAY, HOUR, type Instant, MINUTE, formatInstant, parseInstant, plus } from "../core/time.ts";
import { ClockNotMovable, SandboxClock } from "../platform/sandbox-clock.ts";
import { dueJobs } from "../composition/jobs.ts";
import { drainJobs } from "../platform/jobs/index.ts";
import type { Command, CommandContext, CommandOutcome, OptionSpec } from "./command.ts";
import { goOn } from "./inputs.ts";

const NotAnInstant = refusal(
  "not_an_instant",
  422,
  "Ожидается мгновение со смещением: 2026-11-01T00:00:00+03:00",
  "Expected an instant with its offset: 2026-11-01T00:00:00+03:00",
);
const NotADuration = refusal(
  "not_a_duration",
  422,
  "Ожидается длительность: 10d, 3h или 15m",
  "Expected a duration: 10d, 3h or 15m",
);
const UNITS = { d: DAY, h: HOUR, m: MINUTE } as const;
const LONGEST = 3660 * DAY;

const words = {
  ru: { now: "Сейчас", label: "Дни", standing: "время стоит", work: "начислено всё, что наступило" },
  en: { now: "Now", label: "Days", standing: "standing still", work: "all that fell due is charged" },
} as const;

const stand: OptionSpec = {
  flags: "--stand",
  summary: { ru: "остановить время в этом мгновении", en: "stay at this instant instead of running on from it" },
};

const details = {
  ru: "Только вперёд и только в песочнице. Работа каждого дня делается по пути: начисление, заморозка, очередь удаления.",
  en: "Forward only, sandbox only. The work of each day is done on the way: charging, freezing, the deletion queue.",
};

export const clockShow: Command = {
  details: {
    ru: "Перевести: saldo clock set МГНОВЕНИЕ, saldo clock advance 10d.",
    en: "To move it: saldo clock set INSTANT, saldo clock advance 10d.",
  },
  async run({ open, language }) {
    const { clock } = await open();
    const [now, movable] = [formatInstant(clock.now()), clock instanceof SandboxClock];
    return { result: { now, movable }, lines: [`${words[language].now} ${now}`] };
  },
};

export const clockSet: Command = {
  arguments: [
    {
      name: "instant",
      summary: { ru: "2026-11-01T00:00:00+03:00", en: "2026-11-01T00:00:00+03:00" },
      parse: instantOf,
    },
  ],
  options: [stand],
  details,
  run: (context, input) => play(context, () => input["instant"] as Instant, input["stand"] === true),
};

function instantOf(text: string): Instant {
  const target = parseInstant(text);
  if (target === null) throw NotAnInstant({ field: "instant" });
  return target;
}

export const clockAdvance: Command = {
  arguments: [{ name: "duration", summary: { ru: "10d, 3h или 15m", en: "10d, 3h or 15m" }, parse: lengthOf }],
  options: [stand],
  details,
  run: (context, input) => play(context, (now) => plus(now, input["duration"] as number), input["stand"] === true),
};

/** Milliseconds. */
function lengthOf(text: string): number {
  const [, count, unit] = /^(\d{1,6})([dhm])$/.exec(text) ?? [];
  const length = Number(count) * (UNITS[unit as keyof typeof UNITS] ?? Number.NaN);
  if (!(length > 0 && length <= LONGEST)) throw NotADuration({ field: "duration" });
  return length;
}

/**
 * Moves business time day by day and does each day's work before the next: who runs out of money on the third day is
 * frozen on the third day, and the deletion queue counts from there.
 */
async function play(
  context: CommandContext,
  targetOf: (now: Instant) => Instant,
  standing: boolean,
): Promise<CommandOutcome> {
  const { open, output, language, signal, log } = context;
  const { database, clock } = await open();
  if (!(clock instanceof SandboxClock)) throw ClockNotMovable();
  const from = clock.now();
  const target = targetOf(from);
  const days = Math.max(1, Math.ceil((target - from) / DAY));
  const bar = await output.progress(words[language].label, days);
  try {
    await clock.play(standing, async (moveTo) => {
      for (let day = 1; day <= days; day += 1) {
        goOn(signal);
        // The day stands while its work is done, so that a month played twice comes out the same.
        await moveTo(day === days ? target : plus(from, day * DAY));
        await drainJobs({ database, clock, log, production: false, jobs: dueJobs() });
        bar.advance(1);
      }
    });
  } finally {
    bar.end();
  }
  const now = formatInstant(clock.now());
  const line = `${words[language].now} ${now}${standing ? `, ${words[language].standing}` : ""}; ${words[language].work}`;
  return { result: { from: formatInstant(from), now, standing, days }, lines: [line] };
}
