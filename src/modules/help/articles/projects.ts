import {
  type Article,
  type Block,
  ask,
  closed,
  department,
  facts,
  open,
  page,
  same,
  say,
  steps,
  texts,
} from "../article.ts";

const ROLES: Block = facts(
  [texts("Владелец", "Owner"), texts("всё, в том числе передать проект", "everything, giving the project away too")],
  [
    texts("Суперадминистратор", "Superadministrator"),
    texts("всё, кроме передачи и удаления проекта", "everything but giving the project away and deleting it"),
  ],
  [
    texts("Администратор биллинга", "Billing administrator"),
    texts("баланс, платежи, расходы, документы", "balance, payments, expenses, documents"),
  ],
  [
    texts("Администратор проекта", "Project administrator"),
    texts("объекты проекта и детализация расходов", "the project's objects and the detail of expenses"),
  ],
  [texts("Администратор пользователей", "User administrator"), texts("участники проекта", "members of the project")],
  [texts("Наблюдатель", "Viewer"), texts("видит проект, денег не видит", "sees the project and no money")],
);

/** Why a page is not the reader's. */
const notYours = (
  role: { readonly ru: string; readonly en: string },
  who: { readonly ru: string; readonly en: string },
) =>
  texts(
    `Ваша роль в проекте — «${role.ru}», это делает ${who.ru}. Попросите владельца дать вам такую роль.`,
    `Your role in the project is ${role.en}; this is done by the ${who.en}. Ask the owner for that role.`,
  );

