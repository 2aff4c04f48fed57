import { formatPid } from "../core/ids.ts";
import { formatInstant } from "../core/time.ts";
import {
  type SsoDecision,
  UnknownSso,
  decideSso,
  ssoForOffice,
  unlinkSso,
  userIdOf,
} from "../modules/tenancy/index.ts";
import { type Command, textOf } from "./command.ts";
import { columns } from "./output.ts";

const words = {
  ru: {
    headers: ["Номер", "Домен", "Провайдер входа", "Состояние", "Проект", "Заявил", "Подтверждён"],
    states: {
      claimed: "заявлен",
      proved: "ждёт решения",
      approved: "действует",
      refused: "отказано",
      removed: "удалён",
    },
    none: "Ничто не ждёт решения",
    unlinked: (email: string) => `${email}: связь с компанией удалена`,
    approve: (id: string) => `${id}: вход через компанию разрешён, письмо отправлено`,
    refuse: (id: string) => `${id}: отказано, письмо отправлено`,
    remove: (id: string) => `${id}: вход через компанию отключён, сеансы завершены, письмо отправлено`,
  },
  en: {
    headers: ["Id", "Domain", "Identity provider", "State", "Project", "Claimed by", "Proved"],
    states: { claimed: "claimed", proved: "waits", approved: "in force", refused: "refused", removed: "removed" },
    none: "Nothing waits for a decision",
    unlinked: (email: string) => `${email}: no company knows this user any more`,
    approve: (id: string) => `${id}: the company sign-in is approved, a letter is sent`,
    refuse: (id: string) => `${id}: refused, a letter is sent`,
    remove: (id: string) => `${id}: the company sign-in is switched off, its sessions are ended, a letter is sent`,
  },
} as const;

const MOST_SHOWN = 200;
const idArgument = { name: "id", summary: { ru: "номер подключения", en: "the connection's number" } } as const;
const reasonOption = {
  flags: "--reason <text>",
  summary: { ru: "почему; прочтёт владелец проекта", en: "why; the project's owner reads it" },
  required: true,
} as const;

/** REG-02: company sign-ins whose domain is proved and that wait for staff; with --all every one that was proved. */
export const ssoList: Command = {
  options: [{ flags: "--all", summary: { ru: "и те, о которых решено", en: "those that are decided, too" } }],
  async run({ open, language }, input) {
    const { database } = await open();
    const show = input["all"] === true ? "all" : "waiting";
    const found = await ssoForOffice(database, { show, before: null, limit: MOST_SHOWN });
    const items = found.map((one) => ({
      id: String(one.connectionId),
      domain: one.domain,
      issuer: one.issuer,
      state: one.state,
      pid: formatPid(one.projectId),
      claimedBy: one.claimerEmail,
      provedAt: one.provedAt === null ? null : formatInstant(one.provedAt),
    }));
    const { headers, states, none } = words[language];
    const rows = items.map((one) => [
      one.id,
      one.domain,
      one.issuer,
      states[one.state],
      one.pid,
      one.claimedBy,
      one.provedAt ?? "—",
    ]);
    return { result: { items }, lines: rows.length === 0 ? [none] : columns([headers, ...rows]) };
  },
};

/** Lets the company's identity provider sign people of its domain in. */
export const ssoApprove: Command = {
  arguments: [idArgument],
  details: {
    ru: "Сначала убедитесь, что домен и провайдер входа принадлежат клиенту: дальше провайдер решает, кто входит с почтой этого домена.",
    en: "Make sure first that domain and provider are the customer's: afterwards the provider decides who signs in with mail of the domain.",
  },
  run: decide("approve"),
};

export const ssoRefuse: Command = { arguments: [idArgument], options: [reasonOption], run: decide("refuse") };

/** Sessions that began by it end within five seconds. */
export const ssoRemove: Command = { arguments: [idArgument], options: [reasonOption], run: decide("remove") };

/** When an address of mail is given to somebody else: the provider's number no longer means this user. */
export const ssoUnlink: Command = {
  arguments: [{ name: "email", summary: { ru: "почта пользователя", en: "the user's mail address" } }],
  details: {
    ru: "Сеансы, начатые через компанию, завершаются; при следующем входе владелец учётной записи снова покажет, что она его.",
    en: "Sessions that began by the company end; at the next sign-in the account's owner shows again that it is theirs.",
  },
  async run({ open, language }, input) {
    const { database, clock } = await open();
    const email = textOf(input, "email");
    await database.transaction(async (tx) => unlinkSso(tx, await userIdOf(tx, email), clock.now()));
    return { result: { email, linked: false }, lines: [words[language].unlinked(email)] };
  },
};

function decide(decision: SsoDecision["decision"]): Command["run"] {
  return async ({ open, language }, input) => {
    const { database, clock } = await open();
    const id = textOf(input, "id");
    if (!/^\d{1,18}$/.test(id)) throw UnknownSso();
    const reason = decision === "approve" ? null : textOf(input, "reason");
    await database.transaction((tx) => decideSso(tx, BigInt(id), { decision, reason }, clock.now()));
    return { result: { id, decision }, lines: [words[language][decision](id)] };
  };
}
