/** REG-02: letters on passkeys that were added or removed. */
export const PASSKEY_WORDS = {
  passkey_added: {
    ru: {
      subject: "Добавлен ключ доступа",
      heading: "К вашей учётной записи добавлен ключ доступа",
      paragraphs: [
        "Теперь по этому ключу можно войти без пароля и кода. Он работает только на своём сайте и только у того, кого узнаёт устройство: по отпечатку, лицу или PIN-коду.",
        "Если это сделали не вы, сразу удалите ключ в профиле, задайте новый пароль и обратитесь в поддержку.",
      ],
      when: "Когда",
      link: "Вход и безопасность",
    },
    en: {
      subject: "A passkey was added",
      heading: "A passkey was added to your account",
      paragraphs: [
        "From now on it lets you in without the password and without a code. It works on its own site alone, and only for whom the device knows: by finger, face or PIN.",
        "If it was not you, remove it in your profile at once, set a new password and turn to support.",
      ],
      when: "When",
      link: "Sign-in and security",
    },
  },
  passkey_removed: {
    ru: {
      subject: "Удалён ключ доступа",
      heading: "Ключ доступа удалён",
      paragraphs: [
        "По нему больше не войти, сеансы, начатые с ним на других устройствах, завершены. На самом устройстве запись о нём можно удалить в его настройках.",
        "Если это сделали не вы и поддержку об этом не просили, сразу задайте новый пароль.",
      ],
      when: "Когда",
      link: "Вход и безопасность",
    },
    en: {
      subject: "A passkey was removed",
      heading: "A passkey was removed",
      paragraphs: [
        "It opens nothing any more, and sessions on other devices that began with it were ended. What the device itself keeps of it can be removed in its settings.",
        "If it was not you and you did not ask support for it, set a new password at once.",
      ],
      when: "When",
      link: "Sign-in and security",
    },
  },
} as const;

/** The same in the console: what happened, and what it means. */
export const PASSKEY_TOLD = {
  passkey_added: {
    title: { ru: "Добавлен ключ доступа", en: "A passkey was added" },
    text: { ru: "По нему входят без пароля.", en: "It lets one in without the password." },
  },
  passkey_removed: {
    title: { ru: "Удалён ключ доступа", en: "A passkey was removed" },
    text: { ru: "По нему больше не войти.", en: "It opens nothing any more." },
  },
} as const;