export const PROJECTS: readonly Article[] = [
  {
    code: "pid",
    group: "projects",
    question: texts("Где посмотреть PID проекта?", "Where do I find the project's PID?"),
    words: texts("номер идентификатор проекта mcs", "number identifier project mcs"),
    answer: (reader) =>
      open(
        [
          ...(reader.project
            ? [facts([texts("PID открытого проекта", "PID of the open project"), same(reader.project.pid)])]
            : []),
          say(
            "PID — это mcs и десять цифр. Он стоит рядом с названием в переключателе проектов и в настройках. Его указывают в назначении банковского перевода: по нему узнают, чей платёж.",
            "A PID is mcs and ten digits. It stands beside the name in the project switcher and in the settings. It belongs in the purpose of a bank transfer: by it the payment is recognised.",
          ),
        ],
        page(reader, "project.view", "settings/general", texts("Открыть настройки", "Open the settings")),
      ),
  },
  {
    code: "freezing",
    group: "projects",
    question: texts(
      "Почему проект замораживается и что с ним будет?",
      "Why is a project frozen, and what becomes of it?",
    ),
    words: texts(
      "заморозка удаление объектов минус баланс разморозка",
      "freeze deletion objects negative balance unfreeze",
    ),
    answer: (reader) => {
      const { project } = reader;
      if (project?.scheme === "postpaid")
        return open(
          [
            say(
              `Ваш проект ${project.pid} работает по постоплате: за отрицательный баланс он не замораживается, между счетами баланс и должен быть ниже нуля.`,
              `Your project ${project.pid} is post-paid: it is not frozen for its balance, which is below zero between invoices by design.`,
            ),
          ],
          page(reader, "balance.view", "overview", texts("К обзору", "To the overview")),
        );
      return open(
        [
          ...(project
            ? [
                say(
                  project.frozen
                    ? `Проект ${project.pid} сейчас заморожен.`
                    : `Проект ${project.pid} сейчас не заморожен: час заморозки при нынешнем расходе — на странице «Обзор».`,
                  project.frozen
                    ? `Project ${project.pid} is frozen now.`
                    : `Project ${project.pid} is not frozen now: the hour of freezing at today's rate is on the Overview page.`,
                ),
              ]
            : []),
          steps(
            [
              "Личный счёт ушёл ниже нуля — проект замораживается в течение минуты: объекты остановлены, создавать нельзя.",
              "The payment account goes below zero, and the project is frozen within a minute: objects are stopped, nothing can be created.",
            ],
            [
              "Объекты удаляют через 7 дней, а если проект ни разу не пополняли — через 3 дня. За то, что существует, начисления идут, пеней нет.",
              "Objects are deleted after 7 days, or 3 if the project never received a payment. What still exists is charged, there is no penalty.",
            ],
            [
              "Счёт стал больше нуля — проект разморозится сам не позднее чем через 15 минут. Остановленное запустите вручную.",
              "The account is above zero again: the project is unfrozen by itself within 15 minutes. Start by hand what was stopped.",
            ],
          ),
          say(
            "Обещанного платежа нет. Если перевод в пути, а срок близко, спросите о сроке удаления.",
            "There is no promised payment. If a transfer is on its way and the time is near, ask about the deletion time.",
          ),
        ],
        page(reader, "payments.manage", "balance/payment-invoices", texts("Выставить счёт", "Make an invoice")),
        ask(reader, "deletion_time", texts("Спросить о сроке удаления", "Ask about the deletion time")),
      );
    },
  },
  {
    code: "conserve",
    group: "projects",
    question: texts("Как законсервировать или удалить проект?", "How do I conserve or delete a project?"),
    words: texts(
      "консервация удалить закрыть проект остаток долг документы",
      "conserve delete close the project balance debt papers",
    ),
    answer: (reader) =>
      open(
        [
          steps(
            [
              "Остановите и удалите всё, за что начисляют, и законсервируйте проект в его настройках: начислений не будет, пока вы его не возобновите.",
              "Stop and delete everything that is charged, and conserve the project in its settings: nothing is charged until you resume it.",
            ],
            [
              "Удалить проект может владелец, и с долгом тоже. Всё, что осталось в проекте, удалится, вернуть его нельзя.",
              "Its owner can delete the project, with a debt as well. Everything left in it is removed, and it cannot be brought back.",
            ],
            [
              "Использованное до удаления начислят и задокументируют как обычно. Детализация и документы останутся в консоли.",
              "What was used before is charged and documented as ever. Detail and documents stay in the console.",
            ],
          ),
          say(
            "Организации при удалении спрашиваем, за какие месяцы прислать документы. Долг нужно оплатить, об остатке на счёте спросите поддержку.",
            "Organisations are asked for which months papers are wanted. A debt has to be paid; ask support about money that is left.",
          ),
        ],
        page(reader, "project.manage", "settings/general", texts("К настройкам проекта", "To the project's settings")),
        ask(reader),
      ),
  },
  {
    code: "owner-change",
    group: "projects",
    question: texts("Как сменить владельца проекта?", "How do I change the project's owner?"),
    words: texts("передать проект другому владелец уволился", "transfer the project another owner left the company"),
    answer: (reader) => {
      const { project } = reader;
      const how = [
        steps(
          [
            "Новый владелец уже участник проекта: если нет, пригласите его.",
            "The new owner is a member already: if not, invite them.",
          ],
          [
            "Владелец выбирает его в разделе «Участники» и нажимает «Передать проект».",
            "The owner chooses them under Members and presses Give the project.",
          ],
          [
            "Новый владелец соглашается, роли меняются местами. Баланс может быть любым.",
            "The new owner consents, and the roles are exchanged. The balance may be any.",
          ],
        ),
        say(
          "Учётная запись, плательщик и его документы остаются у прежнего владельца. Владелец недоступен — отправьте запрос.",
          "The account, the payer and its documents stay with the owner of before. If the owner cannot be reached, send a request.",
        ),
      ];
      const request = ask(reader, "change_owner", texts("Владелец недоступен", "The owner cannot be reached"));
      if (project && !project.may.includes("project.transfer"))
        return closed(notYours(project.roleName, texts("владелец", "owner")), how, request);
      return open(
        how,
        page(reader, "members.manage", "settings/members", texts("К участникам", "To the members")),
        request,
      );
    },
  },
  {
    code: "re-registration",
    group: "projects",
    question: texts(
      "Как переоформить проект на другое юридическое лицо?",
      "How to re-register a project to another legal entity?",
    ),
    words: texts(
      "переоформление организация плательщик сменилась реорганизация",
      "organisation payer changed reorganisation",
    ),
    answer: (reader) =>
      open(
        [
          steps(
            [
              "Сменилась почта владельца — сначала смените владельца проекта.",
              "If the owner's mail changes, change the project's owner first.",
            ],
            [
              "Напишите в отдел документооборота: полное название и реквизиты прежней и новой организаций.",
              "Write to the document department: full names and details of both organisations.",
            ],
            [
              "Потребление до даты переоформления останется в документах прежней организации, после неё — новой.",
              "Consumption before the date stays in the documents of the former organisation, after it in the new one's.",
            ],
            ...(reader.region === null || reader.region.countryCode === "RU"
              ? [
                  [
                    "Резиденты России в Москве затем сами указывают новые реквизиты.",
                    "Residents of Russia in Moscow then fill in the new details themselves.",
                  ] as const,
                ]
              : []),
          ),
          department(reader),
        ],
        ask(reader, "question", texts("Отправить запрос", "Send the request")),
      ),
  },
  {
    code: "further-project",
    group: "projects",
    question: texts("Как создать ещё один проект?", "How do I create another project?"),
    words: texts("новый второй проект", "new second project"),
    answer: (reader) =>
      open(
        [
          say(
            `Проект создают в настройках. Он живёт в регионе вашей регистрации${reader.region ? `, сейчас это «${reader.region.name.ru}»` : ""}, владельцем будете вы, баланс у него свой. Бонус за регистрацию второму проекту не даётся.`,
            `A project is created in the settings. It lives in the region of your registration${reader.region ? `, here ${reader.region.name.en}` : ""}, you are its owner, and it has a balance of its own. The sign-up bonus is not given to a second project.`,
          ),
        ],
        page(reader, "project.view", "settings/general", texts("Создать проект", "Create a project")),
      ),
  },
];

