import { fileObjects } from "../composition/file-objects.ts";
import { systemClock } from "../platform/clock.ts";
import { Uploads } from "../platform/uploads/index.ts";
import type { Command, CommandContext, CommandOutcome } from "./command.ts";
import { columns } from "./output.ts";

const PLACES = ["database", "objects"] as const;
type Place = (typeof PLACES)[number];

const words = {
  ru: {
    headers: ["Где", "Файлов", "Байт"],
    places: { database: "в базе", objects: "в хранилище" },
    toGo: (count: bigint) => `Объектов ждёт удаления: ${count}`,
    away: "Хранилище не отвечает или не узнаёт ключ (SALDO_FILES_…)",
    moving: "Файлы",
    moved: (count: number, place: string) => `Перенесено файлов: ${count}, теперь ${place}`,
    verified: (count: number) => `Проверено файлов: ${count}`,
    damaged: (ids: string) => `Повреждены или утрачены, оставлены где были: ${ids}`,
  },
  en: {
    headers: ["Where", "Files", "Bytes"],
    places: { database: "in the database", objects: "in the storage" },
    toGo: (count: bigint) => `Objects that wait to go: ${count}`,
    away: "The storage does not answer or does not know the key (SALDO_FILES_…)",
    moving: "Files",
    moved: (count: number, place: string) => `Files moved: ${count}, now ${place}`,
    verified: (count: number) => `Files looked at: ${count}`,
    damaged: (ids: string) => `Damaged or lost, left where they were: ${ids}`,
  },
} as const;

async function uploadsOf({ open, config, log }: CommandContext) {
  const { database } = await open();
  const objects = fileObjects(config, log);
  return { objects, uploads: new Uploads({ database, clock: systemClock, objects }) };
}

/** Where brought files lie. Exit code 1 when the storage of the settings does not work. */
export const filesShow: Command = {
  async run(context) {
    const { uploads, objects } = await uploadsOf(context);
    const { places, toGo } = await uploads.counts();
    const text = words[context.language];
    const ok = objects === null || (await objects.probe());
    const rows = places.map(({ place, files, bytes }) => [text.places[place], String(files), String(bytes)]);
    return {
      result: { places, toGo, storage: objects === null ? null : ok ? "ready" : "away" },
      lines: [...columns([text.headers, ...rows]), text.toGo(toGo), ...(ok ? [] : [text.away])],
      ok,
    };
  },
};

const place = (flags: string, summary: { ru: string; en: string }) =>
  ({ flags, summary, required: true, choices: PLACES }) as const;

/** Moves brought files one by one; interrupted and repeated it goes on. */
export const filesMove: Command = {
  options: [place("--to <place>", { ru: "куда: database или objects", en: "where to: database or objects" })],
  details: {
    ru: "Каждый файл переносится целиком и сверяется с тем, каким пришёл; сервер может работать. Прервали — повторите.",
    en: "Each file is moved whole and compared with what came; the server may run. Interrupted, repeat it.",
  },
  run: async (context, input) => {
    const to = input["to"] as Place;
    const { uploads } = await uploadsOf(context);
    const text = words[context.language];
    return walked(
      context,
      (after) => uploads.moveNext(after, to),
      (count) => text.moved(count, text.places[to]),
    );
  },
};

/** Reads every brought file of a place and compares it with what came. Exit code 1 when one is not whole. */
export const filesVerify: Command = {
  options: [place("--at <place>", { ru: "где: database или objects", en: "where: database or objects" })],
  run: async (context, input) => {
    const { uploads } = await uploadsOf(context);
    return walked(
      context,
      (after) => uploads.verifyNext(after, input["at"] as Place),
      words[context.language].verified,
    );
  },
};

async function walked(
  { signal, language }: CommandContext,
  next: (after: bigint) => Promise<{ fileId: bigint; isWhole: boolean } | null>,
  told: (count: number) => string,
): Promise<CommandOutcome> {
  const damaged: bigint[] = [];
  let whole = 0;
  for (let one = await next(0n); one !== null && !signal.aborted; one = await next(one.fileId)) {
    if (one.isWhole) whole += 1;
    else damaged.push(one.fileId);
  }
  return {
    result: { files: whole, damaged },
    lines: [told(whole), ...(damaged.length === 0 ? [] : [words[language].damaged(damaged.join(", "))])],
    ok: damaged.length === 0,
  };
}
