import { type RequestKind, emailField, linesField, phoneField, textField } from "./kind.ts";

/** REG-05: the owner cannot agree to the change by himself; the provider looks into it and makes it. */
export const changeOwner: RequestKind = {
  code: "change_owner",
  title: { ru: "Сменить владельца", en: "Change the owner" },
  question: {
    ru: "Как сменить владельца, если он недоступен?",
    en: "How do I change the owner when the owner cannot be reached?",
  },
  hint: {
    ru: "Если владелец доступен, он передаёт проект сам, в настройках проекта. Если нет — опишите, что произошло, и приложите письмо организации: кто и на каком основании просит. Нынешний владелец получит уведомление.",
    en: "An owner who can be reached hands the project over in its settings. Otherwise tell what happened and attach a letter of the organisation: who asks, and on what grounds. The present owner is told.",
  },
  fields: {
    newOwner: emailField(
      { ru: "Почта нового владельца", en: "E-mail of the new owner" },
      {
        ru: "Участник этого проекта с подтверждённой почтой",
        en: "A member of this project whose e-mail is confirmed",
      },
    ),
    circumstances: linesField({ ru: "Почему владелец недоступен", en: "Why the owner cannot be reached" }, 2_000),
    position: textField({ ru: "Кто просит: имя и должность", en: "Who asks: name and position" }, 300),
    phone: phoneField({ ru: "Телефон для проверки", en: "Telephone for checking" }),
  },
  messageRequired: false,
  permission: "requests.create",
  department: "support",
  deadlineHours: 24,
  facts: null,
  completion: {
    code: "owner_changed",
    label: { ru: "Сменить владельца", en: "Change the owner" },
    done: {
      ru: "Владелец проекта — {newOwner}. Прежний владелец остался участником.",
      en: "The project's owner is {newOwner}. The former owner is still a member.",
    },
  },
  tellsOwner: true,
  templates: [
    {
      code: "letter",
      title: { ru: "Нужно письмо организации", en: "A letter of the organisation is needed" },
      text: {
        ru: "Здравствуйте, {name}!\n\nПришлите письмо организации за подписью руководителя: идентификатор проекта, почта нового владельца {newOwner}, причина. Скан приложите к ответу.",
        en: "Hello {name},\n\nplease attach a letter of the organisation signed by its head: the project's identifier, the new owner's e-mail {newOwner}, the reason.",
      },
    },
    {
      code: "call",
      title: { ru: "Позвоним для проверки", en: "We will call to check" },
      text: {
        ru: "Здравствуйте, {name}!\n\nМы позвоним по номеру {phone} в рабочее время, чтобы проверить запрос.",
        en: "Hello {name},\n\nwe will call {phone} in working hours to check the request.",
      },
    },
  ],
};
