import { PERSONAL } from "../composition/personal-data.ts";
import { formatInstant } from "../core/time.ts";
import {
  askErasure,
  erasures,
  holdErasure,
  openErasureOf,
  releaseErasure,
  userIdOf,
  withdrawErasure,
} from "../modules/tenancy/index.ts";
import { type Command, textOf } from "./command.ts";
import { columns } from "./output.ts";

const words = {
  ru: {
    asked: (email: string, dueAt: string) => `${email}: данные будут стёрты не раньше ${dueAt}, отправлено письмо`,
    held: (email: string) => `${email}: удаление приостановлено`,
    released: (email: string) => `${email}: удаление возобновлено`,
    withdrawn: (email: string) => `${email}: удаление отменено, отправлено письмо`,
    none: "никто не ждёт удаления",
    head: ["Почта", "Запрошено", "Не раньше", "Приостановлено", "Мешает"],
  },
  en: {
    asked: (email: string, dueAt: string) => `${email}: erased no earlier than ${dueAt}, a letter is sent`,
    held: (email: string) => `${email}: the erasure is held`,
    released: (email: string) => `${email}: the erasure goes on`,
    withdrawn: (email: string) => `${email}: the erasure is taken back, a letter is sent`,
    none: "nobody waits to be erased",
    head: ["E-mail", "Asked", "No earlier than", "Held", "Kept by"],
  },
} as const;

const emailArgument = {
  name: "email",
  summary: { ru: "почта, она же имя входа", en: "the e-mail to sign in with" },
} as const;
const reasonOption = {
  flags: "--reason <text>",
  summary: { ru: "причина, не короче 10 знаков", en: "the reason, 10 characters at least" },
  required: true,
} as const;
const MOST = 500;

/** Reliability 65: who waits to be erased. */
export const userErasures: Command = {
  async run({ open, language }) {
    const { database } = await open();
    const found = await erasures(database, { open: true, before: null, limit: MOST });
    const items = found.map(({ email, askedAt, dueAt, heldAt, waitsFor }) => ({
      email,
      askedAt: formatInstant(askedAt),
      dueAt: formatInstant(dueAt),
      heldAt: heldAt === null ? null : formatInstant(heldAt),
      keptBy: waitsFor ?? [],
    }));
    const rows = items.map((one) => [one.email, one.askedAt, one.dueAt, one.heldAt ?? "—", one.keptBy.join(", ")]);
    return {
      result: { items },
      lines: rows.length === 0 ? [words[language].none] : columns([words[language].head, ...rows]),
    };
  },
};

/** Reliability 65: somebody asks on paper. */
export const userErase: Command = {
  arguments: [emailArgument],
  options: [reasonOption],
  details: {
    ru: "Сначала убедитесь, что просит сам человек. Книги и документы остаются.",
    en: "Make sure first that it is the person who asks. Books and papers stay.",
  },
  async run({ open, language }, input) {
    const { database, clock } = await open();
    const [email, reason] = [textOf(input, "email"), textOf(input, "reason")];
    const at = await database.transaction(async (tx) => {
      const order = { userId: await userIdOf(tx, email), reason, now: clock.now() };
      return askErasure(tx, order, PERSONAL);
    });
    const dueAt = formatInstant(at);
    return { result: { email, dueAt }, lines: [words[language].asked(email, dueAt)] };
  },
};

/** Nothing is erased until it is let go. */
export const userEraseHold: Command = {
  arguments: [emailArgument],
  options: [reasonOption],
  async run({ open, language }, input) {
    const { database, clock } = await open();
    const [email, reason] = [textOf(input, "email"), textOf(input, "reason")];
    await database.transaction(async (tx) =>
      holdErasure(tx, (await openErasureOf(tx, email)).erasureId, reason, clock.now()),
    );
    return { result: { email, held: true }, lines: [words[language].held(email)] };
  },
};

export const userEraseRelease: Command = {
  arguments: [emailArgument],
  async run({ open, language }, input) {
    const { database, clock } = await open();
    const email = textOf(input, "email");
    await database.transaction(async (tx) =>
      releaseErasure(tx, (await openErasureOf(tx, email)).erasureId, clock.now()),
    );
    return { result: { email, held: false }, lines: [words[language].released(email)] };
  },
};

export const userEraseWithdraw: Command = {
  arguments: [emailArgument],
  async run({ open, language }, input) {
    const { database, clock } = await open();
    const email = textOf(input, "email");
    await database.transaction(async (tx) => withdrawErasure(tx, (await openErasureOf(tx, email)).userNo, clock.now()));
    return { result: { email, withdrawn: true }, lines: [words[language].withdrawn(email)] };
  },
};
