import {
  type Article,
  type Reader,
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

/** The regions side by side: currency, supplier, where documents are asked for. */
function compared({ regions }: Reader) {
  return facts(
    ...regions.map(
      ({ name, site, currency, supplierName, edmAvailable }) =>
        [
          name,
          texts(
            `сайт ${site}; валюта ${currency}; договор с ${supplierName}; ${edmAvailable ? "есть ЭДО" : "документы на бумаге"}`,
            `site ${site}; currency ${currency}; contract with ${supplierName}; ${edmAvailable ? "EDM" : "documents on paper"}`,
          ),
        ] as const,
    ),
  );
}

const registerActions = ({ regions, region }: Reader) =>
  regions.map(({ code, name, site }) => ({
    label: texts(`Зарегистрироваться: ${name.ru}`, `Register: ${name.en}`),
    href: code === region?.code ? "/register" : `https://${site}/register`,
  }));

export const START: readonly Article[] = [
  {
    code: "regions",
    group: "start",
    question: texts("Что такое регион и можно ли его сменить?", "What is a region, and can it be changed?"),
    words: texts(
      "сайт валюта поставщик Москва Казахстан часовой пояс",
      "site currency supplier Moscow Kazakhstan time zone",
    ),
    answer: (reader) =>
      open(
        [
          ...(reader.project && reader.region
            ? [
                say(
                  `Ваш проект ${reader.project.pid} живёт в регионе «${reader.region.name.ru}»: баланс в ${reader.region.currency}, договор с ${reader.region.supplierName}.`,
                  `Your project ${reader.project.pid} lives in the region ${reader.region.name.en}: its balance is in ${reader.region.currency}, the contract is with ${reader.region.supplierName}.`,
                ),
              ]
            : []),
          say(
            "Регион определяется сайтом, на котором вы зарегистрировались. От него зависят валюта, поставщик, границы суток и месяца, способы оплаты и документы. Все проекты регистрации живут в её регионе, сменить его нельзя: в другом регионе регистрируются заново, с другой почтой.",
            "The region is that of the site where you registered. It decides on the currency, the supplier, when days and months begin, how to pay and which documents there are. All projects of a registration live in its region, and it cannot be changed: in another region one registers anew, with another address of mail.",
          ),
          compared(reader),
        ],
        ...(reader.project ? [] : registerActions(reader)),
      ),
  },
  {
    code: "foreign-company",
    group: "start",
    question: texts(
      "Мы компания не из России, как начать работу?",
      "We are a company not from the Russian Federation, how to start working?",
    ),
    words: texts(
      "нерезидент иностранная компания телефон договор тенге",
      "non-resident foreign company phone contract tenge",
    ),
    answer: (reader) =>
      open(
        [
          say(
            "Выберите регион, где должна стоять инфраструктура, и зарегистрируйтесь на его сайте. Условия для нерезидентов зависят от региона.",
            "Choose the region where the infrastructure has to be and register on its site. What applies to non-residents depends on the region.",
          ),
          ...(reader.region === null || reader.region.countryCode === "RU"
            ? [
                say(
                  "Регион в России: как юридическое лицо с закрывающими документами нерезидент работает только по индивидуальному договору, валюта и порядок оплаты определяются в нём. Иностранный телефон привязывает техническая поддержка.",
                  "A region in Russia: a non-resident works as a legal entity with accounting documents only under an individual contract, which fixes currency and payment. A foreign phone number is linked by support.",
                ),
              ]
            : []),
          ...(reader.region === null || reader.region.countryCode === "KZ"
            ? [
                say(
                  "Регион в Казахстане: юридические лица — резиденты Казахстана выбирают оферту или индивидуальный договор. Платят только в тенге; картой — выпущенной банком Казахстана, Армении, Азербайджана, Беларуси, Кыргызстана, Узбекистана, Таджикистана, Литвы, Латвии, Эстонии или Грузии.",
                  "A region in Kazakhstan: legal entities resident in Kazakhstan choose the public offer or an individual contract. One pays in tenge only; by card, with one issued by a bank of Kazakhstan, Armenia, Azerbaijan, Belarus, Kyrgyzstan, Uzbekistan, Tajikistan, Lithuania, Latvia, Estonia or Georgia.",
                ),
              ]
            : []),
          compared(reader),
        ],
        ...(reader.project
          ? [ask(reader, "foreign_phone", texts("Привязать иностранный телефон", "Link a foreign phone")), ask(reader)]
          : registerActions(reader)),
      ),
  },
  {
    code: "register",
    group: "start",
    question: texts("Как зарегистрироваться?", "How do I register?"),
    words: texts("регистрация аккаунт учётная запись письмо ссылка почта", "registration account letter link mail"),
    answer: (reader) =>
      open(
        [
          steps(
            [
              "Откройте сайт нужного региона и укажите почту. Один адрес регистрируется один раз на все регионы.",
              "Open the site of the region that you need and give your address of mail. One address registers once over all regions.",
            ],
            [
              "Перейдите по ссылке из письма: она действует сутки. Не пришло — посмотрите в спаме и запросите ещё раз.",
              "Follow the link in the letter: it is valid for a day. If it did not come, look into spam and ask for it again.",
            ],
            ["Задайте имя и пароль: не короче 12 знаков.", "Set your name and a password of at least 12 characters."],
            [
              "Первый проект создан вместе с учётной записью, вы его владелец.",
              "The first project is made with the sign-in, and you are its owner.",
            ],
          ),
        ],
        ...(reader.project ? [] : registerActions(reader)),
      ),
  },
  {
    code: "foreign-phone",
    group: "start",
    question: texts(
      "Как привязать телефон, в том числе другой страны?",
      "How do I link a phone number, also of another country?",
    ),
    words: texts(
      "номер иностранный телефон код смс сменить потерян подключить услуги приветственный бонус",
      "number foreign phone code sms change lost activate services sign-up bonus",
    ),
    answer: (reader) =>
      open(
        [
          steps(
            [
              "Откройте профиль, раздел «Вход и безопасность», и введите мобильный номер.",
              "Open the profile, section Sign-in and security, and give your mobile number.",
            ],
            [
              "Введите код из SMS: он действует десять минут. При смене номера код придёт и на прежний.",
              "Give the code of the SMS: it is valid for ten minutes. When the number changes, a code comes to the old one as well.",
            ],
            [
              "Прежний номер потерян — отправьте запрос и напишите почему: номер сменит поддержка.",
              "The old number is lost: send the request and say why, and support changes it.",
            ],
          ),
          say(
            reader.region
              ? `Номер страны региона «${reader.region.name.ru}» привязывают сами по коду, номер другой страны — по запросу в поддержку.`
              : "Номер страны региона привязывают сами по коду, номер другой страны — по запросу в поддержку.",
            reader.region
              ? `A number of the country of ${reader.region.name.en} is linked by yourself with a code; one of another country by a request to support.`
              : "A number of the region's country is linked by yourself with a code; one of another country by a request to support.",
          ),
          say(
            "Как только номер привязан, во всех проектах учётной записи подключаются услуги: до этого серверы и диски не создать.",
            "As soon as the number is linked, services are activated in all projects of the account: servers and disks cannot be created before.",
          ),
          ...(reader.region?.welcome
            ? [
                say(
                  `При первой регистрации вместе с услугами начисляется бонус ${reader.region.welcome.amount.ru} на ${reader.region.welcome.days} дней. Он не положен новым проектам, приглашённым участникам и номеру, по которому его уже получили.`,
                  `With a first registration a bonus of ${reader.region.welcome.amount.en} for ${reader.region.welcome.days} days comes with the services. It is not for further projects, invited members, or a number that brought it before.`,
                ),
              ]
            : []),
        ],
        reader.project ? { label: texts("Привязать номер", "Link a number"), href: "/profile/security" } : null,
        ask(reader, "foreign_phone", texts("Отправить запрос", "Send the request")),
      ),
  },
  {
    code: "differences",
    group: "contract",
    question: texts(
      "Чем отличается работа физического и юридического лица?",
      "What is different for individuals and legal entities?",
    ),
    words: texts(
      "физлицо юрлицо ИП предоплата постоплата оферта ЭДО",
      "individual legal entity prepayment post-payment offer EDM",
    ),
    answer: (reader) => {
      const { project } = reader;
      const organisation = project?.payer?.organisation ?? false;
      const you = project
        ? [
            say(
              `Ваш проект ${project.pid}: ${organisation ? "юридическое лицо или предприниматель" : "физическое лицо"}, ${project.scheme === "prepaid" ? "предоплата" : "постоплата"}, ${project.payer?.individualContract ? "индивидуальный договор" : "публичная оферта"}.`,
              `Your project ${project.pid}: ${organisation ? "a legal entity or sole proprietor" : "an individual"}, ${project.scheme === "prepaid" ? "prepayment" : "post-payment"}, ${project.payer?.individualContract ? "an individual contract" : "the public offer"}.`,
            ),
          ]
        : [];
      return open(
        [
          ...you,
          facts(
            [
              texts("Схема оплаты", "Payment scheme"),
              texts(
                "физлицо — предоплата; юрлицо — предоплата или постоплата по индивидуальному договору",
                "individuals: prepayment; legal entities: prepayment, or post-payment by an individual contract",
              ),
            ],
            [
              texts("Договор", "Contract"),
              texts(
                "физлицо — оферта; юрлицо — оферта или индивидуальный",
                "individuals: public offer; legal entities: public offer or individual",
              ),
            ],
            [
              texts("Удобнее платить", "Recommended payment"),
              texts(
                "физлицу — картой; юрлицу — банковским переводом: только он попадает в документы",
                "individuals: by card; legal entities: by bank transfer, which alone stands in documents",
              ),
            ],
            [
              texts("Дорегистрация", "Additional registration"),
              texts(
                "только юрлица и предприниматели, по желанию",
                "legal entities and sole proprietors only, optional",
              ),
            ],
            [
              texts("ЭДО", "EDM"),
              texts(
                "только резиденты России в регионе, где оно есть",
                "residents of Russia only, in a region that has it",
              ),
            ],
          ),
        ],
        page(reader, "project.view", "settings/general", texts("Настройки проекта", "Project settings")),
      );
    },
  },
  {
    code: "supplier",
    group: "contract",
    question: texts("Как узнать реквизиты поставщика?", "How do I find out the supplier's details?"),
    words: texts("банковские реквизиты поставщик ВК QazCloud", "banking details supplier VK QazCloud"),
    answer: (reader) => {
      const named = reader.region ? [reader.region] : reader.regions;
      return open(
        [
          facts(...named.map(({ name, supplierName }) => [name, same(supplierName)] as const)),
          reader.region && !reader.region.ownInvoices
            ? say(
                "Полные реквизиты стоят в счёте, который отдел документооборота выставляет по запросу.",
                "The full details stand in the invoice that the document department makes on request.",
              )
            : say(
                "Полные реквизиты стоят в счёте на оплату, в поле «Поставщик»: выставьте счёт на любую сумму.",
                "The full details stand in a payment invoice, field Supplier: make one for any amount.",
              ),
        ],
        reader.region?.ownInvoices === false
          ? ask(reader)
          : page(reader, "payments.manage", "balance/payment-invoices", texts("Выставить счёт", "Make an invoice")),
      );
    },
  },
  {
    code: "individual-contract",
    group: "contract",
    question: texts("Как заключить индивидуальный договор?", "How to conclude an individual contract?"),
    words: texts("договор постоплата менеджер юрлицо", "contract post-payment manager"),
    answer: (reader) => {
      const { project } = reader;
      const how = [
        steps(
          ["Напишите в отдел документооборота вашего региона.", "Write to the document department of your region."],
          ["Укажите полное название и реквизиты организации.", "Give the organisation's full name and details."],
          ["Назовите контактное лицо: ФИО и телефон.", "Name a contact person: full name and phone."],
          ["Менеджер свяжется с вами и уточнит условия.", "A manager will contact you about the terms."],
        ),
        say(
          "Договором фиксируются схема оплаты, валюта, цены, состав и доставка документов.",
          "The contract fixes the payment scheme, currency, prices, and which documents come and how.",
        ),
        department(reader),
      ];
      if (project?.payer?.individualContract)
        return open(
          [
            say(
              `У вас уже индивидуальный договор: плательщик ${project.payer.name}.`,
              `You have an individual contract already: the payer is ${project.payer.name}.`,
            ),
          ],
          ask(reader, "question", texts("Спросить об условиях", "Ask about its terms")),
        );
      if (project && !project.payer?.organisation)
        return closed(
          texts(
            "Проект работает по схеме физического лица, а индивидуальный договор заключают с организациями и предпринимателями. Чтобы он стал доступен, укажите в запросе реквизиты организации.",
            "The project works by the individual's scheme, and individual contracts are for organisations and sole proprietors. To open it, give your organisation's details in the request.",
          ),
          how,
          ask(reader),
        );
      return open(how, ask(reader, "question", texts("Отправить запрос", "Send the request")));
    },
  },
];
