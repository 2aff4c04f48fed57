/** Letters about what is kept of a person, and its end (reliability 65). */
export const PERSONAL_WORDS = {
  personal_file_taken: {
    ru: {
      subject: "Файл с вашими данными получен",
      heading: "Из профиля скачали файл со всем, что о вас хранится",
      paragraphs: [
        "В нём учётная запись, сеансы, роли, запросы и уведомления. Паролей, ключей и кодов в нём нет.",
        "Если это сделали не вы, сразу смените пароль, завершите другие сеансы и обратитесь в поддержку.",
      ],
      when: "Когда",
      link: "Открыть список сеансов",
    },
    en: {
      subject: "The file of your data was taken",
      heading: "A file with all that is kept about you was downloaded from your profile",
      paragraphs: [
        "It holds your account, sessions, roles, requests and notifications. Passwords, keys and codes are not in it.",
        "If it was not you, change your password at once, end the other sessions and turn to support.",
      ],
      when: "When",
      link: "Open the list of sessions",
    },
  },
  erasure_asked: {
    ru: {
      subject: "Ваша учётная запись будет удалена",
      heading: "Запрошено удаление вашей учётной записи",
      paragraphs: [
        "До указанного времени её можно оставить: войдите и нажмите «Оставить учётную запись» в профиле. Потом имя, почта, телефон, сеансы, переписка и уведомления будут стёрты, вернуть их нельзя.",
        "Бухгалтерские записи и выставленные документы останутся: их хранят по закону.",
        "Если вы об этом не просили, войдите, отмените удаление и смените пароль.",
      ],
      when: "Удалим не раньше",
      link: "Оставить учётную запись",
    },
    en: {
      subject: "Your account will be deleted",
      heading: "The deletion of your account was asked for",
      paragraphs: [
        "Until the time below you can keep it: sign in and choose “Keep my account” in your profile. After that your name, address, telephone, sessions, correspondence and notifications are erased and cannot be brought back.",
        "Accounting entries and issued documents stay: the law has them kept.",
        "If you did not ask for it, sign in, take it back and change your password.",
      ],
      when: "Deleted no earlier than",
      link: "Keep my account",
    },
  },
  erasure_withdrawn: {
    ru: {
      subject: "Учётная запись останется",
      heading: "Удаление учётной записи отменено",
      paragraphs: ["Всё осталось как было.", "Если отменили не вы, смените пароль и запросите удаление снова."],
      when: "Когда",
      link: "Открыть профиль",
    },
    en: {
      subject: "Your account stays",
      heading: "The deletion of your account was taken back",
      paragraphs: [
        "Everything is as it was.",
        "If it was not you who took it back, change your password and ask for the deletion again.",
      ],
      when: "When",
      link: "Open your profile",
    },
  },
  erasure_waits: {
    ru: {
      subject: "Учётную запись пока нельзя удалить",
      heading: "Срок настал, но учётную запись пока нельзя удалить",
      paragraphs: [
        "С тех пор как вы попросили, появилось то, что мешает: например, деньги на счёте или действующий проект. Что именно и как это завершить, сказано в профиле.",
        "Мы проверяем каждый день. Как только ничего мешать не будет, учётная запись удалится сама.",
      ],
      when: "Когда",
      link: "Посмотреть, что мешает",
    },
    en: {
      subject: "Your account cannot be deleted yet",
      heading: "The time has come, and your account cannot be deleted yet",
      paragraphs: [
        "Since you asked, something came up that keeps it: money on an account, say, or a live project. Your profile says what it is and how to end it.",
        "We look each day. As soon as nothing keeps it, the account is deleted by itself.",
      ],
      when: "When",
      link: "See what keeps it",
    },
  },
  erased: {
    ru: {
      subject: "Ваша учётная запись удалена",
      heading: "Ваши данные удалены",
      paragraphs: [
        "Имя, почта, телефон, сеансы, переписка и уведомления стёрты. Это последнее письмо: после отправки мы забудем и этот адрес.",
        "Бухгалтерские записи и выставленные документы останутся, пока их велит хранить закон.",
        "С этой почтой можно зарегистрироваться снова, как новый пользователь.",
      ],
      when: "Когда",
      link: "На сайт",
    },
    en: {
      subject: "Your account is deleted",
      heading: "Your data are erased",
      paragraphs: [
        "Name, address, telephone, sessions, correspondence and notifications are gone. This is the last letter: once it is sent, we forget this address as well.",
        "Accounting entries and issued documents stay as long as the law has them kept.",
        "With this address one can register again, as somebody new.",
      ],
      when: "When",
      link: "To the site",
    },
  },
} as const;
