import type { Texts } from "../../core/errors.ts";
import type { AlarmCode } from "../../platform/alarms/index.ts";

interface AlarmWords {
  readonly name: Texts;
  /** What to do about it. */
  readonly what: Texts;
  /** The page where it is done. */
  readonly href: string;
}

/** What each alarm says to who minds it, in the letter and in the console. */
export const ALARM_WORDS: Readonly<Record<AlarmCode, AlarmWords>> = {
  automation_halt: {
    name: { ru: "Автоматика остановлена", en: "Automation is halted" },
    what: {
      ru: "Заморозка или удаление коснулись бы слишком многих. Выясните причину — часы, цена, позднее потребление — и предложите продолжить.",
      en: "Too many would be frozen or deleted. Find the cause (a clock, a price, late usage), then propose to go on.",
    },
    href: "/office/halts",
  },
  books_broken: {
    name: { ru: "Нарушены инварианты книг", en: "Invariants of the books are broken" },
    what: {
      ru: "Посмотрите строки, которые их нарушают. Пока книги не сойдутся, месяц не закроется.",
      en: "Look at the rows that break them. No month closes before the books agree.",
    },
    href: "/office/invariants",
  },
  worker_silent: {
    name: { ru: "Фоновый процесс молчит", en: "The worker is silent" },
    what: {
      ru: "Начисления, заморозки и письма стоят. Запустите saldo worker и посмотрите его журнал.",
      en: "Charging, freezing and letters stand still. Start saldo worker and look at its log.",
    },
    href: "/office/operations",
  },
  worker_behind: {
    name: { ru: "Фоновое задание стоит", en: "A background job stands still" },
    what: {
      ru: "Процесс жив, а задание не заканчивается или каждый раз срывается. Причина — в журнале saldo worker.",
      en: "The worker lives, and yet the job does not end, or fails each time. The log of saldo worker says why.",
    },
    href: "/office/operations",
  },
  charging_behind: {
    name: { ru: "Начисления отстают", en: "Charging is behind" },
    what: {
      ru: "Что должно быть начислено, ждёт больше получаса. Посмотрите, работает ли saldo worker и хватает ли ему базы данных.",
      en: "What is due has waited for more than half an hour. See whether saldo worker runs, and whether its database keeps up.",
    },
    href: "/office/operations",
  },
  clocks_differ: {
    name: { ru: "Часы сервера и базы данных расходятся", en: "The clocks of server and database differ" },
    what: {
      ru: "Автоматика ждёт. Исправьте синхронизацию времени на обеих машинах.",
      en: "Automation waits. Repair the time synchronisation of both machines.",
    },
    href: "/office/operations",
  },
  disk_nearly_full: {
    name: { ru: "Диск с данными почти полон", en: "The disk of the data is nearly full" },
    what: {
      ru: "Освободите место или расширьте диск, пока база не остановилась.",
      en: "Free some space or enlarge the disk before the database stops.",
    },
    href: "/office/operations",
  },
  file_storage_away: {
    name: { ru: "Хранилище файлов недоступно", en: "The storage of files is away" },
    what: {
      ru: "Приложенные файлы не загрузить и не скачать. Проверьте хранилище и его ключ доступа.",
      en: "Files can be neither brought nor fetched. Look at the storage and its access key.",
    },
    href: "/office/operations",
  },
  database_rights: {
    name: { ru: "У программы лишние права в базе", en: "The program has more rights in the database than it needs" },
    what: {
      ru: "Разделите владельца и программу: DATABASE_OWNER_URL.",
      en: "Keep owner and program apart: DATABASE_OWNER_URL.",
    },
    href: "/office/operations",
  },
  metering_silent: {
    name: { ru: "Нет событий потребления", en: "No usage comes in" },
    what: {
      ru: "Ресурсы работают, а событий нет больше двух часов. Проверьте счётчики облака и их доступ.",
      en: "Resources run, and no event has come for more than two hours. Look at the cloud's meters and their access.",
    },
    href: "/office/operations",
  },
  not_charged: {
    name: { ru: "Проект не удаётся начислить", en: "A project cannot be charged" },
    what: {
      ru: "На странице написано, почему. Потребление, которое мешает, можно отложить.",
      en: "Its page says why. Usage that is in the way can be set aside.",
    },
    href: "/office/accrual-failures",
  },
  quarantine: {
    name: { ru: "События потребления в карантине", en: "Usage events wait in quarantine" },
    what: {
      ru: "Примите верные, отклоните ошибочные; с неизвестной позицией — загрузите её.",
      en: "Accept what is right, dismiss what is wrong; where the SKU is unknown, load it.",
    },
    href: "/office/quarantine",
  },
  unpriced_usage: {
    name: { ru: "Потребление без цены", en: "Usage without a price" },
    what: {
      ru: "Загрузите цену: потребление начислится само. До этого месяц не закроется.",
      en: "Load a price: the usage is charged by itself. No month closes before.",
    },
    href: "/office/unpriced-usage",
  },
  suspense: {
    name: { ru: "Невыясненные поступления", en: "Transfers wait for a decision" },
    what: {
      ru: "Зачислите проекту или верните отправителю: через семь дней они задержат закрытие месяца.",
      en: "Credit a project or return the money: after seven days they hold the month's close.",
    },
    href: "/office/suspense",
  },
  proposal_expiring: {
    name: { ru: "Истекает срок предложения", en: "A proposal is about to expire" },
    what: {
      ru: "Меньше суток осталось, чтобы второй сотрудник подтвердил или отклонил. Потом предлагать придётся заново.",
      en: "Less than a day is left for a second person to confirm or refuse it. Then it has to be proposed anew.",
    },
    href: "/office/proposals",
  },
  outbox_parked: {
    name: { ru: "Сообщения не доходят", en: "Messages do not get through" },
    what: {
      ru: "Почините получателя: попытки продолжаются. Ненужное можно больше не отправлять.",
      en: "Repair the receiver: it is still tried. What nobody needs can be given up.",
    },
    href: "/office/outbox?show=parked",
  },
  outbox_refused: {
    name: { ru: "Получатель отверг сообщения", en: "Messages were refused by their receiver" },
    what: {
      ru: "Исправьте адрес и отправьте снова или решите, что сообщение не доставляется.",
      en: "Put the address right and send them again, or decide that they are not delivered.",
    },
    href: "/office/outbox?show=refused",
  },
  job_parked: {
    name: { ru: "Задание ждёт решения", en: "A job waits for a decision" },
    what: {
      ru: "Устраните причину и повторите или отмените.",
      en: "Remove the cause, then repeat or cancel it.",
    },
    href: "/office/jobs?show=parked",
  },
  month_close: {
    name: { ru: "Закрытие месяца не окончено", en: "A month close has not ended" },
    what: {
      ru: "Повторите: saldo month close продолжит с того места, где остановилось.",
      en: "Repeat it: saldo month close goes on from where it stopped.",
    },
    href: "/office/operations",
  },
};

/** What an alarm is about, where it is known by a code. */
const ABOUT: Readonly<Record<string, Texts>> = {
  freeze: { ru: "заморозка", en: "freezes" },
  deletion: { ru: "удаление", en: "deletions" },
  mail: { ru: "почта", en: "mail" },
  console: { ru: "уведомления в консоли", en: "notifications in the console" },
  control_plane: { ru: "управление облаком", en: "control of the cloud" },
  sms: { ru: "SMS", en: "SMS" },
};

/** An alarm as people read it: its name, and what it is about where there may be several. */
export function alarmName(alarm: AlarmCode, about: string, language: "ru" | "en"): string {
  const name = ALARM_WORDS[alarm].name[language];
  return about === "" ? name : `${name}: ${ABOUT[about]?.[language] ?? about}`;
}
