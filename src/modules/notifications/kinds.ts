import type { Texts } from "../../core/errors.ts";
import { DAY, HOUR, localMonth } from "../../core/time.ts";
import { closingDocuments, formatMonth } from "./closing-documents.ts";
import type { Facts, Kind } from "./kind.ts";
import { both, moment, page, project } from "./kind-words.ts";
import { personNotice } from "./person-notice.ts";
import { projectNotice } from "./project-notice.ts";
import { projectPeople } from "./project-people.ts";
import { PASSKEY_EVENTS, ROLE_NAMES, type Role, SSO_EVENTS, STAFF_EVENTS, STAFF_ROLE_NAMES } from "../tenancy/index.ts";
import type { StaffRole } from "../../platform/http/index.ts";
import { PASSKEY_TOLD } from "./passkey-words.ts";
import { ALARM_NOTIFICATIONS } from "./alarm-letter.ts";
import { PROPOSAL_NOTIFICATIONS } from "./proposal-letters.ts";
import { requestOverdueLetter } from "./request-overdue.ts";
import { requestLetters } from "./request-letters.ts";
import { SSO_TOLD, SSO_WORDS } from "./sso-words.ts";
import { STAFF_WORDS } from "./staff-words.ts";
import { signInSlowed } from "./sign-in-slowed.ts";

/** FRZ-03: what happened to the project's objects; the balance itself is the letter's. */
const ofProject = {
  topic: projectNotice.topic.name,
  group: "money",
  severity: "critical",
  members: "project.view",
  letterRoles: ["owner", "superadministrator", "billing_administrator"],
  letterNeeds: "balance.view",
  mutes: { letter: "all_but_owner", console: false },
  digestMs: 0,
} as const;

/** NTF-02: what can still be done is the letter's and the page's; the hour is in both. */
const FREEZE_AHEAD: Kind = {
  ...ofProject,
  code: "project.freeze_ahead",
  name: { ru: "Деньги скоро закончатся", en: "The money will soon run out" },
  severity: "warning",
  tell: (facts) => ({
    title: both((l) =>
      l === "ru" ? `Деньги скоро закончатся: ${project(facts)}` : `The money will soon run out: ${project(facts)}`,
    ),
    text: both((l) =>
      l === "ru"
        ? `При нынешнем расходе проект будет заморожен ${moment(facts, "freezeAt", l)}. Банковский перевод идёт до трёх рабочих дней.`
        : `At the present pace the project will be frozen on ${moment(facts, "freezeAt", l)}. A bank transfer takes up to three working days.`,
    ),
    href: page(facts, "balance/payment-invoices"),
  }),
};

const FREEZE_LAST_DAY: Kind = {
  ...FREEZE_AHEAD,
  code: "project.freeze_last_day",
  name: { ru: "Деньги заканчиваются сегодня", en: "The money runs out within a day" },
  severity: "critical",
  tell: (facts) => ({
    title: both((l) =>
      l === "ru" ? `Деньги заканчиваются: ${project(facts)}` : `The money runs out within a day: ${project(facts)}`,
    ),
    text: both((l) =>
      l === "ru"
        ? `${moment(facts, "freezeAt", l)} проект будет заморожен, работающие объекты остановятся. Перевод может не успеть: отправьте его сразу.`
        : `On ${moment(facts, "freezeAt", l)} the project will be frozen and running objects will stop. A transfer may be too late: send it at once.`,
    ),
    href: page(facts, "balance/detail"),
  }),
};

