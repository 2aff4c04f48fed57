import { type RequestKind, linesField, optional } from "./kind.ts";

/** FRZ-02: when the objects of a frozen project go; services may have terms of their own. */
export const deletionTime: RequestKind = {
  code: "deletion_time",
  title: { ru: "Когда удалятся объекты", en: "When objects are deleted" },
  question: {
    ru: "Когда удалятся объекты замороженного проекта?",
    en: "When are the objects of a frozen project deleted?",
  },
  hint: {
    ru: "Срок проекта виден на странице баланса. Спросите, если у сервиса свой срок (объектное хранилище, резервные копии) или данные нужно успеть забрать.",
    en: "The project's deadline stands on its balance page. Ask when a service has a term of its own (object storage, backups) or data have to be saved in time.",
  },
  fields: {
    objects: linesField({ ru: "Какие объекты", en: "Which objects" }, 2_000, {
      ru: "Названия или идентификаторы, сервис",
      en: "Names or identifiers, the service",
    }),
    wish: optional(linesField({ ru: "Что нужно успеть", en: "What has to be done in time" }, 1_000)),
  },
  messageRequired: false,
  permission: "requests.create",
  department: "support",
  // Of the three days that a project has after its freeze, one at most.
  deadlineHours: 4,
  facts: "deletion",
  completion: null,
  tellsOwner: false,
  templates: [
    {
      code: "frozen",
      title: { ru: "Проект заморожен", en: "The project is frozen" },
      text: {
        ru: "Здравствуйте, {name}!\n\nПроект заморожен {frozenAt}. Объекты удаляются {deletionDueAt}. Если баланс до этого станет больше нуля, проект разморозится сам и удаления не будет. Объектное хранилище: 30 дней можно читать, затем доступ закрывается, ещё через 7 дней данные удаляются.",
        en: "Hello {name},\n\nthe project was frozen at {frozenAt}. Its objects are deleted at {deletionDueAt}. If the balance is above zero before, the project is unfrozen by itself and nothing is deleted. Object storage can be read for 30 days, is then closed, and deleted 7 days later.",
      },
    },
    {
      code: "deleted",
      title: { ru: "Объекты уже удалены", en: "The objects are deleted already" },
      text: {
        ru: "Здравствуйте, {name}!\n\nПроект заморожен {frozenAt}, его объекты удалены {deletedAt}, восстановить их нельзя. Если баланс станет больше нуля, проект разморозится сам.",
        en: "Hello {name},\n\nthe project was frozen at {frozenAt}, its objects were deleted at {deletedAt} and cannot be restored. When the balance is above zero, the project is unfrozen by itself.",
      },
    },
    {
      code: "not_frozen",
      title: { ru: "Проект не заморожен", en: "The project is not frozen" },
      text: {
        ru: "Здравствуйте, {name}!\n\nПроект не заморожен, удаление не запланировано.",
        en: "Hello {name},\n\nthe project is not frozen, and no deletion is planned.",
      },
    },
  ],
};
