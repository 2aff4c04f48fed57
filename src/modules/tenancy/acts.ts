import type { Texts } from "../../core/errors.ts";
import type { AccessReason } from "../../core/security-kind.ts";
import { defineAct } from "../../platform/act.ts";
import type { StaffRole } from "../../platform/http/index.ts";
import { ROLE_NAMES, SCOPES } from "./permissions.ts";

export const STAFF_ROLE_NAMES: Readonly<Record<StaffRole, Texts>> = {
  document_clerk: { ru: "Сотрудник документооборота", en: "Document clerk" },
  accountant: { ru: "Бухгалтер", en: "Accountant" },
  support: { ru: "Поддержка", en: "Support" },
  partner_manager: { ru: "Менеджер партнёров", en: "Partner manager" },
  operator: { ru: "Оператор", en: "Operator" },
};
const ACCESS_REASON_NAMES: Readonly<Record<AccessReason, Texts>> = {
  owner_asked: { ru: "попросил владелец", en: "its owner asked" },
  account_stolen: { ru: "учётную запись украли", en: "the account was stolen" },
  terms_broken: { ru: "нарушены условия", en: "the terms were broken" },
  staff_left: { ru: "сотрудник уволился", en: "the member of staff left" },
  mistake: { ru: "исправлена ошибка", en: "a mistake was mended" },
};
const role = { ru: "Роль", en: "Role", values: { ...ROLE_NAMES, ...STAFF_ROLE_NAMES } };
const reason = { ru: "Почему", en: "Why", values: ACCESS_REASON_NAMES };
const answer = {
  ru: "Ответ",
  en: "Answer",
  values: {
    accepted: { ru: "принято", en: "accepted" },
    consented: { ru: "согласие дано", en: "consented" },
    declined: { ru: "отказ", en: "declined" },
  },
};

const why = { ru: "Почему", en: "Why" };

export const staffRoleSet = defineAct({
  code: "staff_role.set",
  class: "rights",
  texts: { ru: "Назначена роль сотрудника", en: "A staff role was set" },
  fields: { role, reason: why },
});

export const memberSet = defineAct({
  code: "member.set",
  class: "rights",
  texts: { ru: "Участнику проекта дана роль", en: "A member of the project was given a role" },
  fields: { role },
});

export const userBlocked = defineAct({
  code: "user.blocked",
  class: "rights",
  texts: { ru: "Пользователю закрыт вход", en: "A user was blocked" },
  fields: { reason },
});

export const userUnblocked = defineAct({
  code: "user.unblocked",
  class: "rights",
  texts: { ru: "Пользователю снова открыт вход", en: "A user may sign in again" },
  fields: { reason },
});

export const signInUnlocked = defineAct({
  code: "sign_in.unlocked",
  class: "rights",
  texts: { ru: "Снято замедление входа", en: "The slowing down of a sign-in was ended" },
  fields: {},
});

export const sessionEnded = defineAct({
  code: "session.ended",
  class: "rights",
  texts: { ru: "Завершён сеанс", en: "A session was ended" },
  fields: { device: { ru: "Устройство", en: "Device" } },
});

export const sessionsEnded = defineAct({
  code: "session.all_ended",
  class: "rights",
  texts: { ru: "Завершены сеансы пользователя", en: "A user's sessions were ended" },
  fields: { count: { ru: "Сколько", en: "How many" }, reason },
});

export const secondFactorOn = defineAct({
  code: "second_factor.on",
  class: "rights",
  texts: { ru: "Включён второй фактор", en: "A second factor was switched on" },
  fields: {},
});

export const secondFactorOff = defineAct({
  code: "second_factor.off",
  class: "rights",
  texts: { ru: "Отключён второй фактор", en: "A second factor was switched off" },
  fields: { reason },
});

const passkeyName = { ru: "Ключ доступа", en: "Passkey" };

export const passkeyAdded = defineAct({
  code: "passkey.added",
  class: "rights",
  texts: { ru: "Добавлен ключ доступа", en: "A passkey was added" },
  fields: { name: passkeyName, site: { ru: "Сайт", en: "Site" } },
});

export const passkeyRenamed = defineAct({
  code: "passkey.renamed",
  class: "rights",
  texts: { ru: "Ключ доступа переименован", en: "A passkey was renamed" },
  fields: { name: passkeyName },
});

