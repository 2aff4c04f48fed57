import type { z } from "zod";

import { type Instant, type Zone } from "../../core/time.ts";
import { textOfLink } from "../../platform/identity/index.ts";
import { type WrittenLetter, writeLetter } from "../../platform/mail/index.ts";
import {
  type PasskeyEvent,
  type PersonEvent,
  type ProjectEnd,
  STAFF_ROLE_NAMES,
  type SsoEvent,
  type StaffEvent,
  personNotice as topic,
} from "../tenancy/index.ts";
import { type LetterFrame, footer, formatMoment } from "./frame.ts";
import { letter } from "./letter.ts";
import { PASSKEY_WORDS } from "./passkey-words.ts";
import { PERSONAL_WORDS } from "./personal-words.ts";
import { signatureOf } from "./signature.ts";
import { SSO_WORDS } from "./sso-words.ts";
import { STAFF_WORDS } from "./staff-words.ts";

/** REG-02, REG-03, reliability 42: to one person, about getting in. */
export const personNotice = letter({
  topic,
  compose: personLetter,
  async read({ database, publicUrl }, _userNo, payload) {
    const { email, language, regionCode } = payload;
    const frame = { language, email, ...(await signatureOf({ database, publicUrl }, regionCode)) };
    if (!("linkId" in payload)) {
      const { regionCode: _region, ...told } = payload;
      const facts: PersonLetter = { ...frame, ...told, url: `${publicUrl}/${pageOf(payload)}` };
      return { to: email, facts };
    }
    const { kind, linkId, expiresAt: at } = payload;
    const link = await textOfLink(database, linkId);
    if (link === null) return null;
    // After the sign: a link's text is in no server's log.
    const url = `${publicUrl}/${LINK_PAGES[kind]}#${link}`;
    const other = "otherEmail" in payload ? { otherEmail: payload.otherEmail } : {};
    const facts: PersonLetter = { ...frame, kind, at, url, ...other };
    return { to: email, facts };
  },
});

/** What a link opens. */
const LINK_PAGES = {
  registration: "register/complete",
  password_reset: "reset-password/complete",
  mail_old: "change-mail/old",
  mail_new: "change-mail/new",
} as const;

/** Where one sees to it. */
function pageOf(told: Exclude<Payload, { readonly linkId: bigint }>): string {
  if ("domain" in told) return told.pid === undefined ? "profile/security" : `projects/${told.pid}/settings/sso`;
  return "pid" in told ? `projects/${told.pid}/settings/general` : PAGES[told.kind];
}

const PAGES: Readonly<Record<PersonEvent | PasskeyEvent | StaffEvent | "new_sign_in" | "staff_visit", string>> = {
  staff_invited: "forgot-password",
  staff_role_given: "office",
  staff_role_taken: "",
  registered_already: "forgot-password",
  password_changed: "forgot-password",
  codes_tried: "forgot-password",
  new_sign_in: "profile/sessions",
  staff_visit: "profile/sessions",
  second_factor_on: "profile/security",
  second_factor_off: "profile/security",
  passkey_added: "profile/security",
  passkey_removed: "profile/security",
  backup_code_used: "profile/security",
  mail_changed: "profile/security",
  phone_linked: "profile/security",
  services_activated: "",
  personal_file_taken: "profile/sessions",
  erasure_asked: "profile/data",
  erasure_withdrawn: "profile/data",
  erasure_waits: "profile/data",
  erased: "",
};

type Payload = z.output<typeof topic.definition.payload>;

export interface PersonLetter extends LetterFrame {
  readonly kind:
    | keyof typeof LINK_PAGES
    | "new_sign_in"
    | "staff_visit"
    | PersonEvent
    | PasskeyEvent
    | ProjectEnd
    | SsoEvent
    | StaffEvent;
  readonly email: string;
  /** Until when the link may be used; of what happened, when. */
  readonly at: Instant;
  readonly zone: Zone;
  readonly url: string;
  /** Of a new sign-in: from what, and from where in the network. */
  readonly device?: string;
  readonly address?: string;
  /** Of a visit of staff: until when, and why. */
  readonly endsAt?: Instant;
  readonly reason?: string | undefined;
  /** Of a change of address: the one at the other end of it. */
  readonly otherEmail?: string;
  /** Of passkeys: which, and of which site. */
  readonly passkey?: string;
  readonly site?: string;
  /** Of sign-in through a company: the domain of its mail. */
  readonly domain?: string;
  /** Of somebody's place among the staff: what was given, or taken. */
  readonly staffRole?: keyof typeof STAFF_ROLE_NAMES;
  /** Of what became of a project. */
  readonly projectName?: string;
  readonly pid?: string | undefined;
}

