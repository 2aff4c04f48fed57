import { randomBytes } from "node:crypto";

import { blockUser, registerStaff, setStaffRole, unblockUser, userIdOf } from "../modules/tenancy/index.ts";
import { STAFF_ROLES } from "../platform/http/index.ts";
import { hashPassword } from "../platform/identity/index.ts";
import { type Command, textOf } from "./command.ts";

const words = {
  ru: {
    once: "Пароль показывается один раз:",
    blocked: (email: string) => `${email}: вход закрыт`,
    unblocked: (email: string) => `${email}: вход открыт`,
  },
  en: {
    once: "The password is shown this once:",
    blocked: (email: string) => `${email}: blocked`,
    unblocked: (email: string) => `${email}: may sign in again`,
  },
} as const;

const emailArgument = {
  name: "email",
  summary: { ru: "почта, она же имя входа", en: "the e-mail to sign in with" },
} as const;

/** A member of the provider's staff: the first one of a new production database comes this way. */
export const userAdd: Command = {
  arguments: [emailArgument],
  options: [
    { flags: "--name <name>", summary: { ru: "имя и фамилия", en: "the person's name" }, required: true },
    {
      flags: "--role <role>",
      summary: { ru: "роль сотрудника", en: "the staff role" },
      required: true,
      choices: STAFF_ROLES,
    },
  ],
  async run({ open, language }, input) {
    const { database, clock } = await open();
    const [email, name] = [textOf(input, "email"), textOf(input, "name")];
    const role = STAFF_ROLES.find((one) => one === input["role"]) ?? "support";
    const password = newPassword();
    const hash = await hashPassword(password);
    await database.transaction(async (tx) => {
      const userId = await registerStaff(tx, { email, name, password: { hash }, language, now: clock.now() });
      await setStaffRole(tx, userId, role);
    });
    return { result: { email, role, password }, lines: [words[language].once, `  ${email}  ${password}`] };
  },
};

/** Reliability 38: sessions and tokens of the user end within five seconds. */
export const userBlock: Command = {
  arguments: [emailArgument],
  details: {
    ru: "Сессии и токены перестают действовать за пять секунд; ресурсы проектов продолжают работать.",
    en: "Sessions and tokens end within five seconds; the projects' resources go on running.",
  },
  async run({ open, language }, input) {
    const { database, clock } = await open();
    const email = textOf(input, "email");
    await database.transaction(async (tx) => blockUser(tx, await userIdOf(tx, email), clock.now()));
    return { result: { email, blocked: true }, lines: [words[language].blocked(email)] };
  },
};

export const userUnblock: Command = {
  arguments: [emailArgument],
  async run({ open, language }, input) {
    const { database } = await open();
    const email = textOf(input, "email");
    await database.transaction(async (tx) => unblockUser(tx, await userIdOf(tx, email)));
    return { result: { email, blocked: false }, lines: [words[language].unblocked(email)] };
  },
};

/** 144 random bits, and the ending that the password rules ask for. */
function newPassword(): string {
  return `${randomBytes(18).toString("base64url")}-aA7`;
}
