import { refusal } from "../core/errors.ts";
import { formatPid } from "../core/ids.ts";
import { type Subject, subjectKey } from "../core/subject.ts";
import { formatInstant } from "../core/time.ts";
import {
  type OutboxState,
  type StuckMessage,
  giveUp,
  outboxState,
  replay,
  retry,
  stuckMessages,
} from "../platform/outbox/index.ts";
import { afterGivenUp } from "../composition/operations.ts";
import { systemClock } from "../platform/clock.ts";
import { type Command, textOf } from "./command.ts";
import { optionalText, subjectOf } from "./inputs.ts";
import { columns } from "./output.ts";

const NotAMessage = refusal("not_a_message", 422, "Ожидается номер сообщения", "Expected the number of a message");
const words = {
  ru: {
    empty: "Всё доставлено",
    state: (one: OutboxState) =>
      `${one.destination}: ждут ${one.waiting}, из них застряли ${one.parked}, отвергнуто ${one.failed}`,
    oldest: "старейшее",
    replayed: (count: number) => `Будет отправлено снова: ${count}`,
    headers: ["№", "Создано", "Куда и что", "О ком", "Состояние"],
    nothingStuck: "Застрявших и отвергнутых нет",
    stuck: { parked: "застряло", refused: "отвергнуто" },
    givenUp: (id: bigint) => `Больше не отправляется: ${id}`,
    retried: (id: bigint) => `Будет отправлено сейчас: ${id}`,
  },
  en: {
    empty: "Everything is delivered",
    state: (one: OutboxState) =>
      `${one.destination}: ${one.waiting} waiting, ${one.parked} of them parked, ${one.failed} refused`,
    oldest: "the oldest",
    replayed: (count: number) => `To be sent again: ${count}`,
    headers: ["No.", "Created", "Where and what", "About", "State"],
    nothingStuck: "Nothing is parked or refused",
    stuck: { parked: "parked", refused: "refused" },
    givenUp: (id: bigint) => `Not sent any more: ${id}`,
    retried: (id: bigint) => `To be sent now: ${id}`,
  },
} as const;

/** What is not delivered yet, by destination. */
export const outboxShow: Command = {
  async run({ open, language }) {
    const { database } = await open();
    const states = await outboxState(database);
    const text = words[language];
    return {
      result: {
        destinations: states.map(({ oldestAt, ...counts }) => ({
          ...counts,
          oldestAt: oldestAt === null ? null : formatInstant(oldestAt),
        })),
      },
      lines:
        states.length === 0
          ? [text.empty]
          : states.map((one) => {
              const oldest = one.oldestAt === null ? "" : `, ${text.oldest} ${formatInstant(one.oldestAt)}`;
              return text.state(one) + oldest;
            }),
    };
  },
};

/** FRZ-07: the messages about a subject once more, in their order and under their ids. */
export const outboxReplay: Command = {
  options: [
    {
      flags: "--subject <subject>",
      summary: { ru: "о ком: mcs1234567890 или payer:12", en: "about whom: mcs1234567890 or payer:12" },
      required: true,
      parse: subjectOf,
    },
    {
      flags: "--from <id>",
      summary: { ru: "с этого сообщения, 4711 или msg_4711", en: "from this message on, 4711 or msg_4711" },
      parse: messageOf,
    },
    {
      flags: "--destination <name>",
      summary: { ru: "только сюда: control_plane, mail", en: "only this one: control_plane, mail" },
    },
  ],
  details: {
    ru: "По умолчанию повторяются только вебхуки (control_plane); письма повторяются, только если назвать mail.",
    en: "Only webhooks (control_plane) are repeated unless mail is named.",
  },
  async run({ open, language }, input) {
    const subject = input["subject"] as Subject;
    const fromMessageId = (input["from"] as bigint | undefined) ?? 0n;
    const { database } = await open();
    const destination = optionalText(input, "destination") ?? "control_plane";
    const messages = await database.transaction((tx) => replay(tx, { subject, fromMessageId, destination }));
    return { result: { messages }, lines: [words[language].replayed(messages)] };
  },
};

const MOST_SHOWN = 200;

/** The messages that need a person, oldest first. Exit code 1 when there are any. */
export const outboxParked: Command = {
  details: {
    ru: "Застрявшие и так пробуются снова; отвергнутые получателем — только по saldo outbox retry.",
    en: "Parked ones are tried again by themselves; those their receiver refused only by saldo outbox retry.",
  },
  async run({ open, language }) {
    const { database } = await open();
    const stuck = await stuckMessages(database, MOST_SHOWN);
    const text = words[language];
    return {
      result: {
        messages: stuck.map((one) => ({
          ...one,
          subject: subjectKey(one.subject),
          createdAt: formatInstant(one.createdAt),
        })),
      },
      lines:
        stuck.length === 0
          ? [text.nothingStuck]
          : columns([text.headers, ...stuck.map((one) => stuckRow(one, text.stuck[one.state]))]),
      ok: stuck.length === 0,
    };
  },
};

function stuckRow({ messageId, subject, destination, topic, createdAt, lastError }: StuckMessage, state: string) {
  const about = subject.kind === "project" ? formatPid(subject.id) : subjectKey(subject);
  return [
    String(messageId),
    formatInstant(createdAt),
    `${destination} ${topic}`,
    about,
    `${state}: ${lastError ?? "—"}`,
  ];
}

/** A parked or refused message at once, in its place of the order. */
export const outboxRetry: Command = {
  arguments: [
    {
      name: "message",
      summary: { ru: "номер из saldo outbox parked", en: "the number, from saldo outbox parked" },
      parse: messageOf,
    },
  ],
  async run({ open, language }, input) {
    const messageId = input["message"] as bigint;
    const { database } = await open();
    await database.transaction((tx) => retry(tx, messageId));
    return { result: { message: messageId }, lines: [words[language].retried(messageId)] };
  },
};

/** A parked or refused message is never sent. */
export const outboxGiveUp: Command = {
  arguments: outboxRetry.arguments ?? [],
  options: [
    { flags: "--by <name>", summary: { ru: "кто решил", en: "who decides it" }, required: true },
    { flags: "--note <text>", summary: { ru: "почему", en: "why" }, required: true },
  ],
  details: {
    ru: "Сообщение не отправляется и не держит следующих. Передумали — saldo outbox retry.",
    en: "The message is not sent and holds up none behind it. To think better of it: saldo outbox retry.",
  },
  async run({ open, language }, input) {
    const messageId = input["message"] as bigint;
    const { database, clock } = await open();
    const given = { messageId, by: `cli:${textOf(input, "by")}`, why: textOf(input, "note") };
    const times = { now: clock.now(), machineNow: systemClock.now() };
    await database.transaction((tx) => giveUp(tx, given, times, afterGivenUp));
    return { result: { message: messageId }, lines: [words[language].givenUp(messageId)] };
  },
};

function messageOf(text: string): bigint {
  const [, id] = /^(?:msg_)?(\d{1,18})$/.exec(text) ?? [];
  if (id === undefined) throw NotAMessage();
  return BigInt(id);
}