const PROJECT_KINDS: readonly Kind[] = [
  FREEZE_AHEAD,
  FREEZE_LAST_DAY,
  {
    ...ofProject,
    code: "project.frozen",
    name: { ru: "Проект заморожен", en: "The project is frozen" },
    tell: (facts) => ({
      title: both((l) => (l === "ru" ? `Проект заморожен: ${project(facts)}` : `Project frozen: ${project(facts)}`)),
      text: both((l) => {
        const due = moment(facts, "deletionDueAt", l);
        if (l === "ru")
          return `Баланс ниже нуля: работающие объекты остановлены, создавать и изменять ничего нельзя.${due === "" ? "" : ` Если не пополнить баланс, объекты будут удалены ${due}.`}`;
        return `The balance is below zero: running objects are stopped, nothing can be created or changed.${due === "" ? "" : ` Unless the balance is topped up, the objects will be deleted on ${due}.`}`;
      }),
      href: page(facts),
    }),
  },
  {
    ...ofProject,
    code: "project.deletion_ahead",
    name: { ru: "Скоро удаление объектов", en: "Objects will be deleted soon" },
    tell: (facts) => ({
      title: both((l) =>
        l === "ru" ? `Скоро удаление объектов: ${project(facts)}` : `Objects will be deleted soon: ${project(facts)}`,
      ),
      text: both((l) =>
        l === "ru"
          ? `Проект заморожен. ${moment(facts, "deletionDueAt", l)} его объекты будут удалены без возможности восстановления. Чтобы сохранить их, пополните баланс.`
          : `The project is frozen. On ${moment(facts, "deletionDueAt", l)} its objects will be deleted and cannot be restored. To keep them, top up the balance.`,
      ),
      href: page(facts),
    }),
  },
  {
    ...ofProject,
    code: "project.deleted",
    name: { ru: "Объекты проекта удалены", en: "The project's objects are deleted" },
    tell: (facts) => ({
      title: both((l) => (l === "ru" ? `Объекты удалены: ${project(facts)}` : `Objects deleted: ${project(facts)}`)),
      text: both((l) =>
        l === "ru"
          ? "Срок хранения объектов замороженного проекта истёк, они удалены. История начислений, платежей и документы остаются доступны."
          : "The time for which objects of a frozen project are kept is over, and they have been deleted. Charges, payments and documents stay available.",
      ),
      href: page(facts),
    }),
  },
];

const DOCUMENTS: Kind = {
  code: "documents.sent",
  topic: closingDocuments.topic.name,
  name: { ru: "Закрывающие документы", en: "Closing documents" },
  group: "documents",
  severity: "info",
  members: "documents.view",
  letterRoles: [],
  letterNeeds: "documents.view",
  mutes: { letter: "all", console: true },
  digestMs: DAY,
  tell: (facts) => ({
    title: both((l) => {
      const month = formatMonth(localMonth(facts["month"] ?? ""), l);
      return l === "ru" ? `Закрывающие документы за ${month}` : `Closing documents for ${month}`;
    }),
    text: both((l) =>
      l === "ru"
        ? `${facts["payerName"]}: документы выставлены и отправлены на адрес для документов. Их можно скачать в консоли.`
        : `${facts["payerName"]}: the documents are issued and sent to the address for documents. They can be downloaded in the console.`,
    ),
    href: page(facts, `documents?from=${facts["month"]}&to=${facts["month"]}`),
  }),
};

const ofPerson = {
  members: null,
  letterRoles: [],
  letterNeeds: null,
  digestMs: 0,
} as const;

type PeopleCode = "added" | "joined" | "role_changed" | "removed";
type OwnerCode = "owner_asked" | "owner_declined" | "owner_received" | "owner_given";

/** REG-04, REG-05. `{name}` is the other person, `{role}` the role that it is about. */
const PEOPLE: Readonly<
  Record<
    PeopleCode | OwnerCode,
    { name: Texts; text: Texts; mayMute?: true; severity?: "warning"; path: string | null }
  >
