import { randomBytes } from "node:crypto";

import { formatPid } from "../core/ids.ts";
import { formatInstant } from "../core/time.ts";
import {
  UnknownUser,
  blockUser,
  changeStaffRole,
  endSessions,
  openSignIn,
  registerStaff,
  resetFactors,
  revokeTokensOfUser,
  setStaffRole,
  signInOf,
  staffPage,
  unblockUser,
  userByEmail,
  userIdOf,
} from "../modules/tenancy/index.ts";
import { systemClock } from "../platform/clock.ts";
import { STAFF_ROLES, shortAgent } from "../platform/http/index.ts";
import { hashPassword } from "../platform/identity/index.ts";
import { type Command, textOf } from "./command.ts";
import { columns } from "./output.ts";

const words = {
  ru: {
    once: "Пароль показывается один раз:",
    blocked: (email: string) => `${email}: вход закрыт`,
    unblocked: (email: string) => `${email}: вход открыт`,
    unlocked: (email: string) => `${email}: можно входить сразу`,
    ended: (email: string, count: number) => `${email}: завершено сеансов ${count}`,
    noSessions: (email: string) => `${email}: открытых сеансов нет`,
    factorOff: (email: string) => `${email}: второй фактор отключён, ключи доступа удалены, письмо отправлено`,
    factorCode: (email: string, isOn: boolean) => `${email}: код из приложения ${isOn ? "нужен" : "не нужен"}`,
    passkeys: ["Ключ доступа", "Сайт", "Добавлен", "Последний раз"],
    noPasskeys: "ключей доступа нет",
    sessions: ["Устройство", "Адрес", "Начало", "Последний раз"],
    noTokens: (email: string) => `${email}: действующих токенов нет`,
    revoked: (email: string, count: number) => `${email}: отозвано токенов ${count}`,
    role: (email: string, role: string) => `${email}: ${role === "none" ? "больше не сотрудник" : role}`,
    staff: ["Почта", "Имя", "Роль", "Закрыт"],
    tokens: ["Номер", "Название", "Проект", "Действует до", "Последний раз"],
  },
  en: {
    once: "The password is shown this once:",
    blocked: (email: string) => `${email}: blocked`,
    unblocked: (email: string) => `${email}: may sign in again`,
    unlocked: (email: string) => `${email}: may try again at once`,
    ended: (email: string, count: number) => `${email}: ${count} sessions ended`,
    noSessions: (email: string) => `${email}: no open sessions`,
    factorOff: (email: string) => `${email}: the second factor is off, passkeys are removed, a letter is sent`,
    factorCode: (email: string, isOn: boolean) => `${email}: a code of an app is ${isOn ? "" : "not "}needed`,
    passkeys: ["Passkey", "Site", "Added", "Last used"],
    noPasskeys: "no passkeys",
    sessions: ["Device", "Address", "Began", "Last used"],
    noTokens: (email: string) => `${email}: no live tokens`,
    revoked: (email: string, count: number) => `${email}: ${count} tokens revoked`,
    role: (email: string, role: string) => `${email}: ${role === "none" ? "of the staff no longer" : role}`,
    staff: ["E-mail", "Name", "Role", "Blocked"],
    tokens: ["Id", "Name", "Project", "Valid until", "Last used"],
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
      await setStaffRole(tx, userId, role, clock.now());
    });
    return { result: { email, role, password }, lines: [words[language].once, `  ${email}  ${password}`] };
  },
};

/** REG-02: another role for one of the staff, or none: then the sessions end. A letter tells. The last operator stays one. */
export const userRole: Command = {
  arguments: [emailArgument],
  options: [
    {
      flags: "--role <role>",
      summary: { ru: "роль сотрудника или none, чтобы снять её", en: "the staff role, or none to take it away" },
      required: true,
      choices: [...STAFF_ROLES, "none"],
    },
    {
      flags: "--reason <reason>",
      summary: { ru: "почему; остаётся в журнале", en: "why; stays in the audit" },
      required: true,
    },
  ],
  async run({ open, language }, input) {
    const { database, clock } = await open();
    const [email, role, reason] = [textOf(input, "email"), textOf(input, "role"), textOf(input, "reason")];
    const given = STAFF_ROLES.find((one) => one === role) ?? null;
    await database.transaction(async (tx) => {
      const user = await userByEmail(tx, email);
      if (!user) throw UnknownUser();
      await changeStaffRole(tx, user.userNo, given, { by: null, reason, now: clock.now() });
    });
    return { result: { email, role: given }, lines: [words[language].role(email, role)] };
  },
};

const MOST_STAFF = 500;

/** REG-02: who works here and as what. */
export const userStaff: Command = {
  async run({ open, language }) {
    const { database } = await open();
    const found = await staffPage(database, null, MOST_STAFF);
    const items = found.map(({ email, name, role, blockedAt }) => ({ email, name, role, blocked: blockedAt !== null }));
    const rows = items.map(({ email, name, role, blocked }) => [email, name, role, blocked ? "+" : "—"]);
    return { result: { items }, lines: columns([words[language].staff, ...rows]) };
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
    const { database, clock } = await open();
    const email = textOf(input, "email");
    await database.transaction(async (tx) => unblockUser(tx, await userIdOf(tx, email), clock.now()));
    return { result: { email, blocked: false }, lines: [words[language].unblocked(email)] };
  },
};

