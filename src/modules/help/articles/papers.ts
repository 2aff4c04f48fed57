import { type Article, type Reader, ask, closed, department, open, page, say, steps, texts } from "../article.ts";

const isOrganisation = ({ project }: Reader) => project?.payer?.organisation ?? false;
const invoice = (reader: Reader) =>
  page(reader, "payments.manage", "balance/payment-invoices", texts("Выставить счёт", "Make an invoice"));
const papers = (reader: Reader) =>
  page(reader, "documents.view", "documents", texts("Закрывающие документы", "Closing documents"));
const sendRequest = (reader: Reader) => ask(reader, "question", texts("Отправить запрос", "Send the request"));

/** What the post-paid read in place of how to pay first (PAY-06). */
const waitForInvoice = [
  steps(
    [
      "Дождитесь счёта: он приходит с документами за месяц.",
      "Wait for the invoice: it comes with the documents of the month.",
    ],
    ["Оплатите его банковским переводом до срока.", "Pay it by bank transfer in time."],
  ),
];

/** DOC-08: an individual gets receipts, and no accounting documents. */
const individualsGetNone = texts(
  "Проект работает по схеме физического лица: закрывающих документов по ней нет, только чеки. Чтобы получать их, работайте как организация или предприниматель.",
  "The project works by the individual's scheme, which has receipts and no accounting documents. To get them, work as an organisation or a sole proprietor.",
);