> = {
  added: {
    name: { ru: "Вы участник проекта", en: "You are a member of a project" },
    text: { ru: "Вас пригласил(а) {name}. Ваша роль: {role}.", en: "Invited by {name}. Your role: {role}." },
    mayMute: true,
    path: "",
  },
  joined: {
    name: { ru: "Новый участник проекта", en: "A new member of the project" },
    text: { ru: "{name} принимает приглашение. Роль: {role}.", en: "{name} accepted the invitation. Role: {role}." },
    mayMute: true,
    path: "settings/members",
  },
  role_changed: {
    name: { ru: "Ваша роль в проекте изменена", en: "Your role in a project was changed" },
    text: { ru: "Роль меняет {name}. Теперь вы: {role}.", en: "Changed by {name}. You are now: {role}." },
    severity: "warning",
    path: "",
  },
  removed: {
    name: { ru: "Вы больше не участник проекта", en: "You are no longer a member of a project" },
    text: { ru: "Вас исключил(а) {name}.", en: "Removed by {name}." },
    severity: "warning",
    path: null,
  },
  owner_asked: {
    name: { ru: "Вам предлагают стать владельцем проекта", en: "You are asked to become the owner of a project" },
    text: { ru: "Владелец {name} ждёт вашего согласия.", en: "The owner {name} waits for your consent." },
    severity: "warning",
    path: "",
  },
  owner_declined: {
    name: { ru: "Отказ стать владельцем проекта", en: "Ownership of the project was declined" },
    text: { ru: "{name} отказывается. Владелец по-прежнему вы.", en: "{name} declined. You are still the owner." },
    mayMute: true,
    path: "settings/members",
  },
  owner_received: {
    name: { ru: "Вы владелец проекта", en: "You are the owner of the project" },
    text: { ru: "Прежний владелец: {name}.", en: "Owner before: {name}." },
    severity: "warning",
    path: "settings/members",
  },
  owner_given: {
    name: { ru: "У проекта новый владелец", en: "The project has a new owner" },
    text: { ru: "Новый владелец: {name}. Ваша роль: {role}.", en: "New owner: {name}. Your role: {role}." },
    severity: "warning",
    path: "settings/members",
  },
};

const PEOPLE_KINDS = Object.entries(PEOPLE).map(
  ([code, { name, text, mayMute, severity = "info" as const, path }]): Kind => ({
    ...ofPerson,
    code: `people.${code}`,
    topic: projectPeople.topic.name,
    name,
    group: "people",
    severity,
    mutes: { letter: mayMute ? "all" : "nobody", console: false },
    digestMs: code === "joined" ? HOUR : 0,
    ...(code === "joined" ? { letterDigestMs: HOUR } : {}),
    tell: (facts) => ({
      title: both((l) => `${name[l]}: ${project(facts)}`),
      text: both((l) =>
        text[l]
          .replace("{role}", () => ROLE_NAMES[facts["role"] as Role]?.[l] ?? "")
          .replace("{name}", () => facts["otherName"] ?? ""),
      ),
      href: path === null ? null : page(facts, path),
    }),
  }),
);

const ofDoors = {
  ...ofPerson,
  group: "security",
  severity: "warning",
  mutes: { letter: "nobody", console: false },
} as const;

