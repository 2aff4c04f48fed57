import { refusal } from "../core/errors.ts";
import { formatInstant } from "../core/time.ts";
import { type OutboxState, outboxState, replay } from "../platform/outbox.ts";
import type { Command } from "./command.ts";
import { optionalText, projectOf, projectOption } from "./inputs.ts";

const NotAMessage = refusal("not_a_message", 422, "Ожидается номер сообщения", "Expected the number of a message");

const words = {
  ru: {
    empty: "Всё доставлено",
    state: (one: OutboxState) =>
      `${one.destination}: ждут ${one.waiting}, из них застряли ${one.parked}, отвергнуто ${one.failed}`,
    oldest: "старейшее",
    replayed: (count: number) => `Будет отправлено снова: ${count}`,
  },
  en: {
    empty: "Everything is delivered",
    state: (one: OutboxState) =>
      `${one.destination}: ${one.waiting} waiting, ${one.parked} of them parked, ${one.failed} refused`,
    oldest: "the oldest",
    replayed: (count: number) => `To be sent again: ${count}`,
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

/** FRZ-07: a project's messages once more, in their order and under their ids. */
export const outboxReplay: Command = {
  options: [
    projectOption,
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
    const projectId = projectOf(input);
    const fromMessageId = (input["from"] as bigint | undefined) ?? 0n;
    const { database } = await open();
    const destination = optionalText(input, "destination") ?? "control_plane";
    const messages = await database.transaction((tx) => replay(tx, { projectId, fromMessageId, destination }));
    return { result: { messages }, lines: [words[language].replayed(messages)] };
  },
};

function messageOf(text: string): bigint {
  const [, id] = /^(?:msg_)?(\d{1,18})$/.exec(text) ?? [];
  if (id === undefined) throw NotAMessage({ field: "--from" });
  return BigInt(id);
}