export const PAPERS: readonly Article[] = [
  {
    code: "pay",
    group: "payment",
    question: texts(
      "Мы компания из России, как оплатить услуги?",
      "We are a company from the Russian Federation, how to pay for services?",
    ),
    words: texts("оплата счёт перевод пополнить баланс", "payment invoice transfer top up balance"),
    answer: (reader) => {
      const { project, region } = reader;
      if (project?.scheme === "postpaid")
        return open(waitForInvoice, page(reader, "balance.view", "overview", texts("Что к оплате", "What is due")));
      if (region && !region.ownInvoices)
        return open(
          [
            say(
              `В регионе «${region.name.ru}» счёт на перевод выставляет отдел документооборота: укажите организацию, PID${project ? ` ${project.pid}` : ""} и сумму. Платят в ${region.currency}.`,
              `In ${region.name.en} an invoice for a transfer is made by the document department: give the organisation, the PID${project ? ` ${project.pid}` : ""} and the amount. One pays in ${region.currency}.`,
            ),
            department(reader),
          ],
          sendRequest(reader),
        );
      return open(
        [
          steps(
            [
              "Укажите реквизиты организации, если ещё не указали.",
              "Give your organisation's details, if you have not yet.",
            ],
            [
              `Выставьте счёт на нужную сумму${project ? ` для проекта ${project.pid}` : ""}.`,
              `Make an invoice for the amount${project ? ` for project ${project.pid}` : ""}.`,
            ],
            [
              "Оплатите его банковским переводом, не меняя назначения: зачисление до трёх банковских дней.",
              "Pay it by bank transfer without changing its purpose: it is credited within three banking days.",
            ],
          ),
        ],
        invoice(reader),
      );
    },
  },
  {
    code: "pay-foreign",
    group: "payment",
    question: texts(
      "Мы компания не из России, как оплатить услуги?",
      "We are a company not from the Russian Federation, how to pay for services?",
    ),
    words: texts("нерезидент счёт оплата тенге Казахстан", "non-resident invoice payment tenge Kazakhstan"),
    answer: (reader) =>
      reader.project?.scheme === "postpaid"
        ? open(waitForInvoice, page(reader, "balance.view", "overview", texts("Что к оплате", "What is due")))
        : open(
            [
              steps(
                ["Попросите счёт в отделе документооборота.", "Ask the document department for an invoice."],
                [
                  "Укажите полное название и реквизиты организации и сумму.",
                  "Give the organisation's full name and details and the amount.",
                ],
                ["Оплатите счёт банковским переводом.", "Pay it by bank transfer."],
              ),
              department(reader),
            ],
            sendRequest(reader),
          ),
  },
  {
    code: "card-in-documents",
    group: "payment",
    question: texts(
      "Как провести платёж с карты в документах юрлица?",
      "How to make a payment from a card in accounting documents for a legal entity?",
    ),
    words: texts("карта возврат перезачёт документы", "card refund re-credit documents"),
    answer: (reader) => {
      const how = [
        say(
          "В документы попадают только банковские переводы. Платёж с карты можно только перезачесть:",
          "Documents show bank transfers alone. A card payment can only be re-credited:",
        ),
        steps(
          ["Попросите поддержку вернуть платёж.", "Ask support to refund the payment."],
          [
            "Пополните баланс на ту же сумму банковским переводом.",
            "Top up the balance by the same amount by bank transfer.",
          ],
        ),
      ];
      if (reader.project && !isOrganisation(reader)) return closed(individualsGetNone, how, sendRequest(reader));
      return open(how, sendRequest(reader), reader.region?.ownInvoices === false ? null : invoice(reader));
    },
  },
  {
    code: "invoice-details",
    group: "payment",
    question: texts(
      "В счёте нет моих реквизитов, как их добавить?",
      "The invoice does not contain my details, how do I add them?",
    ),
    words: texts("дорегистрация реквизиты плательщик ИНН", "additional registration details payer INN"),
    answer: (reader) => {
      const { project, region } = reader;
      if (region && (region.countryCode !== "RU" || project?.payer?.resident === false))
        return closed(
          texts(
            "Дорегистрация доступна только резидентам России в регионе Москва. Ваши реквизиты в счёте ставит отдел документооборота.",
            "Additional registration is for residents of Russia in the region Moscow. Your details are put into the invoice by the document department.",
          ),
          [department(reader)],
          sendRequest(reader),
        );
      if (project?.payer)
        return open(
          [
            say(
              `Реквизиты уже указаны: ${project.payer.name}. Новые счета выставляются с ними.`,
              `The details are there: ${project.payer.name}. New invoices have them.`,
            ),
          ],
          invoice(reader),
        );
      return open(
        [
          say(
            "Пришлите реквизиты организации: ИНН, название, юридический адрес. После этого в счетах будет ваш плательщик.",
            "Send your organisation's details: INN, name, legal address. Then invoices have your payer.",
          ),
        ],
        sendRequest(reader),
      );
    },
  },
  ...(
    [
      [
        "accounting-documents",
        texts("Как получать документы для бухгалтерии?", "How to get accounting documents?"),
        texts("УПД акт закрывающие ЭДО", "UPD act closing EDM"),
        [
          ["полное название и реквизиты организации", "the organisation's full name and details"],
          ["какие документы нужны", "which documents you need"],
          ["ЭДО или бумага, и нужны ли сканы на почту", "EDM or paper, and whether scans by mail are wanted"],
        ],
      ],
      [
        "reconciliation",
        texts("Как получить акт сверки за период?", "How do I get a reconciliation report for a period?"),
        texts("сверка акт период", "reconciliation report period"),
        [
          ["полное название и реквизиты организации", "the organisation's full name and details"],
          ["период акта", "the report's period"],
        ],
      ],
      [
        "scans",
        texts(
          "Нужны сканы наших документов, как их получить?",
          "We need scans of our accounting documents, how do we get them?",
        ),
        texts("копии скан PDF почта", "copies scan PDF mail"),
        [
          ["полное название и реквизиты организации", "the organisation's full name and details"],
          ["список документов", "the list of documents"],
          ["почта для сканов и нужны ли они каждый месяц", "the address for them, and whether each month"],
        ],
      ],
    ] as const
  ).map(
    ([code, question, words, wanted]): Article => ({
      code,
      group: "papers",
      question,
      words,
      answer: (reader) => {
        const how = [
          say(
            "Документы за месяц готовы к 10 числу следующего; их можно скачать в консоли. Если нужно иначе, напишите в отдел документооборота и укажите:",
            "The documents of a month are ready by the 10th of the next and can be downloaded in the console. For anything else write to the document department and give:",
          ),
          steps(...wanted),
          ...(reader.region && !reader.region.edmAvailable
            ? [
                say(
                  `В регионе «${reader.region.name.ru}» ЭДО нет: оригиналы приходят на бумаге.`,
                  `There is no EDM in ${reader.region.name.en}: originals come on paper.`,
                ),
              ]
            : []),
          department(reader),
        ];
        if (reader.project && !isOrganisation(reader)) return closed(individualsGetNone, how, sendRequest(reader));
        return open(how, papers(reader), sendRequest(reader));
      },
    }),
  ),
  {
    code: "contract-terms",
    group: "contract",
    question: texts("Как узнать условия моего договора?", "How do I find out the terms of my contract?"),
    words: texts("условия договор оферта схема", "terms contract offer scheme"),
    answer: (reader) =>
      open(
        [
          ...(reader.project
            ? [
                say(
                  `Проект ${reader.project.pid}: ${reader.project.payer?.individualContract ? "индивидуальный договор" : "публичная оферта"}, ${reader.project.scheme === "prepaid" ? "предоплата" : "постоплата"}.`,
                  `Project ${reader.project.pid}: ${reader.project.payer?.individualContract ? "individual contract" : "public offer"}, ${reader.project.scheme === "prepaid" ? "prepayment" : "post-payment"}.`,
                ),
              ]
            : []),
          say(
            "Подробности знает отдел документооборота: укажите полное название и реквизиты организации.",
            "The document department knows more: give the organisation's full name and details.",
          ),
          department(reader),
        ],
        ask(reader, "question", texts("Спросить", "Ask")),
      ),
  },
  {
    code: "constituent-documents",
    group: "papers",
    question: texts(
      "Службе безопасности нужны сканы ваших учредительных документов",
      "Our security service requires scans of your constituent documents",
    ),
    words: texts("учредительные устав поставщик копии", "constituent charter supplier copies"),
    answer: (reader) =>
      open(
        [
          say(
            "Напишите в отдел документооборота, какие документы нужны.",
            "Write to the document department which documents you need.",
          ),
          department(reader),
        ],
        sendRequest(reader),
      ),
  },
];