const SECURITY_KINDS: readonly Kind[] = [
  {
    ...ofDoors,
    code: "person.new_sign_in",
    topic: personNotice.topic.name,
    name: { ru: "Вход с нового устройства", en: "A sign-in from a new device" },
    tell: (facts) => ({
      title: { ru: "Вход с нового устройства", en: "A sign-in from a new device" },
      text: both((l) => {
        const where = [facts["device"], facts["address"]].filter(Boolean).join(", ");
        return l === "ru"
          ? `${moment(facts, "at", l)}: ${where}. Если это были не вы, завершите сеанс и смените пароль.`
          : `${moment(facts, "at", l)}: ${where}. If it was not you, end the session and change your password.`;
      }),
      href: "/profile/sessions",
    }),
  },
  {
    ...ofDoors,
    code: "person.staff_visit",
    topic: personNotice.topic.name,
    severity: "info",
    name: { ru: "Поддержка смотрит вашу консоль", en: "Support looks at your console" },
    tell: (facts) => ({
      title: { ru: "Поддержка смотрит вашу консоль", en: "Support looks at your console" },
      text: both((l) =>
        l === "ru"
          ? `С ${moment(facts, "at", l)} не дольше, чем до ${moment(facts, "endsAt", l)}, без права что-либо менять. Причина: ${facts["reason"]}`
          : `From ${moment(facts, "at", l)} until ${moment(facts, "endsAt", l)} at most, without changing anything. Reason: ${facts["reason"]}`,
      ),
      href: "/profile/sessions",
    }),
  },
  {
    ...ofDoors,
    code: "person.password_changed",
    topic: personNotice.topic.name,
    name: { ru: "Пароль изменён", en: "The password was changed" },
    tell: (facts) => ({
      title: { ru: "Пароль изменён", en: "Your password was changed" },
      text: both((l) =>
        l === "ru"
          ? `${moment(facts, "at", l)}. Остальные сессии завершены. Если это были не вы, восстановите пароль и напишите в поддержку.`
          : `${moment(facts, "at", l)}. Your other sessions have ended. If it was not you, reset the password and tell support.`,
      ),
      href: "/profile/security",
    }),
  },
  {
    ...ofDoors,
    code: "person.registered_already",
    topic: personNotice.topic.name,
    name: { ru: "Повторная регистрация адреса", en: "Your address was registered once more" },
    digestMs: DAY,
    tell: (facts) => ({
      title: { ru: "Ваш адрес пробовали зарегистрировать", en: "Somebody tried to register your address" },
      text: both((l) =>
        l === "ru"
          ? `${moment(facts, "at", l)}. Второй учётной записи не появилось. Если это были вы, войдите с прежним паролем.`
          : `${moment(facts, "at", l)}. No second sign-in was made. If it was you, sign in with your password.`,
      ),
      href: null,
    }),
  },
  {
    ...ofDoors,
    code: "sign_in.slowed",
    topic: signInSlowed.topic.name,
    name: { ru: "Подбор пароля", en: "Somebody tries passwords" },
    digestMs: DAY,
    tell: (facts) => ({
      title: { ru: "Кто-то подбирает ваш пароль", en: "Somebody tries passwords of yours" },
      text: both((l) =>
        l === "ru"
          ? `${moment(facts, "at", l)}. Вход с незнакомых устройств замедлен, открытые сессии работают.`
          : `${moment(facts, "at", l)}. Signing in from unknown devices is slowed down, open sessions go on.`,
      ),
      href: null,
    }),
  },
];

type RequestCode = "answered" | "waits_customer" | "closed" | "merged" | "owner_told";

/** REQ-11: what became of what somebody asked; what they wrote themselves they know. */
const REQUESTS: Readonly<Record<RequestCode, { name: Texts; text: Texts; severity?: "warning"; mayMute?: true }>> = {
  answered: {
    name: { ru: "Есть ответ на запрос", en: "A request was answered" },
    text: {
      ru: "Прочитайте ответ. Если вопрос остался, напишите в запросе.",
      en: "Read the answer. If the question is still open, write in the request.",
    },
    mayMute: true,
  },
  waits_customer: {
    name: { ru: "По запросу нужен ваш ответ", en: "A request waits for you" },
    text: { ru: "Без вашего ответа мы не сможем продолжить.", en: "We cannot go on without your answer." },
    severity: "warning",
  },
  closed: {
    name: { ru: "Запрос закрыт", en: "A request was closed" },
    text: {
      ru: "Если вопрос не решён, напишите в запросе: он откроется снова.",
      en: "If it is not settled, write in the request: it is opened again.",
    },
    mayMute: true,
  },
  merged: {
    name: { ru: "Запросы объединены", en: "Requests were joined" },
    text: { ru: "Ответ придёт по запросу {other}.", en: "The answer comes in request {other}." },
    mayMute: true,
  },
  owner_told: {
    name: { ru: "Просят сменить владельца проекта", en: "Somebody asks for another owner of your project" },
    text: {
      ru: "Участник сообщил, что вы недоступны. Если вы против, ответьте в запросе.",
      en: "A member says that you cannot be reached. If you are against it, answer in the request.",
    },
    severity: "warning",
  },
};

const REQUEST_KINDS = Object.entries(REQUESTS).map(
  ([code, { name, text, severity = "info" as const, mayMute }]): Kind => ({
    ...ofPerson,
    code: `request.${code}`,
    topic: requestLetters.topic.name,
    name,
    group: "requests",
    severity,
    mutes: { letter: mayMute ? "all" : "nobody", console: mayMute === true },
    tell: (facts) => ({
      title: both((l) => `${name[l]}: ${facts["number"] ?? ""} ${facts["title"] ?? ""}`),
      text: both((l) => text[l].replace("{other}", () => facts["other"] ?? "")),
      href: facts["pid"] ? page(facts, `requests/${facts["id"] ?? ""}`) : null,
    }),
  }),
);

