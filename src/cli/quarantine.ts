import { writeFile } from "node:fs/promises";

import { FileUnreadable, refusal } from "../core/errors.ts";
import { QUARANTINE_STATES, type QuarantineState } from "../core/quarantine.ts";
import { formatInstant } from "../core/time.ts";
import {
  dismissByHand,
  listQuarantine,
  quarantined,
  type QuarantineRow,
  releaseByHand,
  sentBytes,
  UsageIntake,
} from "../modules/usage/index.ts";
import { type ArgumentSpec, type Command, type OptionSpec, textOf } from "./command.ts";
import { optionalText } from "./inputs.ts";
import { columns } from "./output.ts";

const NotQuarantined = refusal(
  "not_a_quarantine_id",
  422,
  "Ожидается номер записи из saldo quarantine",
  "Expected the number of a row as saldo quarantine shows it",
);
const MOST_SHOWN = 200;

const words = {
  ru: {
    headers: ["Запись", "Получено", "Причина", "Событие", "Отправитель"],
    none: "Записей нет",
    released: "Принято",
    dismissed: "Отвергнуто",
    written: (bytes: number, file: string) => `Исходные байты (${bytes}) записаны в ${file}`,
  },
  en: {
    headers: ["Row", "Received", "Reason", "Event", "Source"],
    none: "There are no rows",
    released: "Accepted",
    dismissed: "Dismissed",
    written: (bytes: number, file: string) => `The bytes as sent (${bytes}) are written to ${file}`,
  },
} as const;

const row: ArgumentSpec = {
  name: "row",
  summary: { ru: "номер записи из saldo quarantine", en: "the number of a row, from saldo quarantine" },
  parse: (text) => {
    if (!/^\d{1,18}$/.test(text)) throw NotQuarantined({ field: "row" });
    return BigInt(text);
  },
};
const by: OptionSpec = { flags: "--by <name>", summary: { ru: "кто решил", en: "who decides" }, required: true };

/** Usage events that could not be taken as they came, the newest first. Exit code 1 when some wait. */
export const quarantineList: Command = {
  options: [
    {
      flags: "--state <state>",
      summary: { ru: "какие: ждут, приняты или отвергнуты", en: "which: waiting, released or dismissed" },
      choices: QUARANTINE_STATES,
    },
  ],
  details: {
    ru: "Решить: saldo quarantine release или saldo quarantine dismiss. Исходные байты: saldo quarantine show --out.",
    en: "To decide: saldo quarantine release or saldo quarantine dismiss. The bytes as sent: saldo quarantine show --out.",
  },
  async run({ open, language }, input) {
    const { database } = await open();
    const state = (input["state"] as QuarantineState | undefined) ?? "waiting";
    const rows = await database.snapshot((tx) =>
      listQuarantine(tx, { state, reason: null, before: null, limit: MOST_SHOWN }),
    );
    return {
      result: { events: rows.map(shown) },
      lines:
        rows.length === 0
          ? [words[language].none]
          : columns([
              words[language].headers,
              ...rows.map((one) => [
                String(one.quarantineId),
                formatInstant(one.receivedAt),
                one.reason,
                one.eventRef,
                one.source,
              ]),
            ]),
      ok: state !== "waiting" || rows.length === 0,
    };
  },
};

/** One of them as it was read; with --out also what was sent, byte by byte. */
export const quarantineShow: Command = {
  arguments: [row],
  options: [
    {
      flags: "--out <file>",
      summary: { ru: "записать исходные байты в файл", en: "write the bytes as sent to a file" },
    },
  ],
  async run({ open, language }, input) {
    const { database } = await open();
    const [id, file] = [input["row"] as bigint, optionalText(input, "out")];
    const found = await quarantined(database, id);
    const lines = [JSON.stringify(found.body, null, 2)];
    if (file !== null) {
      const { bytes } = await sentBytes(database, id);
      await writeFile(file, bytes).catch((error: unknown) => {
        throw FileUnreadable({ values: { file, reason: (error as Error).message } });
      });
      lines.push(words[language].written(bytes.length, file));
    }
    return { result: { ...shown(found), event: found.body }, lines };
  },
};

/** A person accepts an event in spite of its reason; what still cannot be taken is refused and says why. */
export const quarantineRelease: Command = {
  arguments: [row],
  options: [by],
  async run({ open, language }, input) {
    const id = input["row"] as bigint;
    const { database, clock } = await open();
    const intake = new UsageIntake(database);
    await intake.flushingAtEnd(() =>
      database.transaction((tx) => releaseByHand(tx, intake, id, clock.now(), `cli:${textOf(input, "by")}`)),
    );
    return { result: { row: id, state: "released" }, lines: [words[language].released] };
  },
};

/** A person decides that an event never happened, and says why. */
export const quarantineDismiss: Command = {
  arguments: [row],
  options: [by, { flags: "--note <text>", summary: { ru: "почему", en: "why" }, required: true }],
  async run({ open, language }, input) {
    const id = input["row"] as bigint;
    const { database, clock } = await open();
    const decision = { by: `cli:${textOf(input, "by")}`, note: textOf(input, "note") };
    await database.transaction((tx) => dismissByHand(tx, id, clock.now(), decision));
    return { result: { row: id, state: "dismissed" }, lines: [words[language].dismissed] };
  },
};

function shown(one: QuarantineRow) {
  return {
    row: one.quarantineId,
    received: formatInstant(one.receivedAt),
    reason: one.reason,
    state: one.state,
    event: one.eventRef,
    source: one.source,
    decidedBy: one.decidedBy,
    note: one.note,
    sent: one.sentForm,
  };
}
