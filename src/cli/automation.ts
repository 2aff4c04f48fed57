import { type Language, refusal } from "../core/errors.ts";
import { formatInstant } from "../core/time.ts";
import { HALT_KINDS, type HaltKind, haltRelease, openHalts, presentRelease } from "../modules/balance/index.ts";
import { actOrPropose } from "../modules/proposals/index.ts";
import { type Command, textOf } from "./command.ts";
import { proposed } from "./proposals.ts";

const UnknownHalt = refusal("unknown_halt", 422, "Ожидается freeze или deletion", "Expected freeze or deletion");

type Halt = Awaited<ReturnType<typeof openHalts>>[number];

const words = {
  ru: {
    none: "Автоматика работает, остановок нет",
    halt: (halt: Halt) =>
      `${halt.kind}: остановлено ${formatInstant(halt.haltedAt)}, затронуло бы ${halt.affected}, допустимо ${halt.allowed} в час`,
    release: "Разрешить: saldo automation release",
  },
  en: {
    none: "Automation runs, nothing is halted",
    halt: (halt: Halt) =>
      `${halt.kind}: halted ${formatInstant(halt.haltedAt)}, would touch ${halt.affected}, ${halt.allowed} an hour are allowed`,
    release: "To release: saldo automation release",
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
  return halts.flatMap((halt) => [text.halt(halt), `  ${text.release} ${halt.kind} --by NAME --note WHY`]);
}

/** AUD-03: proposes that automation goes on with as many as are shown; two of the staff decide about it in the office. */
export const automationRelease: Command = {
  arguments: [{ name: "kind", summary: { ru: "freeze или deletion", en: "freeze or deletion" }, parse: kindOf }],
  options: [
    { flags: "--by <name>", summary: { ru: "кто просит", en: "who asks for it" }, required: true },
    { flags: "--note <text>", summary: { ru: "в чём была причина", en: "what the cause was" }, required: true },
  ],
  details: {
    ru: "Сначала выясните причину: сдвиг часов, ошибочная цена. Разрешают двое, в кабинете сотрудников.",
    en: "Find the cause first: a clock that jumped, a wrong price. Two persons decide, in the office.",
  },
  async run({ open, language }, input) {
    const kind = input["kind"] as HaltKind;
    const { database, clock } = await open();
    const by = `cli:${textOf(input, "by")}`;
    const asking = { userId: null, staffUserId: by, reason: textOf(input, "note"), now: clock.now() };
    const { proposalId } = await database.transaction(async (tx) =>
      actOrPropose(tx, haltRelease, await presentRelease(tx, kind), asking),
    );
    return proposed(proposalId ?? 0n, language);
  },
};

function kindOf(text: string): HaltKind {
  const kind = HALT_KINDS.find((one) => one === text);
  if (!kind) throw UnknownHalt({ field: "kind" });
  return kind;
}