const OVERDUE: Kind = {
  ...ofPerson,
  toStaff: true,
  code: "request.overdue",
  topic: requestOverdueLetter.topic.name,
  name: { ru: "Срок ответа на запрос прошёл", en: "The deadline of a request has passed" },
  group: "requests",
  severity: "warning",
  mutes: { letter: "all", console: false },
  letterDigestMs: HOUR,
  tell: (facts) => ({
    title: both(
      (l) => `${l === "ru" ? "Срок ответа прошёл" : "Overdue"}: ${facts["number"] ?? ""} ${facts["title"] ?? ""}`,
    ),
    text: both((l) =>
      l === "ru"
        ? `Клиент ждёт ответа. Срок был ${moment(facts, "dueAt", l)}.`
        : `The customer waits for an answer. It was due on ${moment(facts, "dueAt", l)}.`,
    ),
    href: `/office/requests/${facts["id"] ?? ""}`,
  }),
};

/** Where one sees to what happened to the own way in; the page of sign-in and security unless told. */
const HREFS: Readonly<Record<string, string>> = {
  services_activated: "/",
  personal_file_taken: "/profile/sessions",
  erasure_asked: "/profile/data",
  erasure_withdrawn: "/profile/data",
  erasure_waits: "/profile/data",
};

/** What happened to the own way in, and what to do when it was somebody else. */
const WAY_IN_KINDS = (
  [
    [
      "second_factor_on",
      { ru: "Второй фактор включён", en: "The second factor is on" },
      { ru: "При входе нужен код из приложения.", en: "A code of your app is needed to sign in." },
    ],
    [
      "second_factor_off",
      { ru: "Второй фактор отключён", en: "The second factor is off" },
      { ru: "Для входа снова достаточно пароля.", en: "The password is enough to sign in again." },
    ],
    [
      "backup_code_used",
      { ru: "Использован резервный код", en: "A backup code was used" },
      { ru: "Этот код больше не действует.", en: "That code does nothing any more." },
    ],
    [
      "mail_changed",
      { ru: "Почта изменена", en: "Your mail address was changed" },
      { ru: "Теперь вы входите с новым адресом.", en: "From now on you sign in with the new address." },
    ],
    [
      "phone_linked",
      { ru: "Привязан телефон", en: "A telephone was linked" },
      { ru: "Номер виден в профиле.", en: "The number stands in your profile." },
    ],
    [
      "services_activated",
      { ru: "Услуги подключены", en: "Your services are activated" },
      {
        ru: "В проектах можно создавать объекты; бонус, если он положен, уже на балансе.",
        en: "Objects can be created in your projects; the bonus, if one is due, is on the balance.",
      },
    ],
    [
      "personal_file_taken",
      { ru: "Получен файл с вашими данными", en: "The file of your data was taken" },
      {
        ru: "Если это были не вы, смените пароль и завершите другие сеансы.",
        en: "If it was not you, change your password and end the other sessions.",
      },
    ],
    [
      "erasure_asked",
      { ru: "Учётная запись будет удалена", en: "Your account will be deleted" },
      { ru: "До этого её можно оставить в профиле.", en: "Until then you can keep it in your profile." },
    ],
    [
      "erasure_withdrawn",
      { ru: "Удаление учётной записи отменено", en: "The deletion of your account was taken back" },
      { ru: "Всё осталось как было.", en: "Everything is as it was." },
    ],
    [
      "erasure_waits",
      { ru: "Учётную запись пока нельзя удалить", en: "Your account cannot be deleted yet" },
      { ru: "Что мешает, сказано в профиле.", en: "Your profile says what keeps it." },
    ],
    [
      "codes_tried",
      { ru: "Кто-то подбирает код второго фактора", en: "Somebody tries codes of your second factor" },
      { ru: "Пароль ему известен: задайте новый.", en: "Your password is known there: set a new one." },
    ],
  ] as const
).map(
  ([event, title, text]): Kind => ({
    ...ofDoors,
    code: `person.${event}`,
    topic: personNotice.topic.name,
    name: title,
    tell: (facts) => ({
      title,
      text: both((l) => `${moment(facts, "at", l)}. ${text[l]}`),
      href: HREFS[event] ?? "/profile/security",
    }),
  }),
);

