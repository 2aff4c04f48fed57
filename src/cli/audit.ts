import { ACTS } from "../composition/acts.ts";
import type { Subject } from "../core/subject.ts";
import type { Instant } from "../core/time.ts";
import { ACT_CLASSES } from "../platform/act.ts";
import {
  type KnownHead,
  actShown,
  chainHeads,
  headText,
  missingHeads,
  parseHeads,
  selectEvents,
  unchainedActs,
} from "../platform/audit/index.ts";
import { violationsIn } from "../platform/invariants.ts";
import type { Command, CommandInput } from "./command.ts";
import { instantOf, optionalText, subjectOf } from "./inputs.ts";
import { columns } from "./output.ts";

const MOST_SHOWN = 200;

const words = {
  ru: {
    headers: ["Когда", "Кто", "Что", "С чем", "Изменено", "Отказ"],
    none: "Действий нет",
    chain: ["Цепочка", "Действий", "Голова"],
    whole: "Цепочки целы",
    broken: (invariant: string, meaning: string) => `${invariant}: ${meaning}`,
    missing: (head: string) => `Нет такой головы: ${head}. Действия удалены или записаны заново`,
    waiting: (count: number) => `Ещё не в цепочке: ${count}`,
  },
  en: {
    headers: ["When", "Who", "What", "On what", "Changed", "Refused"],
    none: "There are no acts",
    chain: ["Chain", "Acts", "Head"],
    whole: "The chains are whole",
    broken: (invariant: string, meaning: string) => `${invariant}: ${meaning}`,
    missing: (head: string) => `There is no such head: ${head}. Acts were removed or written anew`,
    waiting: (count: number) => `Not chained yet: ${count}`,
  },
} as const;

/** Acts, the newest first (AUD-01). */
export const auditList: Command = {
  options: [
    {
      flags: "--actor <actor>",
      summary: {
        ru: "только этого лица: user:…, token:…, job:…, os:…",
        en: "only of this actor: user:…, token:…, job:…, os:…",
      },
    },
    {
      flags: "--subject <subject>",
      summary: {
        ru: "только о проекте (PID) или account:…, payer:…, partner:…",
        en: "only on a project (PID) or account:…, payer:…, partner:…",
      },
      parse: subjectOf,
    },
    { flags: "--act <act>", summary: { ru: "только этого вида", en: "only of this kind" }, choices: [...ACTS.keys()] },
    { flags: "--class <class>", summary: { ru: "только о чём", en: "only about" }, choices: ACT_CLASSES },
    { flags: "--region <region>", summary: { ru: "только региона", en: "only of a region" } },
    { flags: "--from <instant>", summary: { ru: "с этого момента", en: "from this instant on" }, parse: instantOf },
    { flags: "--until <instant>", summary: { ru: "до этого момента", en: "before this instant" }, parse: instantOf },
    { flags: "--refused", summary: { ru: "только отказы", en: "refusals only" } },
  ],
  async run({ open, language }, input) {
    const { database } = await open();
    const rows = await selectEvents(database, {
      ...filterOf(input),
      after: null,
      oldestFirst: false,
      limit: MOST_SHOWN,
    });
    const items = rows.map((row) => actShown(row, ACTS));
    const text = words[language];
    return {
      result: { items },
      lines:
        items.length === 0
          ? [text.none]
          : columns([
              text.headers,
              ...items.map(({ at, by, text: what, subjects, thing, changes, refusal: why, times }) => [
                at,
                by.key,
                what[language],
                [...subjects, thing ?? ""].join(" ").trim() || "—",
                changes.map((one) => `${one.text[language]}: ${shown(one.before)} → ${shown(one.after)}`).join("; "),
                why === null ? "" : `${why} ×${times}`,
              ]),
            ]),
    };
  },
};

/** Reliability 62: whether the chains are whole, and still have the heads that were told outside. Exit code 1 when not. */
export const auditVerify: Command = {
  options: [
    {
      flags: "--head <heads>",
      summary: {
        ru: "головы из письма или журнала, через запятую",
        en: "heads of a letter or of the log, comma-separated",
      },
      parse: parseHeads,
    },
  ],
  details: {
    ru: "Только читает. Голову храните вне базы: кто владеет базой, тот может переписать цепочку целиком.",
    en: "Reads only. Keep heads outside the database: who owns it can make a whole chain anew.",
  },
  async run({ open, language }, input) {
    const { database, clock } = await open();
    const known = (input["head"] ?? []) as readonly KnownHead[];
    const broken = await database.snapshot((tx) => violationsIn(tx, clock.now(), { only: /^25-audit-/ }));
    const missing = await missingHeads(database, known);
    const heads = await chainHeads(database);
    const waiting = (await unchainedActs(database)).count;
    const text = words[language];
    const gone = missing.map(({ chain, batchNo, sha256 }) => `${chain}:${batchNo}:${sha256}`);
    const ok = broken.length + missing.length === 0;
    return {
      result: {
        chains: heads.map((head) => ({ chain: head.chain, acts: head.acts, head: headText(head) })),
        broken: broken.map((one) => ({ ...one, meaning: one.meaning[language] })),
        missing: gone,
        waiting,
      },
      lines: [
        ...columns([text.chain, ...heads.map((head) => [head.chain, String(head.acts), headText(head)])]),
        ...(waiting > 0 ? [text.waiting(waiting)] : []),
        ...broken.map(({ invariant, meaning }) => text.broken(invariant, meaning[language])),
        ...gone.map(text.missing),
        ...(ok ? [text.whole] : []),
      ],
      ok,
    };
  },
};

function filterOf(input: CommandInput) {
  return {
    subject: (input["subject"] as Subject | undefined) ?? null,
    actor: optionalText(input, "actor"),
    actorKinds: null,
    act: optionalText(input, "act"),
    class: ACT_CLASSES.find((one) => one === input["class"]) ?? null,
    regionCode: optionalText(input, "region"),
    from: (input["from"] as Instant | undefined) ?? null,
    until: (input["until"] as Instant | undefined) ?? null,
    refusedOnly: input["refused"] === true,
  };
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return "—";
  return Array.isArray(value) ? value.join(", ") : String(value as string | number | boolean);
}
