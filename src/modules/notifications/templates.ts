import { type Currency, type Minor, formatMinor } from "../../core/money.ts";
import {
  type Instant,
  type LocalDate,
  type LocalMonth,
  type Zone,
  firstDay,
  formatDate,
  offsetLabel,
} from "../../core/time.ts";
import { type WrittenLetter, writeLetter } from "../../platform/mail/index.ts";

/** What every letter says about who writes it, and to whom the reader may turn. */
export interface LetterFrame {
  readonly language: "ru" | "en";
  /** The provider's legal entity of the region. */
  readonly supplierName: string;
  /** Where a question goes, as a text: an address or a link. */
  readonly contact: string;
}

export interface ProjectLetter extends LetterFrame {
  readonly projectName: string;
  readonly pid: string;
  readonly balanceMinor: Minor;
  readonly currency: Currency;
  readonly at: Instant;
  readonly deletionDueAt: Instant | null;
  /** The region's zone: every time in the letter names it (REG-07). */
  readonly zone: Zone;
  /** The console's page that answers the letter. */
  readonly url: string;
}

/** FRZ-03: the project is frozen; what that means, until when, and what to do. */
export function projectFrozenLetter(letter: ProjectLetter): WrittenLetter {
  const texts = {
    ru: {
      subject: `Проект ${letter.pid} заморожен`,
      heading: "Проект заморожен",
      paragraphs: [
        "Баланс проекта стал отрицательным. Создавать и изменять объекты сейчас нельзя, работающие объекты остановлены. За то, что продолжает существовать, начисления идут.",
        ...(letter.deletionDueAt === null
          ? []
          : [
              "Если баланс не станет положительным к указанному сроку, объекты проекта будут удалены без возможности восстановления.",
            ]),
        "Чтобы разморозить проект, пополните баланс: он должен стать больше нуля. Проект разморозится сам, не позднее чем через 15 минут после зачисления. Остановленные объекты запустите вручную.",
      ],
      since: "Заморожен",
      link: "Пополнить баланс",
    },
    en: {
      subject: `Project ${letter.pid} is frozen`,
      heading: "Your project is frozen",
      paragraphs: [
        "The balance of the project has become negative. Nothing can be created or changed for now, and running objects have been stopped. Charges go on for whatever still exists.",
        ...(letter.deletionDueAt === null
          ? []
          : [
              "If the balance is not positive by the time named below, the objects of the project will be deleted and cannot be restored.",
            ]),
        "To unfreeze the project, top up its balance above zero. It is unfrozen by itself, at the latest 15 minutes after the money is credited. Start the stopped objects by hand.",
      ],
      since: "Frozen",
      link: "Top up the balance",
    },
  }[letter.language];
  return projectLetter(letter, texts, [texts.since, letter.at]);
}

/** FRZ-03: deletion is ahead. */
export function deletionAheadLetter(letter: ProjectLetter): WrittenLetter {
  const texts = {
    ru: {
      subject: `Объекты проекта ${letter.pid} скоро будут удалены`,
      heading: "Скоро удаление объектов",
      paragraphs: [
        "Проект заморожен из-за отрицательного баланса. В указанный срок его объекты будут удалены без возможности восстановления.",
        "Чтобы сохранить их, пополните баланс: он должен стать больше нуля.",
      ],
      link: "Пополнить баланс",
    },
    en: {
      subject: `Objects of project ${letter.pid} will be deleted soon`,
      heading: "Deletion is ahead",
      paragraphs: [
        "The project is frozen because its balance is negative. At the time named below its objects will be deleted and cannot be restored.",
        "To keep them, top up the balance above zero.",
      ],
      link: "Top up the balance",
    },
  }[letter.language];
  return projectLetter(letter, texts, null);
}

/** FRZ-03: deleted. */
export function projectDeletedLetter(letter: ProjectLetter): WrittenLetter {
  const texts = {
    ru: {
      subject: `Объекты проекта ${letter.pid} удалены`,
      heading: "Объекты проекта удалены",
      paragraphs: [
        "Срок хранения объектов замороженного проекта истёк, они удалены. Восстановить их нельзя.",
        "История начислений, платежей и документы остаются доступны.",
      ],
      since: "Удалены",
      link: "Открыть проект",
    },
    en: {
      subject: `Objects of project ${letter.pid} are deleted`,
      heading: "The objects of your project are deleted",
      paragraphs: [
        "The time for which objects of a frozen project are kept is over, and they have been deleted. They cannot be restored.",
        "The history of charges and payments and your documents stay available.",
      ],
      since: "Deleted",
      link: "Open the project",
    },
  }[letter.language];
  return projectLetter({ ...letter, deletionDueAt: null }, texts, [texts.since, letter.at]);
}

