/** Letters about somebody's place among the provider's people (REG-02). */
export const STAFF_WORDS = {
  staff_invited: {
    ru: {
      subject: "Вас сделали сотрудником",
      heading: "Вам открыта консоль сотрудников",
      paragraphs: [
        "Оператор завёл вам учётную запись с этим адресом. Пароля у неё пока нет: задайте его по ссылке «Забыли пароль», а при первом входе включите второй фактор.",
        "Если вы у нас не работаете, ничего не делайте и сообщите в поддержку.",
      ],
      when: "Когда",
      link: "Задать пароль",
    },
    en: {
      subject: "You are one of the staff now",
      heading: "The office is open to you",
      paragraphs: [
        "An operator made an account with this address for you. It has no password yet: set one by the page for forgotten passwords, and switch a second factor on when you first sign in.",
        "If you do not work for us, do nothing and tell support.",
      ],
      when: "When",
      link: "Set a password",
    },
  },
  staff_role_given: {
    ru: {
      subject: "Ваша роль сотрудника изменена",
      heading: "Вам дана роль сотрудника",
      paragraphs: [
        "Консоль сотрудников показывает то, что позволяет эта роль. Кто и почему её дал, записано в журнале действий.",
        "Если вы этого не ждали, сообщите оператору.",
      ],
      when: "Когда",
      link: "Открыть консоль сотрудников",
    },
    en: {
      subject: "Your staff role was changed",
      heading: "You were given a staff role",
      paragraphs: [
        "The office shows what this role lets you do. Who gave it and why stands in the audit.",
        "If you did not expect it, tell an operator.",
      ],
      when: "When",
      link: "Open the office",
    },
  },
  staff_role_taken: {
    ru: {
      subject: "Вы больше не сотрудник",
      heading: "Роль сотрудника снята",
      paragraphs: [
        "Консоль сотрудников вам больше не открывается, сеансы завершены. Собственные проекты, если они есть, остались вашими.",
        "Если вы этого не ждали, обратитесь к оператору.",
      ],
      when: "Когда",
      link: "На сайт",
    },
    en: {
      subject: "You are not of the staff any more",
      heading: "Your staff role was taken away",
      paragraphs: [
        "The office does not open to you any more, and your sessions have ended. Projects of your own, if you have any, are still yours.",
        "If you did not expect it, turn to an operator.",
      ],
      when: "When",
      link: "To the site",
    },
  },
} as const;