export const passkeyRemoved = defineAct({
  code: "passkey.removed",
  class: "rights",
  texts: { ru: "Удалён ключ доступа", en: "A passkey was removed" },
  fields: { name: passkeyName, reason },
});

export const backupCodesRenewed = defineAct({
  code: "backup_codes.renewed",
  class: "rights",
  texts: { ru: "Выпущены новые резервные коды", en: "New backup codes were made" },
  fields: {},
});

const domain = { ru: "Домен", en: "Domain" };
const issuer = { ru: "Провайдер входа", en: "Identity provider" };

export const ssoClaimed = defineAct({
  code: "sso.claimed",
  class: "rights",
  texts: { ru: "Заявлен домен для входа через компанию", en: "A domain was named for the company sign-in" },
  fields: { domain, issuer, role },
});

export const ssoProved = defineAct({
  code: "sso.proved",
  class: "rights",
  texts: { ru: "Подтверждён домен для входа через компанию", en: "A domain of the company sign-in was proved" },
  fields: { domain },
});

export const ssoApproved = defineAct({
  code: "sso.approved",
  class: "rights",
  texts: { ru: "Разрешён вход через компанию", en: "A company sign-in was approved" },
  fields: { domain, issuer },
});

export const ssoRefused = defineAct({
  code: "sso.refused",
  class: "rights",
  texts: { ru: "Отказано во входе через компанию", en: "A company sign-in was refused" },
  fields: { domain, reason: why },
});

export const ssoChanged = defineAct({
  code: "sso.changed",
  class: "rights",
  texts: { ru: "Изменены настройки входа через компанию", en: "The company sign-in was changed" },
  fields: {
    domain,
    role,
    required: {
      ru: "Только через компанию",
      en: "Only through the company",
      values: { yes: { ru: "да", en: "yes" }, no: { ru: "нет", en: "no" } },
    },
    client: { ru: "Секрет клиента", en: "Client secret", values: { renewed: { ru: "новый", en: "another one" } } },
  },
});

export const ssoRemoved = defineAct({
  code: "sso.removed",
  class: "rights",
  texts: { ru: "Удалён вход через компанию", en: "A company sign-in was removed" },
  fields: { domain, reason: why },
});

export const ssoLinked = defineAct({
  code: "sso.linked",
  class: "rights",
  texts: {
    ru: "Пользователь впервые вошёл через компанию",
    en: "A user signed in through the company for the first time",
  },
  fields: { domain },
});

export const ssoUnlinked = defineAct({
  code: "sso.unlinked",
  class: "rights",
  texts: { ru: "Связь пользователя с компанией удалена", en: "A user's link to a company was removed" },
  fields: {},
});

export const mailChangeAsked = defineAct({
  code: "mail_change.asked",
  class: "rights",
  texts: { ru: "Запрошена смена почты", en: "Another mail address was asked for" },
  fields: {},
});

export const mailChangeWithdrawn = defineAct({
  code: "mail_change.withdrawn",
  class: "rights",
  texts: { ru: "Смена почты отозвана", en: "The change of the mail address was withdrawn" },
  fields: {},
});

export const mailChangeAgreed = defineAct({
  code: "mail_change.agreed",
  class: "rights",
  texts: { ru: "Почтовый ящик подтвердил смену почты", en: "A mailbox agreed to the change of the mail address" },
  fields: {
    mailbox: {
      ru: "Ящик",
      en: "Mailbox",
      values: { old: { ru: "прежний", en: "the old one" }, new: { ru: "новый", en: "the new one" } },
    },
  },
});

export const profileChanged = defineAct({
  code: "profile.changed",
  class: "rights",
  texts: { ru: "Пользователь сменил имя или язык писем", en: "A user changed the name or the language of letters" },
  fields: {
    name: {
      ru: "Имя",
      en: "Name",
      values: { former: { ru: "прежнее", en: "the former" }, another: { ru: "другое", en: "another" } },
    },
    language: {
      ru: "Язык писем",
      en: "Language of letters",
      values: { ru: { ru: "русский", en: "Russian" }, en: { ru: "английский", en: "English" } },
    },
  },
});

