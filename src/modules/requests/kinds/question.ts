import { type RequestKind, textField } from "./kind.ts";

/** Whatever has no kind of its own; also what an unknown mail becomes. */
export const question: RequestKind = {
  code: "question",
  title: { ru: "Вопрос", en: "Question" },
  question: { ru: "Другой вопрос", en: "Another question" },
  hint: {
    ru: "Опишите, что произошло и чего вы ждёте. Пароли, токены и номера карт не присылайте.",
    en: "Tell what happened and what you expect. Send no passwords, tokens or card numbers.",
  },
  fields: { topic: textField({ ru: "Тема", en: "Subject" }, 200) },
  messageRequired: true,
  permission: "requests.create",
  department: "support",
  deadlineHours: 16,
  facts: null,
  completion: null,
  tellsOwner: false,
  templates: [
    {
      code: "details",
      title: { ru: "Нужны подробности", en: "Details are needed" },
      text: {
        ru: "Здравствуйте, {name}!\n\nЧтобы разобраться, нам нужно знать: когда это произошло, в каком проекте (PID) и что вы видели на экране. Скриншот можно приложить к ответу.",
        en: "Hello {name},\n\nto find out we need to know when it happened, in which project (PID), and what you saw on the screen. A picture can be attached to your answer.",
      },
    },
  ],
};