const WORDS = {
  ...PERSONAL_WORDS,
  registration: {
    ru: {
      subject: "Завершите регистрацию",
      heading: "Завершите регистрацию",
      paragraphs: [
        "Этот адрес указали при регистрации. Откройте ссылку, чтобы подтвердить адрес, назвать себя и задать пароль.",
        "Если регистрировались не вы, ничего делать не нужно: без этой ссылки учётная запись не появится.",
      ],
      when: "Ссылка действует до",
      link: "Завершить регистрацию",
    },
    en: {
      subject: "Complete your registration",
      heading: "Complete your registration",
      paragraphs: [
        "This address was given for a registration. Open the link to confirm the address, say who you are and set a password.",
        "If it was not you, nothing needs to be done: without this link there will be no account.",
      ],
      when: "The link is valid until",
      link: "Complete the registration",
    },
  },
  password_reset: {
    ru: {
      subject: "Новый пароль",
      heading: "Задайте новый пароль",
      paragraphs: [
        "Кто-то попросил задать новый пароль к вашей учётной записи. Если это вы, откройте ссылку. Все открытые сессии после этого завершатся.",
        "Если это не вы, ничего делать не нужно: пароль останется прежним.",
      ],
      when: "Ссылка действует до",
      link: "Задать пароль",
    },
    en: {
      subject: "A new password",
      heading: "Set a new password",
      paragraphs: [
        "Somebody asked to set a new password for your account. If it was you, open the link. All open sessions will end.",
        "If it was not you, nothing needs to be done: the password stays as it is.",
      ],
      when: "The link is valid until",
      link: "Set a password",
    },
  },
  registered_already: {
    ru: {
      subject: "Вы уже зарегистрированы",
      heading: "Этот адрес уже зарегистрирован",
      paragraphs: [
        "Этот адрес ещё раз указали при регистрации. Одна почта — одна регистрация на все регионы, поэтому новая учётная запись не создана.",
        "Если это вы и забыли пароль, задайте новый. Если не вы, ничего делать не нужно.",
      ],
      when: "Когда",
      link: "Задать новый пароль",
    },
    en: {
      subject: "You are registered already",
      heading: "This address is registered already",
      paragraphs: [
        "This address was given for a registration once more. An e-mail registers once over all regions, so no new account was made.",
        "If it was you and the password is forgotten, set a new one. If it was not you, nothing needs to be done.",
      ],
      when: "When",
      link: "Set a new password",
    },
  },
  password_changed: {
    ru: {
      subject: "Пароль изменён",
      heading: "Пароль изменён",
      paragraphs: [
        "Пароль к вашей учётной записи изменён, все открытые сессии завершены. Ключи доступа, если они есть, действуют по-прежнему: проверьте в профиле, что все они ваши.",
        "Если это сделали не вы, сразу задайте новый пароль и обратитесь в поддержку.",
      ],
      when: "Когда",
      link: "Задать новый пароль",
    },
    en: {
      subject: "Your password was changed",
      heading: "Your password was changed",
      paragraphs: [
        "The password of your account was changed, and all open sessions were ended. Passkeys, if there are any, work as before: make sure in your profile that all of them are yours.",
        "If it was not you, set a new password at once and turn to support.",
      ],
      when: "When",
      link: "Set a new password",
    },
  },
  mail_old: {
    ru: {
      subject: "Подтвердите смену почты",
      heading: "Ваша почта для входа меняется",
      paragraphs: [
        "В вашей учётной записи попросили входить с другим адресом. Почта сменится, когда её подтвердят оба ящика: этот и новый. После смены все сеансы завершатся.",
        "Если это не вы, ссылку не открывайте: без неё почта останется прежней. Сразу задайте новый пароль.",
      ],
      when: "Ссылка действует до",
      link: "Подтвердить со старого ящика",
    },
    en: {
      subject: "Agree to the change of your mail address",
      heading: "The address you sign in with is to change",
      paragraphs: [
        "Your account asked to sign in with another address. It changes when both mailboxes have agreed: this one and the new one. Then all sessions end.",
        "If it was not you, do not open the link: without it the address stays. Set a new password at once.",
      ],
      when: "The link is valid until",
      link: "Agree from the old mailbox",
    },
  },
  mail_new: {
    ru: {
      subject: "Подтвердите новую почту",
      heading: "Подтвердите, что это ваш ящик",
      paragraphs: [
        "Этот адрес указали как новый для входа. Почта сменится, когда её подтвердят оба ящика: прежний и этот.",
        "Если это не вы, ничего делать не нужно: без этой ссылки ничего не изменится.",
      ],
      when: "Ссылка действует до",
      link: "Подтвердить новый ящик",
    },
    en: {
      subject: "Confirm the new mail address",
      heading: "Confirm that this mailbox is yours",
      paragraphs: [
        "This address was given as a new one to sign in with. It changes when both mailboxes have agreed: the old one and this one.",
        "If it was not you, nothing needs to be done: without this link nothing changes.",
      ],
      when: "The link is valid until",
      link: "Confirm the new mailbox",
    },
  },
  mail_changed: {
    ru: {
      subject: "Почта для входа изменена",
      heading: "Почта для входа изменена",
      paragraphs: [
        "Оба ящика подтвердили смену: теперь входят с новым адресом. Все сеансы завершены.",
        "Если это сделали не вы, сразу обратитесь в поддержку.",
      ],
      when: "Когда",
      link: "Вход и безопасность",
    },
    en: {
      subject: "Your mail address was changed",
      heading: "The address to sign in with was changed",
      paragraphs: [
        "Both mailboxes agreed: from now on one signs in with the new address. All sessions were ended.",
        "If it was not you, turn to support at once.",
      ],
      when: "When",
      link: "Sign-in and security",
    },
  },
  phone_linked: {
    ru: {
      subject: "Телефон привязан",
      heading: "К вашей учётной записи привязан телефон",
      paragraphs: [
        "Номер виден в профиле. Прежний номер, если он был, больше не привязан.",
        "Если это сделали не вы, сразу смените пароль и обратитесь в поддержку.",
      ],
      when: "Когда",
      link: "Вход и безопасность",
    },
    en: {
      subject: "A telephone was linked",
      heading: "A telephone was linked to your account",
      paragraphs: [
        "The number stands in your profile. The one before it, if there was one, is not linked any more.",
        "If it was not you, change your password at once and turn to support.",
      ],
      when: "When",
      link: "Sign-in and security",
    },
  },
  services_activated: {
    ru: {
      subject: "Услуги подключены",
      heading: "Услуги подключены",
      paragraphs: [
        "Телефон привязан: в ваших проектах можно создавать серверы, диски и всё остальное.",
        "Если вы зарегистрировались впервые, приветственный бонус уже на балансе первого проекта: там видно, за что он платит и когда сгорит.",
      ],
      when: "Когда",
      link: "Открыть проект",
    },
    en: {
      subject: "Your services are activated",
      heading: "Your services are activated",
      paragraphs: [
        "The telephone is linked: servers, disks and everything else can be created in your projects.",
        "If this was your first registration, the sign-up bonus is on the balance of the first project: the page says what it pays for and when it expires.",
      ],
      when: "When",
      link: "Open the project",
    },
  },
  project_conserved: {
    ru: {
      subject: "Проект законсервирован",
      heading: "Проект законсервирован",
      paragraphs: [
        "В проекте ничего не работает и ничего не начисляется. Создать или запустить объект нельзя, пока проект не возобновят.",
        "Баланс и документы остаются. Возобновить проект можно в его настройках.",
      ],
      when: "Когда",
      link: "Открыть настройки проекта",
    },
    en: {
      subject: "The project is conserved",
      heading: "The project is conserved",
      paragraphs: [
        "Nothing runs in the project and nothing is charged. No object can be created or started until it is resumed.",
        "Its balance and papers stay. It can be resumed in its settings.",
      ],
      when: "When",
      link: "Open the project's settings",
    },
  },
  project_resumed: {
    ru: {
      subject: "Проект возобновлён",
      heading: "Проект возобновлён",
      paragraphs: ["В проекте снова можно создавать и запускать объекты. Начисления идут за то, что работает."],
      when: "Когда",
      link: "Открыть настройки проекта",
    },
    en: {
      subject: "The project is resumed",
      heading: "The project is resumed",
      paragraphs: ["Objects can be created and started in the project again. What runs is charged."],
      when: "When",
      link: "Open the project's settings",
    },
  },
  project_removed: {
    ru: {
      subject: "Проект удалён",
      heading: "Проект удалён",
      paragraphs: [
        "Всё, что было в проекте, удаляется. Вернуть проект нельзя: токены не действуют, новых участников не пригласить.",
        "Использованное до удаления начислено, документ за месяц придёт после его закрытия. Детализация и документы остаются в консоли. Долг, если он есть, нужно оплатить; об остатке спросите поддержку.",
      ],
      when: "Когда",
      link: "Открыть проект",
    },
    en: {
      subject: "The project is deleted",
      heading: "The project is deleted",
      paragraphs: [
        "Everything in the project is removed. It cannot be brought back: its tokens open nothing, nobody can be invited.",
        "What was used before is charged, and the month's document comes once the month is closed. Detail and documents stay in the console. A debt has to be paid; ask support about money that is left.",
      ],
      when: "When",
      link: "Open the project",
    },
  },
  second_factor_on: {
    ru: {
      subject: "Второй фактор включён",
      heading: "Второй фактор включён",
      paragraphs: [
        "Теперь при входе кроме пароля нужен код из приложения. Остальные сеансы завершены.",
        "Храните резервные коды отдельно от телефона: с ними можно войти, если телефон потерян. Если это сделали не вы, сразу обратитесь в поддержку.",
      ],
      when: "Когда",
      link: "Вход и безопасность",
    },
    en: {
      subject: "The second factor is on",
      heading: "The second factor is on",
      paragraphs: [
        "From now on a code of your app is needed beside the password. Other sessions were ended.",
        "Keep the backup codes apart from the phone: they let you in when it is lost. If it was not you, turn to support at once.",
      ],
      when: "When",
      link: "Sign-in and security",
    },
  },
  second_factor_off: {
    ru: {
      subject: "Второй фактор отключён",
      heading: "Второй фактор отключён",
      paragraphs: [
        "Теперь для входа достаточно пароля. Прежние резервные коды не действуют.",
        "Если это сделали не вы и поддержку об этом не просили, сразу задайте новый пароль и включите второй фактор снова.",
      ],
      when: "Когда",
      link: "Вход и безопасность",
    },
    en: {
      subject: "The second factor is off",
      heading: "The second factor is off",
      paragraphs: [
        "From now on the password is enough to sign in. The backup codes do nothing any more.",
        "If it was not you and you did not ask support for it, set a new password at once and switch the second factor on again.",
      ],
      when: "When",
      link: "Sign-in and security",
    },
  },
  backup_code_used: {
    ru: {
      subject: "Использован резервный код",
      heading: "Вход по резервному коду",
      paragraphs: [
        "Вместо кода из приложения использован резервный код. Он больше не действует.",
        "Если это вы, выпустите новые коды, когда старые кончаются. Если не вы, сразу задайте новый пароль.",
      ],
      when: "Когда",
      link: "Вход и безопасность",
    },
    en: {
      subject: "A backup code was used",
      heading: "A backup code was used",
      paragraphs: [
        "A backup code was used in place of the app's. It does nothing any more.",
        "If it was you, make new codes before the old ones run out. If it was not, set a new password at once.",
      ],
      when: "When",
      link: "Sign-in and security",
    },
  },
  codes_tried: {
    ru: {
      subject: "Кто-то знает ваш пароль",
      heading: "Кто-то подбирает код второго фактора",
      paragraphs: [
        "Несколько раз подряд введён верный пароль и неверный код. Войти не удалось, новые попытки замедлены.",
        "Если это не вы, ваш пароль известен кому-то ещё: сразу задайте новый.",
      ],
      when: "Когда",
      link: "Задать новый пароль",
    },
    en: {
      subject: "Somebody knows your password",
      heading: "Somebody tries codes of your second factor",
      paragraphs: [
        "Several times in a row the right password came with a wrong code. Nobody got in, and further tries are slowed down.",
        "If it was not you, somebody else knows your password: set a new one at once.",
      ],
      when: "When",
      link: "Set a new password",
    },
  },
  staff_visit: {
    ru: {
      subject: "Поддержка смотрит вашу консоль",
      heading: "Сотрудник поддержки смотрит вашу консоль",
      paragraphs: [
        "Сотрудник открыл консоль так, как видите её вы, чтобы разобраться в вопросе. Изменить он ничего не может: ни деньги, ни доступ, ни документы.",
        "Все такие просмотры видны в профиле и в журнале действий проекта. Если вы ни о чём не спрашивали, напишите в поддержку.",
      ],
      when: "Начало",
      link: "Просмотры в профиле",
    },
    en: {
      subject: "Support looks at your console",
      heading: "A member of support looks at your console",
      paragraphs: [
        "A member of staff opened the console as you see it, to look into a question. Nothing can be changed that way: no money, no access, no documents.",
        "All such visits are listed in your profile and in the project's audit log. If you asked nothing, write to support.",
      ],
      when: "Began",
      link: "Visits in your profile",
    },
  },
  new_sign_in: {
    ru: {
      subject: "Вход с нового устройства",
      heading: "Вход с нового устройства",
      paragraphs: [
        "В вашу учётную запись вошли с устройства, с которого раньше не входили.",
        "Если это вы, ничего делать не нужно. Если не вы, завершите этот сеанс и сразу задайте новый пароль.",
      ],
      when: "Когда",
      link: "Открыть список сеансов",
    },
    en: {
      subject: "A sign-in from a new device",
      heading: "A sign-in from a new device",
      paragraphs: [
        "Somebody signed in to your account from a device that was not used before.",
        "If it was you, nothing needs to be done. If it was not, end that session and set a new password at once.",
      ],
      when: "When",
      link: "Open the list of sessions",
    },
  },
  ...PASSKEY_WORDS,
  ...SSO_WORDS,
  ...STAFF_WORDS,
} as const;