export const mailChanged = defineAct({
  code: "mail_change.done",
  class: "rights",
  texts: { ru: "Почта пользователя изменена", en: "A user's mail address was changed" },
  fields: {},
});

export const tokenIssued = defineAct({
  code: "token.issued",
  class: "rights",
  texts: { ru: "Выпущен токен API", en: "An API token was issued" },
  fields: {
    name: { ru: "Название", en: "Name" },
    scopes: { ru: "Права", en: "Scopes", values: SCOPES },
    expiresAt: { ru: "Действует до", en: "Valid until" },
  },
});

export const tokenRevoked = defineAct({
  code: "token.revoked",
  class: "rights",
  texts: { ru: "Отозван токен API", en: "An API token was revoked" },
  fields: { reason },
});

export const visitBegun = defineAct({
  code: "visit.begun",
  class: "rights",
  texts: { ru: "Сотрудник смотрит как клиент", en: "Staff look at the platform as the customer" },
  fields: { reason: { ru: "Зачем", en: "Why" }, minutes: { ru: "Минут", en: "Minutes" } },
});

export const visitEnded = defineAct({
  code: "visit.ended",
  class: "rights",
  texts: { ru: "Сотрудник больше не смотрит как клиент", en: "Staff look as the customer no more" },
  fields: {},
});

export const projectCreated = defineAct({
  code: "project.created",
  class: "rights",
  texts: { ru: "Создан проект", en: "A project was created" },
  fields: { name: { ru: "Название", en: "Name" } },
});

export const userRegistered = defineAct({
  code: "user.registered",
  class: "rights",
  texts: { ru: "Зарегистрирован пользователь", en: "A user registered" },
  fields: {},
});

const phone = { ru: "Телефон", en: "Telephone" };

export const phoneAsked = defineAct({
  code: "phone.asked",
  class: "rights",
  texts: { ru: "Отправлен код для привязки телефона", en: "A code to link a telephone was sent" },
  fields: { phone },
});

export const phoneLinked = defineAct({
  code: "phone.linked",
  class: "rights",
  texts: { ru: "Привязан телефон", en: "A telephone was linked" },
  fields: {
    phone,
    by: {
      ru: "Как",
      en: "How",
      values: { code: { ru: "по коду", en: "by a code" }, request: { ru: "по запросу", en: "on request" } },
    },
    reason: why,
  },
});

export const servicesActivated = defineAct({
  code: "services.activated",
  class: "rights",
  texts: { ru: "Подключены услуги", en: "Services were activated" },
  fields: {
    bonus: {
      ru: "Приветственный бонус",
      en: "Sign-up bonus",
      values: { given: { ru: "начислен", en: "given" }, none: { ru: "не положен", en: "not due" } },
    },
  },
});

export const passwordChanged = defineAct({
  code: "password.changed",
  class: "rights",
  texts: { ru: "Пользователь сменил пароль", en: "A user changed the own password" },
  fields: {},
});

export const passwordReset = defineAct({
  code: "password.reset",
  class: "rights",
  texts: { ru: "Пароль задан заново по ссылке из письма", en: "A password was set anew by a letter's link" },
  fields: {},
});

export const memberRemoved = defineAct({
  code: "member.removed",
  class: "rights",
  texts: {
    ru: "Участник исключён из проекта или вышел из него",
    en: "A member was removed from the project or left it",
  },
  fields: { role },
});

export const memberInvited = defineAct({
  code: "member.invited",
  class: "rights",
  texts: { ru: "Отправлено приглашение в проект", en: "An invitation to the project was sent" },
  fields: { role },
});

export const invitationWithdrawn = defineAct({
  code: "invitation.withdrawn",
  class: "rights",
  texts: { ru: "Приглашение отозвано", en: "An invitation was withdrawn" },
  fields: { role },
});

export const invitationAnswered = defineAct({
  code: "invitation.answered",
  class: "rights",
  texts: { ru: "Дан ответ на приглашение в проект", en: "An invitation to a project was answered" },
  fields: { role, answer },
});

export const ownerChangeAsked = defineAct({
  code: "owner_change.asked",
  class: "rights",
  texts: { ru: "Запрошена смена владельца проекта", en: "A change of the project's owner was asked for" },
  fields: {},
});

