import { refusal } from "../core/errors.ts";
import { DAY, HOUR, type Instant, MINUTE, formatInstant, plus } from "../core/time.ts";
import { ClockNotMovable, SandboxClock } from "../platform/sandbox-clock.ts";
import { daysUntil, playTime } from "../composition/play-time.ts";
import type { Command, CommandContext, CommandOutcome, OptionSpec } from "./command.ts";
import { goOn, instantOf } from "./inputs.ts";

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

/** Lives through time until the target, with the work of each day. */
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
  const days = daysUntil(from, target);
  const bar = await output.progress(words[language].label, days);
  const parts = { database, clock, log, onDay: () => bar.advance(1), beforeDay: () => goOn(signal) };
  try {
    await playTime(parts, target, standing);
  } finally {
    bar.end();
  }
  const now = formatInstant(clock.now());
  const line = `${words[language].now} ${now}${standing ? `, ${words[language].standing}` : ""}; ${words[language].work}`;
  return { result: { from: formatInstant(from), now, standing, days }, lines: [line] };
}