export const ACCESS: readonly Article[] = [
  {
    code: "roles",
    group: "access",
    question: texts(
      "Какие бывают роли и какую дать бухгалтеру?",
      "Which roles are there, and which is for an accountant?",
    ),
    words: texts(
      "права доступ бухгалтер стажёр администратор наблюдатель",
      "rights access accountant intern administrator viewer",
    ),
    answer: (reader) =>
      open(
        [
          ...(reader.project ? [facts([texts("Ваша роль", "Your role"), reader.project.roleName])] : []),
          say(
            "Бухгалтеру подходит «Администратор биллинга»: баланс, платежи и документы без доступа к людям и объектам.",
            "For an accountant, Billing administrator: balance, payments and documents without people and objects.",
          ),
          ROLES,
        ],
        page(reader, "members.manage", "settings/members", texts("Участники проекта", "Members of the project")),
      ),
  },
  {
    code: "invite",
    group: "access",
    question: texts("Как пригласить человека в проект?", "How do I invite somebody to a project?"),
    words: texts("добавить участника приглашение коллега сотрудник", "add member invitation colleague"),
    answer: (reader) => {
      const { project } = reader;
      const how = [
        steps(
          [
            "В настройках проекта, в разделе «Участники», укажите почту и роль.",
            "In the project settings, under Members, give the address and the role.",
          ],
          [
            "Человек получит письмо со ссылкой на семь дней. Кто не зарегистрирован, регистрируется по ней же.",
            "They get a letter with a link for seven days; who is not registered registers by it.",
          ],
          ["Приглашение можно отправить ещё раз или отозвать.", "The invitation can be sent again or withdrawn."],
        ),
      ];
      if (project && !project.may.includes("members.manage"))
        return closed(notYours(project.roleName, texts("администратор пользователей", "user administrator")), how);
      return open(how, page(reader, "members.manage", "settings/members", texts("Пригласить", "Invite")));
    },
  },
  {
    code: "tokens",
    group: "access",
    question: texts("Как получить доступ к API?", "How do I get access to the API?"),
    words: texts("токен ключ программа интеграция", "token key program integration"),
    answer: (reader) => {
      const { project } = reader;
      const how = [
        say(
          "Токен выпускают в настройках проекта: название, права и срок. Его текст показывается один раз. Токен видит только свой проект и только то, на что выпущен.",
          "A token is issued in the project settings: a name, scopes and a term. Its text is shown once. It sees its own project alone and only what it was issued for.",
        ),
      ];
      if (project && !project.may.includes("tokens.manage"))
        return closed(
          notYours(project.roleName, texts("владелец или суперадминистратор", "owner or a superadministrator")),
          how,
        );
      return open(how, page(reader, "tokens.manage", "settings/tokens", texts("Выпустить токен", "Issue a token")), {
        label: texts("Описание API", "The API's description"),
        href: "/docs",
      });
    },
  },
  {
    code: "change-password",
    group: "access",
    question: texts("Как сменить пароль?", "How do I change my password?"),
    words: texts("новый пароль сменить изменить украли утечка", "new password change stolen leaked"),
    answer: ({ project }) =>
      open(
        [
          steps(
            ["Откройте профиль, раздел «Вход и безопасность».", "Open the profile, section Sign-in and security."],
            [
              "Введите текущий пароль и новый: не короче 12 знаков. Под полем видно, чего новому не хватает.",
              "Give the current password and a new one of at least 12 characters. Below the field it says what the new one lacks.",
            ],
            [
              "Остальные сеансы завершатся, на почту придёт письмо.",
              "The other sessions end, and a letter comes to your mailbox.",
            ],
          ),
          say(
            "Текущий пароль забыт — задайте новый по ссылке из письма.",
            "Forgot the current one: set a new one by a letter's link.",
          ),
        ],
        project ? { label: texts("Сменить пароль", "Change the password"), href: "/profile/security" } : null,
        { label: texts("Задать новый по ссылке", "Set a new one by a link"), href: "/forgot-password" },
      ),
  },
  {
    code: "change-mail",
    group: "access",
    question: texts("Как сменить почту для входа?", "How do I change the address I sign in with?"),
    words: texts("почта адрес сменить email логин", "mail address change email login"),
    answer: ({ project }) =>
      open(
        [
          steps(
            [
              "Откройте профиль, раздел «Вход и безопасность», и введите новую почту.",
              "Open the profile, section Sign-in and security, and give the new address.",
            ],
            [
              "Письма со ссылками придут в оба ящика: прежний и новый. Ссылки действуют сутки.",
              "Letters with links come to both mailboxes, the old one and the new one. The links are valid for a day.",
            ],
            [
              "Когда подтвердят оба, почта сменится, а все сеансы завершатся: войдите с новой.",
              "When both have agreed the address changes and all sessions end: sign in with the new one.",
            ],
          ),
          say(
            "Прежний ящик недоступен — напишите в поддержку.",
            "If the old mailbox cannot be opened, turn to support.",
          ),
        ],
        project ? { label: texts("Сменить почту", "Change the address"), href: "/profile/security" } : null,
      ),
  },
  {
    code: "my-data",
    group: "access",
    question: texts("Что обо мне хранится и как получить это файлом?", "What is kept about me, and how do I get it?"),
    words: texts(
      "персональные личные данные выгрузка копия закон 152 архив скачать",
      "personal data export copy privacy archive download",
    ),
    answer: ({ project }) =>
      open(
        [
          say(
            "Учётная запись, телефон, сеансы, роли и приглашения, запросы с файлами, уведомления, ваши действия и реквизиты плательщика. Всё это выдаётся одним архивом: страница для чтения и то же для программ.",
            "Your account, telephone, sessions, roles and invitations, requests with files, notifications, what you did and a payer's details. All of it comes as one archive: a page to read and the same for programs.",
          ),
          steps(
            ["Откройте профиль, раздел «Мои данные».", "Open the profile, section My data."],
            [
              "Нажмите «Скачать файл» и подтвердите, что это вы: паролем или кодом.",
              "Choose Download the file, and show that it is you: by the password or a code.",
            ],
            [
              "О том, что файл получен, придёт письмо. Паролей, ключей и данных других людей в нём нет.",
              "A letter says that the file was taken. Passwords, keys and what is known of other people are not in it.",
            ],
          ),
        ],
        project ? { label: texts("Мои данные", "My data"), href: "/profile/data" } : null,
      ),
  },
  {
    code: "delete-account",
    group: "access",
    question: texts("Как удалить учётную запись и личные данные?", "How do I delete my account and my personal data?"),
    words: texts(
      "стереть удаление аккаунт персональные данные забыть отозвать согласие",
      "erase deletion account personal data forget withdraw consent",
    ),
    answer: ({ project }) =>
      open(
        [
          steps(
            [
              "Передайте свои проекты другому участнику или удалите их; оплатите долг, остаток денег попросите вернуть, индивидуальный договор завершите.",
              "Give your projects to another member or delete them; pay a debt, ask for money that is left, end an individual contract.",
            ],
            [
              "Откройте профиль, раздел «Мои данные»: там сказано, что ещё мешает.",
              "Open the profile, section My data: it says what still keeps it.",
            ],
            [
              "Нажмите «Удалить учётную запись» и подтвердите, что это вы. Семь дней удаление можно отменить там же.",
              "Choose Delete my account, and show that it is you. For seven days you can take it back there.",
            ],
          ),
          say(
            "Потом имя, почта, телефон, сеансы, переписка и уведомления стираются навсегда. Бухгалтерские записи и выставленные документы остаются: их велит хранить закон. С той же почтой можно зарегистрироваться снова.",
            "Then name, address, telephone, sessions, correspondence and notifications are erased for good. Accounting entries and issued documents stay: the law has them kept. With the same address one can register again.",
          ),
          say(
            "Войти не получается — пришлите письменное заявление: его внесёт поддержка, когда убедится, что это вы.",
            "If you cannot sign in, send a paper: support enters it once it is sure that it is you.",
          ),
        ],
        project ? { label: texts("Мои данные", "My data"), href: "/profile/data" } : null,
      ),
  },
  {
    code: "support-visit",
    group: "access",
    question: texts("Зачем поддержка смотрела мою консоль?", "Why did support look at my console?"),
    words: texts("просмотр поддержка сотрудник смотрит как клиент", "visit support staff looks as customer"),
    answer: ({ project }) =>
      open(
        [
          say(
            "Чтобы разобраться в вопросе, сотрудник поддержки может открыть консоль так, как видите её вы: с причиной и не дольше часа. Менять он ничего не может: ни деньги, ни доступ, ни документы.",
            "To look into a question a member of support may open the console as you see it: with a reason, for an hour at most. Nothing can be changed that way: no money, no access, no documents.",
          ),
          steps(
            [
              "О начале сразу приходит письмо с причиной, а в консоли — уведомление.",
              "A letter with the reason comes as it begins, and a notification in the console.",
            ],
            [
              "Все просмотры видны в профиле, раздел «Сеансы», и в журнале действий проекта.",
              "All visits are in the profile, section Sessions, and in the project's audit log.",
            ],
            [
              "Ни о чём не спрашивали — напишите в поддержку и приложите письмо.",
              "If you asked nothing, write to support and attach the letter.",
            ],
          ),
        ],
        project ? { label: texts("Просмотры поддержкой", "Visits of support"), href: "/profile/sessions" } : null,
      ),
  },
  {
    code: "sign-in",
    group: "access",
    question: texts("Не получается войти", "I cannot sign in"),
    words: texts("забыл пароль вход замедлен заблокирован подбор", "forgot password sign-in slowed blocked"),
    answer: () =>
      open(
        [
          steps(
            [
              "Забыли пароль — запросите ссылку и задайте новый. Остальные сессии при этом закончатся.",
              "Forgot the password: ask for a link and set a new one. Your other sessions end with it.",
            ],
            [
              "Пароль подбирал кто-то другой — вход с незнакомых устройств замедлен. Откройте ссылку из письма на своём устройстве.",
              "Somebody else tried passwords: signing in from unknown devices is slowed down. Open the letter's link on your device.",
            ],
            [
              "Письма нет — посмотрите в спаме: оно приходит за минуту.",
              "No letter: look into spam, it comes within a minute.",
            ],
          ),
        ],
        { label: texts("Задать новый пароль", "Set a new password"), href: "/forgot-password" },
      ),
  },
];
