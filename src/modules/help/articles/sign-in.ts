import { type Article, ask, facts, open, same, say, steps, texts } from "../article.ts";

export const SIGN_IN: readonly Article[] = [
  {
    code: "passkeys",
    group: "access",
    question: texts("Как войти без пароля, по ключу доступа?", "How do I sign in without a password, by a passkey?"),
    words: texts(
      "ключ доступа passkey отпечаток лицо PIN устройство вход второй фактор код потерян телефон",
      "passkey fingerprint face PIN device sign-in second factor code lost phone",
    ),
    answer: (reader) =>
      open(
        [
          steps(
            [
              "Откройте профиль, раздел «Вход и безопасность», и нажмите «Добавить ключ доступа».",
              "Open the profile, section Sign-in and security, and press Add a passkey.",
            ],
            [
              "Подтвердите на устройстве, что это вы: отпечатком, лицом или PIN-кодом. Об этом придёт письмо.",
              "Show your device that it is you: by finger, face or PIN. A letter tells you of it.",
            ],
            [
              "При следующем входе нажмите «Войти по ключу доступа» или выберите его в подсказке поля с почтой.",
              "The next time press Sign in with a passkey, or choose it where the browser offers it in the field of the e-mail.",
            ],
          ),
          say(
            "Ключ заменяет и пароль, и код из приложения: устройство узнаёт вас само. Им же можно подтвердить важное действие. Пароль при этом остаётся.",
            "It takes the place of the password and of the app's code: the device itself knows you. It also confirms acts that ask who is there. The password stays.",
          ),
          say(
            "Ключ принадлежит сайту, на котором его добавили, на другом сайте браузер его не предложит: там добавьте ещё один.",
            "A passkey belongs to the site where it was added, and browsers offer it on no other: add one more there.",
          ),
          facts(...reader.regions.map(({ name, site }) => [name, same(site)] as const)),
          say(
            "Устройство потеряно или ключ добавили не вы: войдите иначе и удалите ключ. Сеансы, начатые с ним на других устройствах, завершатся. Если войти не получается, обратитесь в поддержку.",
            "The device is lost, or it was not you who added it: sign in another way and remove it. Sessions on other devices that began with it end. If you cannot get in, turn to support.",
          ),
        ],
        reader.project
          ? { label: texts("Вход и безопасность", "Sign-in and security"), href: "/profile/security" }
          : { label: texts("Войти", "Sign in"), href: "/sign-in" },
        reader.project ? ask(reader) : null,
      ),
  },
];
