import type { Language } from "../../i18n/index.ts";

interface Words {
  readonly title: string;
  readonly lead: string;
  readonly controls: string;
  readonly filters: string;
  readonly search: string;
  readonly find: string;
  readonly table: string;
  readonly document: string;
  readonly from: string;
  readonly amount: string;
  readonly act: string;
  readonly empty: string;
  readonly emptyTitle: string;
  readonly emptyHint: string;
  readonly emptyAction: string;
  readonly states: string;
  readonly pending: string;
  readonly failed: string;
  readonly forbidden: string;
  readonly offline: string;
  readonly nextFailed: string;
  readonly more: string;
  readonly all: string;
  readonly told: string;
  readonly tell: string;
  readonly done: string;
  readonly refused: string;
  readonly confirm: string;
  readonly confirmText: string;
  readonly confirmAct: string;
  readonly confirmDanger: string;
  readonly confirmRefused: string;
  readonly download: string;
  readonly downloadLabel: string;
  readonly acts: string;
  readonly requests: string;
  readonly turns: string;
  readonly thread: string;
  readonly noThread: string;
  readonly files: string;
  readonly question: string;
  readonly answer: string;
  readonly note: string;
  readonly byMail: string;
  readonly customer: string;
  readonly clerk: string;
  readonly fileName: string;
  readonly longName: string;
  readonly whole: string;
  readonly wholes: Readonly<Record<"loading" | "broken" | "request" | "requestLoading" | "requestBroken", string>>;
}

/** What the page of the pieces says itself: it is never in a build that customers get, so its words are in no console's texts. */
export const WORDS: Readonly<Record<Language, Words>> = {
  ru: {
    title: "Детали интерфейса",
    lead: "Общие детали кабинетов во всех состояниях: для тех, кто делает страницы.",
    controls: "Язык и тема",
    filters: "Фильтры",
    search: "Поиск по номеру",
    find: "Найти",
    table: "Таблица",
    document: "Документ",
    from: "От",
    amount: "Сумма",
    act: "Универсальный передаточный документ",
    empty: "Пусто",
    emptyTitle: "Документов ещё нет",
    emptyHint: "Они появятся после закрытия месяца.",
    emptyAction: "Открыть баланс",
    states: "Список по страницам",
    pending: "загружается",
    failed: "не загрузился",
    forbidden: "нет прав",
    offline: "нет связи",
    nextFailed: "следующая страница не загрузилась",
    more: "есть ещё",
    all: "показан весь",
    told: "Что сделано и что отклонено",
    tell: "Сделать",
    done: "Счёт МСК-17 на 12 345,67 ₽ отправлен",
    refused: "Счёт уже отменён, отправить его нельзя",
    confirm: "Подтверждение",
    confirmText: "Проект остановится, данные останутся. Возобновить можно в любой день.",
    confirmAct: "Законсервировать",
    confirmDanger: "Удалить проект",
    confirmRefused: "Подтверждение, в котором откажут",
    download: "Файл",
    downloadLabel: "Скачать УПД МСК-17 как PDF",
    acts: "Журнал действий",
    requests: "Обращения",
    turns: "Состояния и сроки",
    thread: "Переписка",
    noThread: "Переписка, в которой ничего нет",
    files: "Файлы к сообщению",
    question: "За что списано 3 571,20 ₽?\nСервер в эти дни был выключен.",
    answer: "Диск занимал место и в выключенном сервере: 100 ГБ × 24 дня. Расчёт во вложении.",
    note: "Проверено по исходным данным: верно.",
    byMail: "Спасибо, вопросов нет.",
    customer: "Анна Ковалёва",
    clerk: "Поддержка, Ирина",
    fileName: "расчёт.xlsx",
    longName: "очень-длинное-имя-файла-которое-не-помещается-в-строку-на-телефоне.pdf",
    whole: "Целые страницы",
    wholes: {
      loading: "Страница загружается",
      broken: "Страница не открылась",
      request: "Обращение",
      requestLoading: "Обращение загружается",
      requestBroken: "Обращение не открылось",
    },
  },
  en: {
    title: "Pieces",
    lead: "The consoles' shared pieces in all their states: for those who make pages.",
    controls: "Language and theme",
    filters: "Filters",
    search: "Search by number",
    find: "Search",
    table: "Table",
    document: "Document",
    from: "Dated",
    amount: "Amount",
    act: "Universal transfer document",
    empty: "Empty",
    emptyTitle: "No documents yet",
    emptyHint: "They come when the month has been closed.",
    emptyAction: "Open the balance",
    states: "A list that comes page by page",
    pending: "is loading",
    failed: "did not load",
    forbidden: "not allowed",
    offline: "no connection",
    nextFailed: "the next page did not load",
    more: "there is more",
    all: "all of it is shown",
    told: "What was done and what was refused",
    tell: "Do it",
    done: "Invoice MSK-17 for RUB 12,345.67 was sent",
    refused: "The invoice is cancelled already and cannot be sent",
    confirm: "Confirmation",
    confirmText: "The project stops, its data stay. It can be resumed on any day.",
    confirmAct: "Conserve",
    confirmDanger: "Delete the project",
    confirmRefused: "A confirmation that will be refused",
    download: "A file",
    downloadLabel: "Download UPD MSK-17 as PDF",
    acts: "Journal of acts",
    requests: "Requests",
    turns: "States and deadlines",
    thread: "A thread",
    noThread: "A thread with nothing in it",
    files: "Files with a message",
    question: "What were the RUB 3,571.20 taken for?\nThe server was off on these days.",
    answer: "The disk took its place in the server that was off, too: 100 GB × 24 days. The sum is attached.",
    note: "Checked against the source data: right.",
    byMail: "Thank you, no more questions.",
    customer: "Anna Kovaleva",
    clerk: "Support, Irina",
    fileName: "sum.xlsx",
    longName: "a-very-long-name-of-a-file-that-does-not-fit-into-one-line-of-a-telephone.pdf",
    whole: "Whole pages",
    wholes: {
      loading: "A page is loading",
      broken: "A page did not open",
      request: "A request",
      requestLoading: "A request is loading",
      requestBroken: "A request did not open",
    },
  },
};
