import { type Article, ask, closed, facts, open, page, same, say, steps, texts } from "../article.ts";

/** REG-02: how a company's own identity provider lets its people in. */
const COMPANY = [
  steps(
    [
      "У провайдера входа (OpenID Connect) зарегистрируйте веб-приложение: authorization code с PKCE, права openid, email и profile.",
      "Register a web application with your identity provider (OpenID Connect): authorization code with PKCE, scopes openid, email and profile.",
    ],
    [
      "В настройках проекта, раздел «Вход через компанию», укажите домен почты, издателя, номер клиента и секрет. Там появится адрес возврата для провайдера.",
      "In the project's settings, section Company sign-in, name the mail domain, the issuer, the client ID and the secret. The redirect URI for your provider appears there.",
    ],
    [
      "Добавьте в DNS домена запись TXT, которую показывает страница, и нажмите «Проверить запись».",
      "Add the TXT record that the page shows to the domain's DNS and press Check the record.",
    ],
    [
      "Мы рассмотрим заявку, обычно за рабочий день; о решении придёт письмо.",
      "We look at it, usually within a working day; a letter tells you what was decided.",
    ],
    [
      "Войдите так сами: на странице входа введите почту и нажмите «Войти через компанию».",
      "Sign in so yourself: enter your mail at the sign-in and press Sign in through your company.",
    ],
  ),
  say(
    "Провайдер должен сообщать, что почта подтверждена (email_verified). Кого здесь ещё нет, становится участником проекта с выбранной ролью. У кого уже есть учётная запись с этой почтой, тот один раз подтверждает паролем, что она его.",
    "The provider has to say that the mail address is confirmed (email_verified). Whoever is new becomes a member of the project with the chosen role. Whoever has an account of that address shows once by the password that it is theirs.",
  ),
  say(
    "Можно впускать людей домена только через компанию. Тогда пароль и ключ доступа их не впустят; владелец проекта по-прежнему входит паролем, если провайдер недоступен. Сменить почту домена на другую они тогда не могут. Токены API действуют по-прежнему.",
    "You may let people of the domain in through the company only. Then a password or a passkey does not; the project's owner may still use a password when the provider is down. They cannot change an address of the domain for another either. API tokens work as before.",
  ),
  say(
    "Уволенному закройте вход у провайдера и исключите его из проекта: без роли проект для него закрыт сразу, даже если сеанс ещё открыт.",
    "Close the access of whoever has left at the provider, and remove them from the project: without a role it is closed to them at once, even in an open session.",
  ),
];

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
  {
    code: "company-sign-in",
    group: "access",
    question: texts(
      "Как настроить вход сотрудников через нашу компанию (SSO)?",
      "How do I let our people sign in through our company (SSO)?",
    ),
    words: texts(
      "sso единый вход openid connect oidc провайдер домен keycloak okta google entra dns txt сотрудники",
      "sso single sign-on openid connect oidc identity provider domain keycloak okta google entra dns txt employees",
    ),
    answer: (reader) => {
      const { project } = reader;
      const away = project ? ask(reader) : null;
      if (project && !project.may.includes("sso.manage")) {
        const why = texts(
          `Ваша роль в проекте — «${project.roleName.ru}», вход через компанию настраивает владелец.`,
          `Your role in the project is ${project.roleName.en}; the company sign-in is set up by the owner.`,
        );
        return closed(why, COMPANY, away);
      }
      const label = texts("Вход через компанию", "Company sign-in");
      return open(COMPANY, page(reader, "sso.manage", "settings/sso", label), away);
    },
  },
];
