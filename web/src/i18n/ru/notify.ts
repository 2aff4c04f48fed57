/** Texts of who is told of a project and how: in its settings, and behind a letter's link. */
export const notify = {
  notify: {
    own: "Что вы получаете",
    ownHint:
      "Письма и уведомления этого проекта для вас. Отмеченное серым отключить нельзя: оно о сохранности проекта или о вашем месте в нём.",
    letter: "Письмо",
    console: "В консоли",
    letterOf: "{{name}}: письмо",
    consoleOf: "{{name}}: в консоли",
    addresses: "Другие адреса",
    addressesHint: "Например, общая почта бухгалтерии. Письма пойдут после того, как владелец ящика согласится.",
    email: "Почта",
    add: "Добавить адрес",
    added: "Спросили согласия у {{email}}",
    remove: "Убрать",
    removeOf: "Убрать {{email}}",
    removed: "{{email}} больше не получает писем",
    waits: "Ждёт согласия",
    confirmed: "Получает",
    about: "{{email}}: уведомления проекта «{{project}}», {{pid}}",
    confirmTitle: "Получать уведомления?",
    confirmAct: "Получать",
    confirmDone: "Письма будут приходить на этот адрес. Отписаться можно по ссылке в каждом из них.",
    unsubscribeTitle: "Больше не получать писем?",
    unsubscribeAct: "Отписаться",
    unsubscribeDone: "Писем этого проекта на этот адрес больше не будет.",
  },
};
