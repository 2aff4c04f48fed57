import type { CommandEntry } from "./command.ts";

/** Every command, in the order of `saldo --help`. A command is a file of its own beside this one. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: "start",
    summary: {
      ru: "запустить всё: базу, API, обработку и кабинеты (действие по умолчанию)",
      en: "start everything: database, API, worker and consoles (the default)",
    },
    load: async () => (await import("./start.ts")).start,
  },
  {
    name: "api",
    summary: { ru: "запустить только API; копий может быть несколько", en: "start the API alone; several may run" },
    load: async () => (await import("./start.ts")).api,
  },
  {
    name: "worker",
    summary: {
      ru: "запустить только обработку; копий может быть несколько",
      en: "start the worker alone; several may run",
    },
    load: async () => (await import("./start.ts")).worker,
  },
  {
    name: "migrate",
    summary: { ru: "привести базу данных к этой версии", en: "bring the database up to this version" },
    load: async () => (await import("./migrate.ts")).migrateCommand,
  },
  {
    name: "usage import",
    summary: {
      ru: "принять потребление из файла: CloudEvents, CSV или счёт FOCUS",
      en: "take usage from a file: CloudEvents, CSV or a FOCUS bill",
    },
    load: async () => (await import("./usage.ts")).usageImport,
  },
  {
    name: "usage set-aside",
    summary: {
      ru: "отложить событие, из-за которого проект не удаётся начислить",
      en: "set aside the event for which a project cannot be charged",
    },
    load: async () => (await import("./usage-set-aside.ts")).usageSetAside,
  },
  {
    name: "usage export",
    summary: {
      ru: "выгрузить потребление проекта по дням и ресурсам: CSV или XLSX",
      en: "write a project's consumption by day and resource: CSV or XLSX",
    },
    load: async () => (await import("./usage-export.ts")).usageExport,
  },
  {
    name: "quarantine",
    summary: {
      ru: "показать события потребления, которые ждут решения",
      en: "show the usage events that wait for a decision",
    },
    load: async () => (await import("./quarantine.ts")).quarantineList,
  },
  {
    name: "quarantine show",
    summary: {
      ru: "показать такое событие, записать исходные байты в файл",
      en: "show such an event, write the bytes as sent to a file",
    },
    load: async () => (await import("./quarantine.ts")).quarantineShow,
  },
  {
    name: "quarantine release",
    summary: { ru: "принять такое событие", en: "accept such an event" },
    load: async () => (await import("./quarantine.ts")).quarantineRelease,
  },
  {
    name: "quarantine dismiss",
    summary: { ru: "отвергнуть такое событие", en: "dismiss such an event" },
    load: async () => (await import("./quarantine.ts")).quarantineDismiss,
  },
  {
    name: "bank import",
    summary: {
      ru: "принять банковскую выписку: 1C, camt.053, MT940",
      en: "import a bank statement: 1C, camt.053, MT940",
    },
    load: async () => (await import("./bank.ts")).bankImport,
  },
  {
    name: "bank sample",
    summary: {
      ru: "записать выписку для учебного мира, чтобы загрузить её",
      en: "write a statement for the demo world, to import it",
    },
    load: async () => (await import("./bank-sample.ts")).bankSample,
  },
  {
    name: "bank files",
    summary: { ru: "показать загруженные выписки", en: "show the bank files that were brought" },
    load: async () => (await import("./bank.ts")).bankFiles,
  },
  {
    name: "bank withdraw",
    summary: {
      ru: "отозвать выписку целиком, пока из неё ничего не потрачено",
      en: "take a bank file back whole while nothing of it was used",
    },
    load: async () => (await import("./bank.ts")).bankWithdraw,
  },
  {
    name: "suspense",
    summary: {
      ru: "показать переводы, которые ждут решения",
      en: "show the transfers that wait for a decision",
    },
    load: async () => (await import("./suspense.ts")).suspenseShow,
  },
  {
    name: "suspense assign",
    summary: { ru: "зачислить такой перевод проекту", en: "credit such a transfer to a project" },
    load: async () => (await import("./suspense.ts")).suspenseAssign,
  },
  {
    name: "suspense close",
    summary: { ru: "вернуть или закрыть такой перевод", en: "return or dismiss such a transfer" },
    load: async () => (await import("./suspense.ts")).suspenseClose,
  },
  {
    name: "proposals",
    summary: {
      ru: "показать действия, которые ждут второго сотрудника",
      en: "show the acts that wait for a second person",
    },
    load: async () => (await import("./proposals.ts")).proposalsList,
  },
  {
    name: "requests list",
    summary: { ru: "показать запросы клиентов, которые ждут ответа", en: "show the requests that wait for an answer" },
    load: async () => (await import("./requests.ts")).requestsList,
  },
  {
    name: "requests show",
    summary: { ru: "показать запрос с перепиской", en: "show a request with its thread" },
    load: async () => (await import("./requests.ts")).requestsShow,
  },
  {
    name: "payer show",
    summary: {
      ru: "показать плательщика и то, что мешает выставить ему документы",
      en: "show a payer and what keeps its documents",
    },
    load: async () => (await import("./payer.ts")).payerShow,
  },
  {
    name: "payer change",
    summary: { ru: "исправить реквизиты плательщика", en: "mend a payer's details" },
    load: async () => (await import("./payer.ts")).payerChange,
  },
  {
    name: "payer term",
    summary: {
      ru: "изменить срок оплаты договора с постоплатой",
      en: "change a post-paid contract's term of payment",
    },
    load: async () => (await import("./payer.ts")).payerTerm,
  },
  {
    name: "month close",
    summary: {
      ru: "закрыть месяц региона: начислить, выставить, напечатать, отправить",
      en: "close a region's month: charge, issue, print, send",
    },
    load: async () => (await import("./month.ts")).monthClose,
  },
  {
    name: "documents export",
    summary: {
      ru: "выгрузить выставленные документы месяца в папку",
      en: "write a month's issued documents to a folder",
    },
    load: async () => (await import("./documents.ts")).documentsExport,
  },
  {
    name: "documents waiting",
    summary: {
      ru: "кто ждёт документов закрытых месяцев и почему",
      en: "who waits for documents of closed months, and why",
    },
    load: async () => (await import("./waiting.ts")).documentsWaiting,
  },
  {
    name: "documents issue-waiting",
    summary: {
      ru: "выставить то, что ждало и теперь готово",
      en: "issue what waited and is ready now",
    },
    load: async () => (await import("./waiting.ts")).documentsIssueWaiting,
  },
  {
    name: "explain",
    summary: {
      ru: "объяснить документ, строку, начисление или проводку до событий",
      en: "explain a document, a line, a charge or an entry down to the events",
    },
    load: async () => (await import("./explain.ts")).explain,
  },
  {
    name: "check",
    summary: {
      ru: "проверить инварианты книг",
      en: "check the invariants of the books",
    },
    load: async () => (await import("./check.ts")).check,
  },
  {
    name: "demo",
    summary: {
      ru: "загрузить учебный мир в пустую базу, показать учётные записи",
      en: "load the demo world into an empty database, show the logins",
    },
    load: async () => (await import("./demo.ts")).demo,
  },
  {
    name: "clock",
    summary: {
      ru: "показать время платформы",
      en: "show business time",
    },
    load: async () => (await import("./clock.ts")).clockShow,
  },
  {
    name: "clock set",
    summary: {
      ru: "перевести время вперёд (песочница)",
      en: "move business time forward (sandbox)",
    },
    load: async () => (await import("./clock.ts")).clockSet,
  },
  {
    name: "clock advance",
    summary: {
      ru: "прожить 10d, 3h или 15m (песочница)",
      en: "live through 10d, 3h or 15m (sandbox)",
    },
    load: async () => (await import("./clock.ts")).clockAdvance,
  },
  {
    name: "price load",
    summary: {
      ru: "перечитать каталог и цены из config",
      en: "load the catalogue and prices of config anew",
    },
    load: async () => (await import("./price.ts")).priceLoad,
  },
  {
    name: "token issue",
    summary: {
      ru: "выпустить токен API",
      en: "issue an API token",
    },
    load: async () => (await import("./token.ts")).tokenIssue,
  },
  {
    name: "token revoke",
    summary: {
      ru: "отозвать токен API",
      en: "revoke an API token",
    },
    load: async () => (await import("./token.ts")).tokenRevoke,
  },
  {
    name: "user add",
    summary: {
      ru: "завести сотрудника",
      en: "add a member of staff",
    },
    load: async () => (await import("./user.ts")).userAdd,
  },
  {
    name: "user role",
    summary: { ru: "сменить или снять роль сотрудника", en: "change or take away a staff role" },
    load: async () => (await import("./user.ts")).userRole,
  },
  {
    name: "user staff",
    summary: { ru: "показать сотрудников", en: "show the staff" },
    load: async () => (await import("./user.ts")).userStaff,
  },
  {
    name: "user block",
    summary: { ru: "закрыть пользователю вход", en: "keep a user from signing in" },
    load: async () => (await import("./user.ts")).userBlock,
  },
  {
    name: "user unblock",
    summary: { ru: "снова открыть вход", en: "let a blocked user sign in again" },
    load: async () => (await import("./user.ts")).userUnblock,
  },
  {
    name: "user sessions",
    summary: { ru: "где пользователь вошёл", en: "where a user is signed in" },
    load: async () => (await import("./user.ts")).userSessions,
  },
  {
    name: "user sign-out",
    summary: { ru: "завершить все сеансы пользователя", en: "end every session of a user" },
    load: async () => (await import("./user.ts")).userSignOut,
  },
  {
    name: "user tokens",
    summary: { ru: "токены API пользователя", en: "a user's API tokens" },
    load: async () => (await import("./user.ts")).userTokens,
  },
  {
    name: "user revoke-tokens",
    summary: { ru: "отозвать все токены API пользователя", en: "revoke every API token of a user" },
    load: async () => (await import("./user.ts")).userRevokeTokens,
  },
  {
    name: "user second-factors",
    summary: { ru: "второй фактор и ключи доступа пользователя", en: "a user's second factor and passkeys" },
    load: async () => (await import("./user.ts")).userFactors,
  },
  {
    name: "user second-factor-off",
    summary: {
      ru: "отключить второй фактор и удалить ключи доступа, когда они потеряны",
      en: "switch a second factor off and remove the passkeys when they are lost",
    },
    load: async () => (await import("./user.ts")).userFactorOff,
  },
  {
    name: "user unlock",
    summary: {
      ru: "снять замедление входа после неверных паролей",
      en: "end the slowing down after wrong passwords",
    },
    load: async () => (await import("./user.ts")).userUnlock,
  },
  {
    name: "user erasures",
    summary: { ru: "показать, чьи данные будут стёрты", en: "show whose data are to be erased" },
    load: async () => (await import("./erasure.ts")).userErasures,
  },
  {
    name: "user erase",
    summary: {
      ru: "внести заявление об удалении данных; неделю его можно отменить",
      en: "enter a paper that asks for an erasure; for a week it can be taken back",
    },
    load: async () => (await import("./erasure.ts")).userErase,
  },
  {
    name: "user erase-hold",
    summary: { ru: "приостановить удаление данных", en: "hold an erasure" },
    load: async () => (await import("./erasure.ts")).userEraseHold,
  },
  {
    name: "user erase-release",
    summary: { ru: "возобновить удаление данных", en: "let an erasure go on" },
    load: async () => (await import("./erasure.ts")).userEraseRelease,
  },
  {
    name: "user erase-withdraw",
    summary: { ru: "отменить удаление данных", en: "take an erasure back" },
    load: async () => (await import("./erasure.ts")).userEraseWithdraw,
  },
  {
    name: "sso list",
    summary: { ru: "чей вход через компанию ждёт решения", en: "company sign-ins that wait for a decision" },
    load: async () => (await import("./sso.ts")).ssoList,
  },
  {
    name: "sso approve",
    summary: { ru: "разрешить вход через компанию", en: "approve a company sign-in" },
    load: async () => (await import("./sso.ts")).ssoApprove,
  },
  {
    name: "sso refuse",
    summary: { ru: "отказать во входе через компанию", en: "refuse a company sign-in" },
    load: async () => (await import("./sso.ts")).ssoRefuse,
  },
  {
    name: "sso remove",
    summary: { ru: "отключить вход через компанию", en: "switch a company sign-in off" },
    load: async () => (await import("./sso.ts")).ssoRemove,
  },
  {
    name: "sso unlink",
    summary: { ru: "удалить связь пользователя с компанией", en: "remove a user's link to a company" },
    load: async () => (await import("./sso.ts")).ssoUnlink,
  },
  {
    name: "security",
    summary: {
      ru: "показать события безопасности: входы, отказы, действия сотрудников и командной строки",
      en: "show security events: sign-ins, refusals, acts of staff and of the command line",
    },
    load: async () => (await import("./security.ts")).security,
  },
  {
    name: "audit list",
    summary: {
      ru: "показать действия с деньгами, правами, реквизитами, ценами и документами",
      en: "show acts on money, rights, details, prices and documents",
    },
    load: async () => (await import("./audit.ts")).auditList,
  },
  {
    name: "audit verify",
    summary: {
      ru: "проверить, что журнал действий цел",
      en: "check that the record of acts is whole",
    },
    load: async () => (await import("./audit.ts")).auditVerify,
  },
  {
    name: "alarms",
    summary: {
      ru: "показать всё, что ждёт человека: остановки, карантин, потребление без цены, застрявшее",
      en: "show all that waits for a person: halts, quarantine, usage without a price, what is stuck",
    },
    load: async () => (await import("./alarms.ts")).alarms,
  },
  {
    name: "automation",
    summary: {
      ru: "показать, на чём остановилась автоматика",
      en: "show what automation is halted at",
    },
    load: async () => (await import("./automation.ts")).automationShow,
  },
  {
    name: "automation release",
    summary: {
      ru: "разрешить автоматике продолжить",
      en: "let automation go on",
    },
    load: async () => (await import("./automation.ts")).automationRelease,
  },
  {
    name: "files",
    summary: { ru: "показать, где лежат приложенные файлы", en: "show where brought files lie" },
    load: async () => (await import("./files.ts")).filesShow,
  },
  {
    name: "files move",
    summary: { ru: "перенести их в хранилище или в базу", en: "move them to the storage or to the database" },
    load: async () => (await import("./files.ts")).filesMove,
  },
  {
    name: "files verify",
    summary: { ru: "сверить их с тем, какими пришли", en: "compare them with what came" },
    load: async () => (await import("./files.ts")).filesVerify,
  },
  {
    name: "outbox",
    summary: {
      ru: "показать, что ещё не доставлено",
      en: "show what is not delivered yet",
    },
    load: async () => (await import("./outbox.ts")).outboxShow,
  },
  {
    name: "outbox parked",
    summary: {
      ru: "показать сообщения, которые не доходят или отвергнуты",
      en: "show the messages that do not get through or were refused",
    },
    load: async () => (await import("./outbox.ts")).outboxParked,
  },
  {
    name: "outbox retry",
    summary: {
      ru: "отправить такое сообщение сейчас",
      en: "send such a message now",
    },
    load: async () => (await import("./outbox.ts")).outboxRetry,
  },
  {
    name: "outbox give-up",
    summary: {
      ru: "больше не отправлять сообщение, которое не доходит",
      en: "never send a message that does not get through",
    },
    load: async () => (await import("./outbox.ts")).outboxGiveUp,
  },
  {
    name: "outbox replay",
    summary: {
      ru: "повторить вебхуки проекта или другие сообщения о ком-то",
      en: "send a project's webhooks, or other messages about a subject, once more",
    },
    load: async () => (await import("./outbox.ts")).outboxReplay,
  },
  {
    name: "jobs",
    summary: {
      ru: "показать задания, которые выполняются в фоне",
      en: "show the work that is done in the background",
    },
    load: async () => (await import("./jobs.ts")).jobsList,
  },
  {
    name: "jobs show",
    summary: { ru: "показать одно задание", en: "show one job" },
    load: async () => (await import("./jobs.ts")).jobsShow,
  },
  {
    name: "jobs cancel",
    summary: { ru: "отменить задание", en: "cancel a job" },
    load: async () => (await import("./jobs.ts")).jobsCancel,
  },
  {
    name: "jobs retry",
    summary: { ru: "повторить задание сейчас", en: "try a job again now" },
    load: async () => (await import("./jobs.ts")).jobsRetry,
  },
  {
    name: "dev",
    summary: { ru: "start с перезапуском при изменении кода", en: "start, again whenever the code changes" },
    load: async () => (await import("./dev.ts")).dev,
  },
  {
    name: "chaos",
    summary: {
      ru: "убивать процессы и терять ответы, пока идёт работа, и сверить книги",
      en: "kill processes and lose answers while work goes on, then check the books",
    },
    load: async () => (await import("./chaos.ts")).chaos,
  },
  {
    name: "bench",
    summary: {
      ru: "замерить каждую цель по скорости рядом с пределом этой машины",
      en: "measure every performance goal beside this machine's own limit",
    },
    load: async () => (await import("./bench.ts")).bench,
  },
];