interface ProjectTexts {
  readonly subject: string;
  readonly heading: string;
  readonly paragraphs: readonly string[];
  readonly link: string;
}

const LABELS = {
  ru: { project: "Проект", balance: "Баланс", due: "Срок удаления" },
  en: { project: "Project", balance: "Balance", due: "Deletion due" },
};

function projectLetter(
  letter: ProjectLetter,
  texts: ProjectTexts,
  since: readonly [string, Instant] | null,
): WrittenLetter {
  const { language, zone, deletionDueAt } = letter;
  const labels = LABELS[language];
  return writeLetter({
    language,
    subject: texts.subject,
    heading: texts.heading,
    paragraphs: texts.paragraphs,
    facts: [
      [labels.project, `${letter.projectName} (${letter.pid})`],
      [labels.balance, formatMoney(letter.balanceMinor, letter.currency, language)],
      ...(since === null ? [] : [[since[0], formatMoment(since[1], zone, language)] as const]),
      ...(deletionDueAt === null ? [] : [[labels.due, formatMoment(deletionDueAt, zone, language)] as const]),
    ],
    link: { label: texts.link, url: letter.url },
    footer: footer(letter),
  });
}

export interface DocumentLetter extends LetterFrame {
  readonly payerName: string;
  readonly month: LocalMonth;
  /** Whether XML files are attached, too. */
  readonly xml: boolean;
  /** The attached documents: `УПД`, its number, its date, its total. */
  readonly documents: readonly {
    readonly kind: string;
    readonly number: string;
    readonly issuedOn: LocalDate;
    readonly totalMinor: Minor;
    readonly currency: Currency;
  }[];
  /** The console's page with the payer's documents. */
  readonly url: string;
}

/** DLV-03: the closing documents of a month, as PDF for people and as XML for accounting programs. */
export function closingDocumentsLetter(letter: DocumentLetter): WrittenLetter {
  const { language } = letter;
  const month = formatMonth(letter.month, language);
  const texts = {
    ru: {
      subject: `Закрывающие документы за ${month}`,
      heading: `Закрывающие документы за ${month}`,
      paragraphs: [
        `${letter.payerName}: документы за услуги, оказанные за этот месяц, приложены к письму.`,
        ...(letter.xml ? ["PDF — печатная форма, XML — файл формата ФНС для загрузки в учётную систему."] : []),
      ],
      from: "от",
      link: "Все документы",
    },
    en: {
      subject: `Closing documents for ${month}`,
      heading: `Closing documents for ${month}`,
      paragraphs: [
        `${letter.payerName}: the documents for services rendered in this month are attached.`,
        ...(letter.xml
          ? ["The PDF is the print form, the XML is the tax service's file for accounting programs."]
          : []),
      ],
      from: "of",
      link: "All documents",
    },
  }[language];
  return writeLetter({
    language,
    subject: texts.subject,
    heading: texts.heading,
    paragraphs: texts.paragraphs,
    facts: letter.documents.map((document) => [
      `${document.kind} № ${document.number} ${texts.from} ${formatDate(document.issuedOn)}`,
      formatMoney(document.totalMinor, document.currency, language),
    ]),
    link: { label: texts.link, url: letter.url },
    footer: footer(letter),
  });
}

function footer({ language, supplierName, contact }: LetterFrame): string[] {
  return language === "ru"
    ? [supplierName, `Вопросы: ${contact}`, "Письмо отправлено автоматически."]
    : [supplierName, `Questions: ${contact}`, "This letter was sent automatically."];
}

/** `-15,20 ₽`, `-RUB 15.20`: the language's own form; the amount is exact text, never a JavaScript number. */
function formatMoney(minor: Minor, currency: Currency, language: "ru" | "en"): string {
  const format = new Intl.NumberFormat(language, { style: "currency", currency, minimumFractionDigits: 2 });
  return format.format(formatMinor(minor) as Intl.StringNumericLiteral);
}

/** `20 ноября 2026 г. в 12:00 (UTC+3)`. */
function formatMoment(value: Instant, zone: Zone, language: "ru" | "en"): string {
  const format = new Intl.DateTimeFormat(language === "ru" ? "ru" : "en-GB", {
    dateStyle: "long",
    timeStyle: "short",
    timeZone: zone,
  });
  return `${format.format(value)} (${offsetLabel(value, zone)})`;
}

function formatMonth(month: LocalMonth, language: "ru" | "en"): string {
  const format = new Intl.DateTimeFormat(language, { month: "long", year: "numeric", timeZone: "UTC" });
  return format.format(new Date(`${firstDay(month)}T00:00:00Z`));
}