export const ownerChangeWithdrawn = defineAct({
  code: "owner_change.withdrawn",
  class: "rights",
  texts: { ru: "Запрос смены владельца отозван", en: "The request to change the owner was withdrawn" },
  fields: {},
});

export const ownerChangeAnswered = defineAct({
  code: "owner_change.answered",
  class: "rights",
  texts: { ru: "Дан ответ на смену владельца проекта", en: "A change of a project's owner was answered" },
  fields: { answer },
});

export const projectRenamed = defineAct({
  code: "project.renamed",
  class: "rights",
  texts: { ru: "Проект переименован", en: "The project was renamed" },
  fields: { name: { ru: "Название", en: "Name" } },
});

export const projectConservedAct = defineAct({
  code: "project.conserved",
  class: "rights",
  texts: { ru: "Проект законсервирован", en: "The project was conserved" },
  fields: { reason: why },
});

export const projectResumedAct = defineAct({
  code: "project.resumed",
  class: "rights",
  texts: { ru: "Проект возобновлён", en: "The project was resumed" },
  fields: { reason: why },
});

export const projectDeletedAct = defineAct({
  code: "project.deleted",
  class: "rights",
  texts: { ru: "Проект удалён", en: "The project was deleted" },
  fields: {
    balance: { ru: "Платёжный счёт", en: "Payment account" },
    papersFrom: { ru: "Документы с", en: "Papers from" },
    papersTo: { ru: "Документы по", en: "Papers until" },
    reason: why,
  },
});

export const personalFileTaken = defineAct({
  code: "personal_file.taken",
  class: "rights",
  texts: { ru: "Получен файл с личными данными", en: "The file of personal data was taken" },
  fields: {},
});

export const erasureAsked = defineAct({
  code: "erasure.asked",
  class: "rights",
  texts: { ru: "Запрошено удаление учётной записи", en: "The erasure of a person was asked for" },
  fields: {
    by: {
      ru: "Кто попросил",
      en: "Who asked",
      values: {
        person: { ru: "сам пользователь", en: "the person" },
        staff: { ru: "сотрудник по заявлению", en: "staff, on paper" },
      },
    },
  },
});

export const erasureWithdrawn = defineAct({
  code: "erasure.withdrawn",
  class: "rights",
  texts: { ru: "Удаление учётной записи отменено", en: "The erasure of a person was taken back" },
  fields: {},
});

export const erasureHeld = defineAct({
  code: "erasure.held",
  class: "rights",
  texts: { ru: "Удаление учётной записи приостановлено", en: "The erasure of a person was held" },
  fields: {},
});

export const erasureReleased = defineAct({
  code: "erasure.released",
  class: "rights",
  texts: { ru: "Удаление учётной записи возобновлено", en: "The erasure of a person goes on" },
  fields: {},
});

export const personErased = defineAct({
  code: "person.erased",
  class: "rights",
  texts: { ru: "Личные данные удалены", en: "A person was erased" },
  fields: {},
});

export const tenancyActs = [
  personalFileTaken,
  erasureAsked,
  erasureWithdrawn,
  erasureHeld,
  erasureReleased,
  personErased,
  visitBegun,
  visitEnded,
  memberRemoved,
  memberInvited,
  invitationWithdrawn,
  invitationAnswered,
  ownerChangeAsked,
  ownerChangeWithdrawn,
  ownerChangeAnswered,
  projectRenamed,
  projectConservedAct,
  projectResumedAct,
  projectDeletedAct,

  userRegistered,
  phoneAsked,
  phoneLinked,
  servicesActivated,
  passwordChanged,
  passwordReset,
  staffRoleSet,
  memberSet,
  userBlocked,
  userUnblocked,
  signInUnlocked,
  sessionEnded,
  sessionsEnded,
  secondFactorOn,
  secondFactorOff,
  passkeyAdded,
  passkeyRenamed,
  passkeyRemoved,
  backupCodesRenewed,
  ssoClaimed,
  ssoProved,
  ssoApproved,
  ssoRefused,
  ssoChanged,
  ssoRemoved,
  ssoLinked,
  ssoUnlinked,
  mailChangeAsked,
  mailChangeWithdrawn,
  mailChangeAgreed,
  mailChanged,
  profileChanged,
  tokenIssued,
  tokenRevoked,
  projectCreated,
];