const ACCOUNT = { ru: "Учётная запись", en: "Account" };
const OTHER_EMAIL = {
  old: { ru: "Прежняя почта", en: "Old address" },
  new: { ru: "Новая почта", en: "New address" },
} as const;
const PROJECT = { ru: "Проект", en: "Project" };
const PASSKEY = { ru: "Ключ доступа", en: "Passkey" };
const DOMAIN = { ru: "Домен", en: "Domain" };
const SITE = { ru: "Сайт", en: "Site" };
const DEVICE = { ru: "Устройство", en: "Device" };
const UNKNOWN_DEVICE = { ru: "неизвестное", en: "unknown" };
const ENDS = { ru: "Закончится не позже", en: "Ends by" };
const REASON = { ru: "Причина", en: "Reason" };
const ROLE = { ru: "Роль", en: "Role" };
const ADDRESS = { ru: "Адрес в сети", en: "Network address" };

export function personLetter(facts: PersonLetter): WrittenLetter {
  const { kind, language, email, at, zone, url, device, address, endsAt, reason, otherEmail, projectName, pid } = facts;
  const { passkey, site, domain, staffRole } = facts;
  const { subject, heading, paragraphs, when, link } = WORDS[kind][language];
  return writeLetter({
    language,
    subject,
    heading,
    paragraphs,
    facts: [
      [ACCOUNT[language], email],
      ...(otherEmail === undefined
        ? []
        : [[OTHER_EMAIL[kind === "mail_new" ? "old" : "new"][language], otherEmail] as const]),
      ...(projectName === undefined ? [] : [[PROJECT[language], `${projectName} (${pid ?? ""})`] as const]),
      ...(passkey === undefined ? [] : [[PASSKEY[language], passkey] as const]),
      ...(site === undefined ? [] : [[SITE[language], site] as const]),
      ...(domain === undefined ? [] : [[DOMAIN[language], domain] as const]),
      ...(staffRole === undefined ? [] : [[ROLE[language], STAFF_ROLE_NAMES[staffRole][language]] as const]),
      [when, formatMoment(at, zone, language)],
      ...(device === undefined ? [] : [[DEVICE[language], device || UNKNOWN_DEVICE[language]] as const]),
      ...(address === undefined ? [] : [[ADDRESS[language], address] as const]),
      ...(endsAt === undefined ? [] : [[ENDS[language], formatMoment(endsAt, zone, language)] as const]),
      ...(reason === undefined ? [] : [[REASON[language], reason] as const]),
    ],
    link: { label: link, url },
    footer: footer(facts),
  });
}