/** REG-02: what happened to one's passkeys. */
const PASSKEY_KINDS = PASSKEY_EVENTS.map((event): Kind => {
  const { title, text } = PASSKEY_TOLD[event];
  return {
    ...ofDoors,
    code: `person.${event}`,
    topic: personNotice.topic.name,
    name: title,
    tell: (facts) => ({
      title: both((l) => `${title[l]}: ${facts["passkey"] ?? ""}`),
      text: both((l) => `${moment(facts, "at", l)}, ${facts["site"] ?? ""}. ${text[l]}`),
      href: "/profile/security",
    }),
  };
});

/** REG-02: one's place among the provider's people. */
const STAFF_KINDS = STAFF_EVENTS.map((event): Kind => {
  const roleIn = (facts: Facts, l: "ru" | "en") => STAFF_ROLE_NAMES[facts["staffRole"] as StaffRole]?.[l] ?? "";
  return {
    ...ofDoors,
    code: `person.${event}`,
    topic: personNotice.topic.name,
    name: both((l) => STAFF_WORDS[event][l].subject),
    tell: (facts) => ({
      title: both((l) => STAFF_WORDS[event][l].heading),
      text: both((l) => `${moment(facts, "at", l)}: ${roleIn(facts, l)}.`),
      href: event === "staff_role_taken" ? null : "/office",
    }),
  };
});

/** REG-02: sign-in through a company. */
const SSO_KINDS = SSO_EVENTS.map((event): Kind => {
  const title = { ru: SSO_WORDS[event].ru.subject, en: SSO_WORDS[event].en.subject };
  return {
    ...ofDoors,
    code: `person.${event}`,
    topic: personNotice.topic.name,
    name: title,
    tell: (facts) => ({
      title: both((l) => `${title[l]}: ${facts["domain"] ?? ""}`),
      text: both((l) => `${moment(facts, "at", l)}. ${SSO_TOLD[event][l]}`),
      href: facts["page"] ? `/projects/${facts["page"]}/settings/sso` : "/profile/security",
    }),
  };
});

/** REG-08: what became of an own project. */
const END_KINDS = (
  [
    [
      "project_conserved",
      { ru: "Проект законсервирован", en: "The project is conserved" },
      { ru: "В нём ничего не начисляется.", en: "Nothing is charged in it." },
    ],
    [
      "project_resumed",
      { ru: "Проект возобновлён", en: "The project is resumed" },
      { ru: "Объекты снова можно создавать.", en: "Objects can be created again." },
    ],
    [
      "project_removed",
      { ru: "Проект удалён", en: "The project is deleted" },
      { ru: "Детализация и документы остаются.", en: "Detail and documents stay." },
    ],
  ] as const
).map(
  ([event, title, text]): Kind => ({
    ...ofDoors,
    code: `person.${event}`,
    topic: personNotice.topic.name,
    name: title,
    tell: (facts) => ({
      title: both((l) => `${title[l]}: ${project(facts)}`),
      text: both((l) => `${moment(facts, "at", l)}. ${text[l]}`),
      href: page(facts, "settings/general"),
    }),
  }),
);

/** Every kind of notification, in the order of the settings. */
export const KINDS: readonly Kind[] = [
  ...PROJECT_KINDS,
  DOCUMENTS,
  ...PEOPLE_KINDS,
  ...REQUEST_KINDS,
  OVERDUE,
  ...PROPOSAL_NOTIFICATIONS,
  ...ALARM_NOTIFICATIONS,
  ...SECURITY_KINDS,
  ...WAY_IN_KINDS,
  ...PASSKEY_KINDS,
  ...SSO_KINDS,
  ...END_KINDS,
  ...STAFF_KINDS,
];

/** The kind of a row; one that the program does not know any more is undefined. */
export function kindOf(code: string): Kind | undefined {
  return KINDS.find((kind) => kind.code === code);
}