/** Reliability 41: wrong passwords, whoever tried them, slow this user down no more. */
export const userUnlock: Command = {
  arguments: [emailArgument],
  async run({ open, language }, input) {
    const { database, clock } = await open();
    const email = textOf(input, "email");
    await database.transaction((tx) => openSignIn(tx, email, clock.now()));
    return { result: { email, unlocked: true }, lines: [words[language].unlocked(email)] };
  },
};

/** Where a user is signed in (REG-02). */
export const userSessions: Command = {
  arguments: [emailArgument],
  async run({ open, language }, input) {
    const { database, clock } = await open();
    const email = textOf(input, "email");
    const { sessions } = await signInOf(database, email, { machineNow: systemClock.now(), now: clock.now() });
    const items = sessions.map(({ startedAt, seenAt, address, agent }) => ({
      device: shortAgent(agent),
      address,
      startedAt: formatInstant(startedAt),
      seenAt: formatInstant(seenAt),
    }));
    const rows = items.map(({ device, address, startedAt, seenAt }) => [device || "—", address, startedAt, seenAt]);
    const lines =
      rows.length === 0 ? [words[language].noSessions(email)] : columns([words[language].sessions, ...rows]);
    return { result: { email, items }, lines };
  },
};

/** Reliability 38: every session of the user ends within five seconds; the user may sign in again. */
export const userSignOut: Command = {
  arguments: [emailArgument],
  async run({ open, language }, input) {
    const { database, clock } = await open();
    const email = textOf(input, "email");
    const ended = await database.transaction(async (tx) =>
      endSessions(tx, await userIdOf(tx, email), { now: clock.now() }),
    );
    return { result: { email, ended }, lines: [words[language].ended(email, ended)] };
  },
};

/** The live API tokens that borrow a user's rights or that the user made. */
export const userTokens: Command = {
  arguments: [emailArgument],
  async run({ open, language }, input) {
    const { database, clock } = await open();
    const email = textOf(input, "email");
    const { tokens } = await signInOf(database, email, { machineNow: systemClock.now(), now: clock.now() });
    const items = tokens.map(({ tokenId, name, projectId, expiresAt, lastUsedAt }) => ({
      id: String(tokenId),
      name,
      pid: projectId === null ? null : formatPid(projectId),
      expiresAt: formatInstant(expiresAt),
      lastUsedAt: lastUsedAt === null ? null : formatInstant(lastUsedAt),
    }));
    const rows = items.map((one) => [one.id, one.name, one.pid ?? "—", one.expiresAt, one.lastUsedAt ?? "—"]);
    const lines = rows.length === 0 ? [words[language].noTokens(email)] : columns([words[language].tokens, ...rows]);
    return { result: { email, items }, lines };
  },
};

/** Reliability 38: those tokens end within five seconds, and what they were used for stops. */
export const userRevokeTokens: Command = {
  arguments: [emailArgument],
  async run({ open, language }, input) {
    const { database, clock } = await open();
    const email = textOf(input, "email");
    const revoked = await database.transaction(async (tx) =>
      revokeTokensOfUser(tx, await userIdOf(tx, email), { now: clock.now() }),
    );
    return { result: { email, revoked }, lines: [words[language].revoked(email, revoked)] };
  },
};

/** By what a user signs in beside the password (REG-02). */
export const userFactors: Command = {
  arguments: [emailArgument],
  async run({ open, language }, input) {
    const { database, clock } = await open();
    const email = textOf(input, "email");
    const found = await signInOf(database, email, { machineNow: systemClock.now(), now: clock.now() });
    const passkeys = found.passkeys.map(({ passkeyId, name, site, createdAt, usedAt }) => ({
      id: passkeyId,
      name,
      site,
      createdAt: formatInstant(createdAt),
      lastUsedAt: usedAt === null ? null : formatInstant(usedAt),
    }));
    const rows = passkeys.map((one) => [one.name, one.site, one.createdAt, one.lastUsedAt ?? "—"]);
    const { factorCode, noPasskeys, passkeys: heads } = words[language];
    const lines = [
      factorCode(email, found.secondFactor),
      ...(rows.length === 0 ? [noPasskeys] : columns([heads, ...rows])),
    ];
    return { result: { email, code: found.secondFactor, passkeys }, lines };
  },
};

/** When app, backup codes and passkeys are lost or stolen: the password alone is enough until another factor is switched on. */
export const userFactorOff: Command = {
  arguments: [emailArgument],
  details: {
    ru: "Сначала убедитесь, что просит владелец: отключение открывает вход одним паролем. Ключи доступа удаляются тоже.",
    en: "Make sure first that the owner asks: it opens the sign-in to the password alone. Passkeys are removed as well.",
  },
  async run({ open, language }, input) {
    const { database, clock } = await open();
    const email = textOf(input, "email");
    await database.transaction(async (tx) => resetFactors(tx, await userIdOf(tx, email), clock.now(), "owner_asked"));
    return { result: { email, secondFactor: false }, lines: [words[language].factorOff(email)] };
  },
};

/** 144 random bits, and the ending that the password rules ask for. */
function newPassword(): string {
  return `${randomBytes(18).toString("base64url")}-aA7`;
}
