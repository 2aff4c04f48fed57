import { type Currency, formatMoney, type Minor } from "../../core/money.ts";
import type { Instant, Zone } from "../../core/time.ts";
import { projectNotice as topic } from "../balance/index.ts";
import { supplierOf } from "../parties/index.ts";
import { ownerOf, projectFacts, regionOf } from "../tenancy/index.ts";
import { type WrittenLetter, writeLetter } from "../../platform/mail/index.ts";
import { type LetterFrame, footer, formatMoment } from "./frame.ts";
import { letter } from "./letter.ts";

const LETTERS = {
  freeze_ahead: freezeAheadLetter,
  freeze_last_day: freezeLastDayLetter,
  frozen: projectFrozenLetter,
  deletion_ahead: deletionAheadLetter,
  deleted: projectDeletedLetter,
} as const;

/** FRZ-03, NTF-02: to the project's owner, of what happened to it and what will. */
export const projectNotice = letter({
  topic,
  compose: (facts: ProjectLetter & { readonly kind: keyof typeof LETTERS }) => LETTERS[facts.kind](facts),
  async read({ database, publicUrl }, projectId, { kind, pid, balance, currency, at, deletionDueAt, freezeAt }) {
    const owner = await ownerOf(database, projectId);
    const project = (await projectFacts(database, [projectId])).get(projectId);
    if (!owner || !project) return null;
    const region = await regionOf(database, project.regionCode);
    const supplier = await supplierOf(database, region.supplierCode);
    const facts = {
      kind,
      language: owner.language,
      supplierName: supplier.name,
      contact: region.documentAddress,
      projectName: project.name,
      pid,
      balanceMinor: balance,
      currency,
      at,
      deletionDueAt,
      freezeAt: freezeAt ?? null,
      zone: project.timeZone,
      url: `${publicUrl}/projects/${pid}/balance/detail`,
    };
    return { to: owner.email, facts };
  },
});

export interface ProjectLetter extends LetterFrame {
  readonly projectName: string;
  readonly pid: string;
  readonly balanceMinor: Minor;
  readonly currency: Currency;
  readonly at: Instant;
  readonly deletionDueAt: Instant | null;
  /** Of a freeze that is ahead. */
  readonly freezeAt?: Instant | null;
  /** The region's zone: every time in the letter names it (REG-07). */
  readonly zone: Zone;
  /** The console's page that answers the letter. */
  readonly url: string;
}

/** NTF-02: the money will run out, and a transfer is still in time. */
export function freezeAheadLetter(letter: ProjectLetter): WrittenLetter {
  const texts = {
    ru: {
      subject: `Проект ${letter.pid}: деньги скоро закончатся`,
      heading: "Деньги скоро закончатся",
      paragraphs: [
        "При нынешнем расходе денег на балансе проекта хватит до указанного времени. Потом проект будет заморожен: работающие объекты остановятся, создавать и изменять ничего будет нельзя.",
        "Банковский перевод идёт до трёх рабочих дней, поэтому пишем заранее.",
      ],
      link: "Пополнить баланс",
    },
    en: {
      subject: `Project ${letter.pid}: the money will soon run out`,
      heading: "The money will soon run out",
      paragraphs: [
        "At the present pace the balance of the project lasts until the time named below. Then the project is frozen: running objects stop, and nothing can be created or changed.",
        "A bank transfer takes up to three working days, so we write in good time.",
      ],
      link: "Top up the balance",
    },
  }[letter.language];
  return projectLetter(letter, texts, null);
}

/** NTF-02: the last day. */
export function freezeLastDayLetter(letter: ProjectLetter): WrittenLetter {
  const texts = {
    ru: {
      subject: `Проект ${letter.pid} скоро будет заморожен`,
      heading: "Деньги заканчиваются",
      paragraphs: [
        "Денег на балансе проекта осталось меньше чем на сутки. В указанное время проект будет заморожен, работающие объекты остановятся.",
        "Банковский перевод идёт до трёх рабочих дней и может не успеть: отправьте его сразу. Проект разморозится сам, когда деньги зачислятся.",
      ],
      link: "Пополнить баланс",
    },
    en: {
      subject: `Project ${letter.pid} will be frozen soon`,
      heading: "The money runs out within a day",
      paragraphs: [
        "The balance of the project lasts for less than a day. At the time named below the project will be frozen, and running objects will stop.",
        "A bank transfer takes up to three working days and may be too late: send it at once. The project is unfrozen by itself when the money is credited.",
      ],
      link: "Top up the balance",
    },
  }[letter.language];
  return projectLetter(letter, texts, null);
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
  ru: { project: "Проект", balance: "Баланс", due: "Срок удаления", freeze: "Заморозка" },
  en: { project: "Project", balance: "Balance", due: "Deletion due", freeze: "Freezes" },
};

function projectLetter(
  letter: ProjectLetter,
  texts: ProjectTexts,
  since: readonly [string, Instant] | null,
): WrittenLetter {
  const { language, zone, deletionDueAt, freezeAt = null } = letter;
  const labels = LABELS[language];
  return writeLetter({
    language,
    subject: texts.subject,
    heading: texts.heading,
    paragraphs: texts.paragraphs,
    facts: [
      [labels.project, `${letter.projectName} (${letter.pid})`],
      [labels.balance, formatMoney(letter.balanceMinor, letter.currency, language), "whole"],
      ...(since === null ? [] : [[since[0], formatMoment(since[1], zone, language)] as const]),
      ...(freezeAt === null ? [] : [[labels.freeze, formatMoment(freezeAt, zone, language)] as const]),
      ...(deletionDueAt === null ? [] : [[labels.due, formatMoment(deletionDueAt, zone, language)] as const]),
    ],
    link: { label: texts.link, url: letter.url },
    footer: footer(letter),
  });
}
