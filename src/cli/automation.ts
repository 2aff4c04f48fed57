import { type Language, refusal } from "../core/errors.ts";
import { formatInstant } from "../core/time.ts";
import { openHalts, releaseHalt } from "../modules/balance/index.ts";
import { type Command, textOf } from "./command.ts";

const KINDS = ["freeze", "deletion"] as const;
type Kind = (typeof KINDS)[number];

const NothingHalted = refusal(
  "nothing_halted",
  409,
  "Автоматика не остановлена: {kind}",
  "Automation is not halted: {kind}",
);
const UnknownHalt = refusal("unknown_halt", 422, "Ожидается freeze или deletion", "Expected freeze or deletion");

type Halt = Awaited<ReturnType<typeof openHalts>>[number];

const words = {
  ru: {
    none: "Автоматика работает, остановок нет",
    halt: (halt: Halt) =>
      `${halt.kind}: остановлено ${formatInstant(halt.haltedAt)}, затронуло бы ${halt.affected}, допустимо ${halt.allowed} в час`,
    release: "Разрешить: saldo automation release",
    released: (kind: string) => `${kind}: разрешено`,
  },
  en: {
    none: "Automation runs, nothing is halted",
    halt: (halt: Halt) =>
      `${halt.kind}: halted ${formatInstant(halt.haltedAt)}, would touch ${halt.affected}, ${halt.allowed} an hour are allowed`,
    release: "To release: saldo automation release",
    released: (kind: string) => `${kind}: released`,
  },
} as const;

/** What automation stopped at because it would touch too many projects at once. Exit code 1 when something is halted. */
export const automationShow: Command = {
  async run({ open, language }) {
    const { database } = await open();
    const halts = await database.snapshot(openHalts);
    return {
      result: {
        halts: halts.map(({ kind, haltedAt, affected, allowed }) => ({
          kind,
          haltedAt: formatInstant(haltedAt),
          affected,
          allowed,
        })),
      },
      lines: haltLines(halts, language),
      ok: halts.length === 0,
    };
  },
};

function haltLines(halts: readonly Halt[], language: Language): string[] {
  const text = words[language];
  if (halts.length === 0) return [text.none];
  return halts.flatMap((halt) => [text.halt(halt), `  ${text.release} ${halt.kind} --by NAME`]);
}

/** An operator has looked and lets automation go on with as many as it was shown. */
export const automationRelease: Command = {
  arguments: [{ name: "kind", summary: { ru: "freeze или deletion", en: "freeze or deletion" }, parse: kindOf }],
  options: [{ flags: "--by <name>", summary: { ru: "кто разрешил", en: "who releases it" }, required: true }],
  details: {
    ru: "Сначала выясните причину: сдвиг часов, ошибочная цена. Решение и имя остаются в базе.",
    en: "Find the cause first: a clock that jumped, a wrong price. The decision and the name stay in the database.",
  },
  async run({ open, language }, input) {
    const kind = input["kind"] as Kind;
    const { database, clock } = await open();
    const by = textOf(input, "by");
    const released = await database.transaction((tx) => releaseHalt(tx, kind, clock.now(), by));
    if (!released) throw NothingHalted({ values: { kind } });
    return { result: { kind, released, by }, lines: [words[language].released(kind)] };
  },
};

function kindOf(text: string): Kind {
  const kind = KINDS.find((one) => one === text);
  if (!kind) throw UnknownHalt({ field: "kind" });
  return kind;
}
